"""The question of a first run: what shall become of the files that are there already. It says what each answer does."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import spoken
from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.tall import tall
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.tokens import BETWEEN, GRID

_BACK = 10  # years that a date may lie back, where nobody knows how old the oldest row is

Row = dict[str, Any]
ALL, FROM_NOW = "all", "from_now"  # as the engine takes them; the third answer is a date


class First(QWidget):
    """The files are counted anew whenever the engine asks anew."""

    def __init__(self, link: Link, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._steering = link, steering
        self._flow, self._asked, self._known = "", "", True
        self._days: dict[str, int] | None = None
        self._rows = 0  # of a source that is asked: nobody knows their days
        self._more = False  # and there are more of them than were counted
        self.question, self.means = text("", self), note("", self)
        self.all, self.now = QRadioButton(self), QRadioButton(self)
        self.since = QRadioButton(self.tr("Only files that were changed since"), self)
        self.date = QDateEdit(self)
        self.go = tall(QPushButton(self))
        self.again = tall(QPushButton(self.tr("Look again"), self))
        self._choice = Choice(self)
        self._lay_out()
        self._choice.buttonClicked.connect(self._chosen)
        self.date.dateChanged.connect(self._dated)
        self.go.clicked.connect(self._send)
        self.again.clicked.connect(self._look)
        steering.changed.connect(self._chosen)

    def show_flow(self, flow: Row, *, known: bool) -> None:
        """``known``: there is an engine."""
        anew = (flow["flow"], flow["question"]) != (self._flow, self._asked)
        self._flow, self._asked, self._known = flow["flow"], flow["question"], known
        if anew:
            self.question.setText(self._asked)
            if self._link.may("there"):
                self._look()
        self._chosen()

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [self.all, self.now, self.since, self.date, self.go, self.again]

    @property
    def answer(self) -> str:
        """As the engine takes it; empty: none is chosen yet."""
        if self.since.isChecked():
            return self._since()
        return ALL if self.all.isChecked() else FROM_NOW if self.now.isChecked() else ""

    @property
    def taken(self) -> int:
        """How many files the answer takes."""
        if self.now.isChecked() or self._days is None:
            return 0
        begin = self._since() if self.since.isChecked() else ""
        return (0 if begin else self._rows) + sum(many for one, many in self._days.items() if one >= begin)

    @Slot()
    def _look(self) -> None:
        self.again.hide()
        self._link.ask(self, "there", self._counted, self._failed, flow=self._flow)

    def _counted(self, told: Row) -> None:
        self._more, many = bool(told.get("more")), told["files"]
        self._days, self._rows = dict(told["days"]), int(told.get("rows", 0)) or int(self._more)
        for one in (self.since, self.date):
            one.setVisible(bool(told.get("dates", True)))
        self.question.setText(self._asked if self._asked and (self._more or told.get("anew")) else self._there(many))
        self._name_all() if self._more else self._name(many)
        self._bound()
        self._chosen()

    def _name(self, many: int) -> None:
        self.all.setText(self.tr("Take all %Ln file(s)", "", many))
        self.now.setText(self.tr("Leave all %Ln file(s), take only what comes from now on", "", many))

    def _name_all(self) -> None:
        self.all.setText(self.tr("Take all files"))
        self.now.setText(self.tr("Leave them, take only what comes from now on"))

    def _there(self, many: int) -> str:
        days = [one for one in self._days or {} if date.min.isoformat() < one < date.max.isoformat()]
        if not days:
            return self.tr("%Ln file(s) are already there. What shall become of them?", "", many)
        if len(days) == 1:
            said = self.tr("%Ln file(s) are already there, changed on {day}. What shall become of them?", "", many)
            return said.format(day=spoken.day(date.fromisoformat(days[0])))
        said = self.tr(
            "%Ln file(s) are already there, changed between {first} and {last}. What shall become of them?", "", many
        )
        return said.format(first=spoken.day(date.fromisoformat(days[0])), last=spoken.day(date.fromisoformat(days[-1])))

    def _failed(self, error: SyncError) -> None:
        self._days = None
        self.question.setText(str(error))
        self.again.show()
        self._chosen()

    def _bound(self) -> None:
        """The date begins a month back, or with the oldest file."""
        today = QDate.currentDate()
        days = [one for one in self._days or {} if one > date.min.isoformat()]
        oldest = QDate.fromString(days[0], Qt.DateFormat.ISODate) if days else today.addYears(-_BACK * bool(self._rows))
        self.date.blockSignals(True)  # only a person's date is a choice
        self.date.setDateRange(min(oldest, today), today)
        if not self.date.property("chosen"):
            self.date.setDate(max(today.addMonths(-1), self.date.minimumDate()))
        self.date.blockSignals(False)

    @Slot()
    def _dated(self) -> None:
        self.date.setProperty("chosen", True)
        self.since.setChecked(True)
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        may, busy = self._steering.may("run"), self._steering.busy("run", self._flow)
        ready = self._days is not None and not busy
        for one in (self.all, self.now, self.since, self.date):
            one.setEnabled(may and self._days is not None and not busy)
        self.go.setText(self._deed())
        self.means.setText(self._meaning())
        self.go.setEnabled(bool(may and ready and self.answer))
        self.go.setToolTip(self._steering.why_not("run"))

    def _deed(self) -> str:
        if not self.answer or self._days is None:
            return self.tr("Choose what shall become of them")
        if self._more and not self.since.isChecked():
            return self.now.text() if self.now.isChecked() else self.all.text()
        if self.now.isChecked():
            return self.tr("Leave %Ln file(s), begin from now on", "", sum(self._days.values()) + self._rows)
        if self._rows and self.since.isChecked():
            return self.tr("Take what was changed since then")
        return self.tr("Take %Ln file(s)", "", self.taken)

    def _meaning(self) -> str:
        """What stays where it is, if something does."""
        if not self.answer or self._days is None or (self._more and self.now.isChecked()):
            return ""
        left = sum(self._days.values()) + self._rows - self.taken
        if self._rows and self.since.isChecked():
            return self.tr("How much that is, the source will say.")
        if not left:
            return self.tr("Each of them is read, and what is in it goes to Acme.")
        return self.tr("%Ln file(s) stay where they are and are never sent, unless they are changed.", "", left)

    def _since(self) -> str:
        return self.date.date().toString(Qt.DateFormat.ISODate)

    @Slot()
    def _send(self) -> None:
        self._steering.answer(self._flow, self.answer, self._days or {}, self._others)

    def _others(self, told: Row) -> None:
        """Files came or went since they were counted."""
        self._counted(told)
        self.means.setText(self.tr("Meanwhile other files are there: look at the numbers once more."))

    def _lay_out(self) -> None:
        for one in (self.all, self.now, self.since):
            self._choice.addButton(one)
        self._name_all()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(spoken.locale().dateFormat(spoken.locale().FormatType.ShortFormat))
        self.date.setAccessibleName(self.tr("Files changed since this day are taken"))
        self.again.hide()
        dated = QHBoxLayout()
        dated.setSpacing(GRID)
        dated.addWidget(self.since)
        dated.addWidget(self.date)
        dated.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(BETWEEN)
        foot.addWidget(self.go)
        foot.addWidget(self.again)
        foot.addWidget(self.means, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.question)
        column.addWidget(self.all)
        column.addWidget(self.now)
        column.addLayout(dated)
        column.addLayout(foot)
