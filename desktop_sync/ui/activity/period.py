"""A choice of days: today, yesterday, the last 7 or 30, from one to another, or any."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QWidget

from desktop_sync.ui.tokens import GRID

ANY, TODAY, YESTERDAY, BETWEEN = "", "today", "yesterday", "between"


class Period(QWidget):
    """``changed``: other days are chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        self.box.setAccessibleName(self.tr("Period"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for word, name in (
            (self.tr("Any time"), ANY),
            (self.tr("Today"), TODAY),
            (self.tr("Yesterday"), YESTERDAY),
            (self.tr("Last 7 days"), "7"),
            (self.tr("Last 30 days"), "30"),
            (self.tr("From … to …"), BETWEEN),
        ):
            self.box.addItem(word, name)
        self.first, self.last = self._day(self.tr("First day")), self._day(self.tr("Last day"))
        self._dash = QLabel(self.tr("to"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for one in (self.box, self.first, self._dash, self.last):
            row.addWidget(one)
        self._dress()
        self.box.activated.connect(self._picked)
        self.first.dateChanged.connect(self._moved)
        self.last.dateChanged.connect(self._moved)

    def bounds(self, now: datetime) -> tuple[float | None, float | None]:
        """From when on and until when, in epoch seconds, half-open; None: unbounded."""
        name, day = str(self.box.currentData()), now.replace(hour=0, minute=0, second=0, microsecond=0)
        if name == ANY:
            return None, None
        if name == BETWEEN:
            return _midnight(self.first.date(), now), _midnight(self.last.date().addDays(1), now)
        if name == YESTERDAY:
            return _midnight(_date(day - timedelta(days=1)), now), _midnight(_date(day), now)
        back = 0 if name == TODAY else int(name) - 1
        return _midnight(_date(day - timedelta(days=back)), now), None

    def clear(self) -> None:
        """Any time."""
        self.box.setCurrentIndex(0)
        self._dress()

    def _day(self, name: str) -> QDateEdit:
        made = QDateEdit(QDate.currentDate(), self)
        made.setCalendarPopup(True)
        made.setAccessibleName(name)
        made.setMaximumDate(QDate.currentDate().addYears(1))
        return made

    @Slot()
    def _picked(self) -> None:
        self._dress()
        self.changed.emit()

    @Slot()
    def _moved(self) -> None:
        """The last day is never before the first."""
        if self.last.date() < self.first.date():
            other = self.last if self.sender() is self.first else self.first
            other.setDate(self.first.date() if other is self.last else self.last.date())
        else:
            self.changed.emit()

    def _dress(self) -> None:
        for one in (self.first, self._dash, self.last):
            one.setVisible(self.box.currentData() == BETWEEN)


def _date(day: datetime) -> QDate:
    return QDate(day.year, day.month, day.day)


def _midnight(day: QDate, now: datetime) -> float:
    """Of this machine's zone, as it is on that day."""
    begins = datetime(day.year(), day.month(), day.day(), tzinfo=now.tzinfo)
    return begins.replace(tzinfo=None).astimezone().timestamp()
