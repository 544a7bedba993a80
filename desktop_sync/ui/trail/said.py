"""What a step of the trail says in words: a title, facts below each other, and a text as it was sent or answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.parts.paper import Paper
from desktop_sync.ui.theme import NOTE, font
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

WORD = 24  # signs
LEAST = 160  # height of the text


class Said(QScrollArea):
    """Facts are pairs of a word and what it is; those without anything are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        for one in (self.viewport(), self._inside):
            one.setAutoFillBackground(False)  # it lies on a card
        self.title = section("", self._inside)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(BETWEEN)
        self._facts.setVerticalSpacing(INSIDE)
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._caption = note("", self._inside)
        self.paper = Paper(self.tr("Text of this step"), self._inside)
        self.paper.setMinimumHeight(LEAST)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addLayout(self._facts)
        column.addWidget(self._caption)
        column.addWidget(self.paper, 1)
        column.addStretch(0)

    def say(self, title: str, facts: Sequence[tuple[str, str]], caption: str = "", body: str = "") -> None:
        """``body``: a text of several lines, with a ``caption`` above it."""
        self.title.setText(title)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, what in facts:
            if what:
                fact = _fact(what, self._inside)
                fact.setAccessibleName(name)
                self._facts.addRow(_name(name, self._inside), fact)
                QWidget.setTabOrder(fact, self.paper)
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self.paper.setVisible(bool(body))
        self.paper.show_text(body, 0)
        self.paper.setAccessibleName(caption or title)


def _name(name: str, parent: QWidget) -> QLabel:
    label = text(name, parent)
    label.setObjectName("secondary")
    label.setWordWrap(False)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside the first of several lines
    return label


def _fact(what: str, parent: QWidget) -> QWidget:
    """Which can be marked and copied, also by the keyboard. One long word is no text that can be folded."""
    if len(what) > WORD and " " not in what:
        line = QLineEdit(what, parent)
        line.setReadOnly(True)
        line.setFrame(False)
        font(line, NOTE)
        line.setCursorPosition(0)
        colours = line.palette()
        colours.setColor(colours.ColorRole.Base, Qt.GlobalColor.transparent)
        line.setPalette(colours)
        line.setTextMargins(-2, 0, 0, 0)  # in line with the labels
        return line
    label = text(what, parent)
    flags = Qt.TextInteractionFlag
    label.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    return label
