"""SVG files of ours as icons, crisp at every size. It is the first thing a tray needs: it imports no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_sync.resources import resources

SIZES = (16, 20, 24, 32, 48, 64, 128, 256)
TRAY_SIZES = (16, 20, 24, 32, 40, 48, 64)
COLOUR = "currentColor"
"""What a state's file says for its one colour."""


def tray(mood: str, colour: str, sizes: Sequence[int] = TRAY_SIZES) -> QIcon:
    """``mood`` by its name in ``core.sentence.Mood``, for the tray: small, alone, and so a filled shape."""
    return drawn(f"tray-{mood}.svg", colour, sizes)


def drawn(file: str, colour: str = "", sizes: Sequence[int] = SIZES) -> QIcon:
    """One of ``resources/icons``."""
    icon = QIcon()
    for size in sizes:
        icon.addPixmap(_pixmap(file, colour, size))
    return icon


@lru_cache(maxsize=256)
def _pixmap(file: str, colour: str, size: int) -> QPixmap:
    text = (resources() / "icons" / file).read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace(COLOUR, colour or "#000000").encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
