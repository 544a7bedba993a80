"""What is held of a flow until a person approves it: how much, why, a look at it, and the one button that sends it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_sync.ui import spoken
from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.tall import tall
from desktop_sync.ui.overview.words import Words
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.tokens import BETWEEN

Row = dict[str, Any]


class Held(QWidget):
    """``look``: somebody wants to see what this flow holds."""

    look = Signal(str)

    def __init__(self, link: Link, steering: Steering, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._steering, self._words = link, steering, words
        self._flow: Row = {}
        self._told: Row | None = None
        self._known = True
        self.why = text("", self)
        self.see, self.send = tall(QPushButton(self.tr("Look at them"), self)), tall(QPushButton(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN)
        row.addWidget(self.why, 1)
        row.addWidget(self.see)
        row.addWidget(self.send)
        self.see.clicked.connect(self._look)
        self.send.clicked.connect(self._send)
        steering.changed.connect(self._buttons)

    def show_flow(self, flow: Row, *, known: bool) -> None:
        """Asks why, when it is another number."""
        if (flow["flow"], flow["held"]) != (self._flow.get("flow"), self._flow.get("held")):
            self._told = None
            self._link.ask(self, "held", self._explain, self._unexplained, flow=flow["flow"], limit=1)
        self._flow, self._known = flow, known
        self.why.setText(self._why())
        self._buttons()

    def _explain(self, told: Row) -> None:
        self._told = told
        self.why.setText(self._why())

    def _unexplained(self, _: object) -> None:
        """It is known how many; why is told when the engine is there again."""

    def _why(self) -> str:
        many, told = self._words.counted(self._flow["held"], self._flow["writes"]), self._told
        if told is not None and told["hold_above"] is not None and told["documents"] > told["hold_above"]:
            return self.tr("{documents} wait for your word: one run sends at most {limit} without it.").format(
                documents=many, limit=spoken.number(told["hold_above"])
            )
        if told is not None and told["hold_above_updates"] is not None and told["updates"]:
            return self.tr(
                "{documents} wait for your word: {updates} of them change what Acme holds, more than {limit} %."
            ).format(documents=many, updates=spoken.number(told["updates"]), limit=told["hold_above_updates"])
        return self.tr("{documents} wait for your word. Nothing of it was sent.").format(documents=many)

    @Slot()
    def _buttons(self) -> None:
        if not self._flow:
            return
        may, flow = self._steering.may("run"), self._flow["flow"]
        self.send.setText(self._words.send(self._flow["held"], self._flow["writes"]))
        self.send.setEnabled(may and self._flow["progress"] is None and not self._steering.busy("run", flow))
        self.send.setToolTip(self._steering.why_not("run"))

    @Slot()
    def _look(self) -> None:
        self.look.emit(self._flow["flow"])

    @Slot()
    def _send(self) -> None:
        self._steering.approve(self._flow["flow"], self._flow["held"], self._others)

    def _others(self, told: Row) -> None:
        """It is another number than the button said."""
        self._told, self._flow = told, {**self._flow, "held": told["documents"]}
        self.why.setText(self._why())
        self._buttons()
