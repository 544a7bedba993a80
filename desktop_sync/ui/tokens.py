"""Measures and colours of the desk, in one place. Pixels are Qt's own, which scale with the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

GRID = 8
INSIDE = 4  # within a control
MARGIN = 16  # of windows and cards
BETWEEN = 12  # groups
ROW = 36  # height of a row
RADIUS = 8  # of cards
NAVIGATION = 200  # width of the navigation column
TITLE, SECTION, TEXT, NOTE = 20, 14, 14, 12  # px of type


@dataclass(frozen=True, slots=True)
class Colours:
    """Of one theme. ``moods`` by the names of ``core.sentence.Mood``; each with at least 4.5 : 1 on ``card``."""

    dark: bool
    window: str
    card: str
    raised: str  # under the mouse, or chosen
    border: str
    edge: str  # of fields: at least 3 : 1 on ``card`` and ``window``
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    moods: Mapping[str, str]


LIGHT = Colours(
    dark=False,
    window="#F3F3F3",
    card="#FFFFFF",
    raised="#E9E9E9",
    border="#D6D6D6",
    edge="#868686",
    text="#1B1B1B",
    secondary="#5C5C5C",
    disabled="#9A9A9A",
    accent="#005FB8",
    on_accent="#FFFFFF",
    moods=MappingProxyType(
        {"well": "#0F7B0F", "working": "#005FB8", "attention": "#9D5D00", "stopped": "#C42B1C", "paused": "#5C5C5C"}
    ),
)
DARK = Colours(
    dark=True,
    window="#202020",
    card="#2B2B2B",
    raised="#383838",
    border="#454545",
    edge="#868686",
    text="#FFFFFF",
    secondary="#C5C5C5",
    disabled="#7E7E7E",
    accent="#60CDFF",
    on_accent="#003E5C",
    moods=MappingProxyType(
        {"well": "#6CCB5F", "working": "#60CDFF", "attention": "#FCE100", "stopped": "#FF99A4", "paused": "#C5C5C5"}
    ),
)
EITHER: Mapping[str, str] = MappingProxyType(
    {"well": "#2B962B", "working": "#2383D6", "attention": "#B87400", "stopped": "#E0463B", "paused": "#808080"}
)
"""Moods where it is not known what is behind them: each with at least 3 : 1 on light and on dark, as a shape needs."""
