"""An icon in the tray is drawn for the taskbar it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop_sync.ui import taskbar, theme
from desktop_sync.ui.tokens import DARK, LIGHT


@pytest.mark.parametrize("scheme, colours", [(theme.Scheme.LIGHT, LIGHT), (theme.Scheme.DARK, DARK)])
def test_where_nothing_is_known_it_is_as_windows_are(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, scheme: theme.Scheme, colours: object
) -> None:
    monkeypatch.setattr(taskbar, "_light", lambda: None)
    theme.apply(qapp, scheme)
    assert taskbar.on_taskbar() is colours


@pytest.mark.parametrize("light, colours", [(True, LIGHT), (False, DARK)])
def test_windows_says_it_apart_from_the_theme_of_windows(
    monkeypatch: pytest.MonkeyPatch, *, light: bool, colours: object
) -> None:
    monkeypatch.setattr(taskbar, "_light", lambda: light)
    assert taskbar.on_taskbar() is colours
