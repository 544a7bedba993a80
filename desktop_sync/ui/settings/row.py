"""One row of a form: the caption, the editor, below it the help or what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.settings.choosing import SwitchEditor
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.words import Field, first_sentence, said
from desktop_sync.ui.tokens import GRID, INSIDE

CAPTION = 176  # px, of the column at the left
WIDEST = 440  # px, of an editor
MARK = 14
FIRST = 1000  # the editor grows first, to its widest
HEIGHT = 26  # px, of most editors: what the caption is centred in
SPEAKING = frozenset({"switch", "choice", "choices", "connection", "connections", "group"})
"""Kinds whose captions and choices say it; their tooltips say more."""


class FormRow(QWidget):
    """``quiet``: no help below; the tooltip has it whole in any case."""

    def __init__(self, field: Field, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.editor = field, editor
        caption, help_ = said(field["title"]), "" if field["kind"] == "secret" else said(field["help"])
        self.caption = QLabel("" if isinstance(editor, SwitchEditor) else caption, self)
        self.caption.setFixedWidth(CAPTION)
        self.caption.setWordWrap(True)
        self.caption.setBuddy(editor)
        self.caption.setMinimumHeight(HEIGHT)
        editor.name_it(caption, help_)
        self._said = caption, help_, "" if field["kind"] in SPEAKING else first_sentence(help_)
        self.locked = False
        self._help = note(self._said[-1], self)
        self._help.setToolTip(help_)
        self._help.setVisible(bool(self._help.text()))
        if not editor.wide:  # a box counts the lines of a text by its own width
            for one in (editor, self._help):
                one.setMaximumWidth(WIDEST)
        self._told: Told | None = None
        self._below = QVBoxLayout()
        self._below.setSpacing(INSIDE)
        self._below.addWidget(editor)
        self._below.addWidget(self._help)
        if editor.wide:
            self._above()
            return
        row = QHBoxLayout(self)
        row.setContentsMargins(0, INSIDE, 0, INSIDE)
        row.setSpacing(GRID)
        row.addWidget(self.caption, 0)
        row.addLayout(self._below, FIRST)
        row.addStretch(1)
        row.setAlignment(self.caption, Qt.AlignmentFlag.AlignTop)

    def show_lock(self, *, on: bool) -> None:
        """Whether an administrator has set it, which those hear, too, who do not see it."""
        if on == self.locked:
            return
        self.locked = on
        words, (caption, help_, short) = self.tr("Set by your administrator.") if on else "", self._said
        self.editor.name_it(caption, f"{words} {help_}".strip())
        self._help.setText(words or short)
        self._help.setVisible(bool(words or short) and not self.wrong)

    def _above(self) -> None:
        """The caption stands above the editor, and the help beside it."""
        self.caption.setMaximumWidth(WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, GRID)
        column.setSpacing(INSIDE)
        column.addWidget(self.caption)
        column.addLayout(self._below)

    def show_problem(self, what: str, *, error: bool = True) -> None:
        """In place of the help; empty: nothing is wrong."""
        if self._told is None:
            if not what:
                return
            self._told = Told(self)
            self._told.setMaximumWidth(self._help.maximumWidth())
            self._below.insertWidget(1, self._told)
        self._told.say(what, error=error)
        self._help.setVisible(not what and bool(self._help.text()))

    @property
    def wrong(self) -> str:
        """What is said to be wrong at it, or worth a look."""
        return "" if self._told is None else self._told.words.text()

    @property
    def is_wrong(self) -> bool:
        """Whether there is an error at it."""
        return bool(self.wrong) and self._told is not None and self._told.error


class Told(QWidget):
    """What is wrong, with its shape. Made when something is, for forms have many rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.error = False
        self._mark, self.words = QLabel(self), note("", self)
        self.words.setObjectName("")  # in the colour of text: it is to be read
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(INSIDE)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)

    def say(self, what: str, *, error: bool) -> None:
        """Empty: nothing any more."""
        self.error = error
        self.words.setText(what)
        self.setVisible(bool(what))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "words") and self.words.text():
            self._draw()

    def _draw(self) -> None:
        mood = "stopped" if self.error else "attention"
        self._mark.setPixmap(icons.state(mood).pixmap(MARK, MARK))
