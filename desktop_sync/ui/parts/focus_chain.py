"""Where Tab leads from a widget, and how it stays inside of something. It must not know any screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def following(one: QWidget, *, forward: bool = True) -> QWidget | None:
    """The next one in the chain of the window, or the one before."""
    return _released(one.nextInFocusChain() if forward else one.previousInFocusChain())


def is_stop(one: QWidget) -> bool:
    """Whether Tab halts there, when it is enabled and seen."""
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and _released(one.focusProxy()) is None


def may_halt(one: QWidget) -> bool:
    """Or it may at another time, as one of several of which another one is chosen. Qt orders only such."""
    return one.focusPolicy() != Qt.FocusPolicy.NoFocus and _released(one.focusProxy()) is None


def _released(found: QWidget | None) -> QWidget | None:
    """PySide 6.12 takes the widget that another one names as the result of a method for a child of that one, whatever
    Qt knows: when the one asked goes, it and all that is below it count as deleted. Setting the parent that it has
    changes nothing in Qt, and puts that right.
    """
    if found is not None:
        found.setParent(found.parentWidget())
    return found


def step(inside: QWidget, *, forward: bool) -> None:
    """The focus goes on to the next stop that is ``inside``, round and round; where there is no other, it stays.

    Qt's own way takes also what hands the focus on to a part of it, such as the row of a form, which stands elsewhere
    in the chain than that part.
    """
    here = one = QApplication.focusWidget() or inside
    while (found := following(one, forward=forward)) is not None and found is not here:
        one = found
        if one is not inside and inside.isAncestorOf(one) and _takes(one):
            one.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            _bring_into_sight(one, inside)
            return


def begin(inside: QWidget) -> bool:
    """The focus goes to the first stop that is ``inside``. False: there is none yet."""
    one = following(inside)
    while one is not None and one is not inside:
        if inside.isAncestorOf(one) and _takes(one):
            one.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        one = following(one)
    return False


def _takes(one: QWidget) -> bool:
    return is_stop(one) and one.isEnabled() and one.isVisible()


def _bring_into_sight(one: QWidget, inside: QWidget) -> None:
    """Qt does so only for who was inside of what scrolls before."""
    around = one.parentWidget()
    while around is not None and around is not inside:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(one)
        around = around.parentWidget()
