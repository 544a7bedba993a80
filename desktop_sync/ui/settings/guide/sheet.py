"""The guide as a sheet over the window: where one is, the page, and the way on and back."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QPushButton, QStackedWidget, QWidget

from desktop_sync.ui.link import Link, State
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.guide.arriving import ArrivingPage, Stage
from desktop_sync.ui.settings.guide.connecting import AccountPage, FolderPage
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.timing import TimingPage
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.tokens import BETWEEN, GRID, ROW


class GuideSheet(Sheet):
    """``finished``: the first flow runs, and the person wants to see it."""

    finished = Signal(str)

    def __init__(self, over: QWidget, link: Link) -> None:
        super().__init__(over, "")
        self.title.setText(self.tr("Set up a flow"))
        self.setAccessibleName(self.tr("Set up a flow"))
        self.draft = Draft(link, self)
        self.plan: Plan | None = None
        self.pages: dict[int, GuidePage] = {}
        self._titles = (
            self.tr("Acme account"), self.tr("Files"), self.tr("Sample"), self.tr("Schedule"), self.tr("Start"),
        )  # fmt: skip
        self.number = -1
        self.bar, self.steps = Bar(self), QHBoxLayout()
        self.stack = QStackedWidget(self)
        self._marks: list[QLabel] = []
        self.back, self.on = QPushButton(self.tr("Back"), self), QPushButton(self.tr("Next"), self)
        self.why = note("", self)
        self._lay_out()
        self.draft.loaded.connect(self._loaded)
        self.draft.unreadable.connect(self._unreadable)
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        link.changed.connect(self._linked)
        self._linked()

    def show_page(self, number: int) -> None:
        """From 0 on. A page is made when it is first wanted."""
        if self.plan is None:
            return
        if number not in self.pages:
            self.pages[number] = page = self._made(self.plan, number)
            page.changed.connect(self._redraw)
            page.grown.connect(self._grown)
            self.stack.addWidget(page)
        self.number = number
        self.stack.setCurrentWidget(self.pages[number])
        self.pages[number].entered()
        self._grown()
        self._redraw()

    @Slot()
    def _grown(self) -> None:
        before(self.back, self.pages[self.number])

    def _made(self, plan: Plan, number: int) -> GuidePage:
        kinds: tuple[type[AccountPage | FolderPage | SamplePage | TimingPage | ArrivingPage], ...] = (
            AccountPage, FolderPage, SamplePage, TimingPage, ArrivingPage,
        )  # fmt: skip
        return kinds[number](plan, self)

    def close(self) -> bool:
        """Asks before what was filled in is thrown away."""
        last = self.pages.get(self._last)
        self.busy = isinstance(last, ArrivingPage) and last.stage is Stage.SAVING
        if self.plan is not None and 0 < self.number < self._last and self.draft.count:
            self._ask()
            return False
        return super().close()

    def _lay_out(self) -> None:
        self.steps.setSpacing(BETWEEN)
        for _ in self._titles:
            self._marks.append(note("", self))
            self.steps.addWidget(self._marks[-1])
        self.steps.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.why, 1)
        for one in (self.back, self.on):
            one.setMinimumHeight(ROW)
            foot.addWidget(one)
        self.body.addLayout(self.steps)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(foot)
        for button in (self.back, self.on):
            button.setEnabled(False)

    @Slot()
    def _linked(self) -> None:
        if self.draft.link.state is State.CONNECTED and not self.draft.known:
            self.draft.load()

    @Slot()
    def _loaded(self) -> None:
        if self.plan is not None:
            return
        if not self.draft.may_change:
            self.bar.say("attention", self.tr("Only those who may change settings can set up a flow."))
            return
        self.plan = Plan(self.draft, self.tr("Acme"), self.tr("Folder of orders"), self.tr("Orders"))
        self.show_page(0 if self.plan.new_account else 1)

    @Slot(str)
    def _unreadable(self, why: str) -> None:
        self.bar.say("stopped", self.tr("The settings file cannot be used: {why}").format(why=why))

    @Slot()
    def _redraw(self) -> None:
        last = self.number == self._last
        missing = self.pages[self.number].missing()
        started = last and self.draft.count == 0
        self.why.setText("" if last else missing)
        self.back.setEnabled(self.number > 0 and not started)
        self.on.setEnabled(not missing)
        self.on.setText(self.tr("Show the flow") if last else self.tr("Next"))
        for number, (mark, title) in enumerate(zip(self._marks, self._titles, strict=True)):
            mark.setText(f"{number + 1}  {title}")
            made = mark.font()
            made.setBold(number == self.number)
            mark.setFont(made)

    @Slot()
    def _go_back(self) -> None:
        self.show_page(self.number - 1)

    @Slot()
    def _go_on(self) -> None:
        if self.number < self._last:
            self.show_page(self.number + 1)
            return
        if self.plan is not None:
            self.finished.emit(str(self.plan.flow["id"]))
        super().close()

    @property
    def _last(self) -> int:
        return len(self._titles) - 1

    def _ask(self) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.title.text(), "", QMessageBox.StandardButton.NoButton, self)
        box.setText(self.tr("Nothing is saved yet."))
        box.setInformativeText(self.tr("If you leave the guide now, what you have filled in is lost."))
        leave = box.addButton(self.tr("Leave"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        leave.clicked.connect(self._leave)
        box.open()

    @Slot()
    def _leave(self) -> None:
        self.draft.discard()
        super().close()
