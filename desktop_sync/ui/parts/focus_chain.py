"""Where Tab leads from a widget, asked without harm. It must not know any screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def following(one: QWidget, *, forward: bool = True) -> QWidget | None:
    """The next one in the chain of the window, or the one before."""
    return _released(one.nextInFocusChain() if forward else one.previousInFocusChain())


def is_stop(one: QWidget) -> bool:
    """Whether Tab halts there, when it is enabled and seen."""
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and _released(one.focusProxy()) is None


def _released(found: QWidget | None) -> QWidget | None:
    """PySide 6.12 takes the widget that another one names as the result of a method for a child of that one, whatever
    Qt knows: when the one asked goes, it and all that is below it count as deleted. Setting the parent that it has
    changes nothing in Qt, and puts that right.
    """
    if found is not None:
        found.setParent(found.parentWidget())
    return found
