"""The theme of repairs: retry, dismiss, edit, answer. Each is one transaction with an audit entry that names who asked.

Nothing is sent here: the next run does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.events import Publish
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.editing import changes, differing, faults
from desktop_sync.engine.facade.needs import Worker
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.problems import deliveries_named, deliveries_of, problems_named
from desktop_sync.ledger.repair import Repaired


class Repairing:
    """``name``: a document by its external reference, ``p7``, ``g12``, a cause, or ``*`` for everything.

    ``publish`` tells everybody who listens that problems have changed.
    """

    def __init__(self, worker: Worker, publish: Publish) -> None:
        self._worker = worker
        self._publish = publish

    def retry(
        self,
        call: Call,
        *,
        name: str,
        resource: str | None = None,
        reason: str = "",
        flow: str | None = None,
        seen: int | None = None,
    ) -> list[Row]:
        """What was done about each thing that the name stands for; of a group only what is of ``flow``, if given.

        ``seen``: how many problems the person has seen. Nothing is lost by trying more of them: all that there are now
        are, and each result tells, as ``grown``, how many those are more.
        """
        repair = self._worker.repair(call.who)
        deliveries, problems = self._chosen(name, resource, flow)
        grown = 0 if seen is None else max(0, len(problems) - seen)
        return [{**one, "grown": grown} for one in self._told(repair.retry(deliveries, problems, reason))]

    def dismiss(
        self,
        call: Call,
        *,
        name: str,
        reason: str,
        resource: str | None = None,
        flow: str | None = None,
        expected: int | None = None,
    ) -> list[Row]:
        """As ``retry``. SettingsError without a reason. ``expected``: how many problems the person has seen; Rejected
        when there are others by now.
        """
        _needs(reason)
        repair = self._worker.repair(call.who)
        deliveries, problems = self._chosen(name, resource, flow)
        if expected is not None and len(problems) != expected:
            raise Rejected(
                f"Meanwhile there are {len(problems)} of these problems, not {expected}. Nothing was ended.",
                "Look at them, then end them.",
            )
        return self._told(repair.dismiss(deliveries, problems, reason.strip()))

    def document(self, call: Call, *, name: str, resource: str | None = None) -> Row:
        """The newest version of a document for an edit: ``delivery``, ``resource``, ``reference``, ``body``."""
        delivery = self._one(name, resource, newest=True)
        _, document = self._worker.ledger.deliveries.document(delivery)
        told = {"delivery": delivery, "resource": document.resource, "reference": document.reference}
        return {**told, "body": document.body}

    def edit(
        self,
        call: Call,
        *,
        name: str,
        delivery: int,
        body: Mapping[str, object],
        reason: str,
        resource: str | None = None,
    ) -> list[Row]:
        """A new body for the version that ``document`` has told; Rejected when a newer one came or it will not do."""
        _needs(reason)
        repair = self._worker.repair(call.who)
        self._worker.recover()
        if self._one(name, resource, newest=True) != delivery:
            raise Rejected("A newer version came while you were editing. Nothing was changed.", "Edit that one.")
        _, document = self._worker.ledger.deliveries.document(delivery)
        found = faults(document, body, self._worker.faults_of(delivery, body))
        if found:
            said = [f"{field}: {message}" for field, message in found]
            raise Rejected("The new content will not do; nothing was changed.\n  - " + "\n  - ".join(said))
        return self._told([repair.edit(delivery, body, differing(document.body, body), reason.strip())])

    def edit_faults(self, call: Call, *, delivery: int, body: Mapping[str, object]) -> Row:
        """What an edit would change and what is wrong with it by field: ``changes``, ``faults``. Does nothing."""
        _, document = self._worker.ledger.deliveries.document(delivery)
        found = faults(document, body, self._worker.faults_of(delivery, body))
        return {
            "changes": [asdict(one) for one in changes(document.body, body)],
            "faults": [{"field": field, "message": message} for field, message in found],
        }

    def answer(
        self,
        call: Call,
        *,
        name: str,
        said: Literal["arrived", "send-again"],
        resource: str | None = None,
        reason: str = "",
    ) -> list[Row]:
        """A person has looked at Acme for an unknown document that the program may not look up."""
        repair = self._worker.repair(call.who)
        self._worker.recover()
        one = self._one(name, resource, unknown=True)
        return self._told([repair.answer(one, arrived=said == "arrived", reason=reason)])

    def _told(self, results: Sequence[Repaired]) -> list[Row]:
        if any(one.done for one in results):
            self._publish({"event": "problems changed", "flows": sorted({one.flow for one in results if one.flow})})
        return [asdict(one) for one in results]

    def _chosen(self, name: str, resource: str | None, flow: str | None) -> tuple[list[int], list[int]]:
        """Deliveries and problems that a document, a problem or a group stands for. Rejected when it is none."""
        with self._worker.ledger.database.reading() as sql:
            problems = problems_named(sql, name, flow)
            if problems is not None:
                return deliveries_of(sql, problems), problems
            deliveries = deliveries_named(sql, name, resource)
        if not deliveries:
            raise Rejected(
                f'There is no document and no problem "{name}".', "desktop-sync problems shows what there is to repair."
            )
        return deliveries, []

    def _one(self, name: str, resource: str | None, *, newest: bool = False, unknown: bool = False) -> int:
        """Rejected when there is none, or when the reference names documents of several kinds."""
        with self._worker.ledger.database.reading() as sql:
            found = deliveries_named(sql, name, resource, newest=newest, unknown=unknown)
        if not found:
            raise Rejected(f'No document "{name}" has been seen yet.', "Give its external reference as Acme has it.")
        if len(found) > 1:
            raise Rejected(f'There are {len(found)} documents "{name}".', "Say which with --resource, such as orders.")
        return found[0]


def _needs(reason: str) -> None:
    if not reason.strip():
        raise SettingsError("A reason is missing.", hint="Say in a few words why: --reason TEXT")
