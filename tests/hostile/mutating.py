"""Samples harmed at random, the same ones every time: for every reader, 10,000 of them with --long."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest


def mutants(sample: bytes, signs: Sequence[bytes], request: pytest.FixtureRequest) -> Iterator[bytes]:
    """``signs``: what means something in this format."""
    for seed in range(10_000 if request.config.getoption("--long") else 500):
        yield mutated(sample, signs, random.Random(f"{sample!r} {seed}"))


def mutated(payload: bytes, signs: Sequence[bytes], chance: random.Random) -> bytes:
    """A few bytes changed, doubled, cut out, or moved."""
    data = bytearray(payload)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(data) + 1), chance.choice([1, 1, 2, 5, 40])
        change = chance.randrange(5)
        if change == 0:
            data[at : at + size] = chance.randbytes(size)
        elif change == 1:
            del data[at : at + size]
        elif change == 2:
            data[at:at] = chance.choice(signs)
        elif change == 3:
            data[at:at] = data[at : at + size] * chance.randint(1, 20)
        else:
            to = chance.randrange(len(data) + 1)
            data[to:to] = data[at : at + size]
    return bytes(data)
