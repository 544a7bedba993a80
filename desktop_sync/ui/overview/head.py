"""The top of the overview: the honest sentence with its shape, and what is done with all flows at once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.honest import honest
from desktop_sync.ui.overview.menus import PauseMenu
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.labels import Folding
from desktop_sync.ui.theme import TITLE
from desktop_sync.ui.tokens import GRID, INSIDE, ROW

SHAPE = 32
LINES = 3  # of both together
HEIGHT = 72  # of so many: it stays when the sentence is another, and nothing below moves
_END = re.compile(r"(?<=[^.\s]{2})\.\s+(?=[A-ZÄÖÜ0-9])")
Row = dict[str, Any]


class Head(QWidget):
    """``start_wanted``: the engine is off, and a person wants it. ``settings_wanted``: all flows are switched off."""

    start_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, steering: Steering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steering = steering
        self.badge, self.title, self.rest = (
            Badge("paused", size=SHAPE),
            Folding(self, size=TITLE, semibold=True),
            Folding(self),
        )
        self.start = self._button(self.tr("Start the &engine"), "power")
        self.settings = self._button(self.tr("S&witch flows on…"), "cog-outline")
        self.pause = self._button(self.tr("Pa&use"), "pause")
        self.resume = self._button(self.tr("&Resume"), "play")
        self.pause.setMenu(PauseMenu(self, steering))
        for one in (self.title, self.rest):
            one.resized.connect(self._fold)
        self.start.clicked.connect(self._start)
        self.settings.clicked.connect(self.settings_wanted)
        self.resume.clicked.connect(self._resume)
        steering.changed.connect(self._buttons)
        self._flows: list[Row] = []
        self._key = ""
        self._lay_out()
        self._buttons()

    def show_sentence(self, sentence: Row, flows: list[Row], now: datetime, *, strange: bool = False) -> None:
        """``flows``: as ``snapshot`` tells them. ``strange``: the data folder comes from another machine."""
        whole = honest(sentence, now)
        parts = (whole.split(": ", 1) if sentence["key"] == "problems" else _END.split(whole, maxsplit=1)) + [""]
        self.badge.show_state(sentence["mood"], "")
        self.badge.setAccessibleName(whole)
        self.title.setText(parts[0].rstrip("."))
        self.rest.setText(parts[1])
        self._fold()
        self._flows, self._key = flows, sentence["key"]
        self.start.setText(self.tr("&Go on here…") if strange else self.tr("Start the &engine"))
        self._buttons()

    @Slot()
    def _fold(self) -> None:
        self.title.fold()
        self.rest.most = LINES - len(self.title.lines)
        self.rest.fold()

    @Slot()
    def _buttons(self) -> None:
        on = [flow for flow in self._flows if flow["enabled"]]
        paused = [flow for flow in on if flow["paused"] is not None]
        off = self._key == "no_engine"
        self.start.setVisible(off and bool(self._flows))  # where there are none, their place has it
        self.start.setEnabled(off)
        self.settings.setVisible(self._key == "all_off")
        self.pause.setVisible(bool(on) and not off and len(paused) < len(on))
        self.resume.setVisible(bool(paused) and not off)
        for button, method in ((self.pause, "pause"), (self.resume, "resume")):
            may = self._steering.may(method)
            button.setEnabled(may and not self._steering.busy(method))
            button.setToolTip(self._steering.why_not(method))

    @Slot()
    def _start(self) -> None:
        self.start.setEnabled(False)  # until the link has looked
        self.start_wanted.emit()

    @Slot()
    def _resume(self) -> None:
        self._steering.resume()

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(icons.action(icon), words, self)
        button.setMinimumHeight(ROW)
        return button

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        lines = QVBoxLayout()
        lines.setSpacing(INSIDE)
        lines.addStretch(1)
        lines.addWidget(self.title)
        lines.addWidget(self.rest)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        for button in (self.start, self.settings, self.pause, self.resume):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
