"""The page of flows: added, duplicated, switched off, deleted; what a deletion leaves is asked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSettings

from desktop_sync.ui import icons
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.settings.deleting import Deleting, Warned
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.flow import NAME, FlowDetail
from desktop_sync.ui.settings.listing import Entry
from desktop_sync.ui.settings.subjects import Row


class Flows(Deleting):
    """The page."""

    def __init__(self, draft: Draft, kept: QSettings) -> None:
        empty = EmptyPlace(
            icons.action("transit-connection-variant"),
            self.tr("No flow yet"),
            self.tr("A flow brings one kind of document from your system to Acme: orders from a folder, for example."),
            self.tr("Add a flow"),
        )
        self.detail = FlowDetail(draft, kept)
        super().__init__(draft, NAME, self.tr("Flows"), self.detail, empty)

    def types(self) -> Mapping[str, str]:
        return {"flow": self.tr("Flow")}

    def fresh(self, type_: str) -> Row:
        """From and to the first connections that can be."""
        serve, rows = self._draft.forms["serve"], self._draft.listed("connections")
        source = [one for one in rows if one.get("type") in serve["sources"]]
        target = [str(one["id"]) for one in rows if one.get("type") in serve["targets"]]
        return {
            "id": "",
            "title": self.tr("New flow"),
            "source": self._source(source[0]) if source else {},
            "format": {"type": next(iter(self._draft.forms["formats"]))},
            "mapping": {},
            "target": {"connection": target[0]} if target else {},
        }

    def _source(self, connection: Row) -> Row:
        """Of the kind that works on this connection; files need not be named."""
        over = self._draft.forms["serve"]["over"].items()
        fit = next((name for name, types in over if connection.get("type") in types), "files")
        named = {} if fit == "files" else {"type": fit}
        return {**named, "connection": str(connection["id"])}

    def entry(self, one: Row) -> Entry:
        dim, fixed = one.get("enabled") is False, self._draft.is_set(NAME, one)
        return Entry(self.title_of(one), "transit-connection-variant", dim=dim, fixed=fixed)

    def copied(self, one: Row) -> Row:
        """Switched off: two flows would take each other's files."""
        return {**super().copied(one), "enabled": False}

    def left_by(self, one: Row) -> tuple[str, dict[str, str]]:
        return "snapshot", {}

    def many_left(self, told: dict[str, Any], one: Row) -> int:
        found = [flow for flow in told["flows"] if flow["flow"] == one.get("id")]
        return sum(int(flow["waiting"]) + int(flow["held"]) for flow in found)

    def warned(self, many: int) -> Warned:
        return Warned(
            self.tr("%n document(s) of this flow are not in Acme yet.", "", many),
            self.tr(
                "When the flow is deleted that stays as it is, and nobody sends it. Switching the flow off keeps it "
                "for later."
            ),
            self.tr("Delete the flow"),
        )
