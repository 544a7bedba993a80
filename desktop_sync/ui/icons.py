"""Pictures: actions from one family of ``qtawesome``; the program's mark and its five states from our own SVG files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_sync.resources import resources
from desktop_sync.ui.theme import colours

FAMILY = "mdi6"
SIZES = (16, 20, 24, 32, 48, 64, 128, 256)
TRAY_SIZES = (16, 20, 24, 32, 40, 48, 64)
COLOUR = "currentColor"
"""What a state's file says for its one colour."""


def action(name: str, *, colour: str = "") -> QIcon:
    """``"play"``: an icon of the family, in the colour of text, and dim where its button is disabled."""
    import qtawesome  # with its fonts: the icon in the tray does without

    of = colours()
    made: Any = qtawesome.icon(f"{FAMILY}.{name}", color=colour or of.text, color_disabled=of.disabled)
    return QIcon(made)


def state(mood: str, *, colour: str = "") -> QIcon:
    """``mood`` by its name in ``core.sentence.Mood``: told by shape, and by its colour."""
    return drawn(f"state-{mood}.svg", colour or colours().moods[mood])


def tray(mood: str, colour: str) -> QIcon:
    """The same for the tray, where it is small and stands alone: filled shapes."""
    return drawn(f"tray-{mood}.svg", colour, TRAY_SIZES)


def drawn(file: str, colour: str = "", sizes: Sequence[int] = SIZES) -> QIcon:
    """One of ``resources/icons``, crisp at every size."""
    icon = QIcon()
    for size in sizes:
        icon.addPixmap(_pixmap(file, colour, size))
    return icon


@lru_cache(maxsize=256)
def _pixmap(file: str, colour: str, size: int) -> QPixmap:
    text = (resources() / "icons" / file).read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace(COLOUR, colour or "#000000").encode()))
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
