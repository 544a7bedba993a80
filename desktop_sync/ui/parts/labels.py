"""Text by its role: headings, notes, text that is cut with an ellipsis and whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import NOTE, SECTION, TEXT, TITLE, font


def heading(text: str = "", parent: QWidget | None = None) -> QLabel:
    """The title of a window or page."""
    return _label(text, TITLE, parent, semibold=True)


def section(text: str = "", parent: QWidget | None = None) -> QLabel:
    """The title of a group."""
    return _label(text, SECTION, parent, semibold=True)


def text(words: str = "", parent: QWidget | None = None) -> QLabel:
    """Ordinary text, wrapped, which can be marked and copied."""
    label = _label(words, TEXT, parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def note(words: str = "", parent: QWidget | None = None) -> QLabel:
    """What stands below in small."""
    label = _label(words, NOTE, parent)
    label.setObjectName("secondary")
    label.setWordWrap(True)
    return label


def _label(words: str, size: int, parent: QWidget | None, *, semibold: bool = False) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)  # before the text: what others wrote is never read as HTML
    label.setText(words)
    font(label, size, semibold=semibold)
    return label


class Elided(QLabel):
    """One line; what does not fit is an ellipsis at its end, or in the ``middle``, and the tooltip has it whole."""

    def __init__(
        self,
        words: str = "",
        parent: QWidget | None = None,
        *,
        size: int = TEXT,
        semibold: bool = False,
        middle: bool = False,
    ) -> None:
        super().__init__(parent)
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._more = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font(self, size, semibold=semibold)
        self.setText(words)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        super().setText(words)
        self._hint()

    def explain(self, more: str) -> None:
        """The tooltip says this, too."""
        self._more = more
        self._hint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._hint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), self._cut())

    def _cut(self) -> str:
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def _hint(self) -> None:
        whole = self.text() if self._cut() != self.text() else ""
        self.setToolTip(tip("\n".join(filter(None, (whole, self._more)))))


class Folding(QLabel):
    """At most two lines, or one (``most``); what does not fit is in the tooltip. As high as what it says, if anything.

    ``resized``: it has another width, and ``fold`` is to be called.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None, *, size: int = TEXT, semibold: bool = False) -> None:
        super().__init__(parent)
        self.most = 2
        self.lines: list[str] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font(self, size, semibold=semibold)

    def fold(self) -> None:
        """Anew, after the words, ``most`` or the width are others."""
        width, words = self.width(), self.text()
        one = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
        self.lines = [one] if self.most == 1 else folded(words, self.font(), width)
        high = self.fontMetrics().size(0, "\n".join(self.lines)).height()  # two take more than twice one
        self.setFixedHeight(high if words else 0)
        whole = " ".join(self.lines).split() == words.split()
        self.setToolTip("" if whole else tip(words))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), 0, "\n".join(self.lines))


def folded(text: str, font: QFont, width: int) -> list[str]:
    """In at most two lines; what does not fit ends with an ellipsis."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textStart() + line.textLength()
    layout.endLayout()
    if end >= len(text):
        return [text]
    rest = QFontMetrics(font).elidedText(text[end:], Qt.TextElideMode.ElideRight, width)
    return [text[:end].rstrip(), rest]
