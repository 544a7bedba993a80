"""A flow's schedule edited in words, with its next runs beside: one table in, one table out.

What is right about a schedule, and when it fires, the engine says (``fires``); what a person wrote stays as it was
written where it was not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.editors import schedule_table as tables
from desktop_sync.ui.editors.coming import ComingRuns
from desktop_sync.ui.editors.kept import Kept
from desktop_sync.ui.editors.limits import Further, Limits
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.editors.rhythms import AfterSentence, AtSentence, CronSentence, EverySentence
from desktop_sync.ui.editors.schedule_table import HAND, Plan
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.folded import Folded
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.parts.piecemeal import at_once
from desktop_sync.ui.tokens import BETWEEN, GRID

PAUSE = 250  # ms without a change, after which the engine is asked
AGAIN = 60_000  # ms until the next runs are asked for anew
Rhythm = EverySentence | AtSentence | AfterSentence | CronSentence
Part = Rhythm | Limits | Further


_SENTENCES: Mapping[str, Callable[[QWidget], Rhythm]] = {
    "every": EverySentence, "at": AtSentence, "after": AfterSentence, "cron": CronSentence,
}  # fmt: skip


class Pieces(NamedTuple):
    """What a ``ScheduleEditor`` is made of: most of the work of making it. ``sentences``: one for each rhythm."""

    sentences: dict[str, Rhythm]
    limits: Limits
    further: Further
    kept: Kept
    coming: ComingRuns


def pieces(parent: QWidget) -> Generator[None, None, Pieces]:
    """For who makes an editor while people look on."""
    sentences: dict[str, Rhythm] = {}
    for name, kind in _SENTENCES.items():
        sentences[name] = kind(parent)
        yield
    made = Pieces(sentences, Limits(parent), Further(parent), Kept(parent), ComingRuns(parent))
    for one in (*sentences.values(), *made[1:]):
        one.hide()  # they have no place yet
    yield
    return made


class ScheduleEditor(QWidget):
    """``value()`` is the table ``[flows.schedule]``; None: the flow runs by hand only. ``changed``: by a person."""

    changed = Signal()

    def __init__(self, link: Link, parent: QWidget | None = None, made: Pieces | None = None) -> None:
        """``made``: its ``pieces``, where they were made before."""
        super().__init__(parent)
        self._link = link
        self._former: dict[str, Any] | None = None
        self._kept: dict[str, Any] = {}
        self._plan = Plan()
        self._flow: str | None = None
        self._here = ""
        self._asked: Asked | None = None
        self._choice = Choice(self)
        self._radios: dict[str, QRadioButton] = {}
        self._sentences, self._limits, self._further, self._kept_list, self._coming = made or at_once(pieces(self))
        self._more = Folded(self.tr("Mo&re"), self)
        self._lay_out()
        self._parts: tuple[Part, ...] = (*self._sentences.values(), self._limits, self._further)
        self._said: dict[Part, dict[str, Any]] = {}
        self._choice.buttonClicked.connect(self._rhythm_chosen)
        self._kept_list.removed.connect(self._removed)
        for part in self._parts:
            part.changed.connect(self._edited)
        self._pause, self._again = QTimer(self), QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self._ask_if_seen)
        self._again.start()
        self._link.changed.connect(self._ask_if_seen)
        self.set_value(None)

    def set_flow(self, flow: str | None) -> None:
        """Whose last run counts where the next one depends on it. None: it has never run."""
        self._flow = flow
        self._pause.start()

    def set_value(self, table: dict[str, Any] | None) -> None:
        """Shows a table, or that there is none; tells nobody."""
        self._former, self._kept = table, tables.kept_of(table)
        self._plan = tables.read(table)
        for part in self._parts:
            part.show_plan(self._plan)
        self._remember()
        self._radios[self._plan.rhythm].setChecked(True)
        if self._plan.rhythm == "cron" or self._plan.holidays or self._plan.zone or self._plan.missed == "skip":
            self._more.open()
        self._turn()
        self._pause.start()

    def value(self) -> dict[str, Any] | None:
        """The table; the very one that was set where nothing was changed."""
        if self._plan == tables.read(self._former) and self._kept == tables.kept_of(self._former):
            return self._former
        return tables.written(self._plan, self._former, self._kept)

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self.setEnabled(not on)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._pause.start()

    @Slot()
    def _rhythm_chosen(self) -> None:
        rhythm = next(name for name, radio in self._radios.items() if radio.isChecked())
        if rhythm == self._plan.rhythm:
            return
        self._plan = replace(self._plan, rhythm=rhythm)
        if rhythm != HAND:
            said = self._sentences[rhythm].said()
            fresh = {name: value for name, value in said.items() if getattr(self._plan, name) is None}
            self._plan = replace(self._plan, **fresh)
        self._now_changed()

    @Slot()
    def _edited(self) -> None:
        part = self.sender()
        if not isinstance(part, Part):
            return
        said, before = part.said(), self._said[part]
        news = {name: value for name, value in said.items() if value != before[name]}
        if not news:
            return
        self._plan = replace(self._plan, **news)
        self._now_changed()

    @Slot(tuple)
    def _removed(self, at: tuple[str, ...]) -> None:
        self._kept = tables.without(self._kept, at)
        self._now_changed()

    def _now_changed(self) -> None:
        said = {at for at, _ in tables.left_over(tables.written(self._plan, self._former, self._kept))}
        for at, _ in tables.left_over(self._kept):
            if at not in said:  # a person has said it otherwise
                self._kept = tables.without(self._kept, at)
        self._remember()
        self._turn()
        self._pause.start()
        self.changed.emit()

    def _remember(self) -> None:
        self._said = {part: part.said() for part in self._parts}

    def _turn(self) -> None:
        """Shows what belongs to the rhythm."""
        rhythm = self._plan.rhythm
        for name, sentence in self._sentences.items():
            sentence.setVisible(name == rhythm)
        self._place_limits(rhythm)
        self._limits.setVisible(rhythm in ("every", "cron") or (rhythm != HAND and self._limits.used()))
        self._further.setEnabled(rhythm != HAND)
        self._kept_list.show_values(tables.left_over(self._kept))
        in_order(self)

    def _place_limits(self, rhythm: str) -> None:
        """Below the sentence that they limit."""
        into = self._more.inside if rhythm == "cron" else self._column
        after = self._sentences.get(rhythm)
        if after is not None:
            into.insertWidget(into.indexOf(after) + 1, self._limits)

    @Slot()
    def _ask_if_seen(self) -> None:
        if self.isVisible():
            self._ask()

    @Slot()
    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.forget()
        value = self.value()
        if value is None:
            self._coming.show_words(self.tr("None by itself: it runs when somebody starts it."))
            if self._here:
                return
        plain: Mapping[str, Any] | None = None if value is None else tables.plain(value)
        self._asked = self._link.ask(self, "fires", self._told, self._not_told, schedule=plain, flow=self._flow)

    def _told(self, told: Mapping[str, Any]) -> None:
        value = self.value()
        if not self._plan.zone and not told["errors"]:
            self._here = told["zone"]
            self._further.show_here(self._here)
            self._remember()
        if value is not None:
            self._coming.show_told(told, spaced=self._plan.rhythm == "every", here=self._here)

    def _not_told(self, error: SyncError) -> None:
        self._coming.show_words(error.what)

    def _lay_out(self) -> None:
        words = {
            HAND: self.tr("Only by &hand"),
            "every": self.tr("&Every few minutes or hours"),
            "at": self.tr("At &fixed times"),
            "after": self.tr("&Shortly after a known time"),
            "cron": self.tr("By a &cron line"),
        }
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for name, word in words.items():
            radio = self._radios[name] = QRadioButton(word, self)
            self._choice.addButton(radio)
            into = self._more.inside if name == "cron" else column
            into.addWidget(radio)
            if name != HAND:
                into.addWidget(self._sentences[name])
        column.addWidget(self._more)
        self._more.inside.addWidget(self._further)
        self._further.show()
        column.addWidget(self._kept_list)
        column.addSpacing(BETWEEN)
        card = Card(self)
        card.body.addWidget(self._coming)
        self._coming.show()
        column.addWidget(card)
        column.addStretch(1)
