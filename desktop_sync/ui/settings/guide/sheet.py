"""The guide as a sheet over the window: where one is, the page, and the way on and back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QPushButton, QStackedWidget, QWidget

from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.guide.arriving import ArrivingPage
from desktop_sync.ui.settings.guide.connecting import AccountPage, FolderPage
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.timing import TimingPage
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
        self.pages: Sequence[GuidePage] = ()
        self.bar, self.steps = Bar(self), QHBoxLayout()
        self.stack = QStackedWidget(self)
        self._marks: list[QLabel] = []
        self.back, self.on = QPushButton(self.tr("&Back"), self), QPushButton(self.tr("&Next"), self)
        self.why = note("", self)
        self._lay_out()
        self.draft.loaded.connect(self._loaded)
        self.draft.unreadable.connect(self._unreadable)
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        self.draft.load()

    @property
    def number(self) -> int:
        """Of the page that shows."""
        return self.stack.currentIndex()

    def show_page(self, number: int) -> None:
        """From 0 on."""
        self.stack.setCurrentIndex(number)
        self.pages[number].entered()
        self._redraw()

    def close(self) -> bool:
        """Asks before what was filled in is thrown away."""
        if self.plan is not None and self.number not in {-1, 0, len(self.pages) - 1} and self.draft.count:
            self._ask()
            return False
        return super().close()

    def _lay_out(self) -> None:
        self.steps.setSpacing(BETWEEN)
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
    def _loaded(self) -> None:
        if self.plan is not None:
            return
        if not self.draft.may_change:
            self.bar.say("attention", self.tr("Only those who may change settings can set up a flow."))
            return
        self.plan = Plan(self.draft, self.tr("Acme"), self.tr("Folder of orders"), self.tr("Orders"))
        arriving = ArrivingPage(self.plan, self)
        self.pages = (
            AccountPage(self.plan, self), FolderPage(self.plan, self), SamplePage(self.plan, self),
            TimingPage(self.plan, self), arriving,
        )  # fmt: skip
        arriving.started.connect(self._redraw)
        for page in self.pages:
            self.stack.addWidget(page)
            page.changed.connect(self._redraw)
            mark = note("", self)
            self._marks.append(mark)
            self.steps.addWidget(mark)
        self.steps.addStretch(1)
        self.show_page(0 if self.plan.new_account else 1)

    @Slot(str)
    def _unreadable(self, why: str) -> None:
        self.bar.say("stopped", self.tr("The settings file cannot be used: {why}").format(why=why))

    @Slot()
    def _redraw(self) -> None:
        page, last = self.pages[self.number], self.number == len(self.pages) - 1
        missing = page.missing()
        started = last and self.pages[-1].missing() != "" and self.draft.count == 0
        self.why.setText("" if last else missing)
        self.back.setEnabled(self.number > 0 and not started and not (last and not missing))
        self.on.setEnabled(not missing)
        self.on.setText(self.tr("Show the &flow") if last else self.tr("&Next"))
        for number, (mark, one) in enumerate(zip(self._marks, self.pages, strict=True)):
            mark.setText(f"{number + 1}  {one.title}")
            made = mark.font()
            made.setBold(number == self.number)
            mark.setFont(made)

    @Slot()
    def _go_back(self) -> None:
        self.show_page(self.number - 1)

    @Slot()
    def _go_on(self) -> None:
        if self.number < len(self.pages) - 1:
            self.show_page(self.number + 1)
            return
        assert self.plan is not None
        self.finished.emit(str(self.plan.flow["id"]))
        super().close()

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
