"""Times of day to choose: one, several, and spans from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, Signal, Slot
from PySide6.QtWidgets import QTimeEdit, QToolButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.flowing import Flowing
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


class Several(QWidget):
    """Rows of controls one after the other, at least one; each can be removed, and one more added."""

    changed = Signal()

    def __init__(self, add: str, remove: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[QWidget, ...]] = []  # its controls, and the button that removes it
        self._remove_words = remove
        self._layout = Flowing(self, INSIDE)
        self._add = small("plus", add, self)
        self._add.clicked.connect(self._one_more)
        self._layout.addWidget(self._add)

    def controls(self, values: tuple[str, ...]) -> tuple[QWidget, ...]:
        """A row that shows these values and tells ``changed``."""
        raise NotImplementedError

    def another(self) -> tuple[str, ...]:
        """The values of the next row."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Instead of the former ones; tells nobody."""
        for row in self.rows:
            self._drop(row)
        self.rows = []
        for values in rows:
            self._row(values)
        self._arrange()

    @Slot()
    def _one_more(self) -> None:
        self._row(self.another())
        self._arrange()
        self.rows[-1][0].setFocus()
        self.changed.emit()

    def _row(self, values: tuple[str, ...]) -> None:
        away = small("close", self._remove_words, self)
        away.clicked.connect(self._remove)
        row = (*self.controls(values), away)
        for one in row:
            self._layout.insert(self._layout.count() - 1, one)
            one.show()
        self.rows.append(row)

    @Slot()
    def _remove(self) -> None:
        gone = next((row for row in self.rows if row[-1] is self.sender()), None)
        if gone is None or len(self.rows) == 1:
            return
        self.rows.remove(gone)
        self._drop(gone)
        self.rows[-1][0].setFocus()
        self._arrange()
        self.changed.emit()

    def _drop(self, row: tuple[QWidget, ...]) -> None:
        for one in row:
            self._layout.removeWidget(one)
            one.hide()
            one.deleteLater()

    def _arrange(self) -> None:
        """The only one cannot be removed; the tab order follows the eyes."""
        in_order(self)
        for row in self.rows:
            row[-1].setVisible(len(self.rows) > 1)
        self.updateGeometry()


class Times(Several):
    """Several times of day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add a time"), self.tr("Remove this time"), parent)
        self.show_times([NOON])

    def times(self) -> tuple[str, ...]:
        """Each once, in the order of the day."""
        clocks = (row[0] for row in self.rows)
        return tuple(sorted({clock.time_text() for clock in clocks if isinstance(clock, Clock)}))

    def show_times(self, times: Sequence[str]) -> None:
        """Tells nobody."""
        self.show_rows([(time,) for time in times or [NOON]])

    def controls(self, values: tuple[str, ...]) -> tuple[QWidget, ...]:
        clock = Clock(self.tr("Time of day"), values[0], self)
        clock.timeChanged.connect(self.changed)
        return (clock,)

    def another(self) -> tuple[str, ...]:
        """An hour after the last one."""
        last = QTime.fromString(self.times()[-1], FORMAT)
        return (last.addSecs(3600).toString(FORMAT),)


class Hours(Several):
    """From one time of day until another, which does not belong to it; several times."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add hours"), self.tr("Remove these hours"), parent)

    def hours(self) -> tuple[tuple[str, str], ...]:
        """In the order in which they stand."""
        texts = [[one.time_text() for one in row if isinstance(one, Clock)] for row in self.rows]
        return tuple((begin, END if end == MIDNIGHT else end) for begin, end in texts)

    def show_hours(self, hours: Sequence[tuple[str, str]]) -> None:
        """Tells nobody."""
        self.show_rows(hours)

    def controls(self, values: tuple[str, ...]) -> tuple[QWidget, ...]:
        begin, end = Clock(self.tr("From"), values[0], self), Clock(self.tr("Until"), values[1], self)
        begin.timeChanged.connect(self.changed)
        end.timeChanged.connect(self.changed)
        return begin, text(self.tr("to"), self), end

    def another(self) -> tuple[str, ...]:
        """The afternoon."""
        return "13:00", "17:00"
