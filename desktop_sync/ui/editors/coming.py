"""The next runs of a schedule that is being written, or what is wrong with it: as the engine tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_sync.ui import spoken
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.labels import Elided, section, text
from desktop_sync.ui.theme import NOTE
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

SHOWN = 5
SOON = 30  # seconds: this is now
MARK = 16


class ComingRuns(QWidget):
    """Five lines, always as high as that: nothing moves when an answer arrives."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = section(self.tr("Next runs"), self)
        self._lines = [(text("", self), Elided("", self, size=NOTE)) for _ in range(SHOWN)]
        self._wrong = Badge("attention", "", self, size=MARK)
        self._why = text("", self)
        self._why.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(INSIDE)
        grid.setColumnStretch(1, 1)
        for row, (when, odd) in enumerate(self._lines):
            when.setWordWrap(False)
            when.setContentsMargins(0, 0, BETWEEN, 0)
            odd.setObjectName("secondary")
            grid.addWidget(when, row, 0)
            grid.addWidget(odd, row, 1)
            grid.setRowMinimumHeight(row, when.fontMetrics().height() + INSIDE)
        wrong = QHBoxLayout()
        wrong.setSpacing(GRID)
        wrong.addWidget(self._wrong, 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._why, 1, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(wrong, 0, 0, SHOWN, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(grid)
        self.show_words(self.tr("…"))

    def lines(self) -> list[str]:
        """What stands there now, line by line."""
        if self._why.isVisibleTo(self):
            return self._why.text().split("\n")
        return [f"{when.text()} {odd.text()}".strip() for when, odd in self._lines if when.text()]

    def title(self) -> str:
        """What stands above the lines now."""
        return self._title.text()

    def show_words(self, words: str) -> None:
        """A sentence instead of times."""
        self._of(False)
        for when, odd in self._lines:
            when.setText("")
            odd.setText("")
        self._title.setText(self.tr("Next runs"))
        self._lines[0][0].setText(words)
        self.setAccessibleName(words)

    def show_told(self, told: Mapping[str, Any], *, spaced: bool, here: str) -> None:
        """As ``fires`` answers. ``spaced``: each is counted from the end of the one before; ``here``: the own zone."""
        if told["errors"]:
            self._show_errors(told["errors"])
            return
        self._of(False)
        now = datetime.fromisoformat(told["now"])
        title = self.tr("Next runs, if each ended at once") if spaced else self.tr("Next runs")
        foreign = told["zone"] != here
        self._title.setText(self.tr("{title} ({zone})").format(title=title, zone=told["zone"]) if foreign else title)
        fires = [(_when(one, now), self._odd(one)) for one in told["next"][:SHOWN]]
        for (when, odd), (first, second) in zip(self._lines, [*fires, *[("", "")] * SHOWN], strict=False):
            when.setText(first)
            odd.setText(second)
        self.setAccessibleName(", ".join(when for when, _ in fires))

    def _show_errors(self, errors: Sequence[Mapping[str, Any]]) -> None:
        self._of(True)
        self._title.setText(self.tr("This does not work yet"))
        said = [self.tr("{place}: {what}").format(place=self._place(one["at"]), what=one["what"]) for one in errors]
        self._why.setText("\n".join(said[:SHOWN]))
        self.setAccessibleName(". ".join(said))

    def _of(self, wrong: bool) -> None:
        for when, odd in self._lines:
            when.setVisible(not wrong)
            odd.setVisible(not wrong)
        self._wrong.setVisible(wrong)
        self._why.setVisible(wrong)

    def _place(self, at: Sequence[str | int]) -> str:
        """As the editor calls it; what it has no word for by its name in the settings."""
        named = ".".join(str(one) for one in at if not isinstance(one, int))
        words = {
            "": self.tr("Schedule"),
            "every": self.tr("Every"),
            "at": self.tr("Times"),
            "days": self.tr("Weekdays"),
            "month_days": self.tr("Days of the month"),
            "after.from": self.tr("From"),
            "after.every": self.tr("Every"),
            "after.until": self.tr("At the latest"),
            "cron": self.tr("Cron line"),
            "window": self.tr("Only between, only on"),
            "window.hours": self.tr("Only between"),
            "window.days": self.tr("Only on"),
            "window.holidays": self.tr("Holidays"),
            "zone": self.tr("Time zone"),
        }
        return words.get(named, named)

    def _odd(self, one: Mapping[str, Any]) -> str:
        if one["odd"] == "skipped":
            return self.tr("the clock skips the planned time that night: right after it")
        if one["odd"] == "twice":
            return self.tr("the clock shows this time twice that night: the first time")
        if one["clocks"] > 0:
            return self.tr("the clocks have gone forward by {span}").format(span=spoken.span(one["clocks"] * 60))
        if one["clocks"] < 0:
            return self.tr("the clocks have gone back by {span}").format(span=spoken.span(-one["clocks"] * 60))
        return ""


def _when(one: Mapping[str, Any], now: datetime) -> str:
    """``today 18:05``, ``tomorrow 18:05 to 19:00``, ``Fri 04/12/2026 16:00``."""
    at = datetime.fromisoformat(one["at"])
    clock = f"{at:%H:%M}"
    if one["until"] is not None:
        until = datetime.fromisoformat(one["until"])
        clock = QCoreApplication.translate("ComingRuns", "{begin} to {end}").format(begin=clock, end=f"{until:%H:%M}")
    days = (at.date() - now.date()).days
    if (at - now).total_seconds() < SOON and one["until"] is None:
        return QCoreApplication.translate("ComingRuns", "now")
    if days == 0:
        return QCoreApplication.translate("ComingRuns", "today {clock}").format(clock=clock)
    if days == 1:
        return QCoreApplication.translate("ComingRuns", "tomorrow {clock}").format(clock=clock)
    names, date = spoken.locale(), QDate(at.year, at.month, at.day)
    return QCoreApplication.translate("ComingRuns", "{weekday} {date} {clock}").format(
        weekday=names.dayName(date.dayOfWeek(), names.FormatType.ShortFormat),
        date=names.toString(date, names.FormatType.ShortFormat),
        clock=clock,
    )
