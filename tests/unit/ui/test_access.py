"""The walk through the screens can fail: each check finds what it is for in a window made badly. Colours contrast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTabWidget,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_sync.ui.tokens import DARK, LIGHT, Colours
from tests import access

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def _show(window: QWidget) -> QWidget:
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        QTest.qWait(20)
        return window

    return _show


def filled(*widgets: QWidget, layout: type[QVBoxLayout | QHBoxLayout] = QVBoxLayout) -> QWidget:
    window = QWidget()
    along = layout(window)
    for one in widgets:
        along.addWidget(one)
    return window


def walk(window: QWidget) -> list[str]:
    stops = access.tab_stops(window)
    return access.unreachable(window, stops) + access.disorder(stops) + access.hidden_stops(stops)


def test_a_good_window_has_no_complaint(show: Show) -> None:
    name, field = QLabel("&Name:"), QLineEdit()
    name.setBuddy(field)
    one, two, tabs, moment = QRadioButton("&One"), QRadioButton("&Two"), QTabWidget(), QTimeEdit()
    moment.setAccessibleName("When")
    one.setChecked(True)
    tabs.addTab(QPushButton("&Press"), "&First")
    window = show(filled(name, field, moment, one, two, tabs, QPushButton("&Send")))
    unseen: list[str] = []
    assert [type(one).__name__ for one in access.tab_stops(window, unseen)] == [
        "QLineEdit", "QTimeEdit", "QRadioButton", "QTabBar", "QPushButton", "QPushButton",
    ]  # fmt: skip
    assert access.without_name(window) + access.same_mnemonics(window) + access.clipped(window) + unseen == []
    assert walk(window) == []


def test_what_has_no_name(show: Show) -> None:
    button, field, named, table = QToolButton(), QLineEdit(), QToolButton(), QTableWidget(1, 1)
    button.setObjectName("close")
    named.setAccessibleName("Close")
    found = access.without_name(show(filled(button, field, named, table)))
    assert [one.split()[0] for one in found] == ["QToolButton", "QLineEdit", "QTableWidget"]
    assert "'close'" in found[0]


def test_what_tab_does_not_reach(show: Show) -> None:
    mouse_only = QToolButton()
    mouse_only.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    off = QPushButton("off")
    off.setEnabled(False)
    found = walk(show(filled(QPushButton("a"), mouse_only, off, QPushButton("b"))))
    assert len(found) == 1
    assert "QToolButton" in found[0]
    assert found[0].endswith("is not reached by Tab")


def test_what_keeps_tab(show: Show) -> None:
    found = walk(show(filled(QPushButton("a"), QPlainTextEdit(), QPushButton("b"))))
    assert [one.rsplit(" at ")[0].split()[0] + one.rsplit(")")[-1] for one in found] == [
        "QPushButton is not reached by Tab",
        "QPlainTextEdit keeps the Tab key",
    ]


@pytest.mark.parametrize("layout", [QVBoxLayout, QHBoxLayout])
def test_an_order_that_goes_back(show: Show, layout: type[QVBoxLayout | QHBoxLayout]) -> None:
    one, two, three = QPushButton("1"), QPushButton("2"), QPushButton("3")
    window = filled(one, two, three, layout=layout)
    QWidget.setTabOrder(one, three)
    QWidget.setTabOrder(three, two)
    found = walk(show(window))
    assert len(found) == 1
    assert found[0].startswith("Tab goes back from QPushButton '3'")


def test_from_the_foot_of_a_column_to_the_head_of_the_next_is_no_way_back(show: Show) -> None:
    window = QWidget()
    grid = QGridLayout(window)
    for column in range(2):
        for row in range(2):
            grid.addWidget(QPushButton(f"{column}{row}"), row, column)
    assert walk(show(window)) == []


def test_focus_behind_something(show: Show) -> None:
    window = filled(QPushButton("behind"))
    over = QWidget(window)
    over.setAutoFillBackground(True)
    above = QPushButton("above", over)
    window.resize(300, 100)
    over.setGeometry(window.rect())
    above.move(100, 60)
    show(window)
    over.raise_()
    found = walk(window)
    assert [one for one in found if "behind" in one.split("has")[0]]
    assert any("has the focus behind QWidget" in one for one in found)


def test_keys_that_two_things_want(show: Show) -> None:
    box = QGroupBox("&Send")
    window = show(filled(QPushButton("&Send"), box, QPushButton("S && &n"), QPushButton("&Do")))
    found = access.same_mnemonics(window)
    assert len(found) == 1
    assert found[0].startswith("Alt+s is wanted by QPushButton")
    menu = QMenu()
    for text in ("&Open", "&Over", "&Close"):
        menu.addAction(text)
    assert access.same_mnemonics(show(menu)) == ["Alt+o is wanted by the action '&Open' and the action '&Over'"]


def narrow(widget: QWidget, width: int) -> QWidget:
    widget.setFixedWidth(width)
    return widget


def wrapped(width: int, height: int) -> QLabel:
    label = QLabel("a text of several lines that " * 4)
    label.setWordWrap(True)
    label.setFixedSize(width, height)
    return label


def choice(text: str) -> QComboBox:
    combo = QComboBox()
    combo.addItem(text)
    return combo


def hinted(text: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(text)
    return field


def columns() -> QTableWidget:
    table = QTableWidget(1, 1)
    table.setHorizontalHeaderLabels(["A heading that is longer than its column"])
    return table


LONG = "Something longer than there is room"


@pytest.mark.parametrize(
    "make",
    [
        lambda: narrow(QLabel(LONG), 40),
        lambda: wrapped(80, 20),
        lambda: narrow(QPushButton(LONG), 60),
        lambda: narrow(QRadioButton(LONG), 60),
        lambda: narrow(choice(LONG), 60),
        lambda: narrow(hinted(LONG), 60),
        columns,
    ],
)
def test_texts_that_do_not_fit(show: Show, make: Callable[[], QWidget]) -> None:
    assert len(access.clipped(show(filled(make())))) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: QLabel(LONG),
        lambda: wrapped(200, 200),
        lambda: QPushButton(LONG),
        lambda: choice(LONG),
        lambda: narrow(hinted(LONG), 400),
    ],
)
def test_texts_that_fit(show: Show, make: Callable[[], QWidget]) -> None:
    assert access.clipped(show(filled(make()))) == []


def test_what_reaches_beyond_its_place(show: Show) -> None:
    window = QWidget()
    window.resize(200, 60)
    inner = QWidget(window)
    inner.resize(80, 40)
    button = QPushButton("Send", inner)
    button.setGeometry(20, 4, 90, 30)
    assert access.clipped(show(window)) == [f"{access.said(button)} reaches beyond what surrounds it"]


def test_a_focus_that_is_not_seen(show: Show) -> None:
    class Plain(QPushButton):
        def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            """Always the same."""

    unseen: list[str] = []
    access.tab_stops(show(filled(QPushButton("a"), Plain("b"), QPushButton("c"))), unseen)
    assert len(unseen) == 1
    assert unseen[0].startswith("Plain 'b'")


def contrast(one: str, two: str) -> float:
    """As WCAG 2.2 has it."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pairs(of: Colours) -> list[tuple[str, str]]:
    """What is written on what."""
    grounds = (of.window, of.card, of.raised)
    found = [(text, ground) for text in (of.text, of.secondary, of.accent) for ground in grounds]
    found += [(mood, ground) for mood in of.moods.values() for ground in (of.window, of.card)]
    return [*found, (of.on_accent, of.accent), (of.card if not of.dark else of.window, of.moods["attention"])]


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_moods_stand_out(of: Colours) -> None:
    assert [(one, two, contrast(one, two)) for one, two in pairs(of) if contrast(one, two) < 4.5] == []


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
def test_shapes_stand_out_where_they_are_raised(of: Colours) -> None:
    assert all(contrast(mood, of.raised) >= 3 for mood in of.moods.values())


def test_contrast_is_measured() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
