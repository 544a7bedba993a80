"""When a schedule may run at all: hours, weekdays, holidays, the zone of its times, what becomes of missed runs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimeZone, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_sync.ui.editors.chips import Weekdays
from desktop_sync.ui.editors.clocks import Hours
from desktop_sync.ui.editors.rhythms import INDENT, WORKDAYS
from desktop_sync.ui.editors.schedule_table import Plan
from desktop_sync.ui.editors.sentence import Sentence
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import GRID, INSIDE

OFFICE = (("06:00", "22:00"),)


class Limits(QWidget):
    """``☐ only between [06:00] and [22:00]``, ``☐ only on [Mo] [Tu] …``."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._between, self._on = QCheckBox(self.tr("only &between"), self), QCheckBox(self.tr("&only on"), self)
        self._hours, self._days = Hours(self), Weekdays(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(INDENT, 0, 0, 0)
        column.setSpacing(GRID)
        for box, part in ((self._between, self._hours), (self._on, self._days)):
            column.addWidget(Sentence("{box} {part}", {"box": box, "part": part}, self))
            box.toggled.connect(part.setEnabled)
            box.clicked.connect(self.changed)
            part.changed.connect(self.changed)

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets a likely value."""
        for box, part, said in ((self._between, self._hours, plan.hours), (self._on, self._days, plan.open_days)):
            box.setChecked(said is not None)
            part.setEnabled(said is not None)
        self._hours.show_hours(plan.hours or OFFICE)
        self._days.show_days(WORKDAYS if plan.open_days is None else plan.open_days)

    def said(self) -> dict[str, Any]:
        return {
            "hours": self._hours.hours() if self._between.isChecked() else None,
            "open_days": self._days.days() if self._on.isChecked() else None,
        }

    def used(self) -> bool:
        """Whether there is a limit."""
        return self._between.isChecked() or self._on.isChecked()


class Further(QWidget):
    """Holidays, the zone, missed runs."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holidays = QLineEdit(self)
        self._holidays.setPlaceholderText("12-25, 12-26, 01-01, 2027-03-26")
        self._holidays.textEdited.connect(self.changed)
        self._zone, self._missed = QComboBox(self), QComboBox(self)
        self._set_up_zones()
        self._missed.addItem(self.tr("one run makes up for all of them"), "run_once")
        self._missed.addItem(self.tr("they are only recorded"), "skip")
        self._missed.activated.connect(self.changed)
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GRID)
        form.setColumnStretch(1, 1)
        self._row(
            form, self.tr("Ho&lidays"), self._holidays, self.tr("Nothing runs then. 12-25: on that day every year.")
        )
        self._row(form, self.tr("&Time zone"), self._zone)
        why = self.tr("Runs that were due while the machine was off or asleep, or the flow was busy.")
        self._row(form, self.tr("M&issed runs"), self._missed, why)

    def show_plan(self, plan: Plan) -> None:
        """Tells nobody; what is not said gets the default."""
        self._holidays.setText(", ".join(plan.holidays or ()))
        self._missed.setCurrentIndex(self._missed.findData(plan.missed or "run_once"))
        at = self._zone.findData(plan.zone or "")
        if at >= 0:
            self._zone.setCurrentIndex(at)
        else:
            self._zone.setEditText(plan.zone or "")

    def show_here(self, zone: str) -> None:
        """The zone of the machine on which the engine works."""
        former = self._zone.currentIndex()
        self._zone.setItemText(0, self.tr("that of this machine ({zone})").format(zone=zone))
        self._zone.setCurrentIndex(former)

    def said(self) -> dict[str, Any]:
        days = tuple(one.strip() for one in self._holidays.text().split(",") if one.strip())
        missed = self._missed.currentData()
        return {"holidays": days or None, "zone": self._said_zone(), "missed": None if missed == "run_once" else missed}

    def _row(self, grid: QGridLayout, word: str, control: QWidget, more: str = "") -> None:
        row = grid.rowCount()
        column = QVBoxLayout()
        column.setSpacing(INSIDE)
        column.addWidget(control)
        if more:
            column.addWidget(note(more, self))
        label = QLabel(word, self)
        label.setBuddy(control)
        label.setFixedHeight(control.sizeHint().height())
        beside = QVBoxLayout()  # a label beside several lines belongs to the first of them
        beside.addWidget(label)
        beside.addStretch(1)
        grid.addLayout(beside, row, 0)
        grid.addLayout(column, row, 1)

    def _said_zone(self) -> str | None:
        if self._zone.currentText() == self._zone.itemText(0):
            return None
        return self._zone.currentText().strip() or None

    def _set_up_zones(self) -> None:
        self._zone.setEditable(True)
        self._zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._zone.setMinimumContentsLength(24)
        self._zone.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._zone.addItem(self.tr("that of this machine"), "")
        finds = QCompleter(self._zone.model(), self._zone)
        finds.setFilterMode(Qt.MatchFlag.MatchContains)
        finds.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._zone.setCompleter(finds)
        self._zone.activated.connect(self.changed)
        if (line := self._zone.lineEdit()) is not None:
            line.editingFinished.connect(self._zone_written)
        self._former_zone = ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Most never look here: the names of all zones take some 30 ms."""
        super().showEvent(event)
        if self._zone.count() > 1:
            return
        written = self._zone.currentText()
        names = sorted(bytes(one.data()).decode() for one in QTimeZone.availableTimeZoneIds())
        self._zone.addItems([one for one in names if "/" in one])
        for row in range(1, self._zone.count()):
            self._zone.setItemData(row, self._zone.itemText(row))
        at = self._zone.findText(written)
        if at >= 0:
            self._zone.setCurrentIndex(at)
        else:
            self._zone.setEditText(written)

    @Slot()
    def _zone_written(self) -> None:
        if self._zone.currentText() != self._former_zone:
            self._former_zone = self._zone.currentText()
            self.changed.emit()
