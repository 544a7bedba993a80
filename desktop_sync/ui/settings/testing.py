"""*Test connection*: the steps appear one by one, each with what to do about it. The engine does the test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.breaking import breakable
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.parts.second_click import SecondClick
from desktop_sync.ui.tokens import GRID, INSIDE, MARGIN

Row = dict[str, Any]
MARK = 16
NAME = 208  # px, for the longest name of a step in German
MOODS = {"ok": "well", "warning": "attention", "failed": "stopped"}


class TestPanel(QFrame):
    """``begin`` starts the call of a test: it is given ``done``, ``failed`` and ``listen`` of ``Link.ask``.

    ``turned``: a test began, or ended.
    """

    turned = Signal()

    __test__ = False  # no test of pytest's

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._asked: Asked | None = None
        self._begin: Begin | None = None
        self._trust: Trust | None = None
        self._shown = 0
        self._second = SecondClick()
        self.button = QPushButton(icons.action("connection"), self.tr("Test connection"), self)
        self.button.clicked.connect(self._pressed)
        self.said = note("", self)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.button)
        head.addStretch(1)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(INSIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GRID + INSIDE, MARGIN, GRID + INSIDE)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addLayout(self._steps)

    def use(self, begin: Begin | None, why_not: str = "", trust: Trust | None = None) -> None:
        """For another connection; what was found of the former one goes. None: it may not be tested, ``why_not``.

        ``trust``: approves the key of a server; then the test is done again.
        """
        self._stop()
        self._clear()
        self.allow(begin, why_not, trust)
        self.said.setText(self.tr("Tested as it is here, before it is saved, by the engine and its account."))

    def allow(self, begin: Begin | None, why_not: str = "", trust: Trust | None = None) -> None:
        """What may be done with the same connection is another; what was found stays."""
        self._begin, self._trust = begin, trust
        self.button.setEnabled(begin is not None or self.going)
        self.button.setToolTip(why_not)

    @property
    def going(self) -> bool:
        """Whether a test is under way."""
        return self._asked is not None

    def steps(self) -> list[Row]:
        """What is shown."""
        return [one.property("step") for one in self._widgets()]

    @Slot()
    def _pressed(self) -> None:
        if self.going and self._second.may_come:
            return
        if self.going:
            self._stop()
            self.said.setText(self.tr("Cancelled."))
            self.turned.emit()
            return
        if self._begin is None:
            return
        self._clear()
        self.said.setText(self.tr("Testing…"))
        self.button.setText(self.tr("Cancel"))
        self._second.first()
        self._asked = self._begin(self, self._done, self._failed, self._heard)
        self.turned.emit()

    def _stop(self) -> None:
        asked, self._asked = self._asked, None
        self.button.setText(self.tr("Test connection"))
        if asked is not None:
            asked.cancel()
            asked.forget()

    def _heard(self, event: Any) -> None:  # noqa: ANN401 - an event
        if event.get("event") == "check step":
            self._add(event["step"])

    def _done(self, steps: list[Row]) -> None:
        self._ended()
        for step in steps[self._shown :]:  # whose events were lost
            self._add(step)
        states = {step["state"] for step in steps}
        if "failed" in states:
            self.said.setText(self.tr("It does not work yet."))
        elif "warning" in states:
            self.said.setText(self.tr("It works; something needs a look."))
        else:
            self.said.setText(self.tr("It works."))
        self.turned.emit()

    def _failed(self, error: SyncError) -> None:
        self._ended()
        self.said.setText("")
        lines = [error.what, *getattr(error, "problems", ())]
        self._add({"name": "settings", "state": "failed", "detail": " ".join(lines), "hint": error.hint})
        self.turned.emit()

    def _ended(self) -> None:
        self._asked = None
        self.button.setText(self.tr("Test connection"))

    def _add(self, step: Row) -> None:
        self._shown += 1
        shown = _Step(step, self)
        self._steps.addWidget(shown)
        if step.get("key") and self._trust is not None:
            button = shown.offer(self.tr("Trust this &key"), "key-variant")
            button.clicked.connect(self._trusted)
            self.setTabOrder(self.button, button)

    @Slot()
    def _trusted(self) -> None:
        sender = self.sender()
        if self._trust is None or not isinstance(sender, QPushButton) or self.going:
            return
        sender.setEnabled(False)
        key = next(one["key"] for one in self.steps() if one.get("key"))
        self._trust(self, lambda _: self._pressed(), self._failed, key)

    def _widgets(self) -> list[QWidget]:
        return [one for one in self.findChildren(_Step) if one.parent() is self]

    def _clear(self) -> None:
        self._shown = 0
        for one in self._widgets():
            self._steps.removeWidget(one)
            one.setParent(None)
            one.deleteLater()


Begin = Callable[[QWidget, Callable[[Any], None], Callable[[SyncError], None], Callable[[Any], None]], Asked]
Trust = Callable[[QWidget, Callable[[Any], None], Callable[[SyncError], None], Row], Asked]


class _Step(QWidget):
    """Shape, name, what was found; below it what to do."""

    def __init__(self, step: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("step", step)
        mood = MOODS.get(step["state"], "")
        mark = QLabel(self)
        if mood:
            mark.setPixmap(icons.state(mood).pixmap(MARK, MARK))
        else:
            mark.setText("·")
        mark.setFixedWidth(MARK)
        advice = step["hint"]
        name, detail, hint = text(self._name(step["name"]), self), text(step["detail"], self), note(advice, self)
        if step["name"] == "host key":  # a fingerprint is longer than a line, and never copied as it is broken
            detail.setText(breakable(step["detail"]))
            detail.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            hint.setText(breakable(advice))
        name.setFixedWidth(NAME)
        hint.setVisible(bool(advice))
        if not mood:
            name.setObjectName("secondary")
        self.setAccessibleName(" ".join((self._state(step["state"]), name.text(), step["detail"], advice)).strip())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(detail)
        words.addWidget(hint)
        self._words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for one in (mark, name):
            row.addWidget(one)
            row.setAlignment(one, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def offer(self, words: str, icon: str) -> QPushButton:
        """A button below the words, for what can be done about it here."""
        button = QPushButton(icons.action(icon), words, self)
        self._words.addSpacing(INSIDE)
        self._words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _state(self, state: str) -> str:
        return {
            "ok": self.tr("Good:"), "warning": self.tr("Look at this:"), "failed": self.tr("Does not work:"),
        }.get(state, self.tr("Not reached:"))  # fmt: skip

    def _name(self, name: str) -> str:
        """As people call it; a resource's name stands behind ``permission``."""
        head, colon, rest = name.partition(": ")
        resource = {"orders": self.tr("Orders"), "invoices": self.tr("Invoices")}.get(rest, rest)
        known = {
            "name": self.tr("Name found"), "reach": self.tr("Reached"), "proxy": self.tr("Proxy"),
            "TLS": self.tr("Encryption"), "sign-in": self.tr("Sign-in"), "clock": self.tr("Clock"),
            "host key": self.tr("Server's key"), "folder": self.tr("Folder"),
            "driver": self.tr("ODBC driver"), "database": self.tr("Database"), "snapshot": self.tr("Snapshots"),
            "permission to read": self.tr("May read"), "change tracking": self.tr("Change tracking"),
            "first page": self.tr("First page"),
            "write and rename": self.tr("Write and rename"), "settings": self.tr("Settings"),
            "permission": self.tr("Access to {resource}").format(resource=resource) if rest else self.tr("May send"),
        }.get(head)  # fmt: skip
        return known or f"{head}{colon}{rest}"
