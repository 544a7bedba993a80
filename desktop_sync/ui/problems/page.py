"""The page of problems: groups at the left, newest first; the chosen one at the right; what has ended below.

It is fetched when it shows and whenever something happened; what is chosen and how far it is scrolled stays.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.problems.acting import Acting
from desktop_sync.ui.problems.cards import GroupList
from desktop_sync.ui.problems.detail import Detail
from desktop_sync.ui.problems.groups import GROUP_ROLE, Groups
from desktop_sync.ui.problems.head import Head
from desktop_sync.ui.problems.idle import Idle
from desktop_sync.ui.problems.resolved import Resolved
from desktop_sync.ui.problems.telling import Row, Telling, spoken_of
from desktop_sync.ui.tokens import BETWEEN

RESOLVED_FOR = timedelta(days=7)
LEFT, RIGHT = 220, 610  # px: at the right a fingerprint stands on one line


class ProblemsPage(QWidget):
    """``trail_wanted``: reference, resource. ``settings_wanted``: page, and which there. ``edit_wanted``: reference,
    resource, and why it was refused. ``made_wanted``: an export.
    """

    trail_wanted = Signal(str, str)
    settings_wanted = Signal(str, str)
    made_wanted = Signal(str)
    overview_wanted = Signal()
    edit_wanted = Signal(str, str, str)

    def __init__(self, link: Link, picture: Picture, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._picture, self._kept = link, picture, kept
        self._known = self._showing = self._asking = self._again = False
        self._groups: list[Row] = []
        self._subject = ""  # what is to be chosen when it comes
        self._telling = Telling(self)
        self._acting, self._idle = Acting(link, self), Idle(link, picture, self)
        self.head = Head(link, self._telling, self)
        self.model = Groups(self._telling, self._now, self)
        self.list = GroupList(self.tr("Problems by cause"), self)
        self.list.setModel(self.model)
        self.detail = Detail(link, self._telling, kept, self._acting, self._now, self)
        self.resolved = Resolved(self._telling, self._now, self)
        self._empty = EmptyPlace(icons.state("well"), "", "", self.tr("Show all problems"), self)
        self.off = EmptyPlace(icons.action("power-plug-off-outline"), "", "", self.tr("Start the &engine"), self)
        self._stack = QStackedWidget(self)
        self.bar = Bar(self)
        self.bar.float_over(self._stack)
        self._lay_out()
        self._join()

    def show_subject(self, subject: str) -> None:
        """Of a flow its problems only; a group, or the one with a document, is chosen. Empty: as it is."""
        if not subject:
            return
        self.head.show_names(self._picture.flows, self._picture.connections)
        self.head.choose_flow(subject if subject in {one["flow"] for one in self._picture.flows} else "")
        self._subject = subject
        if subject.startswith("g") and subject[1:].isdecimal():  # named by any of its problems
            self._link.ask(self, "problems", self._spoken_of, self._no_matter, name=subject, limit=1)
        self._filtered()

    def refresh(self) -> None:
        """Asks anew; once more afterwards when it was asked for meanwhile."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._link.ask(self, "problems", self._show, self._failed, flow=self.head.flow)
        since = (datetime.now(UTC) - RESOLVED_FOR).timestamp()
        self._link.ask(self, "resolved", self.resolved.show_rows, self._no_matter, since=since, flow=self.head.flow)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._showing = True
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._showing = False
        self.bar.pass_by()

    # -- how it is made -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(BETWEEN)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([LEFT, RIGHT])
        state = self._kept.value("problems/splitter")
        if state is not None:
            self.splitter.restoreState(state)
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.resolved)

    def _join(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.splitter.splitterMoved.connect(self._moved)
        self.head.changed.connect(self._filtered)
        self.head.retry_wanted.connect(self._retry_all)
        self.detail.said.connect(self.bar.say)
        self.detail.trail_wanted.connect(self.trail_wanted)
        self.detail.settings_wanted.connect(self.settings_wanted)
        self.detail.made_wanted.connect(self.made_wanted)
        self.detail.overview_wanted.connect(self.overview_wanted)
        self.detail.edit_wanted.connect(self.edit_wanted)
        self.resolved.trail_wanted.connect(self.trail_wanted)
        self._empty.wanted.connect(self.head.show_all)
        self.off.wanted.connect(self._link.start_engine)
        self._acting.told.connect(self._acted)
        self._idle.told.connect(self.bar.say)
        self.bar.taken.connect(self._idle.run)
        self._acting.changed.connect(self._dress)
        self._picture.changed.connect(self._pictured)
        self._link.changed.connect(self._pictured)
        self.head.show_names(self._picture.flows, self._picture.connections)  # what is known already

    # -- what comes ---------------------------------------------------------------------------

    @Slot()
    def _pictured(self) -> None:
        self.head.show_names(self._picture.flows, self._picture.connections)
        if self._showing:
            self.refresh()

    def _show(self, told: Row) -> None:
        self._groups, self._known = told["groups"], True
        self._ended()
        self._fill()

    def _failed(self, _: SyncError) -> None:
        """What was known stays; the window says what is wrong."""
        self._ended()
        self._dress()
        self.detail.dress()

    def _spoken_of(self, told: Row) -> None:
        if told["members"]:
            self._subject = told["members"][0]["cause"]
            self._choose_subject()

    def _no_matter(self, _: SyncError) -> None:
        """It is not needed."""

    def _ended(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self.refresh()

    def _fill(self) -> None:
        shown = [one for one in self._groups if self.head.owner in {"", one["owner"]}]
        self.model.show(shown)
        self._choose_subject()
        if shown and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        if self.detail.group is not self.list.currentIndex().data(GROUP_ROLE):
            self._show_group()
        self._dress()

    def _choose_subject(self) -> None:
        found = [at for at, one in enumerate(self.model.rows) if self._subject and spoken_of(one, self._subject)]
        if found:
            self._subject = ""
            self.list.setCurrentIndex(self.model.index(found[0]))

    def _dress(self) -> None:
        shown = self.model.rows
        self.head.show_sum(shown, busy=self._acting.busy)
        filtered = bool(self.head.flow or self.head.owner)
        if self._known and not shown:
            if filtered:
                self._empty.show_words(
                    self.tr("Nothing here"), self.tr("No open problem is of this flow and for them.")
                )
            else:
                words = self.tr("What goes wrong shows here: what, why, who can fix it, and what to do.")
                self._empty.show_words(self.tr("No problems"), words)
            self._empty.button.setVisible(filtered)
        self._stack.setCurrentIndex(self._place())
        if not shown:
            self.detail.show_group(None, None)

    def _place(self) -> int:
        """The list, that nothing is open, or that nothing is known."""
        if self._known:
            return 0 if self.model.rows else 1
        if self._link.state in {State.CONNECTING, State.CONNECTED}:
            return 0
        self.off.show_words(self.tr("The engine is off"), self.tr("What is open shows here when it runs."))
        return 2

    # -- what people do -----------------------------------------------------------------------

    @Slot(QModelIndex)
    def _chosen(self) -> None:
        self._show_group()

    def _show_group(self) -> None:
        self.detail.show_group(self.list.currentIndex().data(GROUP_ROLE), self.head.flow)

    @Slot()
    def _filtered(self) -> None:
        self._fill()
        self.refresh()

    @Slot()
    def _retry_all(self) -> None:
        groups = {one["group"]: one["problems"] for one in self.model.rows if "retry" in one["can"]}
        every = {"*": sum(one["problems"] for one in self.model.rows)}
        flows = [self.head.flow] if self.head.flow else [flow for one in self.model.rows for flow in one["flows"]]
        self._acting.retry(groups if self.head.owner else every, self.head.flow, flows)

    @Slot(str, str, str)
    def _acted(self, mood: str, what: str, hint: str) -> None:
        waits, offer = self._idle.look(self._acting.tried)
        self.bar.say(mood, what, f"{hint} {waits}".strip(), offer)

    @Slot()
    def _moved(self) -> None:
        self._kept.setValue("problems/splitter", self.splitter.saveState())

    def _now(self) -> datetime:
        return self._picture.now
