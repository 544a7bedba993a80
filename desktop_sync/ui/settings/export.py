"""One export in the settings: behind its tabs what is asked of Acme, what becomes of it, where that goes, and when."""

from __future__ import annotations

from typing import Any

from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.destinations import DestinationsEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.groups import Fields
from desktop_sync.ui.settings.listed import Listed
from desktop_sync.ui.settings.parted import Part, PartedDetail
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.settings.typed import TypedForm

NAME = "exports"
PARTS = ("query", "report", "destinations", "schedule")


class ExportDetail(PartedDetail):
    def __init__(self, draft: Draft) -> None:
        words = (self.tr("Query"), self.tr("Report"), self.tr("Destinations"), self.tr("Schedule"))
        super().__init__(draft, NAME, "export", dict(zip(PARTS, words, strict=True)), self.tr("Parts of the export"))
        self._listed = Listed(draft.link, self)
        self._around.known = self._listed.fitting

    def show_one(self, number: int) -> None:
        super().show_one(number)
        self._ask()

    def make(self, name: str) -> Part:
        forms, around = self._draft.forms, self._around
        match name:
            case "query":
                return Form(forms["query"], around, self)
            case "report":
                return TypedForm(forms["report"], forms["reports"], around, self)
            case "destinations":
                return DestinationsEditor(forms, around, self.of_types, self)
            case _:
                return ScheduleEditor(self._draft.link, self)

    def fill(self, name: str) -> None:
        part, value = self.parts[name], self.one.get(name)
        if isinstance(part, ScheduleEditor):
            part.set_value(value)
            part.set_flow(self.saved_id)
        elif isinstance(part, DestinationsEditor):
            part.set_value(value, self._saved_ids())
        elif isinstance(part, Fields):
            part.set_value(value if isinstance(value, dict) else {})

    def take(self, name: str) -> None:
        super().take(name)
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
