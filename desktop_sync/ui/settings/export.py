"""One export in the settings: behind its tabs what is asked of Acme, what becomes of it, where that goes, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.destinations import DestinationsEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.groups import Problem
from desktop_sync.ui.settings.listed import Listed
from desktop_sync.ui.settings.parted import PartedDetail
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.settings.typed import TypedForm

NAME = "exports"
PARTS = ("query", "report", "destinations", "schedule")
Part = Form | TypedForm | DestinationsEditor | ScheduleEditor


class ExportDetail(PartedDetail):
    """``parts``: those that were made."""

    def __init__(self, draft: Draft) -> None:
        self.parts: dict[str, Part] = {}
        words = (self.tr("Query"), self.tr("Report"), self.tr("Destinations"), self.tr("Schedule"))
        super().__init__(draft, NAME, "export", dict(zip(PARTS, words, strict=True)), self.tr("Parts of the export"))
        self._listed = Listed(draft.link, self)
        self._around.known = self._listed.fitting

    def show_one(self, number: int) -> None:
        super().show_one(number)
        self._ask()

    def make(self, name: str) -> QWidget:
        forms, around = self._draft.forms, self._around
        part: Part
        if name == "query":
            part = Form(forms["query"], around, self)
        elif name == "report":
            part = TypedForm(forms["report"], forms["reports"], around, self)
        elif name == "destinations":
            part = DestinationsEditor(forms, around, self.of_types, self)
        else:
            part = ScheduleEditor(self._draft.link, self)
        part.changed.connect(self.edited)
        self.parts[name] = part
        return part

    def fill(self, name: str) -> None:
        part, value = self.parts[name], self.one.get(name)
        if isinstance(part, ScheduleEditor):
            part.set_value(value)
            part.set_flow(self.saved_id)
        elif isinstance(part, DestinationsEditor):
            part.set_value(value, self._saved_ids())
        else:
            part.set_value(value if isinstance(value, dict) else {})

    def tell(self, name: str, found: Sequence[Problem]) -> None:
        part = self.parts[name]
        if not isinstance(part, ScheduleEditor):
            part.show_problems(found)

    def allow(self, name: str, *, on: bool) -> None:
        part = self.parts[name]
        if isinstance(part, ScheduleEditor):
            part.setEnabled(on)
        else:
            part.set_read_only(on=not on)

    def take(self, name: str) -> None:
        value = self.parts[name].value()
        if value is None:
            self.one.pop(name, None)
        else:
            self.one[name] = value
        if name == "query":
            self._ask()

    def _ask(self) -> None:
        """What the query's resource has: fields are chosen from it."""
        query = _table(self.one, "query")
        self._listed.use(str(query.get("connection") or ""), str(query.get("resource") or ""))

    def _saved_ids(self) -> frozenset[str]:
        """Of destinations that the engine knows: their ids stay."""
        saved: Row = next((one for one in self._draft.base.get(NAME, ()) if one.get("id") == self.one.get("id")), {})
        return frozenset(str(one.get("id")) for one in saved.get("destinations", ()) if isinstance(one, dict))


def _table(of: Row, name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
