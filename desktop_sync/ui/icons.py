"""Pictures: actions from one family of ``qtawesome``; the program's mark and its five states from our own SVG files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtGui import QIcon

from desktop_sync.ui.drawing import SIZES, drawn, program
from desktop_sync.ui.theme import colours

FAMILY = "mdi6"


def action(name: str, *, colour: str = "") -> QIcon:
    """``"play"``: an icon of the family, in the colour of text, and dim where its button is disabled."""
    of = colours()
    return QIcon(_family()(f"{FAMILY}.{name}", color=colour or of.text, color_disabled=of.disabled))


@cache
def _family() -> Callable[..., QIcon]:
    """One of qtawesome's twelve fonts: it alone is loaded, and it alone is in the Windows program."""
    import qtawesome  # with its font: the icon in the tray does without
    from qtawesome.iconic_font import IconicFont

    icon: Callable[..., QIcon] = IconicFont(*(font for font in qtawesome._BUNDLED_FONTS if font[0] == FAMILY)).icon
    return icon


def ready() -> None:
    """Their font is loaded, so that the first of them does not take longer than the others."""
    action("close")


def state(mood: str, *, colour: str = "") -> QIcon:
    """``mood`` by its name in ``core.sentence.Mood``: told by shape, and by its colour."""
    return drawn(f"state-{mood}.svg", colour or colours().moods[mood])


def listed(plain: QIcon, chosen: QIcon, size: int) -> QIcon:
    """Of a row: ``chosen`` is seen on the colour of what is chosen, where ``plain`` would not be."""
    made = QIcon()
    made.addPixmap(plain.pixmap(size, size), QIcon.Mode.Normal)
    made.addPixmap(chosen.pixmap(size, size), QIcon.Mode.Selected)
    return made


def state_of_row(mood: str, size: int) -> QIcon:
    """``state`` as ``listed``."""
    return listed(state(mood), state(mood, colour=colours().on_accent), size)


__all__ = ["FAMILY", "SIZES", "action", "drawn", "listed", "program", "ready", "state", "state_of_row"]
