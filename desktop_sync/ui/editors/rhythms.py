"""The sentences of a schedule, one for each rhythm: their controls, and what they say as parts of a ``Plan``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_sync.ui.editors.chips import MonthDays, Weekdays
from desktop_sync.ui.editors.clocks import Clock, Times
from desktop_sync.ui.editors.schedule_table import Plan
from desktop_sync.ui.editors.schedule_values import DAY, HOUR, MINUTE, UNITS
from desktop_sync.ui.editors.sentence import Sentence
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import GRID, INSIDE, MARGIN

MOST = 9999
INDENT = MARGIN + GRID  # below the rhythm that is chosen
WORKDAYS = frozenset(range(5))


class Span(QWidget):
    """``[5] [minutes]``. Seconds are offered only where a span has some."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = QSpinBox(self)
        self._count.setRange(1, MOST)
        self._count.setAccessibleName(self.tr("How many"))
        self._unit = QComboBox(self)
        self._unit.setAccessibleName(self.tr("Unit of time"))
        for word, seconds in ((self.tr("minutes"), MINUTE), (self.tr("hours"), HOUR), (self.tr("days"), DAY)):
            self._unit.addItem(word, seconds)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(INSIDE)
        row.addWidget(self._count)
        row.addWidget(self._unit)
        self._count.valueChanged.connect(self.changed)
        self._unit.currentIndexChanged.connect(self.changed)

    def seconds(self) -> int:
        return self._count.value() * int(self._unit.currentData())

    def show_seconds(self, seconds: int) -> None:
        """Tells nobody."""
        fitting = (length for _, length in UNITS if seconds % length == 0 and seconds // length <= MOST)
        unit = next(fitting, 1)
        self.blockSignals(True)
        if unit == 1 and self._unit.findData(1) < 0:
            self._unit.addItem(self.tr("seconds"), 1)
        self._count.setMaximum(max(MOST, seconds // unit))
        self._count.setValue(seconds // unit)
        self._unit.setCurrentIndex(self._unit.findData(unit))
        self.blockSignals(False)


class EverySentence(QWidget):
    """Every 5 minutes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span = Span(self)
        self._span.changed.connect(self.changed)
        column = _column(self)
        column.addWidget(Sentence(self.tr("every {span} after the end of the last run"), {"span": self._span}))

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets a likely value."""
        self._span.show_seconds(plan.every or 5 * MINUTE)

    def said(self) -> dict[str, Any]:
        return {"every": self._span.seconds()}


class DaysChoice(QComboBox):
    """Every day, or on which ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("On which days"))
        self.addItem(self.tr("every day"), "all")
        self.addItem(self.tr("Monday to Friday"), "work")
        self.addItem(self.tr("on some weekdays"), "some")


class AtSentence(QWidget):
    """On Friday at 16:00."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._which = DaysChoice(self)
        self._which.addItem(self.tr("on days of the month"), "month")
        self._times, self._week, self._month = Times(self), Weekdays(self), MonthDays(self)
        self._which.activated.connect(self._chosen)
        for one in (self._times, self._week, self._month):
            one.changed.connect(self.changed)
        column = _column(self)
        column.addWidget(Sentence(self.tr("{days} at {times}"), {"days": self._which, "times": self._times}))
        column.addWidget(self._week)
        column.addWidget(self._month)
        self._turn()

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets a likely value."""
        self._times.show_times(plan.at or ["06:00"])
        self._week.show_days(WORKDAYS if plan.days is None else plan.days)
        self._month.show_days(plan.month_days or (1,))
        which = "month" if plan.month_days is not None else _kind_of(plan.days)
        self._which.setCurrentIndex(self._which.findData(which))
        self._turn()

    def said(self) -> dict[str, Any]:
        which = self._which.currentData()
        month = self._month.days() if which == "month" else None
        return {"at": self._times.times(), "days": _days_of(which, self._week), "month_days": month}

    @Slot()
    def _chosen(self) -> None:
        self._turn()
        self.changed.emit()

    def _turn(self) -> None:
        self._week.setVisible(self._which.currentData() == "some")
        self._month.setVisible(self._which.currentData() == "month")


class AfterSentence(QWidget):
    """From 18:05 every 2 minutes until the file is there, at the latest 19:00."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin, self._until = Clock(self.tr("First look"), parent=self), Clock(self.tr("Last look"), parent=self)
        self._look, self._which, self._week = Span(self), DaysChoice(self), Weekdays(self)
        self._begin.timeChanged.connect(self.changed)
        self._until.timeChanged.connect(self.changed)
        self._look.changed.connect(self.changed)
        self._week.changed.connect(self.changed)
        self._which.activated.connect(self._chosen)
        parts = {"begin": self._begin, "span": self._look, "until": self._until, "days": self._which}
        words = self.tr("{days} from {begin} every {span} until something has come, at the latest {until}")
        column = _column(self)
        column.addWidget(Sentence(words, parts))
        column.addWidget(self._week)
        column.addWidget(note(self.tr("When nothing has come by then, that is shown as a problem."), self))
        self._turn()

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets a likely value."""
        self._begin.show_time(plan.begin or "18:05")
        self._until.show_time(plan.until or "19:00")
        self._look.show_seconds(plan.look or 2 * MINUTE)
        self._week.show_days(WORKDAYS if plan.days is None else plan.days)
        self._which.setCurrentIndex(self._which.findData(_kind_of(plan.days)))
        self._turn()

    def said(self) -> dict[str, Any]:
        return {
            "begin": self._begin.time_text(),
            "look": self._look.seconds(),
            "until": self._until.time_text(),
            "days": _days_of(self._which.currentData(), self._week),
        }

    @Slot()
    def _chosen(self) -> None:
        self._turn()
        self.changed.emit()

    def _turn(self) -> None:
        self._week.setVisible(self._which.currentData() == "some")


class CronSentence(QWidget):
    """By a cron line."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(self.tr("Cron line"))
        self._line.setPlaceholderText("0 6 * * 1-5")
        self._line.textEdited.connect(self.changed)
        column = _column(self)
        column.addWidget(self._line)
        column.addWidget(note(self.tr("Minute, hour, day of the month, month, weekday."), self))

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets a likely value."""
        self._line.setText("0 6 * * 1-5" if plan.cron is None else plan.cron)

    def said(self) -> dict[str, Any]:
        return {"cron": self._line.text()}


def _column(of: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(of)
    column.setContentsMargins(INDENT, 0, 0, 0)
    column.setSpacing(GRID)
    return column


def _kind_of(days: Collection[int] | None) -> str:
    return "all" if days is None else "work" if days == WORKDAYS else "some"


def _days_of(which: str, week: Weekdays) -> frozenset[int] | None:
    return {"work": WORKDAYS, "some": week.days()}.get(which)
