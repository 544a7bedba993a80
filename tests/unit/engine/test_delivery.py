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


class Away(Takes):
    """One that nothing reaches for some requests."""

    def __init__(self, desk: Desk, vain: int) -> None:
        super().__init__(desk)
        self._vain = vain
        self.told: list[int] = []  # open problems, at each request

    def send(self, requests: Sequence[Request]) -> Sequence[Answer]:
        self.told.append(len(self._desk.sql("SELECT id FROM problem WHERE closed_at IS NULL")))
        self._vain -= 1
        if self._vain >= 0:
            return [Answer(AnswerKind.NOT_SENT, message="It cannot be reached.") for _ in requests]
        return super().send(requests)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def delivery_to(desk: Desk, target: Takes, clock: HandClock) -> Delivery:
    return Delivery(
        desk.ledger,
        target,
        clock,
        owner="me",
        account=desk.account,
        connection="acme",
        policies={"orders": desk.policy},
        promise=desk.promise,
        lines=Lines(1),
        token=threading.Event(),
        threads=0,
    )


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
    delivery = delivery_to(desk, target, Ticking())
    assert delivery.run(meanwhile, patience=0.0).counts == {"created": 1}
    assert target.taken == ["POST"]


def test_one_document_is_enough_to_tell_that_nothing_is_reached(desk: Desk) -> None:
    """A run that is at work while its connection does not answer must not sound well."""
    target = Away(desk, 5)
    desk.stage(order("A"))
    assert delivery_to(desk, target, desk.clock).run(patience=120.0).counts == {"created": 1}
    assert target.told == [0, 0, 0, 1, 1, 1]
    assert desk.sql("SELECT id FROM problem WHERE closed_at IS NULL") == []
