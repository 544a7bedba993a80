"""The story of a document at the left of its trail: versions, the newest first, each with its steps.

It knows what the facade's ``trail`` tells, and no engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.ui import document_states
from desktop_sync.ui.parts.labels import section
from desktop_sync.ui.spoken import ago, number, size
from desktop_sync.ui.tokens import BETWEEN, GRID
from desktop_sync.ui.trail import words
from desktop_sync.ui.trail.fold import Fold
from desktop_sync.ui.trail.step import Step
from desktop_sync.ui.trail.words import Row

FIRST = MORE = 20  # versions that show; more of them at once would be felt


class At(NamedTuple):
    """One step: of which version, its kind, and its number among several of a kind."""

    delivery: int
    kind: str
    number: int = 0


class Story(QScrollArea):
    """``chosen``: an ``At`` whose detail shall show. ``after``: what has the focus before it, by Tab."""

    chosen = Signal(object)

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._after = after
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lanes: Sequence[Row] = ()
        self._now = datetime.now().astimezone()
        self._most = FIRST
        self._unfolded: set[int] = set()
        self._known: set[int] = set()
        self.at: At | None = None
        self.steps: dict[At, Step] = {}
        self.folds: dict[int, Fold] = {}
        self._inside: dict[int, QWidget] = {}
        self._rest: QPushButton | None = None
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)

    def show_lanes(self, lanes: Sequence[Row], now: datetime) -> None:
        """What is chosen and unfolded stays so; a version that is new and the newest of its lane is unfolded."""
        self._lanes, self._now = lanes, now
        newest = {lane["deliveries"][-1]["id"] for lane in lanes if lane["deliveries"]}
        self._unfolded |= newest - self._known
        self._known |= newest
        self._build()

    def choose(self, at: At) -> None:
        """As if it were clicked."""
        if at.delivery in self.folds:
            self.folds[at.delivery].setChecked(True)
        step = self.steps.get(at)
        if step is not None:
            step.setChecked(True)
            self.at = at
            self.chosen.emit(at)

    def mark(self, at: At) -> None:
        """It is the chosen one; its detail shows already."""
        if at in self.steps:
            self.at = at
            self.steps[at].setChecked(True)

    def _build(self) -> None:
        focused, inside = QApplication.focusWidget(), self.widget()
        had_focus = inside is not None and focused is not None and inside.isAncestorOf(focused)
        self.steps, self.folds, self._inside, self._rest = {}, {}, {}, None
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(0)
        left = self._most
        for lane in self._lanes:
            if len(self._lanes) > 1:
                column.addWidget(section(self._account(lane), whole))
            for delivery in reversed(lane["deliveries"][-left:] if left else []):
                column.addWidget(self._version(delivery, whole))
            if len(lane["deliveries"]) > left:
                self._rest = self._older(len(lane["deliveries"]) - left, whole)
                column.addWidget(self._rest)
            left = max(left - len(lane["deliveries"]), 0)
        column.addStretch(1)
        before = self.verticalScrollBar().value()
        self.setWidget(whole)
        self._order()
        self.verticalScrollBar().setValue(before)
        if self.at in self.steps:
            self.steps[self.at].setChecked(True)
            if had_focus:
                self.steps[self.at].setFocus()

    def _account(self, lane: Row) -> str:
        return self.tr("Account {tenant} at {address}").format(tenant=lane["tenant"], address=lane["base_url"])

    def _version(self, delivery: Row, parent: QWidget) -> QWidget:
        whole = QWidget(parent)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(0)
        key = document_states.state(delivery)
        title = self.tr("{number}. {state}").format(
            number=number(delivery["revision"]), state=document_states.word(key)
        )
        when = ago(delivery["ended_at"] or delivery["noticed_at"], self._now)
        fold = Fold(document_states.MOODS.get(key, "paused"), title, when, whole)
        column.addWidget(fold)
        inside = QWidget(whole)
        inside.hide()
        column.addWidget(inside)
        fold.setProperty("delivery", delivery["id"])
        fold.toggled.connect(self._folded)
        fold.toggled.connect(inside.setVisible)
        self.folds[delivery["id"]] = fold
        self._inside[delivery["id"]] = inside
        if delivery["id"] in self._unfolded:
            fold.setChecked(True)
        return whole

    def _order(self) -> None:
        """By Tab as it stands, though it was made later than what comes after it."""
        before = self._after
        for number_of, fold in self.folds.items():
            for one in (fold, *(step for at, step in self.steps.items() if at.delivery == number_of)):
                QWidget.setTabOrder(before, one)
                before = one
        if self._rest is not None:
            QWidget.setTabOrder(before, self._rest)

    def _fill(self, inside: QWidget, delivery: Row, people: Sequence[Row]) -> None:
        """When it is unfolded first: a hundred versions are more than can be built at once."""
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 0, BETWEEN // 2)
        down.setSpacing(0)
        made = [
            (at, Step(icon, title, note, inside, mood=mood))
            for at, icon, title, note, mood in self._told(delivery, people)
        ]
        made[0][1].begins, made[-1][1].ends = True, True
        for at, step in made:
            self.steps[at] = step
            self._group.addButton(step)
            down.addWidget(step)

    def _told(self, one: Row, people: Sequence[Row]) -> Iterator[tuple[At, str, str, str, str]]:
        """Each step with its icon, title, note and mood."""
        number_of = one["id"]
        seen = self.tr("{size}, noticed {when}").format(size=size(one["size"]), when=ago(one["noticed_at"], self._now))
        yield At(number_of, "file"), "file-document-outline", one["path"], seen, ""
        where = one["position"].get("path", "")
        yield At(number_of, "position"), "map-marker-outline", _begun(words.place(one["position"])), where, ""
        record = self.tr("Record {number}").format(number=number(one["record"]))
        yield At(number_of, "record"), "card-text-outline", record, self.tr("what was read there"), ""
        named = words.version(one)
        made = self.tr("version {version}, {operation}") if named else "{operation}"
        note = made.format(version=named, operation=words.operation(one))
        yield At(number_of, "mapping"), "transit-connection-variant", self.tr("Mapping"), note, ""
        for count, person in enumerate(who for who in people if who["delivery"] == one["id"]):
            title = self.tr("{who}: {action}").format(who=person["who"], action=words.action(person["action"]))
            yield (
                At(number_of, "person", count),
                "account-outline",
                title,
                person["reason"] or ago(person["at"], self._now),
                "",
            )
        for count, request in enumerate(one["requests"]):
            title = self.tr("Request {number}: {method}").format(number=request["number"], method=request["method"])
            yield At(number_of, "request", count), "send-outline", title, words.sent(request), ""
            yield (
                At(number_of, "answer", count), "reply-outline", _begun(words.answered(request)),
                words.took(request), words.good(request),
            )  # fmt: skip
        if not one["requests"]:
            yield At(number_of, "end"), "minus-circle-outline", self.tr("Nothing was sent"), words.why(one), ""

    def _older(self, many: int, parent: QWidget) -> QPushButton:
        button = QPushButton(self.tr("Show %n older version(s)", "", many), parent)
        button.clicked.connect(self._more)
        return button

    @Slot()
    def _more(self) -> None:
        shown, self._most = self._most, self._most + MORE
        if len(self._lanes) == 1 and self._rest is not None:
            self._add_older(self._lanes[0]["deliveries"], shown, self._rest)
        else:
            self._build()

    def _add_older(self, deliveries: Sequence[Row], shown: int, rest: QPushButton) -> None:
        """Below those that show, which stay as they are."""
        whole = self.widget()
        column = whole.layout() if whole is not None else None
        if whole is None or not isinstance(column, QVBoxLayout):
            return
        added = list(reversed(deliveries[-self._most : -shown]))
        for place, delivery in enumerate(added, column.indexOf(rest)):
            column.insertWidget(place, self._version(delivery, whole))
        if len(deliveries) > self._most:
            rest.setText(self.tr("Show %n older version(s)", "", len(deliveries) - self._most))
        else:
            self._rest = None
            self.folds[added[0]["id"]].setFocus()
            rest.deleteLater()
        self._order()

    @Slot(bool)
    def _folded(self, unfolded: bool) -> None:
        fold = self.sender()
        if not isinstance(fold, Fold):
            return
        number_of = int(fold.property("delivery"))
        if not unfolded:
            self._unfolded.discard(number_of)
            return
        self._unfolded.add(number_of)
        inside = self._inside[number_of]
        if inside.layout() is None:
            self._fill(inside, *self._known_as(number_of))
            if inside.window() is self.window():  # else it is being built, and ordered with all
                self._order()

    def _known_as(self, number_of: int) -> tuple[Row, Sequence[Row]]:
        """A version, and what was done by hand in its lane."""
        return next(
            (one, lane["people"]) for lane in self._lanes for one in lane["deliveries"] if one["id"] == number_of
        )

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        at = next((at for at, step in self.steps.items() if step is button), None)
        if at is not None:
            self.at = at
            self.chosen.emit(at)


def _begun(words: str) -> str:
    """As a title begins; the rest as it is, for German has capital letters within."""
    return words[:1].upper() + words[1:]
