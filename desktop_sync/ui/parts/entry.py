"""One entry of a column of navigation: a picture, a word, and how many things need somebody."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOptionFocusRect, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.raised import paint_raised
from desktop_sync.ui.spoken import number
from desktop_sync.ui.theme import NOTE, TEXT, colours, font
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, ROW

PICTURE = 20
MARK = 3  # width of the mark beside the chosen one


class Entry(QAbstractButton):
    """Of several checkable ones in one parent, one is chosen; the arrow keys go through them.

    Where it has no room for its word, its picture stands alone, and the word is in the tooltip.
    """

    NARROW = BETWEEN + PICTURE + BETWEEN

    def __init__(self, title: str, icon: str, parent: QWidget | None = None, *, chosen_stays: bool = True) -> None:
        super().__init__(parent)
        self._icon, self._count = icon, 0
        self.setText(title)
        self.setCheckable(chosen_stays)
        self.setAutoExclusive(chosen_stays)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        font(self, TEXT)
        self.count(0)

    def count(self, many: int) -> None:
        """How many things need somebody; 0 shows nothing."""
        self._count = many
        name = self.text().replace("&", "")
        self.setAccessibleName(f"{name}, {number(many)}" if many else name)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&", ""))
        pill = self._pill().width() + GRID if self._count else 0
        return QSize(BETWEEN + PICTURE + GRID + words + pill + BETWEEN, ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.NARROW, ROW)

    @property
    def narrow(self) -> bool:
        """Whether its picture stands alone."""
        return self.width() < self.NARROW + GRID

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.setToolTip(self.text().replace("&", "") if self.narrow else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        of = colours()
        if self.isChecked() or self.isDown() or self.underMouse():
            paint_raised(painter, self.rect())
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.accent))
            painter.drawRoundedRect(0, GRID + INSIDE, MARK, self.height() - 2 * (GRID + INSIDE), INSIDE, INSIDE)
        down = (self.height() - PICTURE) // 2
        icons.action(self._icon).paint(painter, QRect(BETWEEN, down, PICTURE, PICTURE))
        if not self.narrow:
            words = self.rect().adjusted(BETWEEN + PICTURE + GRID, 0, -BETWEEN, 0)
            painter.setPen(QColor(of.text))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
            painter.drawText(words, flags, self.text())
        if self._count:
            self._paint_count(painter)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
        painter.end()

    def _pill(self) -> QRect:
        if self.narrow:  # small, in the corner of the picture
            words = QFontMetrics(self._small())
            height = words.height()
            width = max(height, words.horizontalAdvance(number(self._count)) + GRID)
            return QRect(self.width() - width, 0, width, height)
        height = self.fontMetrics().height() + INSIDE
        width = max(height, self.fontMetrics().horizontalAdvance(number(self._count)) + GRID + INSIDE)
        return QRect(self.width() - BETWEEN - width, (self.height() - height) // 2, width, height)

    def _small(self) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(NOTE)
        return made

    def _paint_count(self, painter: QPainter) -> None:
        of, pill = colours(), self._pill()
        painter.setFont(self._small() if self.narrow else self.font())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.moods["attention"]))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(of.card if not of.dark else of.window))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, number(self._count))
