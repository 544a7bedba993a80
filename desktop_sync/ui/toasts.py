"""What is told in a toast, and what is not: new problems by their cause, what did not arrive, what is well again.

Each cause is told once while it is open, and not again within an hour, however often it comes and goes. What happens
at about the same time is one toast, and the next one keeps its distance. Nothing is told to somebody who looks at the
desk already. Until when problems are known is kept, so that a start repeats nothing and hides nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot

from desktop_sync.program import product
from desktop_sync.ui.honest import SHORT, cut
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.picture import Picture

Row = dict[str, Any]
WISHES: Mapping[str, bool] = {"problems": True, "arrivals": True, "success": False}
"""Kept as ``notify/problems`` (and what is solved), ``notify/arrivals``, ``notify/success``; and what holds unless."""
KNOWN = "notify/known until"
"""The moment at which the newest problem was opened that a person may have been told of; epoch seconds."""
GATHER = 1500  # ms in which things happen at about the same time
APART = 20.0  # seconds between two toasts
AGAIN = 3600.0  # seconds until a cause that came back is told again
LONGEST = 250  # characters; Windows has room for 255
DONE = ("created", "updated")


@dataclass(frozen=True, slots=True)
class Toast:
    """``page`` and ``subject`` are what it speaks of: a group of problems, or a flow, by its name."""

    title: str
    text: str
    mood: str
    page: str
    subject: str = ""


@dataclass(slots=True)
class _News:
    fresh: dict[str, list[Row]] = field(default_factory=dict)
    solved: dict[str, list[Row]] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)


class Toasts(QObject):
    """``told``: a ``Toast``. ``looks``: whether somebody has the desk before their eyes."""

    told = Signal(object)

    def __init__(
        self, link: Link, picture: Picture, kept: QSettings, looks: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._picture, self._kept, self._looks = link, picture, kept, looks
        self._open: dict[str, list[Row]] | None = None
        self._at: dict[str, float] = {}
        self._last = -APART
        self._news = _News()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        picture.changed.connect(self._look)
        link.happened.connect(self._happened)

    def wished(self, what: str) -> bool:
        """One of ``WISHES``."""
        return bool(self._kept.value(f"notify/{what}", WISHES[what], bool))

    @Slot()
    def _look(self) -> None:
        if self._link.state is not State.CONNECTED or not self._picture.known:
            return
        now = _by_cause(self._picture.problems)
        known = self._open if self._open is not None else self._known(now)
        self._open = now
        self._note_known()
        for cause in [one for one in now if one not in known]:
            if self._news.solved.pop(cause, None) is None:
                self._news.fresh[cause] = now[cause]
        for cause in [one for one in known if one not in now]:
            if self._news.fresh.pop(cause, None) is None and cause in self._at:
                self._news.solved[cause] = known[cause]
        self._soon()

    def _known(self, now: dict[str, list[Row]]) -> dict[str, list[Row]]:
        """At the first look: what was open before. A desk that starts for the first time has no news."""
        until = float(self._kept.value(KNOWN, 0.0, float))  # type: ignore[arg-type]  # Qt's stub does not say float
        return {cause: rows for cause, rows in now.items() if not until or rows[0]["opened_at"] <= until}

    def _note_known(self) -> None:
        newest = max((float(one["opened_at"]) for one in self._picture.problems), default=0.0)
        if newest > float(self._kept.value(KNOWN, 0.0, float)):  # type: ignore[arg-type]
            self._kept.setValue(KNOWN, newest)

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if event.get("event") != "run ended" or not self.wished("success"):
            return
        counts = event.get("counts") or {}
        done = sum(int(counts.get(one, 0)) for one in DONE)
        if done:
            self._news.done[event["flow"]] = self._news.done.get(event["flow"], 0) + done
            self._soon()

    def _soon(self) -> None:
        if self._news != _News() and not self._timer.isActive():
            wait = self._last + APART - time.monotonic()
            self._timer.start(max(GATHER, int(wait * 1000)))

    @Slot()
    def _tell(self) -> None:
        news, self._news = self._news, _News()
        if self._looks():
            return
        toast = self._fresh(self._wanted(news.fresh)) or self._solved(news.solved) or self._done(news.done)
        if toast is not None:
            self._last = time.monotonic()
            self.told.emit(toast)

    def _wanted(self, fresh: dict[str, list[Row]]) -> dict[str, list[Row]]:
        """What may be told now; it counts as told."""
        now = time.monotonic()
        wanted = {}
        for cause, rows in fresh.items():
            if self.wished(_kind(cause)) and now - self._at.get(cause, -AGAIN) >= AGAIN:
                self._at[cause] = now
                wanted[cause] = rows
        return wanted

    def _fresh(self, causes: dict[str, list[Row]]) -> Toast | None:
        if not causes:
            return None
        first = next(iter(causes.values()))
        if len(causes) == 1:
            more = len(first) - 1
            text = self.tr("{what} And %n more of this kind.", "", more) if more else "{what}"
            text = text.format(what=first[0]["what"])
            return Toast(self._who(first[0]), cut(text, LONGEST), "attention", "problems", f"g{first[0]['id']}")
        return Toast(
            self.tr("%n new problem(s)", "", sum(map(len, causes.values()))),
            cut("\n".join(rows[0]["what"] for rows in causes.values()), LONGEST),
            "attention",
            "problems",
        )

    def _solved(self, causes: dict[str, list[Row]]) -> Toast | None:
        if not causes or not self.wished("problems"):
            return None
        left = len(self._picture.problems)
        title = self.tr("Solved; %n problem(s) left", "", left) if left else self.tr("All is well again")
        text = "\n".join(self.tr("No more: {what}").format(what=rows[0]["what"]) for rows in causes.values())
        return Toast(title, cut(text, LONGEST), "attention" if left else "well", "problems" if left else "overview")

    def _done(self, flows: dict[str, int]) -> Toast | None:
        if not flows:
            return None
        number = sum(flows.values())
        names = cut(", ".join(map(self._picture.title, flows)), SHORT)
        text = self.tr("%n document(s) delivered to Acme.", "", number)
        return Toast(names, text, "well", "activity", next(iter(flows)) if len(flows) == 1 else "")

    def _who(self, problem: Row) -> str:
        return self._picture.title(problem["flow"]) if problem["flow"] else product()


def _by_cause(problems: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for one in problems:
        found.setdefault(one["cause"], []).append(one)
    return found


def _kind(cause: str) -> str:
    return "arrivals" if cause.startswith("arrivals: ") else "problems"
