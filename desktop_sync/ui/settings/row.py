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
        self.caption.setMinimumHeight(editor.sizeHint().height())
        editor.name_it(caption, help_)
        editor.setMaximumWidth(WIDEST)
        self._help = note(first_sentence(help_), self)
        self._help.setToolTip(help_)
        self._help.setMaximumWidth(WIDEST)
        self._help.setVisible(bool(help_))
        self._mark, self.wrong = QLabel(self), note("", self)
        self._told = _told(self._mark, self.wrong, self)
        below = QVBoxLayout()
        below.setSpacing(INSIDE)
        below.addWidget(editor)
        below.addWidget(self._told)
        below.addWidget(self._help)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, INSIDE, 0, INSIDE)
        row.setSpacing(GRID)
        row.addWidget(self.caption, 0)
        row.addLayout(below, 1)
        row.setAlignment(self.caption, Qt.AlignmentFlag.AlignTop)
        self._is_error = False
        self.show_problem("")

    def show_problem(self, what: str, *, error: bool = True) -> None:
        """In place of the help; empty: nothing is wrong."""
        self._is_error = error
        self.wrong.setText(what)
        self._told.setVisible(bool(what))
        self._help.setVisible(not what and bool(self._help.text()))
        self._draw()

    @property
    def is_wrong(self) -> bool:
        """Whether there is an error at it."""
        return self._is_error and bool(self.wrong.text())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.wrong.text():
            self._draw()

    def _draw(self) -> None:
        mood = "stopped" if self._is_error else "attention"
        self._mark.setPixmap(icons.state(mood).pixmap(MARK, MARK))


def _told(mark: QLabel, words: QLabel, parent: QWidget) -> QWidget:
    told = QWidget(parent)
    told.setMaximumWidth(WIDEST)
    words.setObjectName("")  # in the colour of text: it is to be read
    row = QHBoxLayout(told)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(INSIDE)
    row.addWidget(mark)
    row.addWidget(words, 1)
    row.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return told
