"""``desktop-sync tray`` with somebody who reads the screen: each line on standard input is answered with what shows.

It knows every widget, row, menu entry and tab by the name that a screen reader says, and where on the screen it is. It
only looks: what is done is done by the hand of ``screen.py``, from outside.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QAbstractItemView, QWidget

ROWS = 60  # of a list or table that are read
Told = dict[str, Any]


def main() -> int:
    """The desk's own exit code."""
    threading.Thread(target=_read, name="eyes", daemon=True).start()
    from desktop_sync.__main__ import main as command

    return command(sys.argv[1:])


def _read() -> None:
    """Waits for Qt without bringing it in: the icon comes as soon as without us."""
    answering = None
    for _ in sys.stdin:
        while answering is None:
            answering = _answering()
            time.sleep(0.02)
        answering.asked.emit()


def _answering() -> Any:  # noqa: ANN401 - it is made in there
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return None
    from PySide6.QtCore import QObject, Signal, Slot

    class Eyes(QObject):
        asked = Signal()

        @Slot()
        def answer(self) -> None:
            print(json.dumps(list(everything())), flush=True)

    eyes = Eyes()
    eyes.moveToThread(widgets.QApplication.instance().thread())
    eyes.asked.connect(eyes.answer)
    return eyes


def everything() -> Iterator[Told]:
    """What shows in all windows, one by one."""
    from PySide6.QtWidgets import QApplication, QWidget

    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            for one in [window, *window.findChildren(QWidget)]:
                if one.isVisible() and one.window() is window:
                    yield from _of(one)


def _of(one: QWidget) -> Iterator[Told]:
    from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTabBar

    yield _told(one, _words(one), one.rect())
    if isinstance(one, QMenu):
        for action in one.actions():
            if action.isVisible() and not action.isSeparator():
                yield {**_told(one, action.text(), one.actionGeometry(action)), "kind": "Entry",
                       "enabled": action.isEnabled(), "checked": action.isChecked()}  # fmt: skip
    elif isinstance(one, QTabBar):
        for number in range(one.count()):
            told = _told(one, one.tabText(number), one.tabRect(number))
            yield {**told, "kind": "Tab", "checked": number == one.currentIndex()}
    elif isinstance(one, QAbstractItemView) and not isinstance(one, QHeaderView):
        yield from _cells(one)


def _cells(view: QAbstractItemView) -> Iterator[Told]:
    """Those in sight."""
    from PySide6.QtCore import QModelIndex, Qt
    from PySide6.QtWidgets import QListView, QTreeView

    model, seen = view.model(), view.viewport().rect()
    above = [QModelIndex()]
    while above:
        parent = above.pop()
        for row in range(min(model.rowCount(parent), ROWS)):
            for column in [view.modelColumn()] if isinstance(view, QListView) else range(model.columnCount(parent)):
                index = model.index(row, column, parent)
                rect = view.visualRect(index)
                if rect.isEmpty() or not seen.intersects(rect):
                    continue
                words = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or ""
                chosen = view.selectionModel().isSelected(index)
                told = _told(view.viewport(), str(words), rect & seen)
                yield {**told, "kind": "Cell", "row": row, "column": column, "checked": chosen,
                       "of": view.accessibleName()}  # fmt: skip
            if isinstance(view, QTreeView) and view.isExpanded(first := model.index(row, 0, parent)):
                above.append(first)


def _words(one: QWidget) -> str:
    for name in ("text", "title", "currentText", "toPlainText"):
        of = getattr(one, name, None)
        if callable(of):
            return str(of())
    return one.windowTitle() if one.isWindow() else ""


def _told(one: QWidget, words: str, rect: QRect) -> Told:
    """``open``: a click in its middle would come to it."""
    from PySide6.QtWidgets import QAbstractButton, QApplication

    window = one.window()
    there = rect & one.visibleRegion().boundingRect()
    middle = one.mapToGlobal((there if not there.isEmpty() else rect).center())
    under = QApplication.widgetAt(middle)
    return {
        "kind": next(kind.__name__ for kind in type(one).__mro__ if kind.__module__.startswith("PySide6")),
        "type": type(one).__name__, "name": _name(one), "text": re.sub("&(.?)", r"\1", words), "key": _key(words),
        "x": middle.x(), "y": middle.y(), "width": rect.width(), "height": rect.height(),
        "enabled": one.isEnabled(), "focus": one.hasFocus(), "window": window.windowTitle() or type(window).__name__,
        "checked": one.isChecked() if isinstance(one, QAbstractButton) else False,
        "open": not there.isEmpty() and under is not None and (under is one or one.isAncestorOf(under)),
    }  # fmt: skip


def _key(words: str) -> str:
    """The letter that, with Alt, does the same as a click."""
    found = re.search("&([^&\\s])", words.replace("&&", ""))
    return found[1].lower() if found else ""


def _name(one: QWidget) -> str:
    from PySide6.QtGui import QAccessible, QAccessibleInterface

    told = cast("QAccessibleInterface | None", QAccessible.queryAccessibleInterface(one))
    return "" if told is None else str(told.text(QAccessible.Text.Name)).strip()


if __name__ == "__main__":
    sys.exit(main())
