"""The sheet of one dry run: it is made, read, executed, and read again. Closing it ends a dry run that still goes on;
what is being sent goes on without it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QSettings, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.dry_run.plan import PlanView
from desktop_sync.ui.dry_run.telling import SENDS, SENT, Row, Telling
from desktop_sync.ui.dry_run.working import Working
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.spoken import until

LONGEST_TIMER = 2**31 - 1  # ms


class DryRunSheet(Sheet):
    """Of the flow of that id. It begins at once."""

    place = "dry-run"
    trail_wanted = Signal(str, str)

    def __init__(self, over: QWidget, link: Link, kept: QSettings, flow: str, title: str) -> None:
        super().__init__(over, "")
        self._link, self._flow = link, flow
        self.title.setText(self.tr("Dry run: {flow}").format(flow=said(title)))
        self.setAccessibleName(self.title.text())
        self._asked: Asked | None = None
        self._sending = False
        self._plan: Row | None = None
        telling, anew = Telling(self), self.tr("&Begin anew")
        self.again, self.send = QPushButton(icons.action("refresh"), anew, self), QPushButton(self)
        self.send.setIcon(icons.action("send-outline"))
        self.buttons.addWidget(self.again)
        self.buttons.addWidget(self.send)
        self.working = Working(telling, self)
        self.view = PlanView(link, telling, kept, self)
        self.trouble = EmptyPlace(icons.state("attention"), "", "", anew, self)
        self.nothing = EmptyPlace(icons.state("well"), "", "", anew, self)
        self._stack = QStackedWidget(self)
        for one in (self.working, self.view, self.trouble, self.nothing):
            self._stack.addWidget(one)
        self.body.addWidget(self._stack)
        self._expires = QTimer(self)
        self._expires.setSingleShot(True)
        self._expires.timeout.connect(self._dress)
        self.working.cancelled.connect(self._cancel)
        self.view.trail_wanted.connect(self.trail_wanted)
        for button in (self.again, self.trouble.button, self.nothing.button):
            button.clicked.connect(self.begin)
        self.send.clicked.connect(self._execute)
        link.changed.connect(self._dress)
        self.begin()

    @Slot()
    def begin(self) -> None:
        """A new plan in place of the one that shows."""
        self._plan = None
        self.working.begin(
            self.tr("Looking what a run would do"),
            self.tr("Files are read and Acme is asked. Nothing is sent or moved."),
        )
        self._start("dry_run")

    def close(self) -> bool:
        """A dry run that goes on is ended."""
        if self._asked is not None and self._asked.going and not self._sending:
            self._asked.cancel()
        return super().close()

    # -- what lasts ---------------------------------------------------------------------------

    @Slot()
    def _execute(self) -> None:
        plan = self._plan
        if plan is None or self._sending:
            return
        self._sending = True
        self.working.begin(
            self.tr("Sending exactly this plan"),
            self.tr("You may close this sheet: it goes on. Cancel ends it between two documents."),
        )
        self._start("execute", plan=plan["plan"])

    def _start(self, method: str, **values: object) -> None:
        self._stack.setCurrentWidget(self.working)
        self._asked = self._link.ask(
            self, method, self._come, self._failed, self.working.show_event, flow=self._flow, **values
        )
        self._dress()

    @Slot()
    def _cancel(self) -> None:
        if self._asked is not None:
            self._asked.cancel()

    def _come(self, plan: Row) -> None:
        self._plan, self._sending = plan, False
        if plan["counts"] or plan["files"]["not_sent"]:
            self._stack.setCurrentWidget(self.view)
            self.view.show_plan(plan, *self._words(plan))
        else:
            many = plan["files"]["files"]
            read = self.tr("%n file(s) read; Acme has all of it.", "", many) if many else self.tr("No file was there.")
            if plan["waiting"]:
                read = self.tr("%n file(s) read.", "", many) if many else self.tr("No file was there.")
                read = f"{read} {self._left(plan)}"
            self.nothing.show_words(self.tr("There is nothing new"), read)
            self._stack.setCurrentWidget(self.nothing)
        left = max(0.0, plan["expires_at"] - datetime.now(UTC).timestamp())
        self._expires.start(min(int(left * 1000) + 1000, LONGEST_TIMER))
        self._dress()
        self.view.rows.table.setFocus()

    def _failed(self, error: SyncError) -> None:
        self._sending = False
        self.trouble.show_words(said(error.what), said(error.hint))
        self._stack.setCurrentWidget(self.trouble)
        self._dress()

    # -- words --------------------------------------------------------------------------------

    def _words(self, plan: Row) -> tuple[str, str, str]:
        """Mood, sentence, note."""
        files = self.tr("%n file(s) read.", "", plan["files"]["files"])
        if plan["executed_at"] is not None:
            return self._executed(plan)
        many = sum(plan["counts"].get(one, 0) for one in SENT)
        lives = self.tr("Nothing was sent, nothing was moved. The plan ends {when}.").format(
            when=until(plan["expires_at"], datetime.now(UTC).astimezone())
        )
        if many:
            what = self.tr("A run would send %n change(s) to Acme.", "", many)
        else:
            what = self.tr("A run would send nothing new.") if plan["waiting"] else self.tr("A run would send nothing.")
        notes = [files, self._left(plan), lives] if plan["waiting"] else [files, lives]
        return "working" if many else "well", what, " ".join(notes)

    def _left(self, plan: Row) -> str:
        """A plan is about what is new."""
        many = plan["waiting"]
        return self.tr(
            "%n document(s) that were read before are not in Acme yet; the overview tells of them.", "", many
        )

    def _executed(self, plan: Row) -> tuple[str, str, str]:
        became = plan["became"]
        done = sum(became.get(one, 0) for one in SENT)
        waiting = sum(became.get(one, 0) for one in ("pending", "sending", "unknown"))
        left = became.get("rejected", 0) + became.get("not sent", 0) + plan["files"]["left_alone"]
        notes = [said(plan.get("note") or "")]
        if waiting:
            notes.append(self.tr("%n document(s) wait; the next run goes on with them.", "", waiting))
        if left:
            notes.append(self.tr("%n not sent, since it changed after the dry run or was refused: see why.", "", left))
        mood = "attention" if left or plan.get("note") else "working" if waiting else "well"
        return mood, self.tr("%n change(s) are in Acme now.", "", done), " ".join(one for one in notes if one)

    def _expired(self) -> bool:
        return self._plan is not None and self._plan["expires_at"] <= datetime.now(UTC).timestamp()

    @Slot()
    def _dress(self) -> None:
        """The buttons, by what can be done now."""
        plan, shown = self._plan, self._stack.currentWidget() is self.view
        takes = sum(plan["counts"].get(one, 0) for one in SENDS) if plan is not None else 0
        many = sum(plan["counts"].get(one, 0) for one in SENT) if plan is not None else 0
        open_ = plan is not None and plan["executed_at"] is None
        self.send.setVisible(shown and open_ and takes > 0)
        self.again.setVisible(shown)
        if many:
            self.send.setText(self.tr("&Send %n change(s) to Acme", "", many))
        else:
            self.send.setText(self.tr("Send nothing, &put the files away"))
        self.again.setEnabled(self._link.may("dry_run"))
        self.again.setToolTip(self._link.why_not("dry_run"))
        self.send.setEnabled(self._link.may("execute") and not self._expired())
        self.send.setToolTip(self._why())

    def _why(self) -> str:
        stale = self.tr("The plan is older than a day: begin anew.") if self._expired() else ""
        return self._link.why_not("execute") or stale
