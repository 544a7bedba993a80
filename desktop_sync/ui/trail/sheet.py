"""A document's trail as a sheet over the main window: the proof above, the story at the left, each step beside it.

It asks the engine for the trail, and for what each step needs when it shows; what is done about the document is asked
for here, and where another screen does it, by signals.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QSettings, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.tokens import BETWEEN, GRID
from desktop_sync.ui.trail import words
from desktop_sync.ui.trail.copied import text_of
from desktop_sync.ui.trail.detail import Detail
from desktop_sync.ui.trail.proof import proof
from desktop_sync.ui.trail.story import At, Story
from desktop_sync.ui.trail.words import Row

SOON = 700  # ms in which what happens at once is asked for once
STORY, DETAIL = 340, 640  # widths at first
STORY_LEAST, DETAIL_LEAST = 240, 320
AGAIN = frozenset({"rejected", "dismissed", "pending", "unknown"})


class TrailSheet(Sheet):
    """``edit_wanted``: reference and resource of a document that shall be edited and tried again, and its note."""

    place = "trail"
    edit_wanted = Signal(str, str, str)

    def __init__(
        self, over: QWidget, link: Link, kept: QSettings, reference: str, resource: str, begin: str = "position"
    ) -> None:
        """``begin``: the kind of step that shows at first."""
        super().__init__(over, words.named(resource, reference))
        self._begin = begin
        self._link, self._reference, self._resource = link, reference, resource
        self.lanes: list[Row] = []
        self._acting = False
        self._begun = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.refresh)
        self._make_buttons()
        self.bar = Bar(self)
        self._make_proof()
        self._make_question()
        self.story, self.detail = Story(self.send_again, self), Detail(link, kept, self)
        self._lay_out()
        self.story.chosen.connect(self._show_step)
        self.detail.position_wanted.connect(self._show_position)
        link.happened.connect(self._happened)
        link.changed.connect(self._linked)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Asks anew; what shows stays until the answer is there."""
        values = {"resource": self._resource} if self._resource else {}
        self._link.ask(self, "trail", self._show, self._failed, document=self._reference, **values)

    # -- what it is made of -------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.retry = self._button(self.tr("&Try again"), self._retry)
        self.edit = self._button(self.tr("&Edit and try…"), self._edit)
        self.folder = self._button(self.tr("Open &folder"), self._open_folder)
        self.copy = self._button(self.tr("&Copy for support"), self._copy)
        for one in (self.retry, self.edit, self.folder, self.copy):
            self.buttons.addWidget(one)

    def _make_proof(self) -> None:
        self.proof = Card(self)
        self.badge, self.reason = Badge("paused", "…", self.proof), text("", self.proof)
        self.sentences = note("", self.proof)
        for one in (self.badge, self.reason, self.sentences):
            self.proof.body.addWidget(one)

    def _make_question(self) -> None:
        """For a version of which nobody but a person can tell whether it has arrived."""
        self.question = Card(self)
        said = text(
            self.tr("The program asks Acme by itself, again and again. If you can look there, say what you see.")
        )
        self.arrived = QPushButton(self.tr("I have looked: it &arrived"), self.question)
        self.send_again = QPushButton(self.tr("It is not there: &send it again"), self.question)
        self.arrived.clicked.connect(self._say_arrived)
        self.send_again.clicked.connect(self._say_send_again)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(said, 1)
        row.addWidget(self.arrived)
        row.addWidget(self.send_again)
        self.question.body.addLayout(row)
        self.question.hide()

    def _lay_out(self) -> None:
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(BETWEEN)
        self.parts.addWidget(self.story)
        self.parts.addWidget(self.detail)
        self.story.setMinimumWidth(STORY_LEAST)
        self.detail.setMinimumWidth(DETAIL_LEAST)
        self.parts.setSizes([STORY, DETAIL])
        self.parts.setStretchFactor(0, 0)
        self.parts.setStretchFactor(1, 1)
        title = self.tr("No version of it is left")
        said = self.tr("Versions that come from now on will stand here.")
        self.left = EmptyPlace(icons.action("file-hidden"), title, said, parent=self)
        self.left.hide()
        self.nothing = EmptyPlace(icons.action("file-question-outline"), "", "", self.tr("&Look again"), self)
        self.nothing.wanted.connect(self.refresh)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.proof)
        column.addWidget(self.question)
        column.addWidget(self.parts, 1)
        column.addWidget(self.left, 1)
        self.whole = QStackedWidget(self)
        self.whole.addWidget(whole)
        self.whole.addWidget(self.nothing)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.whole, 1)
        self._allow()

    def _button(self, title: str, done: object) -> QPushButton:
        made = QPushButton(title, self)
        made.clicked.connect(done)
        return made

    # -- what the engine tells ----------------------------------------------------------------

    def _show(self, lanes: list[Row]) -> None:
        self.lanes = lanes
        self.whole.setCurrentIndex(0)
        told = [proof(lane) for lane in lanes]
        worst = next((one for one in told if one.mood != "well"), told[0])
        self.badge.show_state(worst.mood, worst.headline)
        self.reason.setText(worst.why)
        self.reason.setVisible(bool(worst.why))
        self.sentences.setText("\n".join(" ".join(one.sentences) for one in told))
        self.left.setVisible(not any(lane["deliveries"] for lane in lanes))
        self.parts.setVisible(self.left.isHidden())
        self.story.show_lanes(lanes, datetime.now(UTC).astimezone())
        newest = self._newest
        self.question.setVisible(newest is not None and newest["state"] == "unknown")
        self._allow()
        if newest is not None and not self._begun:
            self._begun = True
            self.story.choose(At(newest["id"], self._begin))

    def _failed(self, error: SyncError) -> None:
        if self.lanes:
            self.bar.show_error(error)
            return
        self.nothing.show_words(error.what, error.hint)
        self.whole.setCurrentWidget(self.nothing)
        self._allow()

    @property
    def _newest(self) -> Row | None:
        """The newest version, where there is one lane only: with several, nobody knows which is meant."""
        if len(self.lanes) != 1 or not self.lanes[0]["deliveries"]:
            return None
        return dict(self.lanes[0]["deliveries"][-1])

    def _delivery(self, number: int) -> tuple[Row, Row] | None:
        """A version, and the lane that it is of."""
        return next(((one, lane) for lane in self.lanes for one in lane["deliveries"] if one["id"] == number), None)

    @Slot(object)
    def _show_step(self, at: At) -> None:
        found = self._delivery(at.delivery)
        if found is not None:
            delivery, lane = found
            people = [one for one in lane["people"] if one["delivery"] == at.delivery]
            self.detail.show_step(at, delivery, people)
        self._allow()

    @Slot(object)
    def _show_position(self, at: At) -> None:
        self.story.mark(at)

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if event.get("event") in {"run ended", "problems changed", "resync"}:
            self._soon.start()

    @Slot()
    def _linked(self) -> None:
        self._allow()
        if not self.lanes or self._link.may("trail"):
            self._soon.start()

    # -- what can be done ---------------------------------------------------------------------

    def _allow(self) -> None:
        newest = self._newest
        state = newest["state"] if newest else ""
        for button, method in ((self.retry, "retry"), (self.edit, "edit")):
            button.setVisible(state in AGAIN)
            self._permit(button, method)
        for button in (self.arrived, self.send_again):
            self._permit(button, "answer")
        self.folder.setEnabled(self.story.at is not None)
        self.copy.setEnabled(bool(self.lanes))

    def _permit(self, button: QPushButton, method: str) -> None:
        button.setEnabled(self._link.may(method) and not self._acting)
        button.setToolTip(self._link.why_not(method))

    @Slot()
    def _retry(self) -> None:
        self._act("retry")

    @Slot()
    def _edit(self) -> None:
        newest = self._newest
        if newest is not None:
            self.edit_wanted.emit(self._reference, self.lanes[0]["resource"], newest["note"])

    @Slot()
    def _say_arrived(self) -> None:
        self._act("answer", said="arrived")

    @Slot()
    def _say_send_again(self) -> None:
        self._act("answer", said="send-again")

    def _act(self, method: str, **values: str) -> None:
        """Once: the button is off until the answer is there."""
        if self._newest is None:
            return
        self._acting = True
        self._allow()
        self._link.ask(
            self,
            method,
            self._acted,
            self._not_acted,
            name=self._reference,
            resource=self.lanes[0]["resource"],
            **values,
        )

    def _acted(self, told: list[Row]) -> None:
        self._acting = False
        done = bool(told) and all(one["done"] for one in told)
        if done:
            self.bar.say("well", self.tr("Done. The next run goes on with it."))
        else:
            self.bar.say("attention", self.tr("Nothing was changed."), "\n".join(one["what"] for one in told))
        self._allow()
        self.refresh()

    def _not_acted(self, error: SyncError) -> None:
        self._acting = False
        self.bar.show_error(error)
        self._allow()

    @Slot()
    def _open_folder(self) -> None:
        found = self._delivery(self.story.at.delivery) if self.story.at is not None else None
        if found is not None:
            self._link.ask(self, "find_file", self._open, self.bar.show_error, item=found[0]["item"])

    def _open(self, told: Row) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(told["folder"])):
            self.bar.say("attention", self.tr("The folder could not be opened."), told["folder"])

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(text_of(self.lanes))
        said = self.tr("Copied. The text has no content of documents and no secrets in it.")
        self.bar.say("well", said)
