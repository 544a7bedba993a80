"""SVG files of ours as icons, crisp at every size. It is the first thing a tray needs: it imports no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_sync.program import picture
from desktop_sync.resources import resources

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
TRAY_SIZES = (16, 20, 24, 32, 40, 48, 64)
CORNER = 0.625  # of the side, for a shape on a vendor's icon
COLOUR = "currentColor"
"""What a state's file says for its one colour."""


def tray(mood: str, colour: str, sizes: Sequence[int] = TRAY_SIZES) -> QIcon:
    """``mood`` by its name in ``core.sentence.Mood``, for the tray: small, alone, and so a filled shape. Where a vendor
    has an icon of its own, the shape lies in its corner.
    """
    own = picture()
    if own is None:
        return drawn(f"tray-{mood}.svg", colour, sizes)
    icon = QIcon()
    for size in sizes:
        icon.addPixmap(_with_shape(own, mood, colour, size))
    return icon


def program() -> QIcon:
    """What the program is known by: a vendor's icon, where it has one, or ours."""
    own = picture()
    return drawn("program.svg") if own is None else QIcon(str(own))


def drawn(file: str, colour: str = "", sizes: Sequence[int] = SIZES) -> QIcon:
    """One of ``resources/icons``."""
    icon = QIcon()
    for size in sizes:
        icon.addPixmap(_pixmap(file, colour, size))
    return icon


@lru_cache(maxsize=64)
def _with_shape(own: Path, mood: str, colour: str, size: int) -> QPixmap:
    side = round(size * CORNER)
    shape, at = _pixmap(f"tray-{mood}.svg", colour, side), size - side
    pixmap = QPixmap(size, size)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(0, 0, size, size, QIcon(str(own)).pixmap(QSize(size, size), 1.0))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    apart = max(1, size // 16)
    for x in (-apart, 0, apart):  # what lies around the shape is cut out, so that it is seen on every icon
        for y in (-apart, 0, apart):
            painter.drawPixmap(at + x, at + y, shape)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.drawPixmap(at, at, shape)
    painter.end()
    return pixmap


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
