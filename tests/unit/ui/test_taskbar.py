"""An icon in the tray is drawn for the taskbar it stands on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from desktop_sync.ui import taskbar
from desktop_sync.ui.tokens import DARK, EITHER, LIGHT


@pytest.mark.parametrize("light, moods", [(True, LIGHT.moods), (False, DARK.moods), (None, EITHER)])
def test_windows_says_it_apart_from_the_theme_of_windows_and_elsewhere_nobody_does(
    monkeypatch: pytest.MonkeyPatch, light: bool | None, moods: Mapping[str, str]
) -> None:
    monkeypatch.setattr(taskbar, "_light", lambda: light)
    assert taskbar.on_taskbar() is moods


def test_what_may_stand_on_either_is_seen_on_both() -> None:
    assert EITHER.keys() == LIGHT.moods.keys() == DARK.moods.keys()
    for colour in EITHER.values():
        assert contrast(colour, LIGHT.window) >= 3
        assert contrast(colour, DARK.window) >= 3


def contrast(one: str, two: str) -> float:
    """As WCAG 2.1 reckons it."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
