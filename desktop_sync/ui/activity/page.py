"""The activity page: documents, files, runs and missed runs, newest first, searched and filtered, as it happens.

It is looked at anew when it shows and when something happened. What opens elsewhere is wanted by a signal.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.activity.exporting import Exporting
from desktop_sync.ui.activity.filters import Filters
from desktop_sync.ui.activity.foot import Foot
from desktop_sync.ui.activity.head import Head
from desktop_sync.ui.activity.kinds import Kind, Kinds
from desktop_sync.ui.activity.opening import Opening
from desktop_sync.ui.activity.pages import Pages, State
from desktop_sync.ui.activity.tabs import Tabs
from desktop_sync.ui.activity.view import LongTable
from desktop_sync.ui.link import Link
from desktop_sync.ui.link import State as Linked
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.tokens import BETWEEN, GRID

Row = dict[str, Any]
SOON = 1000  # ms in which what happens at once is looked at once


class ActivityPage(QWidget):
    """``trail_wanted``: reference, resource. ``made_wanted``: what an export has made."""

    trail_wanted = Signal(str, str)
    made_wanted = Signal(str)
    overview_wanted = Signal()

    def __init__(self, link: Link, picture: Picture, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._picture, self._kept = link, picture, kept
        self._titles: dict[str, str] = {}
        self._stale = True
        self.kinds = Kinds(lambda flow: self._titles.get(flow, flow), lambda: picture.now).all()
        self.head, self.tabs = Head(self), Tabs(self)
        self.filters, self.foot = Filters(self), Foot(self)
        self.exporting, self.opening = Exporting(link, kept, self), Opening(link, picture.exports, self)
        self._tables: dict[str, LongTable] = {}
        self._stack = QStackedWidget(self)
        self._empty = EmptyPlace(icons.action("magnify"), "", "", self.tr("Show everything"), self)
        self._stack.addWidget(self._empty)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self.bar = Bar(self)
        self.bar.float_over(self._stack)
        self._lay_out()
        self._join()
        self._pictured()
        self.filters.show_kind(self.kind)

    @property
    def kind(self) -> Kind:
        """The list that shows."""
        return self.kinds[self.tabs.currentIndex()]

    @property
    def table(self) -> LongTable:
        """Of the list that shows; it is made when it first does."""
        return self._tables.get(self.kind.show) or self._made(self.kind)

    def show_subject(self, flow: str) -> None:
        """Whoever brings this page to speak of a flow: only what belongs to it."""
        if flow:
            self.filters.show_flow(flow)

    @Slot()
    def refresh(self) -> None:
        """What has come since; all of it when the wish is another by now."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._look(again=True)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._look(again=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._stale = True

    # -- how it is made -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(self.tr("What is shown"))
        for kind in self.kinds:
            self.tabs.addTab(kind.title)
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        row.addWidget(self.tabs)
        row.addWidget(self.filters.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)

    def _join(self) -> None:
        self.tabs.currentChanged.connect(self._turned)
        self.filters.changed.connect(self._wished)
        self.filters.left.connect(self._down)
        self.head.newest_wanted.connect(self._to_newest)
        self.head.columns_wanted.connect(self._ask_columns)
        self.head.export_wanted.connect(self._export)
        self.foot.cancel_wanted.connect(self.exporting.cancel)
        self.exporting.told.connect(self.foot.show_export)
        self.exporting.began.connect(self._dress)
        self.exporting.ended.connect(self._exported)
        self.exporting.said.connect(self.bar.say)
        self.opening.trail_wanted.connect(self.trail_wanted)
        self.opening.only_wanted.connect(self._only)
        self.opening.made_wanted.connect(self.made_wanted)
        self.opening.failed.connect(self.bar.show_error)
        self._empty.wanted.connect(self._fill)
        self._soon.timeout.connect(self.refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.filters.text.setFocus)
        self._link.happened.connect(self._happened)
        self._link.changed.connect(self._linked)
        self._picture.changed.connect(self._pictured)

    def _made(self, kind: Kind) -> LongTable:
        table = LongTable(f"activity {kind.show}", kind.title.replace("&", ""), kind.columns, self._kept, self)
        pages = Pages(self._link, kind.show, kind.columns, table)
        table.put(pages)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._ask_row)
        table.opened.connect(self._open)
        table.copied.connect(self._copied)
        table.verticalScrollBar().valueChanged.connect(self._scrolled)
        pages.counted.connect(self._dress)
        pages.above.connect(self._above)
        pages.failed.connect(self._failed)
        self._tables[kind.show] = table
        self._stack.addWidget(table)
        self.setTabOrder(self.filters.only, table)
        self.setTabOrder(table, self.foot.stop)
        return table

    # -- what is looked for ---------------------------------------------------------------------

    def _look(self, *, again: bool) -> None:
        pages, wish = self.table.pages, self.filters.wish(self._picture.now)
        known = {name: value for name, value in wish.items() if value not in (None, "", [])}
        if self._link.state is Linked.CONNECTED:
            if again and pages.looked and pages.wish == known:
                pages.again()
            elif not (pages.looked and pages.wish == known):
                self.head.show_new(0)
                pages.look(wish)
        self._dress()

    @Slot()
    def _turned(self) -> None:
        self.filters.show_kind(self.kind)
        self.head.show_new(0)
        self._look(again=True)

    @Slot()
    def _wished(self) -> None:
        self._look(again=False)

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _linked(self) -> None:
        """Another engine may have another ledger."""
        if self._link.state is Linked.CONNECTED:
            for table in self._tables.values():
                table.pages.looked = False
            self.refresh()
        self._dress()

    @Slot()
    def _pictured(self) -> None:
        """Times in words go on."""
        flows = [(one["flow"], one["title"] or one["flow"]) for one in self._picture.flows]
        self._titles = dict(flows)
        self.filters.show_flows(flows)
        for table in self._tables.values():
            table.viewport().update()

    @Slot()
    def _dress(self) -> None:
        pages = self.table.pages
        nothing = not pages.total and (pages.state in {State.ALL, State.FAILED} or not self._here)
        self._show_words(pages)
        self.head.may_export(bool(pages.total) and not self.exporting.going, self._link.may("history"))
        if nothing:
            self._show_empty(pages)
        self._stack.setCurrentWidget(self._empty if nothing else self.table)

    @property
    def _here(self) -> bool:
        return self._link.state is Linked.CONNECTED

    def _show_words(self, pages: Pages) -> None:
        many = self.kind.many(pages.total)
        if pages.state is State.LOOKING:
            self.head.say(self.tr("Looking…"))
        elif pages.state is State.COUNTING:
            self.head.say(self.tr("{many} so far, newest first; counting the older ones…").format(many=many))
        elif pages.state is State.FAILED and pages.total:
            self.head.say(self.tr("{many}, newest first; the older ones could not be counted").format(many=many))
        elif pages.cut:
            self.head.say(self.tr("The newest {many} that were found; more words find fewer").format(many=many))
        else:
            self.head.say(self.tr("{many}, newest first").format(many=many) if pages.total else "")

    def _show_empty(self, pages: Pages) -> None:
        filtered = self.filters.active
        if pages.state is State.FAILED or not self._here:
            why = self._link.why or self.tr("It is tried again as soon as something happens.")
            self._empty.show_words(self.tr("This cannot be shown now"), why)
        elif filtered:
            self._empty.show_words(self.tr("Nothing found"), self.tr("Nothing fits what is searched and filtered for."))
        else:
            self._empty.show_words(self.tr("Nothing yet"), self.kind.empty)
        self._empty.button.setText(self.tr("Show everything") if filtered else self.tr("To the overview"))
        self._empty.button.setVisible(self._here and pages.state is not State.FAILED)

    # -- what comes -----------------------------------------------------------------------------

    @Slot(int)
    def _above(self, many: int) -> None:
        if self.sender() is self.table.pages and not self.table.at_top:
            self.head.add_new(many)

    @Slot()
    def _scrolled(self) -> None:
        if self.table.at_top:
            self.head.show_new(0)

    @Slot(object)
    def _failed(self, error: SyncError) -> None:
        if self._link.state is Linked.CONNECTED:
            self.bar.show_error(error)

    # -- what people do -------------------------------------------------------------------------

    @Slot()
    def _fill(self) -> None:
        if self.filters.active:
            self.filters.clear()
        else:
            self.overview_wanted.emit()

    @Slot()
    def _down(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.table.pages.total:
            self.table.setCurrentIndex(self.table.pages.index(max(0, self.table.rowAt(0)), 0))

    @Slot()
    def _to_newest(self) -> None:
        self.table.scrollToTop()
        self.table.setFocus()

    @Slot(dict)
    def _open(self, row: Row) -> None:
        self.opening.open(self.kind.show, row)

    @Slot(str, str, int, str)
    def _only(self, show: str, name: str, number: int, words: str) -> None:
        """Only what belongs to one file or run."""
        self.filters.show_only(name, number, words)
        self.tabs.setCurrentIndex([one.show for one in self.kinds].index(show))
        self._wished()

    @Slot(QPoint)
    def _ask_row(self, where: QPoint) -> None:
        row = self.table.pages.at(self.table.indexAt(where).row())
        if row is not None:
            menu = self.opening.menu(self.kind.show, row, self.table)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(where))

    @Slot(int, int)
    def _copied(self, many: int, of: int) -> None:
        if many < of:
            self.bar.say("well", self.tr("%Ln row(s) copied.", "", many), self.tr("An export has all of them."))

    @Slot()
    def _ask_columns(self) -> None:
        menu = self.table.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.head.columns.mapToGlobal(self.head.columns.rect().bottomLeft()))

    @Slot()
    def _export(self) -> None:
        self.exporting.ask(self.kind, self.table.pages.wish, self.table.pages.total)

    @Slot()
    def _exported(self) -> None:
        self.foot.hide()
        self._dress()
