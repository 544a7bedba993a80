"""The order of the Tab key follows the eyes: through the layouts, from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QRadioButton, QSplitter, QTabWidget, QWidget


def in_order(widget: QWidget) -> None:
    """Again after anything was put in or taken out."""
    for first, second in pairwise(_stops(widget)):
        QWidget.setTabOrder(first, second)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, QRadioButton):  # it halts at the chosen one
        yield widget
    layout = widget.layout()
    corner = widget.cornerWidget() if isinstance(widget, QTabWidget) else None
    if corner is not None:
        yield from _stops(corner)
    if isinstance(widget, QSplitter | QTabWidget):
        for number in range(widget.count()):
            inner = widget.widget(number)
            if inner is not None:
                yield from _stops(inner)
    elif layout is not None:
        yield from _laid(layout)


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inner, inside = item.widget(), item.layout()
        if inner is not None:
            yield from _stops(inner)
        elif inside is not None:
            yield from _laid(inside)
