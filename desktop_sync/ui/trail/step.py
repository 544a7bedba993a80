"""One step of the trail: a picture in a circle on the line that joins the steps, what it was, and a note below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.raised import paint_raised
from desktop_sync.ui.theme import NOTE, colours, font
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

CIRCLE = 28
PICTURE = 16
HEIGHT = 48
MARK = 3


class Step(QAbstractButton):
    """One of all is chosen; the arrow keys go through them. ``begins``, ``ends``: the first, the last of a version."""

    def __init__(self, icon: str, title: str, note: str, parent: QWidget, *, mood: str = "") -> None:
        super().__init__(parent)
        self._icon, self._note, self._mood = icon, note, mood
        self.begins = self.ends = False
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        font(self)
        self.setAccessibleName(f"{title}. {note}" if note else title)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tip(f"{self.text()}\n{self._note}" if self._cut() else ""), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        of = colours()
        if self.isChecked() or self.isDown() or self.underMouse():
            paint_raised(painter, self.rect().adjusted(0, 1, 0, -1))
        if self.isChecked():
            painter.setBrush(QColor(of.accent))
            painter.drawRoundedRect(QRect(0, BETWEEN, MARK, self.height() - 2 * BETWEEN), MARK / 2, MARK / 2)
        self._paint_line(painter)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(of.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), INSIDE, INSIDE)
        painter.end()

    def _circle(self) -> QRect:
        return QRect(BETWEEN, (self.height() - CIRCLE) // 2, CIRCLE, CIRCLE)

    def _words(self) -> QRect:
        return self.rect().adjusted(BETWEEN + CIRCLE + BETWEEN, 0, -GRID, 0)

    def _paint_line(self, painter: QPainter) -> None:
        of, circle = colours(), self._circle()
        painter.setPen(QPen(QColor(of.border), 2))
        middle = circle.center().x() + 1
        if not self.begins:
            painter.drawLine(middle, 0, middle, circle.top())
        if not self.ends:
            painter.drawLine(middle, circle.bottom() + 1, middle, self.height())
        colour = of.moods[self._mood] if self._mood else of.secondary
        painter.setPen(QPen(QColor(colour if self._mood else of.border), 1.5 if self._mood else 1))
        painter.setBrush(QColor(of.card))
        painter.drawEllipse(QRectF(circle).adjusted(0.75, 0.75, -0.75, -0.75))
        picture = QRect(0, 0, PICTURE, PICTURE)
        picture.moveCenter(circle.center())
        icons.action(self._icon, colour=colour).paint(painter, picture)

    def _paint_words(self, painter: QPainter) -> None:
        of, where = colours(), self._words()
        own, small = self.fontMetrics(), self._small()
        both = own.height() + (small.height() if self._note else 0)
        top = where.top() + (where.height() - both) // 2
        painter.setPen(QColor(of.text))
        title = QRect(where.left(), top, where.width(), own.height())
        painter.drawText(
            title, Qt.AlignmentFlag.AlignLeft, own.elidedText(self.text(), Qt.TextElideMode.ElideRight, where.width())
        )
        if self._note:
            painter.setFont(self._note_font())
            painter.setPen(QColor(of.secondary))
            note = QRect(where.left(), title.bottom() + 1, where.width(), small.height())
            painter.drawText(
                note,
                Qt.AlignmentFlag.AlignLeft,
                small.elidedText(self._note, Qt.TextElideMode.ElideRight, where.width()),
            )

    def _cut(self) -> bool:
        wide = self._words().width()
        return (
            self.fontMetrics().horizontalAdvance(self.text()) > wide
            or self._small().horizontalAdvance(self._note) > wide
        )

    def _note_font(self) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(NOTE)
        return made

    def _small(self) -> QFontMetrics:
        return QFontMetrics(self._note_font())
