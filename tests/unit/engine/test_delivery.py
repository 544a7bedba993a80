"""The coordinator: what is due when it ends is sent, however little patience there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop_sync.core.model import (
    Account,
    Answer,
    AnswerKind,
    CheckStep,
    Document,
    Look,
    RemoteDocument,
    RemoteRef,
    Request,
)
from desktop_sync.engine.delivery import Delivery, Lines, Meanwhile
from tests.unit.ledger.desk import Desk, HandClock, differences, order, shape


class Ticking(HandClock):
    """Time passes while one looks at it, as it does."""

    def monotonic(self) -> float:
        self.time += 1e-3
        return self.time


class Takes:
    """An Acme that is empty and takes everything."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.taken: list[str] = []

    def shape(self, document: Document, remote: RemoteRef | None) -> tuple[str, str, str | None, bytes]:
        return shape(document, remote)

    def begin(self, requests: Sequence[Request]) -> None:
        """Everything is sent at once."""

    def send(self, requests: Sequence[Request]) -> Sequence[Answer]:
        self.taken.extend(one.method for one in requests)
        return [Answer(AnswerKind.DONE, 201, RemoteRef("o-1", "1")) for _ in requests]

    def find(self, resource: str, references: Sequence[str]) -> Look:
        return Look({})

    def differences(self, resource: str, sent: bytes, remote: RemoteDocument) -> Sequence[str]:
        return differences(resource, sent, remote)

    def server_now(self) -> float:
        return self._desk.clock.now()

    def account(self) -> Account:
        return Account("tenant", "https://acme.example")

    def check(self) -> Iterator[CheckStep]:
        return iter(())

    def rest(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_what_is_staged_last_is_delivered_without_patience(desk: Desk) -> None:
    """A search for due deliveries has just found none when the last item is staged: it is searched once more."""
    turns = iter((True, False))

    def meanwhile() -> Meanwhile:
        if next(turns, False):
            return Meanwhile(0.0, more=True)
        if not target.taken and not desk.sql("SELECT id FROM delivery"):
            desk.stage(order("A"))
        return Meanwhile()

    target = Takes(desk)
    delivery = Delivery(
        desk.ledger,
        target,
        Ticking(),
        owner="me",
        account=desk.account,
        connection="acme",
        policies={"orders": desk.policy},
        promise=desk.promise,
        lines=Lines(1),
        token=threading.Event(),
        threads=0,
    )
    assert delivery.run(meanwhile, patience=0.0).counts == {"created": 1}
    assert target.taken == ["POST"]
