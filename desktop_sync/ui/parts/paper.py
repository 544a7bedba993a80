"""Text to read, not to write: in letters of one width, with the numbers of lines, and a stretch of it marked.

It is given one piece of text at a time, however long the whole is. It must not know where texts come from.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from desktop_sync.ui.spoken import number
from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import GRID, INSIDE

SIZE = 13
LONG = 2000  # signs from which lines are folded: one that is as long as a file cannot be scrolled through
ABOVE = 3  # a marked place stands in this part of the height
STRONG, WEAK = 90, 40  # of 255: the mark's colour
_BREAKS = str.maketrans({"\u2029": "\N{REPLACEMENT CHARACTER}", "\ufdd0": "\N{REPLACEMENT CHARACTER}",
                         "\ufdd1": "\N{REPLACEMENT CHARACTER}", "\0": "\N{SYMBOL FOR NULL}"})  # fmt: skip


class Numbers(QWidget):
    """The numbers beside the lines; those of marked lines in the accent."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper)
        self._paper = paper

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._paper.numbers_width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self._paper.paint_numbers(event)


class Paper(QPlainTextEdit):
    """``before_wanted``, ``after_wanted``: whoever reads goes on above the first or below the last line."""

    before_wanted = Signal()
    after_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, numbered: bool = False) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        made.setPixelSize(SIZE)
        self.setFont(made)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._first = 1
        self._marked = range(0)
        self._spans: list[tuple[int, int, int]] = []
        self._numbers = Numbers(self) if numbered else None
        if self._numbers is not None:
            self.updateRequest.connect(self._scrolled)

    @property
    def first(self) -> int:
        """The number of the first line; 0: lines have none."""
        return self._first

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self._first + self.blockCount() - 1

    @property
    def folds(self) -> bool:
        """Whether lines are folded, being too long."""
        return self.lineWrapMode() is QPlainTextEdit.LineWrapMode.WidgetWidth

    @property
    def numbers_width(self) -> int:
        """Of the numbers, with room for the largest."""
        if self._numbers is None or not self._first:
            return 0
        return self.fontMetrics().horizontalAdvance(number(self.last)) + 2 * GRID

    def show_text(self, text: str, first: int = 1) -> None:
        """``first``: the number of its first line; 0: lines have none."""
        self._first, self._marked, self._spans = first, range(0), []
        longest = max(map(len, text.split("\n")), default=0)
        self.setLineWrapMode(
            QPlainTextEdit.LineWrapMode.WidgetWidth if longest > LONG else QPlainTextEdit.LineWrapMode.NoWrap
        )
        self.setPlainText(text.translate(_BREAKS))
        self.setExtraSelections([])
        self.setViewportMargins(self.numbers_width, 0, 0, 0)
        self._place_numbers()

    def append_text(self, text: str) -> None:
        """More of the same; what shows stays where it is."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text.translate(_BREAKS))
        self.setViewportMargins(self.numbers_width, 0, 0, 0)
        self._place_numbers()

    def mark(self, *spans: tuple[int, int]) -> None:
        """Counted in signs of the text; the first one weakly, what is marked within it strongly."""
        text = self.toPlainText()
        self._spans = [
            (_units(text, begin), _units(text, end), STRONG if count else WEAK)
            for count, (begin, end) in enumerate(spans)
        ]
        document = self.document()
        if self._spans:
            begin, end = self._spans[0][0], max(self._spans[0][1] - 1, self._spans[0][0])
            self._marked = range(document.findBlock(begin).blockNumber(), document.findBlock(end).blockNumber() + 1)
        self._colour()

    def mark_line(self, line: int) -> None:
        """The whole of it, by its number; nothing when it is not here."""
        block = self.document().findBlockByNumber(line - self._first)
        if block.isValid():
            self._marked = range(block.blockNumber(), block.blockNumber() + 1)
            self._spans = [(block.position(), block.position() + len(block.text()), WEAK)]
            self._colour()

    def go_to_mark(self) -> None:
        """What is marked last stands in the upper part."""
        if not self._spans:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._spans[-1][0])
        self.setTextCursor(cursor)
        if self.folds:
            self.centerCursor()
        else:
            self.go_to(cursor.blockNumber())

    def go_to_share(self, share: float) -> None:
        """To a part of the whole, where lines are folded: their numbers lead nowhere then."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(round(share * (self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.centerCursor()

    def go_to(self, block: int, *, bottom: bool = False) -> None:
        """The line of this place, from 0, stands in the upper part, or at the bottom."""
        visible = self.viewport().height() // max(self.fontMetrics().lineSpacing(), 1)
        self.verticalScrollBar().setValue(block - (visible - 1 if bottom else visible // ABOVE))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_numbers()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        bar = self.verticalScrollBar()
        if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_Down} and bar.value() == bar.maximum():
            self.after_wanted.emit()
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_Up} and bar.value() == bar.minimum():
            self.before_wanted.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        bar, turned = self.verticalScrollBar(), event.angleDelta().y()
        if turned < 0 and bar.value() == bar.maximum():
            self.after_wanted.emit()
        elif turned > 0 and bar.value() == bar.minimum():
            self.before_wanted.emit()
        else:
            super().wheelEvent(event)

    def paint_numbers(self, event: QPaintEvent) -> None:
        """For the strip beside the text."""
        strip = self._numbers
        if strip is None:
            return
        painter, of = QPainter(strip), colours()
        painter.fillRect(event.rect(), QColor(of.window))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        while block.isValid():
            where = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if where.top() > event.rect().bottom():
                break
            marked = block.blockNumber() in self._marked
            painter.setPen(QColor(of.accent if marked else of.secondary))
            line = QRect(0, round(where.top()), strip.width() - GRID, self.fontMetrics().height())
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, number(self._first + block.blockNumber()))
            if marked:
                painter.fillRect(QRect(0, round(where.top()), INSIDE // 2, round(where.height())), QColor(of.accent))
            block = block.next()
        painter.end()

    def _colour(self) -> None:
        selections = []
        for begin, end, strength in self._spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(begin, self.document().characterCount() - 1))
            cursor.setPosition(min(end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
            form, colour = QTextCharFormat(), QColor(colours().accent)
            colour.setAlpha(strength)
            form.setBackground(colour)
            form.setProperty(QTextFormat.Property.FullWidthSelection, False)
            selection.cursor, selection.format = cursor, form
            selections.append(selection)
        self.setExtraSelections(selections)

    def _scrolled(self, rect: QRect, down: int) -> None:
        strip = self._numbers
        if strip is not None and down:
            strip.scroll(0, down)
        elif strip is not None:
            strip.update(0, rect.y(), strip.width(), rect.height())

    def _place_numbers(self) -> None:
        if self._numbers is not None:
            inside = self.contentsRect()
            self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width, inside.height()))
            self._numbers.update()


def _units(text: str, signs: int) -> int:
    """Qt counts in halves of UTF-16."""
    return len(text[:signs].encode("utf-16-le", "surrogatepass")) // 2
