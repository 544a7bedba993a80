"""What a person does about problems: one call after the other, and at the end what came of all, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row


class Acting(QObject):
    """``told``: mood, what, hint; ``tried``: the flows in which something is tried again then. ``changed``: whether
    something is under way, in which nothing else can be begun.
    """

    told = Signal(str, str, str)
    changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self.tried: Sequence[str] = ()
        self._link = link
        self._flows: Sequence[str] = ()
        self._results: list[Row] = []
        self._grown = 0  # problems that came to a group after the person saw it
        self._summary: Callable[[int], str] = str

    def retry(self, names: Mapping[str, int | None], flow: str | None, flows: Sequence[str] = ()) -> None:
        """Each name as the facade has it (``p7``, ``g12``, ``*``), and how many problems the person saw of it.
        ``flows``: whose they are.
        """
        self._summary, self._flows = self._retried, flows
        calls = [{"name": one, "flow": flow, **({} if seen is None else {"seen": seen})} for one, seen in names.items()]
        self._begin("retry", calls)

    def dismiss(self, names: Sequence[str], flow: str | None, reason: str, *, seen: int | None = None) -> None:
        """With a reason, which the trail keeps. ``seen``: how many problems a group had when the person saw it."""
        self._summary = self._dismissed
        more = {} if seen is None else {"expected": seen}
        self._begin("dismiss", [{"name": one, "flow": flow, "reason": reason, **more} for one in names])

    def answer(self, members: Sequence[Row], reason: str, *, arrived: bool) -> None:
        """A person has looked in Acme."""
        self._summary = self._arrived if arrived else self._sent_again
        word = "arrived" if arrived else "send-again"
        self._begin(
            "answer",
            [
                {"name": one["reference"], "resource": one["resource"], "said": word, "reason": reason}
                for one in members
            ],
        )

    def account(self, connection: str, answer: str) -> None:
        """Whose account it is."""
        if not self.busy:
            self._results = []
            self._busy(True)
            self._link.ask(self, "account", self._account_told, self._failed, connection=connection, answer=answer)

    def trust(self, place: str, fingerprint: str) -> None:
        """Of a server whose key a person has compared."""
        if not self.busy:
            self._busy(True)
            self._link.ask(self, "trust", self._trust_told, self._failed, place=place, fingerprint=fingerprint)

    def _begin(self, method: str, calls: list[dict[str, Any]]) -> None:
        if self.busy or not calls:
            return
        self._results, self._grown = [], 0
        self._busy(True)
        self._next(method, calls)

    def _next(self, method: str, calls: list[dict[str, Any]]) -> None:
        def done(results: list[Row]) -> None:
            self._results.extend(results)
            self._grown += max((int(one.get("grown", 0)) for one in results), default=0)
            self._next(method, calls[1:])

        if calls:
            self._link.ask(self, method, done, self._failed, **calls[0])
        else:
            self._busy(False)
            self._tell()

    def _tell(self) -> None:
        done = sum(one["done"] for one in self._results)
        refused = [one for one in self._results if not one["done"]]
        hint = ""
        if refused:
            first = refused[0]
            hint = self.tr("%n could not be done. {name}: {why}", "", len(refused)).format(
                name=said(first["name"]), why=said(first["what"])
            )
        what = self._summary(done) if done else self.tr("Nothing was changed.")
        self.tried = self._flows if done and self._summary == self._retried else ()
        if done and self._grown:
            more = self.tr("%n of them had come meanwhile.", "", self._grown)
            hint = f"{more} {hint}".strip()
        self.told.emit("well" if done and not refused else "attention", what, hint)

    def _failed(self, error: SyncError) -> None:
        self._busy(False)
        self.tried = ()
        done = sum(one["done"] for one in self._results)
        hint = said(error.hint)
        if done:  # those before it are done, and stay so
            hint = f"{self._summary(done)} {hint}".strip()
        self.told.emit("attention", said(error.what), hint)

    def _account_told(self, account: Row) -> None:
        self._busy(False)
        self.tried = ()
        what = self.tr("The connection leads to {tenant} from now on.").format(tenant=said(account["tenant"]))
        self.told.emit("well", what, "")

    def _trust_told(self, key: Row) -> None:
        self._busy(False)
        self.tried = ()
        what = self.tr("The key of the server {place} is approved.").format(place=said(key["place"]))
        self.told.emit("well", what, self.tr("The next run of the flow goes on."))

    def _busy(self, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()

    def _retried(self, many: int) -> str:
        return self.tr("The next run tries %n of them again, within a minute if the flow runs by itself.", "", many)

    def _dismissed(self, many: int) -> str:
        return self.tr("%n problem(s) ended, with your reason.", "", many)

    def _arrived(self, many: int) -> str:
        return self.tr("Noted: %n document(s) arrived.", "", many)

    def _sent_again(self, many: int) -> str:
        return self.tr("The next run sends %n document(s) again.", "", many)
