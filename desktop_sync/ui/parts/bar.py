"""A bar at the top of a page: what went wrong, or was done, in a sentence, with what to do. It goes when it is read."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.tokens import BETWEEN, GRID


class Bar(QFrame):
    """Hidden until there is something to say. ``taken``: what it offers is wanted."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._mood = "attention"
        self._badge = Badge("attention", "", self)
        self._what, self._hint = text("", self), note("", self)
        self._offer = QPushButton("", self)
        self._offer.clicked.connect(self.taken)
        self._close = QToolButton(self)
        self._close.setIcon(icons.action("close"))
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Close the message"))
        self._close.setToolTip(self.tr("Close the message"))
        self._close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(BETWEEN, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._badge)
        row.addLayout(words, 1)
        row.addWidget(self._offer)
        row.addWidget(self._close)
        self.hide()

    @Slot(object)
    def show_error(self, error: SyncError, mood: str = "attention") -> None:
        """What did not work, and what a person can do."""
        problems = " ".join(getattr(error, "problems", ()))
        self.say(mood, f"{error.what} {problems}".strip(), error.hint)

    def say(self, mood: str, what: str, hint: str = "", offer: str = "") -> None:
        """In one or two sentences; ``offer``: a word for what can be done about it right here."""
        self._mood = mood
        self._badge.show_state(mood, "")
        self._what.setText(what)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self.setAccessibleName(f"{what} {hint}".strip())
        self.show()

    def withdraw(self) -> None:
        """What it offers would not fit any more."""
        self._offer.hide()

    def pass_by(self) -> None:
        """The person goes elsewhere: that something was done is no news when they come back. Trouble stays."""
        if self._mood == "well":
            self.hide()
