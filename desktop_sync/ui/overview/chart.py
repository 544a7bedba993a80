"""Two small painted charts: bars that are stacked, and a line. They know neither documents nor seconds.

The mouse or the arrow keys choose a point, whose words are its tooltip and what a screen reader reads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionFocusRect, QToolTip, QWidget

from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import GRID, INSIDE, Colours

HEIGHT = 48
GAP = 2  # between two bars
SMALLEST = 0.01  # value that a line tells from smaller ones


@dataclass(frozen=True, slots=True)
class Point:
    """``values`` from the bottom up, None: there is none; ``words``: what they mean."""

    values: tuple[float | None, ...]
    words: str


class Chart(QWidget):
    """``title`` is what it is called; what it shows in short is said by ``show_points``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Sequence[Point] = ()
        self.chosen: int | None = None
        self._summary = ""
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Sequence[Point], summary: str) -> None:
        """``summary``: all of it in a sentence, for those who do not see it."""
        self.points, self._summary = points, summary
        if self.chosen is not None and self.chosen >= len(points):
            self.chosen = None
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(80, HEIGHT)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), "" if at is None else tip(self.points[at].words), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._choose(self._at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._choose(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        last = len(self.points) - 1
        here = last + 1 if self.chosen is None else self.chosen
        to = {
            Qt.Key.Key_Left: here - 1, Qt.Key.Key_Right: here + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if to is None or last < 0:
            super().keyPressEvent(event)
            return
        self._choose(min(max(to, 0), last))
        self._show_words()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, self._field(), colours())
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
        painter.end()

    def draw(self, painter: QPainter, field: QRectF, of: Colours) -> None:
        """Into ``field``."""
        raise NotImplementedError

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(INSIDE, INSIDE, -INSIDE, -INSIDE)

    def column(self, number: int, field: QRectF) -> QRectF:
        """Where a point has its place, from top to bottom."""
        width = field.width() / max(len(self.points), 1)
        return QRectF(field.left() + number * width, field.top(), width, field.height())

    def _at(self, x: float) -> int | None:
        field = self._field()
        if not self.points or not field.left() <= x < field.right():
            return None
        return int((x - field.left()) / field.width() * len(self.points))

    def _choose(self, number: int | None) -> None:
        if number != self.chosen:
            self.chosen = number
            self._tell()
            self.update()

    def _show_words(self) -> None:
        if self.chosen is not None:
            middle = self.column(self.chosen, self._field()).center()
            where = self.mapToGlobal(QPoint(int(middle.x()), self.height()))
            QToolTip.showText(where, tip(self.points[self.chosen].words), self)

    def _tell(self) -> None:
        self.setAccessibleDescription(self._summary if self.chosen is None else self.points[self.chosen].words)


class Bars(Chart):
    """Stacked: the first value in the accent colour, the second quiet, the third as what is wrong."""

    def draw(self, painter: QPainter, field: QRectF, of: Colours) -> None:
        most = max((sum(one or 0 for one in point.values) for point in self.points), default=0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.border))
        painter.drawRect(QRectF(field.left(), field.bottom() - 1, field.width(), 1))
        for number, point in enumerate(self.points):
            if most:
                self._bar(painter, self.column(number, field), point, most, number == self.chosen)

    @staticmethod
    def _bar(painter: QPainter, where: QRectF, point: Point, most: float, chosen: bool) -> None:
        of = colours()
        down, width = where.bottom(), max(where.width() - GAP, 1.0)
        for value, colour in zip(point.values, (of.accent, of.disabled, of.moods["stopped"]), strict=False):
            if not value:
                continue
            height = max(value / most * where.height(), GAP)
            shade = QColor(colour)
            shade.setAlphaF(1.0 if chosen else 0.75)
            painter.setBrush(shade)
            painter.drawRect(QRectF(where.left() + GAP / 2, max(down - height, where.top()), width, height))
            down -= height


class Line(Chart):
    """The first value of each point that has one; each tenfold takes the same height, so that small ones are seen."""

    def draw(self, painter: QPainter, field: QRectF, of: Colours) -> None:
        places = self._places(field)
        known = [one for one in places if one is not None]
        pen = QPen(QColor(of.accent), GAP)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(known))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        if len(known) == 1:
            painter.drawEllipse(known[0], GAP, GAP)
        at = None if self.chosen is None else places[self.chosen]
        if at is not None:
            painter.drawEllipse(at, INSIDE, INSIDE)

    def _places(self, field: QRectF) -> list[QPointF | None]:
        values = [point.values[0] for point in self.points]
        heights = [None if one is None else math.log10(max(one, SMALLEST)) for one in values]
        known = [one for one in heights if one is not None]
        low, high = min(known, default=0.0), max(known, default=0.0)
        middle, half = (low + high) / 2, max((high - low) / 2, 0.25)
        inside = field.adjusted(0, GRID / 2, 0, -GRID / 2)

        def place(number: int, height: float) -> QPointF:
            up = (height - middle + half) / (2 * half) * inside.height()
            return QPointF(self.column(number, field).center().x(), inside.bottom() - up)

        return [None if one is None else place(number, one) for number, one in enumerate(heights)]
