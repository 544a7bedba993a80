"""One page of the guide: a title, a sentence, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_sync.ui.parts.focus_chain import begin
from desktop_sync.ui.parts.labels import heading, text
from desktop_sync.ui.parts.piecemeal import Piecemeal
from desktop_sync.ui.tokens import BETWEEN, GRID


class GuidePage(QWidget):
    """``changed``: whether one may go on can be another now. ``grown``: more of it is there."""

    changed = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.body = QVBoxLayout()
        self.body.setSpacing(BETWEEN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self._heading, self._words = heading("", self), text("", self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._heading, 1)
        column.addLayout(self._head)
        column.addWidget(self._words)
        column.addSpacing(GRID)
        column.addLayout(self.body, 1)
        column.addStretch()  # while nothing is there yet, the title stands where it will stay

    def headed(self, title: str, words: str) -> None:
        """What it is about."""
        self.title = title
        self._heading.setText(title)
        self._words.setText(words)

    def beside(self, widget: QWidget) -> None:
        """It stands at the right of the title, where it takes no height."""
        self._head.addWidget(widget)

    def begin(self) -> bool:
        """The keyboard goes to what is asked for first. False: nothing is there yet."""
        return begin(self)

    def entered(self) -> None:
        """It shows from now on."""

    def missing(self) -> str:
        """What has to be done before one can go on; empty: nothing."""
        return ""

    def advice(self) -> str:
        """What had better be done before; empty: nothing."""
        return ""

    def outdated(self) -> bool:
        """Whether it is of something that is not meant any more, and has to be made anew."""
        return False


class EditorPage(GuidePage):
    """One whose editor is made after it has shown, and shown after it was made: at once it would hold the screen up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._making: Iterator[None] | None = None
        self._growing = Piecemeal(self)

    def prepare(self) -> Iterator[None]:
        """Makes parts of the editor, where it is a large one, piece by piece."""
        return iter(())

    def make(self) -> QWidget:
        """The editor, which shows nothing yet."""
        raise NotImplementedError

    def framed(self, made: QWidget) -> QWidget:
        """The editor with what stands around it."""
        return made

    def fill(self) -> None:
        """Shows in it what there is."""
        raise NotImplementedError

    def entered(self) -> None:
        self._growing.begin(self._grown())

    def _grown(self) -> Iterator[None]:
        if self._making is None:
            self._making = self._all()
        for _ in self._making:  # once: also when somebody came, went and came back meanwhile
            yield
        self.fill()

    def _all(self) -> Iterator[None]:
        yield from self.prepare()
        made = self.make()
        yield
        framed = self.framed(made)
        yield
        self.body.addWidget(framed, 1)
        self.grown.emit()
        yield
