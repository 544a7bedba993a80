"""Editors for what is typed. What stands in the file goes in, what shall stand there comes out; the base of all others.

None is "left out": what then holds is shown in grey. An editor checks nothing; the engine says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop_sync.ui.figures import decimal, whole
from desktop_sync.ui.settings.words import Field, said
from desktop_sync.ui.tokens import GRID
from desktop_sync.windows.drives import unc_of

LINES = 3  # of a list, before it scrolls
SHORT = 168  # px: numbers, times, sizes
SHORT_KINDS = frozenset({"number", "decimal", "duration", "size", "time"})


class Editor(QWidget):
    """``changed``: a person did something to it. ``wide``: it needs the room of its caption, which stands above it."""

    changed = Signal()
    wide = False

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        """Without ``changed``."""
        raise NotImplementedError

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        """None: left out."""
        raise NotImplementedError

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and perhaps copied."""
        self.setEnabled(not on)

    def name_it(self, name: str, help_: str) -> None:
        """For those who do not see it."""
        target = self.focusProxy() or self
        target.setAccessibleName(name)
        target.setAccessibleDescription(help_)
        self.setToolTip(help_)

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for number, one in enumerate(widgets):
            row.addWidget(one, 0 if number else 1)
        self.setFocusProxy(widgets[0])
        return row


class LineEditor(Editor):
    """Texts, numbers, times, sizes: as they are written in the file."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self._grey())
        self.line.textEdited.connect(self.changed)
        row = self._row(self.line)
        if field["kind"] in SHORT_KINDS:
            self.line.setMaximumWidth(SHORT)
            row.addStretch(1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        text = "" if value is None else str(value)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return parsed(self.line.text(), self.field["kind"])

    def set_read_only(self, *, on: bool) -> None:
        self.line.setReadOnly(on)

    def _grey(self) -> str:
        default, example = self.field.get("default"), self.field.get("example", "")
        if default not in (None, "", []):
            return str(default)
        return self.tr("such as {example}").format(example=example) if example else ""


def parsed(text: str, kind: str) -> Any:  # noqa: ANN401 - a JSON value
    """A number where one is meant and written; what is no number stays what was typed, for the engine to refuse."""
    text = text.strip() if kind != "text" else text
    if not text:
        return None
    return whole(text) if kind == "number" else decimal(text) if kind == "decimal" else text


class LinesEditor(Editor):
    """Several texts, or ``name = value`` pairs: one on each line."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._pairs = field["kind"] == "pairs"
        self._alone = False  # it stood there as one text, not as a list
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("name = value, one on each line") if self._pairs else self.tr("one on each line")
        )
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 2 * GRID)
        self.text.textChanged.connect(self.changed)
        self._row(self.text)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._alone = isinstance(value, str)
        if isinstance(value, dict):
            lines = [f"{name} = {one}" for name, one in value.items()]
        else:
            lines = [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]
        with QSignalBlocker(self.text):
            self.text.setPlainText("\n".join(lines))

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        lines = [line.strip() for line in self.text.toPlainText().splitlines() if line.strip()]
        of = self.field["of"]["kind"]
        if not lines:
            return None
        if not self._pairs:
            found = [parsed(line, of) for line in lines]
            return found[0] if self._alone and len(found) == 1 else found
        pairs = (line.partition("=") for line in lines)
        return {name.strip(): parsed(value.strip(), of) or "" for name, _, value in pairs}

    def set_read_only(self, *, on: bool) -> None:
        self.text.setReadOnly(on)


class PathEditor(LineEditor):
    """A file or a folder, typed or looked for. The engine's machine is this one.

    ``spell``: a mapped drive becomes its share, for the letter is known to who signed in here, not to an engine that
    starts at boot.
    """

    def __init__(self, field: Field, parent: QWidget | None = None, spell: Callable[[str], str] = unc_of) -> None:
        super().__init__(field, parent)
        self._spell = spell
        self.line.editingFinished.connect(self._respell)
        self.browse = QPushButton(self.tr("Browse…"), self)
        self.browse.clicked.connect(self._look)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - made by the base
        layout.addWidget(self.browse)

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        self.browse.setEnabled(not on)

    def name_it(self, name: str, help_: str) -> None:
        super().name_it(name, help_)
        self.browse.setAccessibleName(self.tr("Browse for: {name}").format(name=name))

    @Slot()
    def _look(self) -> None:
        dialog = QFileDialog(self, said(self.field["title"]), self.line.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        folder = self.field.get("path") == "folder"
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._found)
        dialog.open()

    @Slot(str)
    def _found(self, path: str) -> None:
        self.line.setText(self._spell(path))
        self.changed.emit()

    @Slot()
    def _respell(self) -> None:
        text = self.line.text()
        spelled = text if self.line.isReadOnly() else self._spell(text)
        if spelled != text:
            self.line.setText(spelled)
            self.changed.emit()
