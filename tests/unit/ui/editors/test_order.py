"""The order of Tab: as things stand, and nothing is left behind by asking how they stand."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from pytestqt.qtbot import QtBot

from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.focus_chain import following, is_stop


def made(qtbot: QtBot) -> tuple[QWidget, list[QWidget]]:
    """Rows in rows, made from the last to the first; what Tab shall halt at, from the first on."""
    whole = QWidget()
    qtbot.addWidget(whole)
    fifth, fourth, third, second, first = (QLineEdit(whole) for _ in range(5))
    column, row, form = QVBoxLayout(whole), QHBoxLayout(), QFormLayout()
    column.addLayout(row)
    row.addWidget(QLabel("not halted at", whole))
    row.addWidget(first)
    flowing = QWidget(whole)
    words = Flowing(flowing)
    words.addWidget(second)
    row.addWidget(flowing)
    column.addLayout(form)
    form.addRow("Name", third)
    split = QSplitter(whole)
    for one in (fourth, fifth):
        split.addWidget(one)
    column.addWidget(split)
    return whole, [first, second, third, fourth, fifth]


def stops(first: QWidget) -> list[QWidget]:
    found, one = [first], following(first)
    while one is not None and one is not first:
        found += [one] * is_stop(one)
        one = following(one)
    return found


def test_tab_goes_as_things_stand(qtbot: QtBot) -> None:
    whole, order = made(qtbot)
    in_order(whole)
    assert stops(order[0]) == order


def test_nothing_is_taken_for_a_layouts_item_when_that_has_gone(qtbot: QtBot) -> None:
    """PySide would answer with the item where Qt names a widget that has come to the same place of the memory."""
    before = items()
    whole = QWidget()
    qtbot.addWidget(whole)
    row = QHBoxLayout(whole)
    buttons = [QPushButton(str(number), whole) for number in range(20)]
    for one in buttons:
        row.addWidget(one)
    in_order(whole)
    for one in buttons:
        shiboken6.delete(one)
    assert row.count() == 0
    assert items() == before


def items() -> int:
    """Of layouts, as PySide knows them."""
    return sum(isinstance(one, QWidgetItem) for one in shiboken6.getAllValidWrappers())
