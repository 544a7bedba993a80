"""A period issued once more: its days, a button that says what it does, and one question before it does it."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_sync.ui import icons, spoken
from desktop_sync.ui.parts.question import ask
from desktop_sync.ui.tokens import GRID


class Issuing(QWidget):
    """``wanted``: the first day and the last, in ISO; a person has said yes. ``places``: where it goes, in words."""

    wanted = Signal(str, str)

    def __init__(self, places: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._places = places
        self.begin, self.end = self._day(self.tr("First day")), self._day(self.tr("Last day"))
        self.go = QPushButton(icons.action("send-outline"), self.tr("&Issue again…"), self)
        self.begin.dateChanged.connect(self._began)
        self.end.dateChanged.connect(self._ended)
        self.go.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for one in (QLabel(self.tr("Period from"), self), self.begin, QLabel(self.tr("to"), self), self.end, self.go):
            row.addWidget(one)
        row.addStretch(1)

    def _day(self, name: str) -> QDateEdit:
        made = QDateEdit(QDate.currentDate().addDays(-1), self)
        made.setCalendarPopup(True)
        made.setAccessibleName(name)
        return made

    @Slot()
    def _began(self) -> None:
        """A period never ends before it begins."""
        if self.end.date() < self.begin.date():
            self.end.setDate(self.begin.date())

    @Slot()
    def _ended(self) -> None:
        if self.end.date() < self.begin.date():
            self.begin.setDate(self.end.date())

    def _days(self) -> tuple[str, str]:
        iso = Qt.DateFormat.ISODate
        return self.begin.date().toString(iso), self.end.date().toString(iso)

    @Slot()
    def _ask(self) -> None:
        first, last = (spoken.day(one.date().toPython()) for one in (self.begin, self.end))  # type: ignore[arg-type]
        days = spoken.period(first, last)
        more = self.tr("It is made anew from what Acme holds now, and delivered once more to: {places}.")
        ask(
            self,
            self.tr("Issue the report of {days} again?").format(days=days),
            more.format(places=self._places),
            yes=self.tr("Make and deliver it"),
            no=self.tr("Do not"),
            sure=self._sure,
        )

    @Slot()
    def _sure(self) -> None:
        self.wanted.emit(*self._days())
