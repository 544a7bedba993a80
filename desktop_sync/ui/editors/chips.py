"""Small round-cornered buttons that are on or off, and rows of them: weekdays, days of the month."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop_sync.ui import spoken
from desktop_sync.ui.theme import TEXT, colours, font
from desktop_sync.ui.tokens import GRID, INSIDE

HIGH = 28
ACROSS = 7  # days of the month in one row, as a calendar has them
LAST = 31


class Chip(QAbstractButton):
    """Filled when it is on; what cannot be changed has a stronger frame and word then."""

    def __init__(self, word: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(word)
        self.setAccessibleName(name or word)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        font(self, TEXT)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        high = max(HIGH, self.fontMetrics().height() + GRID)
        return QSize(max(high + INSIDE, self.fontMetrics().horizontalAdvance(self.text()) + 2 * GRID), high)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        of, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, usable = self.isChecked(), self.isEnabled()
        fill = (of.accent if on else of.raised if self.underMouse() else of.card) if usable else of.card
        painter.setBrush(QColor(fill))
        painter.setPen(QColor((of.accent if usable else of.secondary) if on else of.border))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), INSIDE, INSIDE)
        word = (of.on_accent if on else of.text) if usable else of.secondary if on else of.disabled
        painter.setPen(QColor(word))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(of.on_accent if on else of.accent))
            painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), INSIDE, INSIDE)
        painter.end()


class Weekdays(QWidget):
    """Seven chips, from the day with which a week begins here. Days are numbers from 0, Monday."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[int, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(INSIDE)
        names = spoken.locale()
        first = names.firstDayOfWeek().value - 1
        for day in ((first + number) % 7 for number in range(7)):
            whole = names.standaloneDayName(day + 1)
            chip = Chip(names.standaloneDayName(day + 1, names.FormatType.ShortFormat), whole, self)
            chip.clicked.connect(self.changed)
            self._chips[day] = chip
            row.addWidget(chip)
        row.addStretch(1)

    def days(self) -> frozenset[int]:
        return frozenset(day for day, chip in self._chips.items() if chip.isChecked())

    def show_days(self, days: Collection[int]) -> None:
        """Tells nobody."""
        for day, chip in self._chips.items():
            chip.setChecked(day in days)


class MonthDays(QWidget):
    """The days of a month, and its last one, whatever its number."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[int | str, Chip] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(INSIDE)
        grid.setColumnStretch(ACROSS, 1)
        for number in range(1, LAST + 1):
            self._add(number, Chip(str(number), self.tr("The {day}. of the month").format(day=number), self), grid)
        self._add("last", Chip(self.tr("last"), self.tr("The last day of the month"), self), grid)

    def days(self) -> tuple[int | str, ...]:
        return tuple(day for day, chip in self._chips.items() if chip.isChecked())

    def show_days(self, days: Collection[int | str]) -> None:
        """Tells nobody."""
        for day, chip in self._chips.items():
            chip.setChecked(day in days)

    def _add(self, day: int | str, chip: Chip, grid: QGridLayout) -> None:
        at = len(self._chips)
        chip.clicked.connect(self.changed)
        self._chips[day] = chip
        chip.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        grid.addWidget(chip, at // ACROSS, at % ACROSS, 1, 2 if day == "last" else 1)  # a longer word
