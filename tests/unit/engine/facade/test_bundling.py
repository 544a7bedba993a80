"""A bundle is kept for whoever looks at it, and only as long; of two the later one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.events import nobody
from desktop_sync.engine.facade.bundling import Bundling, Made
from desktop_sync.engine.facade.calling import Call

Listen = Callable[[int, int, str], None]


def call() -> Call:
    return Call("anna", nobody)


def test_one_that_nobody_wants_any_more_is_not_made_to_its_end() -> None:
    parts: list[str] = []
    asked = call()

    def make(offline: bool, listen: Listen) -> Made:
        for name in ("a", "b", "c"):
            listen(0, 3, name)
            parts.append(name)
            asked.token.set()
        return Made("x.zip", (), b"zip")

    bundling = Bundling(make)
    with pytest.raises(RetryLater):
        bundling.bundle(asked)
    assert parts == ["a"]
    with pytest.raises(RetryLater, match="not kept"):
        bundling.bundle_piece(call(), bundle=1)


def test_of_two_at_once_the_later_one_stays() -> None:
    bundling: Bundling

    def make(offline: bool, listen: Listen) -> Made:
        if not offline:
            bundling.bundle(call(), offline=True)  # begun later, ready sooner
        return Made("later.zip" if offline else "sooner.zip", (), b"zip")

    bundling = Bundling(make)
    bundling.bundle(call())
    assert bundling.bundle_piece(call(), bundle=2)["size"] == 3
    bundling.put_bundle_away(call(), bundle=2)
    with pytest.raises(RetryLater, match="not kept"):
        bundling.bundle_piece(call(), bundle=2)
