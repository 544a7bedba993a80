"""What a flow asks of a person, below its card: a first run's question, what is held, or its gravest problem."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.sentence_parts import first_part
from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.first import First
from desktop_sync.ui.overview.held import Held
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.tall import tall
from desktop_sync.ui.overview.words import DOT, Words
from desktop_sync.ui.parts.badge import SIZE
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.tokens import BETWEEN, NOTE

Row = dict[str, Any]


class Asks(QObject):
    """Makes them. ``look``: somebody wants to see what a flow holds."""

    look = Signal(str)

    def __init__(self, link: Link, steering: Steering, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.link, self.steering, self.words = link, steering, words

    def panel(self, parent: QWidget) -> Panel:
        """Of one card."""
        return Panel(self, parent)


class Panel(QWidget):
    """Hidden while nothing is asked. What it is made of is made when it is first needed. ``wanted``: a page by name."""

    wanted = Signal(str)
    grown = Signal()

    def __init__(self, asks: Asks, parent: QWidget) -> None:
        super().__init__(parent)
        self._asks = asks
        self.first: First | None = None
        self.held: Held | None = None
        self.trouble: Trouble | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZE + BETWEEN, 0, 0, 0)  # in line with the title
        self._column.setSpacing(BETWEEN)
        self.hide()

    def show_flow(self, flow: Row, now: datetime, *, known: bool) -> None:
        """One of the three, the gravest first. ``known``: there is an engine."""
        problem = flow["problem"]
        asks = bool(flow["question"]) and flow["enabled"]
        holds = not asks and flow["held"] > 0
        told = not asks and problem is not None and problem["cause"] not in {"held", "first run"}
        self.setVisible(asks or holds or told)
        if asks and self.first is None:
            self.first = self._added(First(self._asks.link, self._asks.steering, self))
        if holds and self.held is None:
            self.held = self._added(Held(self._asks.link, self._asks.steering, self._asks.words, self))
            self.held.look.connect(self._asks.look)
        if told and self.trouble is None:
            self.trouble = self._added(Trouble(self._asks.words, self))
            self.trouble.button.clicked.connect(self._what_to_do)
        self._show(flow, now, asks, holds, told, known)

    def _show(self, flow: Row, now: datetime, asks: bool, holds: bool, told: bool, known: bool) -> None:
        for one, wanted in ((self.first, asks), (self.held, holds)):
            if one is not None:
                one.setVisible(wanted)
                if wanted:
                    one.show_flow(flow, known=known)
        if self.trouble is not None:
            self.trouble.setVisible(told)
            if told:
                self.trouble.show_problem(flow["problem"], flow["title"], now)

    def _added(self, widget: QWidget) -> Any:  # noqa: ANN401 - what was given
        self._column.addWidget(widget)
        self.grown.emit()
        return widget

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        first = [] if self.first is None else self.first.stops
        held = [] if self.held is None else [self.held.see, self.held.send]
        return [*first, *held] if self.trouble is None else [*first, *held, self.trouble.button]

    @Slot()
    def _what_to_do(self) -> None:
        self.wanted.emit("problems")


class Trouble(QWidget):
    """The gravest problem in a line."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.what, self.since = Elided(), Elided(size=NOTE)
        self.since.setObjectName("secondary")
        self.button = tall(QPushButton(self.tr("What to do"), self))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.what)
        lines.addWidget(self.since)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN)
        row.addLayout(lines, 1)
        row.addWidget(self.button)

    def show_problem(self, problem: Row, title: str, now: datetime) -> None:
        """As a flow's ``problem`` in the snapshot."""
        what = first_part(problem["what"].removeprefix(f"{title}: "))
        self.what.setText(what[:1].upper() + what[1:])
        more = self._words.trouble(problem, now)
        self.since.setText(more)
        self.button.setAccessibleName(self.tr("What to do about {flow}").format(flow=title))
        self.button.setAccessibleDescription(DOT.join([what, more]))
