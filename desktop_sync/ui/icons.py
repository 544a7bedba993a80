"""Pictures: actions from one family of ``qtawesome``; the program's mark and its five states from our own SVG files."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIcon

from desktop_sync.ui.drawing import SIZES, drawn
from desktop_sync.ui.theme import colours

FAMILY = "mdi6"


def action(name: str, *, colour: str = "") -> QIcon:
    """``"play"``: an icon of the family, in the colour of text, and dim where its button is disabled."""
    import qtawesome  # with its fonts: the icon in the tray does without

    of = colours()
    made: Any = qtawesome.icon(f"{FAMILY}.{name}", color=colour or of.text, color_disabled=of.disabled)
    return QIcon(made)


def ready() -> None:
    """Their font is loaded, so that the first of them does not take longer than the others."""
    action("close")


def state(mood: str, *, colour: str = "") -> QIcon:
    """``mood`` by its name in ``core.sentence.Mood``: told by shape, and by its colour."""
    return drawn(f"state-{mood}.svg", colour or colours().moods[mood])


__all__ = ["FAMILY", "SIZES", "action", "drawn", "ready", "state"]
