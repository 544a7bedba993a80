"""Text by its role: headings, notes, text that is cut with an ellipsis and whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font(self, size, semibold=semibold)
        self.setText(words)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        super().setText(words)
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
        self.setToolTip(tip(self.text()) if self._cut() != self.text() else "")
