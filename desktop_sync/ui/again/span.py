"""What is meant: from a moment on, up to another one if wished; or, of a source with growing keys, from key to key.

It must not know what is done with it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QDateTime, Qt, QTime, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.ui import spoken
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.tokens import GRID, INSIDE

_KEY = 160  # px


class Span(QWidget):
    """``changed``: a person means something else now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by_time, self.by_keys = QRadioButton(self.tr("&From"), self), QRadioButton(self.tr("By &key, from"), self)
        self.begin, self.end = self._moment(self.tr("From")), self._moment(self.tr("To"))
        self.ends = QCheckBox(self.tr("&to"), self)
        self.ends.setAccessibleName(self.tr("Up to a moment, not until now"))
        self.first, self.last = QLineEdit(self), QLineEdit(self)
        self.to = QLabel(self.tr("to"), self)
        for line, name in ((self.first, self.tr("First key")), (self.last, self.tr("Last key"))):
            line.setAccessibleName(name)
            line.setFixedWidth(_KEY)
            line.textEdited.connect(self._keyed)
        group = Choice(self)
        for one in (self.by_time, self.by_keys):
            group.addButton(one)
        self.by_time.setChecked(True)
        midnight = QDateTime(QDateTime.currentDateTime().date().addDays(-1), QTime(0, 0))
        self.begin.setDateTime(midnight)
        self.end.setDateTime(midnight.addDays(1))
        for moment in (self.begin, self.end):
            moment.dateTimeChanged.connect(self._timed)
        for box in (self.by_time, self.by_keys, self.ends):
            box.toggled.connect(self._dress)
        self._lay_out()
        self._dress()

    def offer_keys(self, *, on: bool) -> None:
        """Whether keys make sense for what is to be done."""
        for one in (self.by_keys, self.first, self.last, self.to):
            one.setVisible(on)
        if not on:
            self.by_time.setChecked(True)

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [self.by_time, self.begin, self.ends, self.end, self.by_keys, self.first, self.last]

    @property
    def times(self) -> tuple[float, float | None] | None:
        """Epoch seconds; None: keys are meant."""
        if self.by_keys.isChecked():
            return None
        end = float(self.end.dateTime().toSecsSinceEpoch()) if self.ends.isChecked() else None
        return float(self.begin.dateTime().toSecsSinceEpoch()), end

    @property
    def keys(self) -> list[str] | None:
        """The first and the last; None: times are meant."""
        return [self.first.text().strip(), self.last.text().strip()] if self.by_keys.isChecked() else None

    @property
    def why_not(self) -> str:
        """What does not go together, for a person; empty: it does."""
        times, keys = self.times, self.keys
        if keys is not None and not all(keys):
            return self.tr("Write the first and the last key.")
        if times is not None and times[1] is not None and times[1] <= times[0]:
            return self.tr("The end must lie behind the beginning.")
        if times is not None and times[0] > QDateTime.currentSecsSinceEpoch():
            return self.tr("The beginning must be over.")
        return ""

    def told(self) -> dict[str, Any]:
        """What tells one meaning from another."""
        return {"times": self.times, "keys": self.keys}

    @Slot()
    def _dress(self) -> None:
        self.end.setEnabled(self.ends.isChecked())
        self.changed.emit()

    @Slot()
    def _timed(self) -> None:
        self.by_time.setChecked(True)
        self.changed.emit()

    @Slot()
    def _keyed(self) -> None:
        self.by_keys.setChecked(True)
        self.changed.emit()

    def _moment(self, name: str) -> QDateTimeEdit:
        edit = QDateTimeEdit(self)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat(f"{spoken.locale().dateFormat(spoken.locale().FormatType.ShortFormat)} HH:mm")
        edit.setAccessibleName(name)
        return edit

    def _lay_out(self) -> None:
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.by_time, self.begin, self.ends, self.end),
            (self.by_keys, self.first, self.to, self.last),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(GRID)
            for one in widgets:
                row.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
            column.addLayout(row)
        for one, following in pairwise(self.stops):
            self.setTabOrder(one, following)
