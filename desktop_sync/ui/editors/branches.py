"""Which branches of a tree somebody has opened or closed: they stay so when its rows are made anew, for each flow, and
between visits once it is told where to keep them. It must not know what the rows are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

KEPT = "mapping/branches"
Turned = dict[str, bool]


class Branches(QObject):
    """``name``: of the tree, among those of the same flow. What the tree does while its signals are blocked is not
    what somebody has done.
    """

    def __init__(self, tree: QTreeWidget, name: str) -> None:
        super().__init__(tree)
        self._tree, self._name = tree, name
        self._kept: QSettings | None = None
        self._flow = ""
        self._turned: dict[str, Turned] = {}  # by flow
        tree.itemExpanded.connect(self._opened)
        tree.itemCollapsed.connect(self._closed)

    def remember(self, kept: QSettings) -> None:
        """From now on also between visits."""
        self._kept = kept

    def turn_to(self, flow: str, *, renamed: bool) -> None:
        """The rows that are made next are of this flow; ``renamed``: it is the same one."""
        if renamed:
            self._turned[flow] = self._turned.pop(self._flow, {})
        self._flow = flow

    def restore(self) -> None:
        """Of rows that were just made."""
        turned = self._of_flow()
        for item in _all(self._tree) if turned else ():
            if (found := turned.get(_path(item))) is not None:
                item.setExpanded(found)

    def _of_flow(self) -> Turned:
        if self._flow not in self._turned:
            self._turned[self._flow] = _read(self._kept, self._key) if self._kept is not None else {}
        return self._turned[self._flow]

    @property
    def _key(self) -> str:
        return f"{KEPT}/{self._flow}/{self._name}"

    @Slot(QTreeWidgetItem)
    def _opened(self, item: QTreeWidgetItem) -> None:
        self._turn(item, on=True)

    @Slot(QTreeWidgetItem)
    def _closed(self, item: QTreeWidgetItem) -> None:
        self._turn(item, on=False)

    def _turn(self, item: QTreeWidgetItem, *, on: bool) -> None:
        turned = self._of_flow()
        turned[_path(item)] = on
        if self._kept is not None and self._flow:
            self._kept.setValue(self._key, json.dumps(turned, ensure_ascii=False))


def _read(kept: QSettings, key: str) -> Turned:
    try:
        found = json.loads(str(kept.value(key, "{}")))
    except ValueError:
        return {}
    return {str(name): on is True for name, on in found.items()} if isinstance(found, dict) else {}


def _all(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    at = QTreeWidgetItemIterator(tree, QTreeWidgetItemIterator.IteratorFlag.HasChildren)
    while (item := at.value()) is not None:
        yield item
        at += 1


def _path(item: QTreeWidgetItem) -> str:
    """The names of what it stands in, and its own."""
    names = []
    one: QTreeWidgetItem | None = item
    while one is not None:
        names.append(one.text(0))
        one = one.parent()
    return "\n".join(reversed(names))
