"""One flow: how it stands, what it reads and writes, its last run and what comes next; while it works, how far it is.

What changes is put in place: nothing is made anew, nothing moves that need not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.ui import spoken
from desktop_sync.ui.overview.asks import Asks
from desktop_sync.ui.overview.buttons import More, RunButton
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.words import DOT, Words
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.tokens import BETWEEN, INSIDE, NOTE, ROW

Row = Mapping[str, Any]
LEFT, RIGHT = (72, 176), (72, 112)  # least and greatest width of state and title, of the last run
THIN = 6  # px of the progress bar
WIDEST = 2**24 - 1  # Qt's own bound


@dataclass(frozen=True, slots=True)
class Around:
    """What a card shows besides the flow. ``today``: what became of its documents; ``arrivals``: expectations."""

    now: datetime
    today: Mapping[str, int] = field(default_factory=dict)
    arrivals: Sequence[Row] = ()
    known: bool = True  # there is an engine


class FlowCard(Card):
    """``wanted``: a page of the desk by name, and the flow. ``grown``: there are more places for the keyboard."""

    wanted = Signal(str, str)
    grown = Signal()

    def __init__(self, steering: Steering, words: Words, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.flow: dict[str, Any] = {}
        self._around = Around(datetime.now().astimezone())
        self.badge, self.title, self.state = Badge(), Elided(semibold=True), Elided(size=NOTE)
        self.route, self.facts = Elided(middle=True), Elided(size=NOTE)
        self.brought, self.when = Elided(), Elided(size=NOTE)
        self.bar, self.far = QProgressBar(self), Elided(size=NOTE)
        self.button, self.more = RunButton(steering, self), More(steering, self)
        self.asks = asks.panel(self)
        self._lay_out()
        self.more.flow_menu.wanted.connect(self.wanted)
        self.asks.wanted.connect(self._asked)
        self.asks.grown.connect(self.grown)

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [self.button, self.more, *self.asks.stops]

    def show_flow(self, flow: dict[str, Any], around: Around) -> None:
        """As ``snapshot`` tells it."""
        self.flow, self._around = flow, around
        mood, word = self._words.state(flow, around.now) if around.known else ("paused", self.tr("Not known now"))
        self.badge.show_state(mood, "")
        self.badge.setAccessibleName(word)
        self.setAccessibleName(f"{flow['title']}: {word}")
        self.title.setText(flow["title"])
        self.state.setText(word)
        self.route.setText(self._words.route(flow))
        self.more.show_flow(flow)
        self.button.show_flow(flow, known=around.known)
        self.asks.show_flow(flow, around.now, known=around.known)
        self._show_last()
        self._show_progress()

    def _show_progress(self) -> None:
        progress = self.flow["progress"] if self._around.known else None
        self._lines.setCurrentIndex(0 if progress is None else 1)
        if progress is None:
            self.facts.setText(DOT.join(self._facts()))
        else:
            total = progress["total"] or 0
            self.bar.setRange(0, total)
            self.bar.setValue(min(progress["done"], total))
            self.far.setText(self._words.progress(progress))
            self.bar.setAccessibleDescription(self.far.text())

    def _facts(self) -> list[str]:
        found = [self._words.coming(self.flow, self._around.now)] if self._around.known else []
        found += [self._words.resting(self.flow)]
        found += self._words.expected(self._around.arrivals, self._around.now)
        found += [self._words.today(self._around.today), self._words.waiting(self.flow)]
        return [one for one in found if one]

    def _show_last(self) -> None:
        last = self.flow["last"]
        self.brought.setText(self._words.last(self.flow))
        at = None if last is None else last["ended_at"] or last["started_at"]
        self.when.setText("" if at is None else spoken.ago(at, self._around.now))
        if last is not None and at is not None:
            became = ", ".join(self._words.became(last["counts"]))
            self._last.setToolTip(tip("\n".join(one for one in (spoken.moment(at), became, last["note"]) if one)))

    @Slot(str)
    def _asked(self, page: str) -> None:
        self.wanted.emit(page, self.flow["flow"])

    # -- how it is laid out ---------------------------------------------------------------------

    def _lay_out(self) -> None:
        for quiet in (self.state, self.facts, self.when, self.far):
            quiet.setObjectName("secondary")
        for right in (self.brought, self.when):
            right.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(_two(self.title, self.state, *LEFT), 6)
        row.addWidget(self._middle(), 12)
        self._last = _two(self.brought, self.when, *RIGHT)
        row.addWidget(self._last, 5)
        row.addWidget(self._buttons())
        self.body.addLayout(row)
        self.body.addWidget(self.asks)

    def _middle(self) -> QWidget:
        """What comes, or how far it is: both take the same room."""
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(THIN)
        self.bar.setAccessibleName(self.tr("How far the run is"))
        going = QWidget(self)
        down = QVBoxLayout(going)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(INSIDE)
        down.addWidget(self.bar)
        down.addWidget(self.far)
        self._lines = QStackedWidget(self)
        self._lines.addWidget(_two(self.route, self.facts))
        self._lines.addWidget(going)
        self._lines.setFixedHeight(ROW)
        return self._lines

    def _buttons(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(INSIDE)
        row.addWidget(self.button)
        row.addWidget(self.more)
        return whole


def _two(above: QWidget, below: QWidget, least: int = 48, most: int = WIDEST) -> QWidget:
    """Two lines, as wide as there is room between the two widths."""
    whole = QWidget()
    whole.setMinimumWidth(least)
    whole.setMaximumWidth(most)
    down = QVBoxLayout(whole)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(0)
    down.addWidget(above)
    down.addWidget(below)
    return whole
