"""The cards of all flows, one below the other. They are made in pieces, and afterwards only changed in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_sync.ui.overview.card import Around, FlowCard
from desktop_sync.ui.tokens import GRID

PIECE = 0.012  # seconds of making cards before others have their turn
LEAST = 4  # cards in a piece, also where others have the processor
OFTEN = 100  # ms between two looks at progress

Row = dict[str, Any]


class Cards(QScrollArea):
    """``make`` gives a new card. ``wanted``: a page of the desk by name, and the flow."""

    wanted = Signal(str, str)

    def __init__(self, make: Callable[[], FlowCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self.cards: dict[str, FlowCard] = {}
        self._flows: dict[str, Row] = {}
        self._around: Mapping[str, Around] = {}
        self._old: dict[str, None] = {}  # cards that do not show yet what is known, in order
        self._moved: set[str] = set()
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon = QTimer(self, interval=0)
        self._soon.timeout.connect(self._more)
        self._chaining = QTimer(self, interval=0, singleShot=True)
        self._chaining.timeout.connect(self._chain)
        self._often = QTimer(self, interval=OFTEN, singleShot=True)
        self._often.timeout.connect(self._progress)

    def show_flows(self, flows: list[Row], around: Mapping[str, Around]) -> None:
        """All of them in their order; those that are gone go."""
        self._flows = {flow["flow"]: flow for flow in flows}
        self._around = around
        for name in [one for one in self.cards if one not in self._flows]:
            card = self.cards.pop(name)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._order()
        self._old = dict.fromkeys(self._flows)
        self._more()

    def show_progress(self, name: str) -> None:
        """Within a tenth of a second, and no more often."""
        self._moved.add(name)
        if not self._often.isActive():
            self._often.start()

    @Slot()
    def _progress(self) -> None:
        moved, self._moved = self._moved, set()
        for name in moved & self.cards.keys() & self._flows.keys():
            self.cards[name].show_flow(self._flows[name], self._around[name])

    @Slot()
    def _more(self) -> None:
        """As many as fit into a moment; the rest in the next ones."""
        until, done = time.monotonic() + PIECE, 0
        while self._old and (done < LEAST or time.monotonic() < until):
            name = next(iter(self._old))
            done += 1
            del self._old[name]
            card = self.cards.get(name) or self._made(name)
            card.show_flow(self._flows[name], self._around[name])
        if self._old:
            self._soon.start()
        else:
            self._soon.stop()
            self._order()

    def _made(self, name: str) -> FlowCard:
        card = self.cards[name] = self._make()
        card.wanted.connect(self.wanted)
        card.grown.connect(self._chaining.start)
        self._column.insertWidget(self._place(name), card)
        return card

    def _place(self, name: str) -> int:
        """Behind those that stand before it and are there."""
        before = 0
        for one in self._flows:
            if one == name:
                break
            before += one in self.cards
        return before

    def _order(self) -> None:
        wanted = [name for name in self._flows if name in self.cards]
        if wanted == list(self.cards):
            return
        self.cards = {name: self.cards[name] for name in wanted}
        for number, card in enumerate(self.cards.values()):
            self._column.removeWidget(card)
            self._column.insertWidget(number, card)
        self._chaining.start()

    @Slot()
    def _chain(self) -> None:
        """The keyboard goes from top to bottom, whatever was made first."""
        stops = [one for card in self.cards.values() for one in card.stops]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
