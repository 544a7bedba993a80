"""The actions on a group or its chosen members: what can be done, in words that say exactly what it does.

What the role may not do is disabled, and says why. It emits what is wanted, and does nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.dots import Dots
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.problems.telling import ARRIVED, ASKS, Row, Telling, reference


class Buttons(QWidget):
    """``wanted``: the name of the action."""

    wanted = Signal(str)

    def __init__(self, link: Link, telling: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._telling = link, telling
        self._row = Flowing(self)
        self._menu = QMenu(self)
        self._buttons = {
            "retry": self._button("", "refresh"),
            "arrived": self._button(self.tr("It a&rrived…"), "check"),
            "send again": self._button(self.tr("Sen&d again…"), "send-outline"),
            "same": self._button(self.tr("It is the sa&me account…"), "equal"),
            "another": self._button(self.tr("It is a&nother account…"), "not-equal-variant"),
            "trust": self._button(self.tr("Trust this &key…"), "key-variant"),
            "made": self._button(self.tr("What was &made…"), "file-export-outline"),
            "overview": self._button(self.tr("Go to the o&verview"), "view-dashboard-outline"),
            "edit": self._button(self.tr("&Edit and try…"), "pencil-outline"),
            "copy": self._button(self.tr("&Copy message"), "content-copy"),
            "open": self._button(self.tr("Open &file"), "file-outline"),
            "settings": self._button(self.tr("Se&ttings…"), "cog-outline"),
        }
        self._more = Dots(self._menu, self)
        self._more.setToolTip(self.tr("More"))
        self._more.setAccessibleName(self.tr("More"))
        self._actions = {
            "folder": self._action(self.tr("Open the folder")),
            "trail": self._action(self.tr("Show the trail")),
            "dismiss": self._action(self.tr("End it with a reason…")),
            "detail": self._action(self.tr("Show the technical detail")),
        }
        self._menu.setToolTipsVisible(True)
        for name, button in self._buttons.items():
            button.setProperty("wanted", name)
            button.clicked.connect(self._clicked)
            self._row.addWidget(button)
        self._row.addWidget(self._more)

    def button(self, name: str) -> QPushButton:
        """The one of that action."""
        return self._buttons[name]

    def action(self, name: str) -> QAction:
        """The one of that entry in the menu."""
        return self._actions[name]

    def show_group(self, group: Row, chosen: Sequence[Row], *, busy: bool) -> None:
        """For what is chosen of it, or for all."""
        can, one = group["can"], self._only(group, chosen)
        about = chosen or group["examples"]
        self._buttons["retry"].setText(self._retry(group, chosen))
        documents, asks, made = group["documents"] > 0, group["cause"] in ASKS, group["cause"] == ARRIVED
        shown = {
            "retry": "retry" in can, "edit": "edit" in can, "arrived": "answer" in can, "send again": "answer" in can,
            "same": "account" in can, "another": "account" in can, "trust": "trust" in can,
            "made": made, "overview": asks, "copy": not asks,
            "open": any(each["item"] for each in about), "settings": not (documents or asks or made),
        }  # fmt: skip
        for name, button in self._buttons.items():
            button.setVisible(shown[name])
        for name in ("retry", "edit"):
            self._allow(self._buttons[name], name, busy)
        for name, method in (
            ("arrived", "answer"),
            ("send again", "answer"),
            ("same", "account"),
            ("another", "account"),
            ("trust", "trust"),
        ):
            self._allow(self._buttons[name], method, busy)
        if one is None and self._buttons["edit"].isEnabled():
            self._deny(self._buttons["edit"], self.tr("Choose one document in the table first."))
        self._actions["trail"].setVisible(one is not None and bool(one["reference"]))
        self._actions["folder"].setVisible(shown["open"])
        self._actions["dismiss"].setVisible("dismiss" in can)
        self._allow(self._actions["dismiss"], "dismiss", busy)

    def _retry(self, group: Row, chosen: Sequence[Row]) -> str:
        many = len(chosen) or group["problems"]
        if many == 1:
            name = reference((chosen or group["examples"])[0])
            return self.tr("Try {name} a&gain").format(name=name.replace("&", "&&")) if name else self.tr("Try a&gain")
        return self._retry_some(self._telling.kind(group), many) if chosen else self._retry_all(group, many)

    def _retry_all(self, group: Row, many: int) -> str:
        match self._telling.kind(group):
            case "orders":
                return self.tr("Try all %n order(s) a&gain", "", many)
            case "invoices":
                return self.tr("Try all %n invoice(s) a&gain", "", many)
            case "files":
                return self.tr("Try all %n file(s) a&gain", "", many)
            case _:
                return self.tr("Try all %n document(s) a&gain", "", many)

    def _retry_some(self, kind: str, many: int) -> str:
        match kind:
            case "orders":
                return self.tr("Try %n order(s) a&gain", "", many)
            case "invoices":
                return self.tr("Try %n invoice(s) a&gain", "", many)
            case "files":
                return self.tr("Try %n file(s) a&gain", "", many)
            case _:
                return self.tr("Try %n document(s) a&gain", "", many)

    def _allow(self, what: QPushButton | QAction, method: str, busy: bool) -> None:
        if self._link.may(method):
            what.setEnabled(not busy)
            what.setToolTip("")
        else:
            self._deny(what, self._link.why_not(method))

    @staticmethod
    def _deny(what: QPushButton | QAction, why: str) -> None:
        what.setEnabled(False)
        what.setToolTip(why)

    @staticmethod
    def _only(group: Row, chosen: Sequence[Row]) -> Row | None:
        if len(chosen) == 1:
            return chosen[0]
        return group["examples"][0] if group["problems"] == 1 and not chosen else None

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setIcon(icons.action(icon))
        return button

    def _action(self, words: str) -> QAction:
        action = QAction(words, self._menu)
        action.triggered.connect(self._clicked)
        self._menu.addAction(action)
        return action

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.wanted.emit(next(name for name, one in self._actions.items() if one is sender))
        elif sender is not None:
            self.wanted.emit(str(sender.property("wanted")))
