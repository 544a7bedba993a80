"""What is chosen or under the mouse, in what we paint: on a ground of its own, or with a line around where high
contrast has no colour for that.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import INSIDE


def lined() -> bool:
    """Whether a line has to tell it."""
    return colours().raised == colours().window


def paint_raised(painter: QPainter, where: QRect, radius: int = INSIDE) -> None:
    """Leaves no pen."""
    of = colours()
    painter.setBrush(QColor(of.raised))
    painter.setPen(QColor(of.accent) if lined() else Qt.PenStyle.NoPen)
    inner = 0.5 if lined() else 0
    painter.drawRoundedRect(QRectF(where).adjusted(inner, inner, -inner, -inner), radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
