"""The page of exports: added, duplicated, switched off, deleted, which is asked before where reports are still on their
way; beside each what its report would look like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter

from desktop_sync.ui import icons
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.settings.deleting import Deleting, Warned
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.export import NAME, ExportDetail
from desktop_sync.ui.settings.listing import Entry
from desktop_sync.ui.settings.previewing import Preview
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.tokens import BETWEEN, MARGIN

ICON = "file-export-outline"
LEAST = 456  # px that a form has to have
ROOM = LEAST + BETWEEN + 300  # px that form and preview need beside each other
FORM, PREVIEW = 58, 42  # of a hundred, then
KEPT = "exports/splitter"
LOW = 600  # px; in a lower window the form has the room first, and the preview opens when it is wanted


class Exports(Deleting):
    """The page."""

    def __init__(self, draft: Draft, kept: QSettings) -> None:
        empty = EmptyPlace(
            icons.action(ICON),
            self.tr("No export yet"),
            self.tr("An export asks Acme, or another system, for documents, makes a report of them, and delivers it: "
                    "yesterday's orders as a PDF by e-mail, for example."),
            self.tr("Add an export"),
        )  # fmt: skip
        self.detail, self.preview = ExportDetail(draft), Preview(draft)
        super().__init__(draft, NAME, self.tr("Exports"), self.detail, empty)
        self._kept, self._beside, self._first = kept, False, True
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(BETWEEN)
        self.shown.addWidget(self.parts, 1)
        for part, share in ((self.stack, FORM), (self.preview, PREVIEW)):
            self.parts.addWidget(part)
            self.parts.setStretchFactor(self.parts.indexOf(part), share)
        self.parts.splitterMoved.connect(self._moved)
        self.preview.button.clicked.connect(self._place)
        draft.changed.connect(self._follow)
        self._follow()

    def choose(self, number: int) -> None:
        super().choose(number)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._first and self.window().height() >= LOW:
            self.preview.open()
            self._place()
        self._first = False

    @Slot()
    def _place(self) -> None:
        """The preview beside the form where there is room, else below it; closed it is a line below."""
        room = self.width() - self.listing.width() - MARGIN
        beside = room >= ROOM and not self.preview.body.isHidden()
        self.preview.stand(beside=beside)
        self.stack.setMinimumWidth(LEAST if beside else 0)
        if beside is self._beside and beside:
            return
        self._beside = beside
        self.parts.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        QTimer.singleShot(0, self, self._share)  # when it is as large as it will be

    @Slot()
    def _share(self) -> None:
        """As somebody has drawn it; below the form, the preview has what it needs."""
        if not self._beside:
            self.parts.setSizes([self.height(), 0])
            return
        drawn = self._kept.value(KEPT)
        if not isinstance(drawn, QByteArray) or not self.parts.restoreState(drawn):
            self.parts.setSizes([FORM, PREVIEW])

    @Slot()
    def _moved(self) -> None:
        if self._beside:
            self._kept.setValue(KEPT, self.parts.saveState())

    @Slot()
    def _follow(self) -> None:
        """The preview is of the one that is chosen, whose id may go with its title."""
        one = self.chosen_one
        self.preview.setVisible(one is not None)
        self.preview.use("" if one is None else str(one.get("id", "")))

    def types(self) -> Mapping[str, str]:
        return {"export": self.tr("Export")}

    def fresh(self, type_: str) -> Row:
        """Of the first connection that can be asked; first of all, Acme."""
        accounts, others = self._asked("targets"), self._asked("queries")
        new: Row = {"id": "", "title": self.tr("New export")}
        report: Row = {"type": next(iter(self._draft.forms["reports"]))}
        if others and not accounts:
            return {**new, "query": {"connection": others[0]}, "report": report}
        query: Row = {"connection": accounts[0]} if accounts else {}
        return {
            **new,
            "query": query | {"resource": "orders", "window": {"of": "yesterday"}},
            "report": report | {"template": "order_summary"},
        }

    def _asked(self, serves: str) -> list[str]:
        types = self._draft.forms["serve"][serves]
        return [str(one["id"]) for one in self._draft.listed("connections") if one.get("type") in types]

    def entry(self, one: Row) -> Entry:
        return Entry(self.title_of(one), ICON, dim=one.get("enabled") is False, fixed=self._draft.is_set(NAME, one))

    def copied(self, one: Row) -> Row:
        """Switched off, until somebody has changed what it shall do otherwise."""
        return {**super().copied(one), "enabled": False}

    def left_by(self, one: Row) -> tuple[str, dict[str, str]]:
        return "export_open", {"export": str(one.get("id"))}

    def many_left(self, told: dict[str, Any], one: Row) -> int:
        return int(told["deliveries"])

    def warned(self, many: int) -> Warned:
        return Warned(
            self.tr("%n report(s) of this export have not arrived yet.", "", many),
            self.tr(
                "When the export is deleted nobody delivers that; a problem says so until you give it up there. "
                "Switching the export off keeps it for later."
            ),
            self.tr("Delete the export"),
        )
