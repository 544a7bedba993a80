"""What exports have left behind that are not in the settings any more, and problems about exports that no longer apply.

Nothing is given up by itself: what is still to be delivered waits until the export is back, or a person ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from desktop_sync.core.errors import Owner
from desktop_sync.core.events import Event
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.export_problems import (
    ExportProblem,
    OpenExport,
    export_problems,
    is_removed,
    one_key,
    open_exports,
    removed_key,
)
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.model import Settings


def destinations_of(settings: Settings) -> Mapping[str, Collection[str]]:
    """Of each export."""
    return {export.id: [one.id for one in export.destinations] for export in settings.exports}


class LeftExports:
    """``known``: the destinations of each export that the settings have now. Any thread may call."""

    def __init__(self, ledger: Ledger, known: Callable[[], Mapping[str, Collection[str]]]) -> None:
        self._ledger = ledger
        self._known = known

    def look(self) -> None:
        """The settings may be others."""
        known, journal = self._known(), self._ledger.journal
        with self._ledger.database.reading() as sql:
            left = [one for one in open_exports(sql) if one.flow not in known]
            problems = export_problems(sql)
        for one in left:
            problem = _removed(one)
            if not journal.told(problem.what):
                journal.report([problem])
        for told in problems:
            self._end(told, known, {one.flow for one in left})

    def _end(self, told: ExportProblem, known: Mapping[str, Collection[str]], left: Collection[str]) -> None:
        """Where it no longer applies. A person who is asked about a delivery can answer all the same."""
        journal = self._ledger.journal
        if is_removed(told.key):
            if told.flow in known:
                journal.resolve(told.key, "the export is in the settings again")
            elif told.flow not in left:
                journal.resolve(told.key, "nothing of it is still to be delivered")
        elif told.key.startswith(one_key("")) and told.state not in {"rejected", "unknown"}:
            journal.resolve(told.key, "it is not refused any more")
        elif told.state == "unknown":
            return
        elif told.flow not in known:
            journal.resolve(told.key, "the export is not in the settings any more")
        elif told.destination not in {"", *known[told.flow]}:
            journal.resolve(told.key, "its destination is not in the settings any more")

    def heard(self, event: Event) -> None:
        """To be told every event: a run may have gone on with what it began under former settings."""
        if event.get("event") == "run ended":
            self.look()


def _removed(one: OpenExport) -> Problem:
    what = f"The export {one.title} was removed from the settings with reports that have not arrived: {one.deliveries}."
    hint = (
        f'Put the export back into the settings, with the id "{one.flow}", and they are delivered. Or dismiss this'
        " problem: then they are given up."
    )
    return Problem(removed_key(one.flow), "export removed", what, hint, Owner.IT, one.flow)
