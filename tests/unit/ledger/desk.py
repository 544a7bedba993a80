"""A ledger on a real SQLite file, a clock in the test's hand, and short words for staging, claiming and answering.

It does what the engine does between the ledger's methods, one step at a time, and knows no network: what Acme
holds is a dictionary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_sync.core.delivering import Claimed, Policy, Promise, after_answer, after_look
from desktop_sync.core.identity import canonical, version_key
from desktop_sync.core.model import (
    Account,
    Answer,
    AnswerKind,
    Document,
    Entity,
    Found,
    Item,
    Notice,
    Payload,
    Position,
    RemoteDocument,
    RemoteRef,
)
from desktop_sync.core.states import DeliveryState, ItemState, Operation
from desktop_sync.ledger.claims import Claims, Terms, Wanted
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.staging import Chunk, Staged, StageEnd

DAY = 24 * 3600.0
KEYS = Promise(DAY, 90.0)


class HandClock:
    """Moves when told to."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds


def order(
    reference: str, content: str = "x", version: int | None = None, *, partial: bool = False,
    operation: Operation = Operation.UPSERT,
) -> Document:  # fmt: skip
    key = None if version is None else version_key(version)
    return Document("orders", reference, operation, {"external_reference": reference, "x": content}, key, partial)


def shape(document: Document, remote: RemoteRef | None) -> tuple[str, str, str | None, bytes]:
    """POST /orders, or PUT with the version as If-Match."""
    if remote is None:
        return "POST", "/orders", None, canonical(dict(document.body))
    return "PUT", f"/orders/{remote.id}", remote.version, canonical(dict(document.body))


def differences(resource: str, sent: bytes, remote: RemoteDocument) -> Sequence[str]:
    """Fields of the request that Acme holds otherwise."""
    return [name for name, value in json.loads(sent).items() if remote.body.get(name) != value]


