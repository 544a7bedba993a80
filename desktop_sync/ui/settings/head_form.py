"""The head of one of several in the settings: its few fields in one line where there is room, for the parts below need
the height.
"""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_sync.ui.settings.choosing import SwitchEditor
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.row import CAPTION
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

ROOM = CAPTION + 320  # px, for a title and a switch beside each other
BESIDE = 2  # fields at most


class HeadForm(Form):
    """Below each other are more fields than two, those of a narrow window, and what somebody opened more of."""

    def __init__(self, fields: list[Field], around: Around, parent: QWidget | None = None) -> None:
        super().__init__(fields, around, parent)
        self._more.button.clicked.connect(self._place)

    def show_row(self, name: str, *, on: bool) -> None:
        super().show_row(name, on=on)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def _add(self, field: Field) -> None:
        super()._add(field)
        self._place()

    @Slot()
    def _place(self) -> None:
        shown = [one for one in self.rows.values() if not one.isHidden() and not self._more.has(one)]
        across = self.width() >= ROOM and len(shown) <= BESIDE and self._more.body.isHidden()
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(direction)
        self._more.setContentsMargins(0, 0 if across else GRID, 0, 0)  # in line with what stands beside it
        self._column.setSpacing(BETWEEN if across else INSIDE)
        for row in shown:
            switch = isinstance(row.editor, SwitchEditor)
            row.caption.setVisible(not (across and switch))
            self._column.setStretchFactor(row, 1 if across and not switch else 0)
