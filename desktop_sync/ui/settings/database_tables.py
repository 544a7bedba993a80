"""The tables of a database as a sheet over the settings; closing it ends a look that goes on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.tables_picker import TablesPicker


class TablesSheet(Sheet):
    """``chosen``: options of the source, by name."""

    chosen = Signal(dict)

    def __init__(self, over: QWidget, draft: Draft, connection: str) -> None:
        super().__init__(over, "")
        self.title.setText(self.tr("Tables of the database"))
        self.setAccessibleName(self.title.text())
        self.picker = TablesPicker(draft, self)
        self.picker.chosen.connect(self.chosen)
        self.buttons.addWidget(self.picker.cancel)
        self.body.addWidget(self.picker, 1)
        self.picker.look(connection)

    def close(self) -> bool:
        self.picker.stop()
        return super().close()
