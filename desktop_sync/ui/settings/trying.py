"""A test mail to everybody who would be told of problems, by the settings that are saved; what became of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.tokens import GRID


class TryMail(QWidget):
    """A button, and a bar that says how it went."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._going = draft, False
        self.button = QPushButton(self.tr("Send a test mail"), self)
        self.button.clicked.connect(self._send)
        self.bar = Bar(self)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.bar)
        for signal in (draft.changed, draft.checked, draft.loaded):
            signal.connect(self._may)
        self._may()

    @Slot()
    def _may(self) -> None:
        draft = self._draft
        set_up, saved = bool(draft.base.get("general", {}).get("notices")), draft.count == 0
        self.button.setEnabled(set_up and saved and not self._going and draft.link.may("test_mail"))
        why = "" if saved else self.tr("Save your changes first: mails go out by what is saved.")
        why = why if set_up or not saved else self.tr("Set this up first.")
        self.button.setToolTip(draft.link.why_not("test_mail") or why)

    @Slot()
    def _send(self) -> None:
        self._going = True
        self._may()
        self.bar.say("working", self.tr("Sending…"))
        self._draft.link.ask(self, "test_mail", self._sent, self._failed)

    def _sent(self, told: list[dict[str, Any]]) -> None:
        self._going = False
        self._may()
        wrong = [one for one in told if one["problem"] or one["refused"]]
        if wrong:
            refused = "; ".join(f"{who}: {why}" for one in wrong for who, why in one["refused"].items())
            self.bar.say("stopped", wrong[0]["problem"] or refused, wrong[0]["hint"])
            return
        reached = ", ".join(dict.fromkeys(who for one in told for who in one["to"]))
        self.bar.say("well", self.tr("The mail server has taken a test mail to {people}.").format(people=reached))

    def _failed(self, error: SyncError) -> None:
        self._going = False
        self._may()
        self.bar.show_error(error)
