"""How large a window is that nobody has sized yet: as it likes to be, and never larger than its screen has room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)  # px that the system draws around a window


def first_size(wished: QSize, least: QSize, room: QSize) -> QSize:
    """``room``: what of the screen can be used. At twice the size, a screen has half the room."""
    return wished.expandedTo(least).boundedTo(room - FRAME)


def begin_at(window: QWidget, wished: QSize, least: QSize) -> None:
    """Sized so; never made smaller than ``least``, where the screen has that."""
    room = window.screen().availableSize()
    window.setMinimumSize(least.boundedTo(room - FRAME))
    window.resize(first_size(wished, least, room))
