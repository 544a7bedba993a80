"""What would become of documents that were never staged: the dry run's half of ``core.lanes`` and ``core.delivering``.

Pure. It asks the same functions that claiming asks, with what Acme was found to hold; it must not know where documents
come from, nor where a plan is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop_sync.core.delivering import Policy, before_sending
from desktop_sync.core.errors import Owner
from desktop_sync.core.identity import canonical
from desktop_sync.core.lanes import Lane, Waiting, choose, superseded_by
from desktop_sync.core.model import Document, RemoteDocument, RemoteRef
from desktop_sync.core.states import DeliveryState

MOST_CHANGES = 50  # of one document
_SHOWN = 200  # characters of a value
Shape = Callable[[Document, RemoteRef | None], tuple[str, str, str | None, bytes]]
Differences = Callable[[str, bytes, RemoteDocument], Sequence[str]]


class Would(StrEnum):
    """What would happen to a document. The states of a delivery where it would end in one."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    REFUSED = "refused"  # by validation, by header data, by a rule of the flow: nothing is sent
    WAITS = "waits"  # another version is on its way: nothing can be said before it has arrived


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an update, as people read it: what Acme holds, what it would hold."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One document of a plan. ``number``: of its row, in the order of staging."""

    number: int
    document: Document
    hash: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of one row. ``base``: version in Acme that this rests on; empty: absent, None: any."""

    number: int
    would: Would
    note: str = ""
    owner: Owner | None = None
    changes: tuple[Change, ...] = ()
    base: str | None = None


@dataclass(slots=True)
class Foresight:
    """Foretells the rows of one lane. ``busy``: something of it is on its way already."""

    lane: Lane
    found: RemoteDocument | None
    policy: Policy
    shape: Shape
    differences: Differences
    busy: bool = False
    _fates: list[Fate] = field(default_factory=list)
    _base: str | None = None

    def fates(self, planned: Sequence[Planned]) -> list[Fate]:
        """One for each row."""
        if self.busy:
            note = "Another version is on its way to Acme; run the flow, then look again."
            return [Fate(one.number, Would.WAITS, note, Owner.CLERK) for one in planned]
        self._base = self.found.ref.version if self.found else ""
        documents = {one.number: one.document for one in planned}
        rest = [_waiting(one, self.lane.revision + place) for place, one in enumerate(planned, 1)]
        while rest:
            choice = choose(self.lane, rest)
            for verdict in choice.ended:
                self._note(verdict.delivery, Would(verdict.state.value), verdict.note)
            if choice.acked is not None:
                self._acknowledge(choice.acked, None, ())
            if choice.send is not None:
                self._send(choice.send, documents[choice.send.id], rest)
            ended = {fate.number for fate in self._fates}
            rest = [one for one in rest if one.id not in ended]
        return self._fates

    def _send(self, one: Waiting, document: Document, rest: Sequence[Waiting]) -> None:
        lane, found = self.lane, self.found
        fields = self._differing(document, found) if found is not None else ()
        forced = before_sending(document.operation, found.ref if found else lane.remote, self.policy)
        if found is not None and not fields:
            self._note(one.id, Would.UNCHANGED, "Acme already holds exactly this content.")
        elif forced is not None and forced.state is DeliveryState.REJECTED:
            self._note(one.id, Would.REFUSED, forced.note, forced.owner)
            return
        elif forced is not None:
            self._note(one.id, Would.UNCHANGED, forced.note)
        elif found is None:
            if not self._create(one.id):
                return
        elif not self._update(one.id, document, found, fields):
            return
        self._acknowledge(one, document, rest)

    def _create(self, number: int) -> bool:
        if self.lane.remote is None:
            self._note(number, Would.CREATED, "")
        elif self.policy.recreate:
            self._note(number, Would.CREATED, "It was deleted in Acme and is created again.")
        else:
            self._note(number, Would.REFUSED, "It was deleted in Acme.", Owner.CLERK)
            return False
        return True

    def _update(self, number: int, document: Document, found: RemoteDocument, fields: Sequence[str]) -> bool:
        known = self.lane.remote
        by_people = known is not None and known.version != found.ref.version
        if by_people and not self.policy.legacy_wins:
            self._note(number, Would.REFUSED, "It was changed by people in Acme since the last delivery.", Owner.CLERK)
            return False
        note = "It was changed by people in Acme since the last delivery; that is overwritten." if by_people else ""
        sent = json.loads(self.shape(document, found.ref)[3])
        changes = tuple(
            Change(name, shown(sent_at(found.body, name)), shown(sent_at(sent, name))) for name in fields[:MOST_CHANGES]
        )
        self._fates.append(Fate(number, Would.UPDATED, note, None, changes, self._base))
        return True

    def _differing(self, document: Document, found: RemoteDocument) -> Sequence[str]:
        return self.differences(document.resource, self.shape(document, found.ref)[3], found)

    def _note(self, number: int, would: Would, note: str, owner: Owner | None = None) -> None:
        self._fates.append(Fate(number, would, note, owner, (), self._base))

    def _acknowledge(self, one: Waiting, document: Document | None, rest: Sequence[Waiting]) -> None:
        """As if it had arrived: what follows in this lane rests on it, and on no version that is known now."""
        for verdict in superseded_by(one, rest):
            if all(fate.number != verdict.delivery for fate in self._fates):
                self._note(verdict.delivery, Would.SUPERSEDED, "A newer version of this dry run is sent.")
        remote = self.found.ref if self.found else self.lane.remote or RemoteRef("", "")
        if document is not None:
            body = json.loads(self.shape(document, remote)[3])
            held: Mapping[str, object] = self.found.body if self.found else {}
            self.found = RemoteDocument(remote, document.reference, {**held, **body})
        self.lane = replace(
            self.lane, remote=remote, in_doubt=False, acked_hash=None if one.partial else one.hash,
            acked_version=one.version or self.lane.acked_version, acked_revision=one.revision,
        )  # fmt: skip
        if one.partial:
            self._base = None


def _waiting(one: Planned, revision: int) -> Waiting:
    document = one.document
    return Waiting(one.number, revision, document.version, document.operation, document.partial, one.hash, False)


def sent_at(body: object, name: str) -> object:
    """The value of a field such as ``lines[2].quantity``; None where there is none."""
    for step in re.findall(r"[^.\[\]]+|\[[0-9]+\]", name):
        if step.startswith("["):
            number = int(step[1:-1])
            body = body[number - 1] if isinstance(body, list) and len(body) >= number else None
        else:
            body = body.get(step) if isinstance(body, Mapping) else None
    return body


def shown(value: object) -> str:
    """A value for people: text as it is, nothing as nothing, a list by its length, all else as JSON; cut."""
    if value is None:
        return ""
    if isinstance(value, list):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    text = value if isinstance(value, str) else canonical(value).decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
