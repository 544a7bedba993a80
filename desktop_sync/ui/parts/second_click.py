"""A button that begins something and ends it, too: the second click of a double click is not meant for its new word."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication


class SecondClick:
    """``first`` when something began by a click."""

    def __init__(self) -> None:
        self._since = QElapsedTimer()

    def first(self) -> None:
        """The second one may come from now on."""
        self._since.start()

    @property
    def may_come(self) -> bool:
        """Whether a click now is still that one."""
        return self._since.isValid() and self._since.elapsed() <= QApplication.doubleClickInterval()
