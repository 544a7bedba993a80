"""The page of flows: added, duplicated, switched off, deleted; what a deletion leaves is asked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMessageBox

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.flow import NAME, FlowDetail
from desktop_sync.ui.settings.listing import Entry
from desktop_sync.ui.settings.subjects import Row, Subjects


class Flows(Subjects):
    """The page."""

    def __init__(self, draft: Draft) -> None:
        empty = EmptyPlace(
            icons.action("transit-connection-variant"),
            self.tr("No flow yet"),
            self.tr("A flow brings one kind of document from your system to Acme: orders from a folder, for example."),
            self.tr("Add a flow"),
        )
        self.detail = FlowDetail(draft)
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

    @Slot()
    def delete(self) -> None:
        one = self.chosen_one
        if one is None:
            return
        if not self._draft.is_saved(NAME, str(one.get("id"))):
            self.drop()
            return
        self.listing.delete.setEnabled(False)
        self._draft.link.ask(self, "snapshot", self._standing, self._unknown)

    def _standing(self, told: dict[str, Any]) -> None:
        one = self.chosen_one
        if one is None:
            return
        found = [flow for flow in told["flows"] if flow["flow"] == one.get("id")]
        waiting = sum(int(flow["waiting"]) + int(flow["held"]) for flow in found)
        if waiting:
            self._ask(self.title_of(one), waiting)
        else:
            self.drop()

    def _unknown(self, error: SyncError) -> None:
        self._redraw()
        self.bar.show_error(error)

    def _ask(self, title: str, waiting: int) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, "", QMessageBox.StandardButton.NoButton, self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("%n document(s) of this flow are not in Acme yet.", "", waiting))
        box.setInformativeText(
            self.tr(
                "When the flow is deleted they stay as they are, and nobody sends them. Switching it off keeps them "
                "for later."
            )
        )
        box.addButton(self.tr("Delete the flow"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(self._sure)
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.finished.connect(self._redraw)
        box.open()

    @Slot()
    def _sure(self) -> None:
        self.drop()
