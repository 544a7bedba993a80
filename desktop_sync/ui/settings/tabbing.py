"""Where Tab leads, for what is made after the window: Qt puts it at the end, behind the buttons of the foot."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.parts.focus_chain import following, may_halt


def before(anchor: QWidget, inside: QWidget) -> None:
    """All that is ``inside`` comes before ``anchor``, in the order in which it was made. Both are in one window."""
    found = _stops(inside)
    last = following(anchor, forward=False)
    while last is not None and last is not anchor and (not may_halt(last) or last in found):
        last = following(last, forward=False)
    if last is not None and may_halt(last):
        QWidget.setTabOrder(_chain(last, found), anchor)  # no longer behind what stands between the last and it


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
    one = following(inside)
    while one is not None and one is not inside:
        if inside.isAncestorOf(one) and may_halt(one):
            found.append(one)
        one = following(one)
    return found
