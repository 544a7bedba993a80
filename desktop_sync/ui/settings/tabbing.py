"""Where Tab leads, for what is made after the window: Qt puts it at the end, behind the buttons of the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def before(anchor: QWidget, inside: QWidget) -> None:
    """All that is ``inside`` comes before ``anchor``, in the order in which it was made. Both are in one window."""
    found: list[QWidget] = []
    one = inside.nextInFocusChain()
    while one is not None and one is not inside:
        if inside.isAncestorOf(one) and _stops(one):
            found.append(one)
        one = one.nextInFocusChain()
    last = anchor.previousInFocusChain()
    while last is not None and last is not anchor and (not _stops(last) or last in found):
        last = last.previousInFocusChain()
    for one in found:
        if last is not None:  # Qt takes only what can have the focus
            QWidget.setTabOrder(last, one)
        last = one


def _stops(one: QWidget) -> bool:
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None
