"""Notices what is new at one place: one transaction per batch, and before the first of them the question of what is
there already (decision 014). It must not know formats, documents or Acme.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from desktop_sync.core.errors import Ended, HostKeyRefused, Owner, ReadOtherwise, Stop, SyncError
from desktop_sync.core.model import Found
from desktop_sync.core.ports import Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.beginning import Beginning, asked_key
from desktop_sync.engine.location import Located, RunResult
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.places import PlaceLook


class Noticing:
    """Looks at one place of a flow. ``young``: candidates that the last look left unfinished."""

    def __init__(
        self,
        flow: str,
        location: Located,
        ledger: Ledger,
        result: RunResult,
        tell: Callable[[str, int], None],
        beginning: Beginning,
        title: str = "",
        token: Token | None = None,
    ) -> None:
        """``title``: what people call the flow; empty: its id."""
        self._flow = flow
        self._location = location
        self._ledger = ledger
        self._result = result
        self._tell = tell
        self._beginning = beginning
        self._title = title or flow
        self._token = token
        self.young = 0

    def look(self) -> Generator[float, None, bool]:
        """One look at the source; False when it cannot be reached."""
        places = self._ledger.places
        look, missing = places.look(self._location.place), None
        remarks: tuple[str, ...] | None = None
        key = f"source:{self._flow}:{self._location.connection}"
        try:
            if not self._begin():
                return False
            for found in self._discovered(look):
                if found.rest is not None:
                    yield found.rest
                    continue
                self.young, missing = found.young, found.missing
                if found.said:
                    self._result.note = f"{self._result.note} {found.said}".strip()
                remarks = found.remarks if remarks is None else remarks
                self._result.counts["noticed"] += self._ledger.items.notice(
                    self._location.place, found, self._result.run
                )
                self._tell("notice", self._result.counts["noticed"])
                yield 0.0
        except Ended:
            return False
        except ReadOtherwise as error:
            self._ask(error.what)
            return False
        except SyncError as error:
            self._tell_unreached(key, error)
            return False
        if self._token is not None and self._token.is_set():
            return False  # a source that is asked may have ended before its last page
        look.end()
        places.looked(self._location.place, self.young, look.began)
        self._result.reached = True
        self._ledger.journal.resolve(key, "it can be reached again")
        self._answered()
        self._tell_gaps(missing)
        self._tell_remarks(remarks)
        return True

    def _discovered(self, look: PlaceLook) -> Iterator[Found]:
        """ReadOtherwise, with the question: nobody has said yet what that means for what is there."""
        source, places, place = self._location.source, self._ledger.places, self._location.place
        try:
            yield from source.discover(places.cursor(place), look)
        except ReadOtherwise as error:
            question = self._beginning.anew(error.what, self._result.run)
            if question:
                raise ReadOtherwise(question) from error
            yield from source.discover(places.cursor(place), look)

    def _tell_unreached(self, key: str, error: SyncError) -> None:
        """One share away, and many flows wait for it: each says so by its name."""
        owner = error.owner if isinstance(error, Stop) else Owner.IT
        what = f"{self._title}: {error.what}"
        problem = Problem(key, "source", what, error.hint, owner, flow=self._flow, connection=self._location.connection)
        if isinstance(error, HostKeyRefused):
            problem = replace(problem, cause=f"host key:{error.found.place}", value=error.found.fingerprint)
        self._ledger.journal.report([problem])
        if str(error) not in self._result.note:
            self._result.note = f"{self._result.note} {error}".strip()
        self._result.reached = self._result.reached or False
        self._result.outcome = "stopped" if isinstance(error, Stop) else "waiting"

    def _tell_remarks(self, remarks: tuple[str, ...] | None) -> None:
        """What is odd at the source and stops nothing."""
        key = f"remarks:{self._flow}:{self._location.connection}"
        if remarks:
            what = " ".join(remarks)
            self._ledger.journal.report(
                [Problem(key, "source", what, "", Owner.IT, flow=self._flow, connection=self._location.connection)]
            )
        elif remarks is not None:
            self._ledger.journal.resolve(key, "it is over")

    def _tell_gaps(self, missing: str | None) -> None:
        """Numbers of the sender's sequence that never came are a problem, not a stop (delivery.md, rule 7)."""
        key = f"sequence:{self._flow}:{self._location.connection}"
        if missing:
            what = f"In the sequence of the files that came, these numbers are missing: {missing}."
            hint = "Ask the sending system for them; they are taken when they come. Nothing waits for them."
            self._ledger.journal.report(
                [Problem(key, "sequence", what, hint, Owner.IT, flow=self._flow, connection=self._location.connection)]
            )
        elif missing is not None:
            self._ledger.journal.resolve(key, "they have come")

    def _begin(self) -> bool:
        """Decides once what becomes of that which is there already; False while nobody has said it."""
        question = self._beginning.question()
        if question:
            self._ask(question)
            return False
        begun = self._ledger.places.begun(self._location.place)
        self._result.counts["skipped"] += self._beginning.begin(self._result.run)
        if not begun:
            self._answered()
        return True

    def _answered(self) -> None:
        """Or there is nothing to be answered any more."""
        self._ledger.journal.resolve(asked_key(self._flow, self._location.connection), "it was answered")

    def _ask(self, question: str) -> None:
        flow, result = self._flow, self._result
        result.question, result.outcome = f"{result.question} {question}".strip(), "stopped"
        result.note = f"{result.question} Nobody has said what shall become of them, so nothing is sent."
        what = f"{question} Nobody has said what shall become of them, so nothing is sent."
        hint = (
            f"Say it once: desktop-sync run {flow} --first-run all (send them), --first-run from-now (leave them, send"
            " what comes) or --first-run 2026-11-01 (send what was changed since that day)."
        )
        connection = self._location.connection
        problem = Problem(
            asked_key(flow, connection), "first run", what, hint, Owner.IT, flow=flow, connection=connection
        )
        self._ledger.journal.report([problem])
