"""One export in the settings: behind its tabs what is asked, what becomes of it, where that goes, and when."""

from __future__ import annotations

from typing import Any

from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.destinations import DestinationsEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.groups import Fields
from desktop_sync.ui.settings.listed import Listed
from desktop_sync.ui.settings.parted import Part, PartedDetail
from desktop_sync.ui.settings.query_form import QueryForm
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.settings.typed import TypedForm

NAME = "exports"
PARTS = ("query", "format", "report", "destinations", "schedule")
FILES = {"type": "delimited"}


class ExportDetail(PartedDetail):
    def __init__(self, draft: Draft) -> None:
        words = (self.tr("Query"), self.tr("Format"), self.tr("Report"), self.tr("Destinations"), self.tr("Schedule"))
        super().__init__(draft, NAME, "export", dict(zip(PARTS, words, strict=True)), self.tr("Parts of the export"))
        self._listed = Listed(draft.link, self)
        self._around.known = self._listed.fitting

    def show_one(self, number: int) -> None:
        super().show_one(number)
        self._ask()
        self._show_format()

    def make(self, name: str) -> Part:
        forms, around = self._draft.forms, self._around
        match name:
            case "query":
                return QueryForm(forms["query"], forms["queries"], around, self._type_of, self._connection, self)
            case "format" | "report":
                return TypedForm(forms[name], forms[f"{name}s"], around, self)
            case "destinations":
                return DestinationsEditor(forms, around, self.of_types, self)
            case _:
                return ScheduleEditor(self._draft.link, self, self.schedule_pieces)

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
            self._follow_answers()

    def _follow_answers(self) -> None:
        """Answers that are files have a format, and no others have."""
        files = _table(self.one, "query").get("answer") == "file"
        if files and "format" not in self.one:
            self.one["format"] = dict(FILES)
            self.forget("format")
        elif not files:
            self.one.pop("format", None)
        self._show_format()

    def _show_format(self) -> None:
        shown = "format" in self.one
        tab = self.names.index("format")
        if not shown and self.tabs.currentIndex() == tab:
            self.tabs.setCurrentIndex(self.names.index("query"))
        self.tabs.setTabVisible(tab, shown)

    def _ask(self) -> None:
        """What the query's resource has: fields are chosen from it; where nobody knows, from what is declared."""
        query, connection = _table(self.one, "query"), self._connection
        if self._type_of(connection) in self._draft.forms["serve"]["targets"]:
            self._listed.use(connection, str(query.get("resource") or ""))
        else:
            self._listed.declare(query.get("fields"))

    @property
    def _connection(self) -> str:
        return str(_table(self.one, "query").get("connection") or "")

    def _type_of(self, connection: str) -> str:
        return next(
            (str(one.get("type")) for one in self._draft.listed("connections") if one.get("id") == connection), ""
        )

    def _saved_ids(self) -> frozenset[str]:
        """Of destinations that the engine knows: their ids stay."""
        saved: Row = next((one for one in self._draft.base.get(NAME, ()) if one.get("id") == self.one.get("id")), {})
        return frozenset(str(one.get("id")) for one in saved.get("destinations", ()) if isinstance(one, dict))


def _table(of: Row, name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
