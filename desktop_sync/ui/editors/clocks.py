"""Times of day to choose: one, several, and spans from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, Signal, Slot
from PySide6.QtWidgets import QLabel, QTimeEdit, QToolButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.editors.wrapping import Wrapping
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.tokens import INSIDE

FORMAT = "HH:mm"
MIDNIGHT, END = "00:00", "24:00"
NOON = "12:00"


class Clock(QTimeEdit):
    """A time of day, ``16:00``."""

    def __init__(self, name: str, time: str = MIDNIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat(FORMAT)
        self.setAccessibleName(name)
        self.show_time(time)

    def time_text(self) -> str:
        return self.time().toString(FORMAT)

    def show_time(self, time: str) -> None:
        """Tells nobody. The end of the day is shown as its beginning."""
        self.blockSignals(True)
        self.setTime(QTime.fromString(MIDNIGHT if time == END else time, FORMAT))
        self.blockSignals(False)


def small(icon: str, name: str, parent: QWidget) -> QToolButton:
    """A quiet button with a picture."""
    made = QToolButton(parent)
    made.setIcon(icons.action(icon))
    made.setAutoRaise(True)
    made.setAccessibleName(name)
    made.setToolTip(tip(name))
    return made


class Times(QWidget):
    """Several times of day, at least one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Clock, QToolButton]] = []
        self._layout = Wrapping(self, INSIDE)
        self._add = small("plus", self.tr("Add a time"), self)
        self._add.clicked.connect(self._one_more)
        self._layout.addWidget(self._add)
        self.show_times([NOON])

    def times(self) -> tuple[str, ...]:
        """Each once, in the order of the day."""
        return tuple(sorted({clock.time_text() for clock, _ in self._rows}))

    def show_times(self, times: Sequence[str]) -> None:
        """Tells nobody."""
        for clock, away in self._rows:
            for one in (clock, away):
                self._layout.removeWidget(one)
                one.hide()
                one.deleteLater()
        self._rows = []
        for time in times or [NOON]:
            self._row(time)
        self._arrange()

    @Slot()
    def _one_more(self) -> None:
        last = self._rows[-1][0].time()
        clock = self._row(last.addSecs(3600).toString(FORMAT))
        self._arrange()
        clock.setFocus()
        self.changed.emit()

    def _row(self, time: str) -> Clock:
        clock = Clock(self.tr("Time of day"), time, self)
        clock.timeChanged.connect(self.changed)
        away = small("close", self.tr("Remove this time"), self)
        away.clicked.connect(self._remove)
        for one in (clock, away):
            self._layout.insert(self._layout.count() - 1, one)
            one.show()
        self._rows.append((clock, away))
        return clock

    @Slot()
    def _remove(self) -> None:
        gone = next(((clock, away) for clock, away in self._rows if away is self.sender()), None)
        if gone is None or len(self._rows) == 1:
            return
        self._rows.remove(gone)
        for one in gone:
            self._layout.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._rows[-1][0].setFocus()
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        """The only one cannot be removed; the tab order follows the eyes."""
        in_order(self)
        for _, away in self._rows:
            away.setVisible(len(self._rows) > 1)
        self.updateGeometry()


class Hours(QWidget):
    """From one time of day until another, which does not belong to it; several times."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Clock, QLabel, Clock, QToolButton]] = []
        self._layout = Wrapping(self, INSIDE)
        self._add = small("plus", self.tr("Add hours"), self)
        self._add.clicked.connect(self._one_more)
        self._layout.addWidget(self._add)

    def hours(self) -> tuple[tuple[str, str], ...]:
        """In the order in which they stand."""
        return tuple(
            (begin.time_text(), END if end.time_text() == MIDNIGHT else end.time_text())
            for begin, _, end, _ in self._rows
        )

    def show_hours(self, hours: Sequence[tuple[str, str]]) -> None:
        """Tells nobody."""
        for row in self._rows:
            self._drop(row)
        self._rows = []
        for begin, end in hours:
            self._row(begin, end)
        self._arrange()

    @Slot()
    def _one_more(self) -> None:
        self._row("13:00", "17:00")
        self._arrange()
        self._rows[-1][0].setFocus()
        self.changed.emit()

    def _row(self, begin: str, end: str) -> None:
        row = (
            Clock(self.tr("From"), begin, self),
            text(self.tr("to"), self),
            Clock(self.tr("Until"), end, self),
            small("close", self.tr("Remove these hours"), self),
        )
        row[0].timeChanged.connect(self.changed)
        row[2].timeChanged.connect(self.changed)
        row[3].clicked.connect(self._remove)
        for one in row:
            self._layout.insert(self._layout.count() - 1, one)
            one.show()
        self._rows.append(row)

    @Slot()
    def _remove(self) -> None:
        gone = next((row for row in self._rows if row[3] is self.sender()), None)
        if gone is None or len(self._rows) == 1:
            return
        self._rows.remove(gone)
        self._drop(gone)
        self._rows[-1][0].setFocus()
        self._arrange()
        self.changed.emit()

    def _drop(self, row: tuple[QWidget, ...]) -> None:
        for one in row:
            self._layout.removeWidget(one)
            one.hide()
            one.deleteLater()

    def _arrange(self) -> None:
        in_order(self)
        for row in self._rows:
            row[3].setVisible(len(self._rows) > 1)
        self.updateGeometry()
