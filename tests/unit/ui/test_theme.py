"""Light and dark can be chosen as often as somebody likes."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop_sync.ui import theme


def test_one_theme_follows_another(qapp: QApplication) -> None:
    seen = []
    for scheme in (theme.Scheme.DARK, theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.apply(qapp, scheme)
        seen.append(theme.colours().dark)
    assert seen == [True, False, True]
