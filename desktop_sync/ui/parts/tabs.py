"""A bar of tabs whose texts are whole: Fusion leaves two pixels too little below those that are not chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar

_MORE = 4  # px


class TabBar(QTabBar):
    """As Qt's own, a little higher."""

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        return super().tabSizeHint(index) + QSize(0, _MORE)