class Desk:
    """One ledger file, opened as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "ledger.db"
        self.clock = HandClock()
        self.owner = "me"
        self.promise = KEYS
        self.policy = Policy()
        self.flows = ["orders"]
        self.acme: dict[str, RemoteDocument] = {}
        self.ledger = Ledger(Database(self.file), self.clock)
        self.account = self.ledger.journal.bind("acme", Account("tenant", "https://acme.example")).id
        self.place = self.ledger.places.number("orders", "erp")
        self._files = 0

    def reopen(self) -> None:
        """As after a kill: what was not committed is gone, a new owner comes."""
        self.ledger.close()
        self.ledger = Ledger(Database(self.file), self.clock)
        self.owner += "'"

    def close(self) -> None:
        self.ledger.close()

    # -- items and staging ------------------------------------------------------------------------

    def notice(self, entity: Entity | None = None) -> Item:
        """A file that was not there before, or ``entity``."""
        self._files += 1
        entity = entity or Entity(f"{self._files}.xml", 10, self._files)
        self.ledger.items.notice(self.place, Found((Notice(entity),)), 1)
        number = self.sql("SELECT max(id) AS id FROM item")[0]["id"]
        return next(item for item in self.ledger.items.to_stage(self.place) if item.id == number)

    def chunk(self, item: Item, documents: Sequence[Document], *, first: bool = True, end: bool = True,
              start: int = 1, faulty: int = 0, ignored: int = 0) -> Chunk:  # fmt: skip
        staged = [Staged(one, number, 1, Position(line=number)) for number, one in enumerate(documents, start)]
        total = start - 1 + len(documents)
        closes = StageEnd(total + faulty + ignored, total, faulty, ignored) if end else None
        return Chunk(item, Payload("ab" * 32, 10), "m1", self.account, first, staged, (), closes)

    def stage(self, *documents: Document, item: Item | None = None, **more: int) -> Item:
        """One file with these documents."""
        item = item or self.notice()
        self.ledger.staging.write([self.chunk(item, documents, **more)])  # type: ignore[arg-type]
        if self.sql("SELECT 1 FROM item WHERE before_restore"):
            self.ledger.deliveries.release("orders")  # a run does, when it has staged all that lies there
        return item

    # -- deliveries -----------------------------------------------------------------------------------

    def terms(self, owner: str | None = None) -> Terms:
        return Terms(
            owner or self.owner, self.ledger.journal.ledger_id(), shape, differences,
            dict.fromkeys(self.flows, self.policy), self.promise, self.clock.now(),
        )  # fmt: skip

    def claims(self) -> Claims:
        """Every free lane with something due is claimed; Acme is read where the ledger asks for it."""
        free = self.ledger.deliveries.free_lanes(self.account, self.flows, 0, 1000)
        wanted: dict[int, Wanted] = {}
        for one in free:
            held = self.acme.get(one.reference) if one.read_first else None
            wanted.setdefault(one.lane, Wanted(one.lane, one.read_first, held))
        return self.ledger.claiming.claim(list(wanted.values()), self.terms())

    def claim(self) -> list[Claimed]:
        return self.claims().send

    def one(self) -> Claimed:
        """The only claim to be had."""
        [only] = self.claim()
        return only

    def say(self, one: Claimed, kind: AnswerKind, *, version: str = "", retry_after: float | None = None) -> int:
        """The answer to a request comes in and is committed; a success is kept in ``acme``."""
        remote = self.accept(one, version) if kind is AnswerKind.DONE else None
        sent = _at(one, self.clock.now())
        move = after_answer(sent, Answer(kind, 200, remote, retry_after=retry_after), self.policy)
        return self.ledger.outcomes.apply(self.owner, [(sent, move)], DeliveryState.SENDING).taken

    def accept(self, one: Claimed, version: str = "") -> RemoteRef:
        """Acme takes the request."""
        reference = one.lane.reference
        held = self.acme.get(reference)
        number = version or str(1 + int(held.ref.version if held else 0))
        self.acme[reference] = RemoteDocument(
            RemoteRef(f"id-{reference}", number), reference, json.loads(one.request.body)
        )
        return self.acme[reference].ref

    def done(self, *, only: str = "") -> list[Claimed]:
        """Claims and accepts until nothing more is to be sent. Returns what was sent, in order."""
        sent = []
        while claimed := self.claim():
            for one in claimed:
                assert not only or one.lane.reference == only
                self.say(one, AnswerKind.DONE)
                sent.append(one)
        return sent

    def unknown(self) -> Claimed:
        """The only unknown that is due."""
        [only] = self.ledger.deliveries.unknowns(self.account, 100)
        return only

    def look(self, one: Claimed) -> int:
        """Acme is read, and what it means for an unknown is committed."""
        now = self.clock.now()
        stated = one if one.sent_at else _at(one, now)
        found = self.acme.get(one.lane.reference)
        remote = None if one.request.method == "POST" else one.lane.remote
        equal = found is not None and not differences("orders", shape(one.document, remote)[3], found)
        move = after_look(stated, found, equal, self.promise, self.policy, now)
        return self.ledger.outcomes.apply(self.owner, [(stated, move)], DeliveryState.UNKNOWN).taken

    # -- what stands there ------------------------------------------------------------------------

    def sql(self, query: str, *values: object) -> list[Mapping[str, Any]]:
        with self.ledger.database.reading() as sql:
            return [dict(row) for row in sql.execute(query, values)]

    def change(self, statement: str, *values: object) -> int:
        with self.ledger.database.transaction() as sql:
            return sql.execute(statement, values).rowcount

    def states(self, reference: str = "A") -> list[str]:
        """The states of a lane's deliveries, in the order of their revisions."""
        query = "SELECT d.state FROM delivery d JOIN lane l ON l.id = d.lane WHERE l.reference = ? ORDER BY d.revision"
        return [row["state"] for row in self.sql(query, reference)]

    def delivery(self, number: int) -> Mapping[str, Any]:
        [row] = self.sql("SELECT * FROM delivery WHERE id = ?", number)
        return row

    def lane(self, reference: str = "A") -> Mapping[str, Any]:
        [row] = self.sql("SELECT * FROM lane WHERE reference = ?", reference)
        return row

    def requests(self, delivery: int) -> list[Mapping[str, Any]]:
        return self.sql("SELECT * FROM request WHERE delivery = ? ORDER BY number", delivery)

    def open_problems(self) -> list[Mapping[str, Any]]:
        return self.sql("SELECT * FROM problem WHERE closed_at IS NULL ORDER BY id")

    def item_state(self, item: Item) -> ItemState:
        return ItemState(self.sql("SELECT state FROM item WHERE id = ?", item.id)[0]["state"])


def _at(one: Claimed, sent_at: float) -> Claimed:
    return replace(one, sent_at=sent_at)
