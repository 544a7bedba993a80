"""The guide as a sheet over the window: where one is, the page, and the way on and back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget

from desktop_sync.ui.link import Link, State
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.question import ask
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.guide.arriving import ArrivingPage, Stage
from desktop_sync.ui.settings.guide.connecting import AccountPage
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.place import PlacePage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.table import TablePage
from desktop_sync.ui.settings.guide.timing import TimingPage
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.tokens import BETWEEN, GRID, ROW


class GuideSheet(Sheet):
    """``finished``: the first flow runs, and the person wants to see it. ``settings_wanted``: they go on there."""

    finished = Signal(str)
    settings_wanted = Signal()

    def __init__(self, over: QWidget, link: Link) -> None:
        super().__init__(over, "")
        self.title.setText(self.tr("Set up a flow"))
        self.setAccessibleName(self.tr("Set up a flow"))
        self.draft = Draft(link, self)
        self.plan: Plan | None = None
        self.pages: dict[str, GuidePage] = {}
        self._titles = {
            "account": self.tr("Acme account"), "place": self.tr("Place"), "table": self.tr("Table"),
            "sample": self.tr("Sample"), "schedule": self.tr("Schedule"), "start": self.tr("Start"),
        }  # fmt: skip
        self.step = ""
        self._elsewhere = False  # what the person leaves for
        self._begins = False  # the keyboard goes to what the page asks for, as soon as that is there
        self.bar, self.steps = Bar(self), QHBoxLayout()
        self.stack = QStackedWidget(self)
        self._marks: dict[str, QLabel] = {}
        self.back, self.on = QPushButton(self.tr("Back"), self), QPushButton(self.tr("Next"), self)
        self.why = note("", self)
        self._lay_out()
        self.draft.loaded.connect(self._loaded)
        self.draft.checked.connect(self._begin)
        self.draft.unreadable.connect(self._unreadable)
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        link.changed.connect(self._linked)
        self._linked()

    @property
    def order(self) -> list[str]:
        """The steps that there are: only a database has tables."""
        files = self.plan is None or self.plan.has_files
        return [name for name in self._titles if name != "table" or not files]

    @property
    def number(self) -> int:
        """Of the step that shows, from 0 on; -1: none does."""
        return self.order.index(self.step) if self.step else -1

    @property
    def page(self) -> GuidePage:
        """That which shows."""
        return self.pages[self.step]

    def show_page(self, step: str) -> None:
        """A page is made when it is first wanted."""
        if self.plan is None:
            return
        former = self.pages.get(step)
        if former is not None and former.outdated():
            self.stack.removeWidget(former)
            self.pages.pop(step).deleteLater()
        if step not in self.pages:
            self.pages[step] = page = self._made(self.plan, step)
            page.changed.connect(self._redraw)
            page.grown.connect(self._grown)
            self.stack.addWidget(page)
        self.step = step
        self.stack.setCurrentWidget(self.page)
        self.page.entered()
        self._grown()
        self._redraw()
        self.setFocus()
        self._begins = True
        self._begin()

    @Slot()
    def _grown(self) -> None:
        before(self.back, self.page)
        self._begin()

    @Slot()
    def _begin(self) -> None:
        """Unless somebody was faster."""
        if self._begins and self.step:
            self._begins = self.hasFocus() and not self.page.begin()

    def _made(self, plan: Plan, step: str) -> GuidePage:
        if step == "place":
            page = PlacePage(plan, self)
            page.turned.connect(self._redraw)
            page.elsewhere.connect(self._to_settings)
            return page
        kinds: dict[str, type[AccountPage | TablePage | SamplePage | TimingPage | ArrivingPage]] = {
            "account": AccountPage, "table": TablePage, "sample": SamplePage, "schedule": TimingPage,
            "start": ArrivingPage,
        }  # fmt: skip
        return kinds[step](plan, self)

    def close(self) -> bool:
        """Asks before what was filled in is thrown away."""
        last = self.pages.get("start")
        self.busy = isinstance(last, ArrivingPage) and last.stage is Stage.SAVING
        saved = isinstance(last, ArrivingPage) and last.stage not in {Stage.READY, Stage.SAVING}
        if self.plan is not None and self.number > 0 and not saved and not self.busy and self.draft.count:
            self._ask()
            return False
        return super().close()

    def _lay_out(self) -> None:
        self.steps.setSpacing(BETWEEN)
        for name in self._titles:
            mark = self._marks[name] = note("", self)
            mark.setWordWrap(False)
            self.steps.addWidget(mark)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.why, 1)
        for one in (self.back, self.on):
            one.setMinimumHeight(ROW)
            foot.addWidget(one)
        self.buttons.addLayout(self.steps)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(foot)
        for button in (self.back, self.on):
            button.setEnabled(False)

    @Slot()
    def _linked(self) -> None:
        if self.draft.link.state is State.CONNECTED and not self.draft.known:
            self.draft.load()
        self._say_why()

    @Slot()
    def _loaded(self) -> None:
        if self.plan is not None:
            self.plan.find_again()
            self.page.entered()
            return
        if not self.draft.may_change:
            self.bar.say("attention", self.tr("Only those who may change settings can set up a flow."))
            return
        places = {
            "folder": self.tr("Folder of orders"), "sftp": self.tr("Server of orders"),
            "mssql": self.tr("Database of orders"),
        }  # fmt: skip
        self.plan = Plan(self.draft, self.tr("Acme"), places, self.tr("Orders"))
        QTimer.singleShot(0, self, self._first)  # in a moment of its own

    @Slot()
    def _first(self) -> None:
        if self.plan is not None:
            self.show_page("account" if self.plan.new_account else "place")

    @Slot(str)
    def _unreadable(self, why: str) -> None:
        self.bar.say("stopped", self.tr("The settings file cannot be used: {why}").format(why=why))

    @Slot()
    def _redraw(self) -> None:
        last = self.step == "start"
        missing = self.page.missing()
        started = last and self.draft.count == 0
        self._say_why()
        self.back.setEnabled(self.number > 0 and not started)
        self.on.setEnabled(not missing and (last or self.draft.current))  # what it was before says nothing
        self.on.setText(self.tr("Show the flow") if last else self.tr("Next"))
        order = self.order
        for name, mark in self._marks.items():
            mark.setVisible(name in order)
            if name in order:
                mark.setText(f"{order.index(name) + 1}  {self._titles[name]}")
            made = mark.font()
            made.setBold(name == self.step)
            mark.setFont(made)

    def _say_why(self) -> None:
        """Why one cannot go on, or what had better be done before."""
        words = self.draft.link.why_not("save_settings")
        if self.draft.link.state is State.CONNECTED:
            words = "" if self.step in {"", "start"} else self.page.missing() or self.page.advice()
        self.why.setText(words)

    @Slot()
    def _go_back(self) -> None:
        self.show_page(self.order[self.number - 1])

    @Slot()
    def _go_on(self) -> None:
        if self.step != "start":
            self.show_page(self.order[self.number + 1])
            return
        if self.plan is not None:
            self.finished.emit(str(self.plan.flow["id"]))
        super().close()

    @Slot()
    def _to_settings(self) -> None:
        """Nothing of what the guide has goes along: it is asked about first."""
        self._elsewhere = True
        self.close()

    def _ask(self) -> None:
        box = ask(
            self,
            self.tr("Nothing is saved yet."),
            self.tr("If you leave the guide now, what you have filled in is lost."),
            yes=self.tr("Leave"),
            no=self.tr("Go on"),
            sure=self._leave,
            title=self.title.text(),
            loses=True,
        )
        box.rejected.connect(self._stay)

    @Slot()
    def _stay(self) -> None:
        self._elsewhere = False

    @Slot()
    def _leave(self) -> None:
        self.draft.blockSignals(True)  # no page is left to hear of it
        self.draft.discard()
        super().close()
        if self._elsewhere:
            self.settings_wanted.emit()
