"""Volume and latency of the last thirty days: three small cards, filled by the answer to ``volume``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_sync.ui import spoken
from desktop_sync.ui.overview.chart import Bars, Line, Point
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import Elided, heading, note
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, NOTE

Row = Mapping[str, Any]
SHORTEST = 0.1  # seconds that are told
NOTHING = "—"


class Charts(QWidget):
    """Today, documents per day, and how long they took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today, self._waiting = heading(NOTHING, self), note("", self)
        self.bars = Bars(self.tr("Documents per day, last 30 days"), self)
        self.line = Line(self.tr("Time from noticed to delivered, last 30 days"), self)
        self.total, self.median = heading(NOTHING, self), heading(NOTHING, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN)
        row.addWidget(self._figure(self.today, self.tr("documents today"), self._waiting), 2)
        row.addWidget(self._chart(self.total, self.tr("documents in 30 days"), self.bars), 5)
        row.addWidget(self._chart(self.median, self.tr("typical delivery time"), self.line), 4)
        self.show_waiting(0)

    def show_waiting(self, many: int) -> None:
        """How many files and documents go on by themselves."""
        self._waiting.setText(self.tr("%Ln waiting", "", many))

    def show_volume(self, told: Row) -> None:
        """As the facade's ``volume`` tells it."""
        days = told["days"]
        now = sum(sum(counts.values()) for counts in told["today"].values())
        self.today.setText(spoken.number(now))
        self.total.setText(spoken.number(told["documents"]))
        self.median.setText(NOTHING if told["median"] is None else _span(told["median"]))
        self.bars.show_points([self._bar(one) for one in days], self._in_short(told))
        self.line.show_points([Point((one["median"],), self._took(one)) for one in days], self._took_in_short(told))

    def _bar(self, one: Row) -> Point:
        lines = [
            words.format(day=_long(one["day"]))
            for words in (
                self.tr("{day}: %Ln delivered", "", one["delivered"]),
                self.tr("%Ln unchanged", "", one["unchanged"]) if one["unchanged"] else "",
                self.tr("%Ln refused", "", one["refused"]) if one["refused"] else "",
                self.tr("%Ln overtaken or dismissed", "", one["left_out"]) if one["left_out"] else "",
            )
            if words
        ]
        return Point((one["delivered"], one["unchanged"] + one["left_out"], one["refused"]), "\n".join(lines))

    def _took(self, one: Row) -> str:
        if one["median"] is None:
            return self.tr("{day}: nothing was delivered").format(day=_long(one["day"]))
        return self.tr("{day}: half within {median}, nine of ten within {slow}").format(
            day=_long(one["day"]), median=_span(one["median"]), slow=_span(one["slow"])
        )

    def _in_short(self, told: Row) -> str:
        most = max(told["days"], key=_all_of)
        if not told["documents"]:
            return self.tr("No documents in the last 30 days.")
        return self.tr("{documents} documents in 30 days; most on {day}: {most}.").format(
            documents=spoken.number(told["documents"]), day=_long(most["day"]), most=spoken.number(_all_of(most))
        )

    def _took_in_short(self, told: Row) -> str:
        if told["median"] is None:
            return self.tr("Nothing was delivered in the last 30 days.")
        return self.tr("Half within {median}, nine of ten within {slow}.").format(
            median=_span(told["median"]), slow=_span(told["slow"])
        )

    @staticmethod
    def _figure(number: QLabel, words: str, below: QLabel) -> Card:
        card = Card()
        card.body.setSpacing(INSIDE)
        card.body.addWidget(number)
        card.body.addWidget(note(words, card))
        card.body.addStretch(1)
        card.body.addWidget(below)
        return card

    @staticmethod
    def _chart(number: QLabel, words: str, chart: QWidget) -> Card:
        card = Card()
        card.body.setSpacing(INSIDE)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(number)
        said = Elided(words, card, size=NOTE)
        said.setObjectName("secondary")
        head.addWidget(said, 1, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(head)
        card.body.addWidget(chart)
        return card


def _all_of(one: Row) -> int:
    return int(one["delivered"] + one["unchanged"] + one["refused"] + one["left_out"])


def _long(iso: str) -> str:
    return spoken.day(date.fromisoformat(iso))


def _span(seconds: float) -> str:
    return spoken.span(max(seconds, SHORTEST))
