"""The last page: everything is saved, the flow runs once, and the first documents arrive before the eyes."""

from __future__ import annotations

import html
from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QPushButton, QWidget

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.ui import document_states, icons, spoken
from desktop_sync.ui.editors.schedule_values import Odd, span
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import section, text
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.tokens import BETWEEN, GRID, ROW

Row = dict[str, Any]
LOOKS = 1000  # ms between two looks at what has arrived
MOST = 50  # documents that are listed, the newest


class Stage(Enum):
    """How far it is."""

    READY = "ready"
    SAVING = "saving"
    RUNNING = "running"
    ASKS = "asks"  # files are there already
    DONE = "done"


class ArrivingPage(GuidePage):
    """``stage`` tells how far it is; once it is saved, there is no way back."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headed(
            self.tr("Ready"),
            self.tr("It is saved, then the flow runs for the first time. What arrives in Acme is shown here."),
        )
        self._plan, self.stage = plan, Stage.READY
        self._run: Asked | None = None
        self._answer, self._again = "", True
        self.bar, self.go = Bar(self), QPushButton(self)
        self.all, self.now = QPushButton(self), QPushButton(self.tr("Only what comes from now &on"), self)
        self.question, self.said, self.what = text("", self), section("", self), text("", self)
        self.progress, self.list = QProgressBar(self), QListWidget(self)
        self._looks = QTimer(self)
        self._looks.setInterval(LOOKS)
        self._looks.timeout.connect(self._look)
        self.go.clicked.connect(self._save)
        plan.draft.checked.connect(self._redraw)
        self.all.clicked.connect(self._take_all)
        self.now.clicked.connect(self._from_now)
        self._lay_out()
        self._redraw()

    @property
    def flow(self) -> str:
        """Its id."""
        return str(self._plan.flow["id"])

    def entered(self) -> None:
        self._plan.draft.check()
        table = self._plan.flow.get("schedule")
        self._sum_up("…" if table else self.tr("by hand only"))
        if table:
            self._plan.draft.link.ask(self, "fires", self._scheduled, self._ignore, schedule=table, flow=None)
        self._redraw()

    def _scheduled(self, told: Row) -> None:
        self._sum_up(str(told["words"]))

    def _sum_up(self, when: str) -> None:
        """What is about to be saved, in a line for each page; ``when``: as the engine says it."""
        plan = self._plan
        what = plan.source.get("pattern") or plan.source.get("table") or ""
        place = str(plan.place.get("title") or plan.place["id"])
        place = f"{place}, {what}" if what else place
        lines = [
            self.tr("From: {place}").format(place=place),
            self.tr("To: {account}").format(account=plan.account.get("title") or plan.account["id"]),
            self.tr("When: {when}").format(when=when),
        ]
        lines += [one for one in (self._rests(), self._version()) if one]
        self.what.setText("\n".join(lines))

    def _rests(self) -> str:
        """Rows have to be some seconds old, which nobody expects who has just written one."""
        plan, table = self._plan, self._plan.source
        if plan.has_files:
            return ""
        fields = plan.draft.forms["sources"][table["type"]]["fields"]
        usual = next((one["default"] for one in fields if one["name"] == "min_age"), None)
        try:
            age = span(table.get("min_age", usual))
        except Odd:  # none, or what the form complains about
            return ""
        words = self.tr("Rows are taken when they are {age} old, so that an order is there whole.")
        return words.format(age=spoken.span(age))

    def _version(self) -> str:
        """What is left out by it later is hardly noticed, so it is told before."""
        version = self._plan.flow.get("mapping", {}).get("version")
        path = version.get("from") if isinstance(version, Mapping) else None
        words = self.tr("{path} says what is newer: what is older and comes late never overwrites newer data in Acme.")
        return words.format(path=path) if path else ""

    def missing(self) -> str:
        return "" if self.stage is Stage.DONE else self.tr("The first run has not ended yet.")

    def _lay_out(self) -> None:
        self.go.setText(self.tr("&Save and start"))
        self.all.setText(self.tr("&Take them all"))
        self.list.hide()
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)  # they are only read
        self.list.setAccessibleName(self.tr("What has arrived"))
        self.progress.setAccessibleName(self.tr("How far the run is"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(GRID)
        choice = QHBoxLayout()
        choice.setSpacing(GRID)
        for one in (self.go, self.all, self.now):
            one.setMinimumHeight(ROW)
            choice.addWidget(one)
        choice.addStretch(1)
        card = Card(self)
        card.body.setSpacing(BETWEEN)
        for widget in (self.said, self.what, self.progress, self.question):
            card.body.addWidget(widget)
        card.body.addLayout(choice)
        self.body.addWidget(self.bar)
        self.body.addWidget(card)
        self.body.addWidget(self.list, 1)
        self.body.addStretch(0)

    def _at(self, stage: Stage) -> None:
        self.stage = stage
        if stage is Stage.DONE:
            itself = self.tr("From now on the flow runs by itself. The overview shows how it stands.")
            by_hand = self.tr("The flow runs when you start it. The overview shows how it stands.")
            self.headed(self.tr("Set up"), itself if self._plan.flow.get("schedule") else by_hand)
        self._redraw()
        self.changed.emit()

    @Slot()
    def _redraw(self) -> None:
        going = self.stage in {Stage.SAVING, Stage.RUNNING}
        self.go.setVisible(self.stage in {Stage.READY, Stage.SAVING})
        self.go.setEnabled(self.stage is Stage.READY and self._plan.draft.ready)
        self.progress.setVisible(going)
        self.what.setVisible(self.stage is Stage.READY)
        for one in (self.all, self.now):
            one.setVisible(self.stage is Stage.ASKS)
        self.question.setVisible(self.stage in {Stage.ASKS, Stage.DONE} and bool(self.question.text()))
        words = {
            Stage.READY: self.tr("“{flow}” can start."),
            Stage.SAVING: self.tr("It is being saved…"),
            Stage.RUNNING: self.tr("“{flow}” runs for the first time…"),
            Stage.ASKS: self.tr("There is something already."),
        }
        if self.stage in words:
            self.said.setText(words[self.stage].format(flow=self._plan.flow["title"]))

    @Slot()
    def _save(self) -> None:
        self.bar.hide()
        self.setFocus()  # the button goes, and what came after it is the way back
        self.progress.setRange(0, 0)
        self._at(Stage.SAVING)
        self._plan.draft.save(self._saved, self._not_saved)

    def _saved(self) -> None:
        self._start("")

    def _not_saved(self, error: SyncError) -> None:
        self.bar.show_error(error)
        self._at(Stage.READY)

    def _start(self, first_run: str) -> None:
        self._answer = first_run
        self.progress.setRange(0, 0)
        self._at(Stage.RUNNING)
        self._looks.start()
        link = self._plan.draft.link
        answer = {"first_run": first_run} if first_run else {}
        self._run = link.ask(self, "run", self._ran, self._failed, self._heard, flow=self.flow, **answer)

    def _heard(self, event: Any) -> None:  # noqa: ANN401 - an event
        if event.get("event") == "progress" and event.get("total"):
            self.progress.setRange(0, int(event["total"]))
            self.progress.setValue(int(event["done"]))

    def _ran(self, told: Row) -> None:
        self._looks.stop()
        self._look()
        if told["question"]:
            self.question.setText(told["question"])
            self._at(Stage.ASKS)
            return
        counts = told["counts"]
        done = sum(int(counts.get(one, 0)) for one in ("created", "updated", "unchanged"))
        self.question.setText("" if done else self._rests())
        if done:
            self.said.setText(self.tr("%n document(s) arrived in Acme.", "", done))
        else:
            self.said.setText(self.tr("There was nothing to send yet. What comes from now on is taken by itself."))
        if told["problems"]:
            what = self.tr("%n thing(s) need somebody: see Problems.", "", len(told["problems"]))
            self.bar.say("attention", what, str(told["problems"][0]["what"]))
        self._at(Stage.DONE)

    def _failed(self, error: SyncError) -> None:
        """A new flow runs by its schedule at once: what it is at work on already is waited for."""
        if isinstance(error, RetryLater):
            self._plan.draft.link.ask(self, "snapshot", partial(self._looked, error), partial(self._give_up, error))
        else:
            self._give_up(error)

    def _looked(self, error: SyncError, told: Row) -> None:
        going = any(one["flow"] == self.flow and one["progress"] is not None for one in told["flows"])
        if going or self._again:
            self._again = going  # it may have ended meanwhile: once more in any case
            QTimer.singleShot(LOOKS, self, self._try_again)
        else:
            self._give_up(error)

    @Slot()
    def _try_again(self) -> None:
        self._start(self._answer)

    def _give_up(self, error: SyncError, _: SyncError | None = None) -> None:
        self._looks.stop()
        self.bar.show_error(error)
        self.said.setText(self.tr("The first run did not work. Everything is saved; it is tried again by itself."))
        self._at(Stage.DONE)

    @Slot()
    def _take_all(self) -> None:
        self._start("all")

    @Slot()
    def _from_now(self) -> None:
        self._start("from_now")

    @Slot()
    def _look(self) -> None:
        self._plan.draft.link.ask(
            self, "history", self._show, self._ignore, show=["documents"], flow=self.flow, limit=MOST
        )

    def _ignore(self, _: SyncError) -> None:
        """The next look may succeed; the run tells what matters."""

    def _show(self, told: Row) -> None:
        self.list.clear()
        self.list.setVisible(bool(told["documents"]))
        for row in told["documents"]:
            words = self.tr("{reference}: {state}").format(reference=row["reference"], state=self._word(row["state"]))
            item = QListWidgetItem(icons.state(document_states.MOODS.get(row["state"], "working")), words, self.list)
            item.setToolTip(html.escape(str(row["path"])))
        self.list.setCurrentRow(0)

    def _word(self, state: str) -> str:
        return {
            "created": self.tr("created in Acme"),
            "updated": self.tr("updated in Acme"),
            "unchanged": self.tr("as it was in Acme"),
            "rejected": self.tr("refused"),
            "unknown": self.tr("sent, without an answer so far"),
            "pending": self.tr("waits"),
            "sending": self.tr("being sent"),
        }.get(state, state)
