"""A page of what settings have several of (connections, flows, exports): their list at the left, one at the right.

What one looks like, and what may be deleted, is told by the pages made of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.slugs import slug
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.listing import NARROW, WIDE, Entry, Listing
from desktop_sync.ui.tokens import BETWEEN, GRID, MARGIN

LISTED = 4  # the part of a narrow page that the list has
EMPTY, SHOWN, UNKNOWN = range(3)  # what shows at the right
Row = dict[str, Any]


class Detail(QWidget):
    """One of them, whole."""

    def show_one(self, number: int) -> None:
        """That of this number in the draft's list."""
        raise NotImplementedError

    def begin(self) -> None:
        """Its first field is typed into."""
        raise NotImplementedError

    def show_problems(self) -> None:
        """As the draft knows them."""
        raise NotImplementedError

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        raise NotImplementedError


class Subjects(QWidget):
    """``name``: that of the list in the settings; ``empty`` says what will be here. ``shown`` holds the chosen one."""

    def __init__(self, draft: Draft, name: str, words: str, detail: Detail, empty: EmptyPlace) -> None:
        super().__init__()
        self._draft, self._name, self._detail = draft, name, detail
        self.current = -1
        self.bar = Bar(self)
        self.listing = Listing(words, self)
        self.listing.chosen.connect(self.choose)
        self.listing.added.connect(self._added)
        self.listing.duplicated.connect(self._duplicated)
        self.listing.deleted.connect(self.delete)
        empty.wanted.connect(self.listing.add.click)
        self._empty = empty
        self.stack = QStackedWidget(self)
        self.stack.addWidget(empty)
        self.stack.addWidget(scrolling(detail))
        self.stack.addWidget(QWidget(self))  # while it is not known what there is
        self.shown = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.shown.setSpacing(GRID)
        self.shown.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.bar)
        right.addLayout(self.shown, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        row.addWidget(self.listing)
        row.addLayout(right, 1)
        draft.loaded.connect(self._loaded)
        draft.changed.connect(self._redraw)
        draft.checked.connect(self._checked)
        if draft.known:
            self._loaded()
        else:
            self.stack.setCurrentIndex(UNKNOWN)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.listing.setFixedWidth(max(NARROW, min(WIDE, self.width() // LISTED)))

    def types(self) -> Mapping[str, str]:
        """What can be added: type → words."""
        raise NotImplementedError

    def fresh(self, type_: str) -> Row:
        """A new one of this type, without its id."""
        raise NotImplementedError

    def entry(self, one: Row) -> Entry:
        """As the list shows it."""
        raise NotImplementedError

    def copied(self, one: Row) -> Row:
        """What a duplicate has of it, besides its id and title."""
        return deepcopy(one)

    def delete(self) -> None:
        """The chosen one, when nothing speaks against it."""
        self.drop()

    @property
    def rows(self) -> list[Row]:
        """Those of the draft."""
        return self._draft.listed(self._name)

    @property
    def chosen_one(self) -> Row | None:
        """The one that shows."""
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    def title_of(self, one: Row) -> str:
        """What people call it."""
        return str(one.get("title") or one.get("id") or "")

    @Slot(int)
    def choose(self, number: int) -> None:
        """Shows it."""
        self.current = number if 0 <= number < len(self.rows) else -1
        self.bar.hide()
        self.stack.setCurrentIndex(SHOWN if self.current >= 0 else EMPTY if self._draft.known else UNKNOWN)
        if self.listing.list.currentRow() != self.current:
            with QSignalBlocker(self.listing.list):
                self.listing.list.setCurrentRow(self.current)
        if self.current >= 0:
            self._detail.show_one(self.current)
            self._detail.show_problems()
        self._redraw()

    def choose_id(self, identity: str) -> None:
        """The one of this id, where there is one."""
        self.choose(next((n for n, one in enumerate(self.rows) if one.get("id") == identity), -1))

    def add(self, one: Row) -> None:
        """At the end, and shows it."""
        taken = [str(each.get("id", "")) for each in self.rows]
        one["id"] = slug(str(one.get("title", "")), taken, self._name.rstrip("s"))
        self._draft.add(self._name, one)
        self.choose(len(self.rows) - 1)

    def drop(self) -> None:
        """Out of the draft; the save tells of it once more."""
        del self.rows[self.current]
        self.choose(min(self.current, len(self.rows) - 1))
        self._draft.touched()

    def set_read_only(self, *, on: bool, why: str) -> None:
        """It can be read, and nothing changed."""
        self.listing.set_read_only(on=on, why=why)
        self._detail.set_read_only(on=on)
        self._empty.button.setEnabled(not on)

    @Slot(str)
    def _added(self, type_: str) -> None:
        self.add(self.fresh(type_))
        self._detail.begin()

    @Slot()
    def _duplicated(self) -> None:
        one = self.chosen_one
        if one is not None:
            title = self.tr("{title} (copy)").format(title=self.title_of(one))
            self.add({**self.copied(one), "title": title})
            self._detail.begin()

    @Slot()
    def _loaded(self) -> None:
        """The same one is chosen, where it is still there."""
        self.listing.offer(self.types())
        one = self.listing.list.currentItem()
        identity = str(one.data(Qt.ItemDataRole.UserRole)) if self.listing.list.count() else ""
        found = next((n for n, each in enumerate(self.rows) if each.get("id") == identity), 0)
        self.choose(found)

    @Slot()
    def _redraw(self) -> None:
        entries = []
        for number, one in enumerate(self.rows):
            wrong = any(error for _, _, error in self._draft.problems((self._name, number)))
            shown = self.entry(one)
            entries.append(Entry(shown.title, shown.icon, wrong, shown.dim, shown.fixed))
        self.listing.show_entries(entries, self.current)
        for number, one in enumerate(self.rows):
            self.listing.list.item(number).setData(Qt.ItemDataRole.UserRole, one.get("id"))

    @Slot()
    def _checked(self) -> None:
        self._redraw()
        if self.current >= 0:
            self._detail.show_problems()


def scrolling(inside: QWidget) -> QScrollArea:
    """Without a frame; as wide as there is room, and no higher than it has to be."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, BETWEEN, 0)
    column.addWidget(inside)
    column.addStretch(1)
    return bare(page)


def bare(inside: QWidget) -> QScrollArea:
    """Without a frame; as large as there is room."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
