"""A bar in a page: what went wrong, or was done, in a sentence, with what to do. It goes when it is read.

In a form it stands above what it is about. Over a page it lies on its lower edge: nothing moves below the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.tokens import BETWEEN, GRID


class Bar(QFrame):
    """Hidden until there is something to say. ``taken``: what it offers is wanted."""

    taken = Signal()
    _area: QWidget | None = None  # of the class: what is watched may still tell a bar that is being taken apart

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

    def float_over(self, area: QWidget) -> None:
        """From now on it lies over the lower edge of ``area``: its parent, or what stands in that. Escape closes it."""
        self._area = area
        for one in {area, self._host}:
            one.installEventFilter(self)

    @property
    def _host(self) -> QWidget:
        host = self.parentWidget()
        assert host is not None  # noqa: S101 - a bar stands in something
        return host

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self.isHidden():
            return False
        if watched is self._area and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place()
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self._host and pressed == Qt.Key.Key_Escape:  # and nobody else has wanted it
            self.hide()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._place()

    def _place(self) -> None:
        area, inside = self._area, self.layout()
        if area is None or inside is None:
            return
        wide = max(area.width() - 2 * GRID, 0)
        inside.invalidate()
        high = inside.totalHeightForWidth(wide)
        corner = area.mapTo(self._host, area.rect().bottomLeft())
        self.setGeometry(corner.x() + GRID, corner.y() + 1 - GRID - high, wide, high)
        self.raise_()

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
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def withdraw(self) -> None:
        """What it offers would not fit any more."""
        self._offer.hide()

    def pass_by(self) -> None:
        """The person goes elsewhere: that something was done is no news when they come back. Trouble stays."""
        if self._mood == "well":
            self.hide()
