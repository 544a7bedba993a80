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
    """Through what stands in it. Items are not asked for: PySide 6.12 keeps what stands for one when the item has gone
    with its widget, and takes the next widget that Qt makes at that place of the memory for it.
    """
    around = layout.parentWidget()
    inner = [] if around is None else [one for one in around.children() if isinstance(one, QWidget)]
    inside = [one for one in layout.children() if isinstance(one, QLayout)]
    widgets = {layout.indexOf(one): one for one in inner}
    layouts = {layout.indexOf(one): one for one in inside}
    for number in range(layout.count()):
        if number in widgets:
            yield from _stops(widgets[number])
        elif number in layouts:
            yield from _laid(layouts[number])
