"""Where Tab leads, for what is made after the window: Qt puts it at the end, behind the buttons of the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def before(anchor: QWidget, inside: QWidget) -> None:
    """All that is ``inside`` comes before ``anchor``, in the order in which it was made. Both are in one window."""
    found = _stops(inside)
    last = anchor.previousInFocusChain()
    while last is not None and last is not anchor and (not _is_stop(last) or last in found):
        last = last.previousInFocusChain()
    if last is not None and _is_stop(last):  # Qt takes only what can have the focus
        _chain(last, found)


def after(anchor: QWidget, inside: QWidget) -> QWidget:
    """All that is ``inside`` comes after ``anchor``, which can have the focus. Gives the last of it."""
    return _chain(anchor, _stops(inside))


def _chain(anchor: QWidget, found: list[QWidget]) -> QWidget:
    for one in found:
        QWidget.setTabOrder(anchor, one)
        anchor = one
    return anchor


def _stops(inside: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    one = inside.nextInFocusChain()
    while one is not None and one is not inside:
        if inside.isAncestorOf(one) and _is_stop(one):
            found.append(one)
        one = one.nextInFocusChain()
    return found


def _is_stop(one: QWidget) -> bool:
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None
