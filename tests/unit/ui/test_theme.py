"""Light and dark can be chosen again and again; edges of fields are seen; high contrast is the system's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_sync.ui import icons, theme
from desktop_sync.ui.tokens import DARK, LIGHT, Colours
from tests.contrast import contrast, night

FIELDS = (QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit)
SEEN = 3.0  # WCAG 2.2, 1.4.11
READ = 4.5


@pytest.fixture(autouse=True)
def back(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, theme.Scheme.LIGHT)


def test_one_theme_follows_another(qapp: QApplication) -> None:
    seen = []
    for scheme in (theme.Scheme.DARK, theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.apply(qapp, scheme)
        seen.append(theme.colours().dark)
    assert seen == [True, False, True]


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
@pytest.mark.parametrize("kind", FIELDS)
def test_the_edges_of_fields_are_seen(
    qapp: QApplication, qtbot: QtBot, kind: type[QWidget], scheme: theme.Scheme
) -> None:
    theme.apply(qapp, scheme)
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(200, 120)
    field = kind(around)
    field.setGeometry(20, 20, 160, 60 if kind is QPlainTextEdit else 28)
    around.show()
    picture, middle = around.grab().toImage(), field.geometry().center()
    left = [picture.pixelColor(x, middle.y()) for x in range(18, 24)]  # across the edge
    for ground in (theme.colours().window, theme.colours().card):
        assert max(contrast(one, QColor(ground)) for one in left) >= SEEN


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colour_of_edges_has_the_contrast_that_a_shape_needs(of: Colours) -> None:
    assert min(contrast(QColor(of.edge), QColor(one)) for one in (of.card, of.window)) >= SEEN


def test_high_contrast_is_the_systems_palette_and_nothing_of_ours(qapp: QApplication) -> None:
    system = night()
    theme.apply(qapp, theme.Scheme.LIGHT, system)
    now = theme.colours()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Text, QPalette.ColorRole.Highlight):
        assert qapp.palette().color(role) == system.color(role)
    of_system = {
        "#000000",
        "#ffffff",
        "#1aebff",
        system.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name(),
    }
    used = {getattr(now, name) for name in Colours.__dataclass_fields__ if name not in {"dark", "moods"}}
    assert used | set(now.moods.values()) <= of_system
    assert min(contrast(QColor(now.text), QColor(one)) for one in (now.window, now.card)) >= READ
    assert {colour.lower() for colour in _colours_of(qapp.styleSheet())} <= of_system
    assert not icons.state("stopped").isNull()
    theme.apply(qapp, theme.Scheme.DARK)
    assert theme.colours() is DARK


def _colours_of(sheet: str) -> list[str]:
    return re.findall(r"#[0-9A-Fa-f]{6}", sheet)


@pytest.mark.parametrize("high", [False, True])
def test_where_a_long_page_stands_is_seen_on_a_dark_ground(qapp: QApplication, qtbot: QtBot, high: bool) -> None:
    theme.apply(qapp, theme.Scheme.DARK, night() if high else None)
    bar = QScrollBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    bar.resize(16, 200)
    bar.show()
    picture = bar.grab().toImage()
    handle, ground = picture.pixelColor(8, 60), picture.pixelColor(8, 140)
    assert handle.lightness() > ground.lightness()
    assert contrast(handle, ground) >= 2
    theme.apply(qapp, theme.Scheme.LIGHT)
    assert bar.palette().button().color() == qapp.palette().button().color(), "nothing of it is left"
