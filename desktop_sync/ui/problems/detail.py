"""One group at the right: what is known of it, what can be done, and its members in a table.

It asks before what cannot be taken back, and hands what is to be done to ``Acting``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.scrolling import Scrolling
from desktop_sync.ui.problems.acting import Acting
from desktop_sync.ui.problems.asking import Ask
from desktop_sync.ui.problems.buttons import Buttons
from desktop_sync.ui.problems.facts import Facts
from desktop_sync.ui.problems.members import Members
from desktop_sync.ui.problems.message import Message
from desktop_sync.ui.problems.technical import Technical
from desktop_sync.ui.problems.telling import Row, Telling, reference
from desktop_sync.ui.tokens import BETWEEN, ROW

SMALLEST = 300
FEW = 5  # rows that show at least
READABLE = frozenset({"csv", "dat", "edi", "gz", "json", "log", "pdf", "tsv", "txt", "xlsx", "xml", "zip"})
"""Kinds of files that whoever opens them only reads: what lies in a folder of others may also be a program."""
MOST_ONE_BY_ONE = 200  # chosen members that are acted on each by its name


class Detail(Card):
    """``said``: mood, what, hint, for the page's bar. The other signals name who is to show something."""

    said = Signal(str, str, str)
    trail_wanted = Signal(str, str)
    settings_wanted = Signal(str, str)
    made_wanted = Signal(str)
    overview_wanted = Signal()
    edit_wanted = Signal(str, str, str)

    def __init__(
        self,
        link: Link,
        telling: Telling,
        kept: QSettings,
        acting: Acting,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._telling, self._acting, self._now = link, telling, acting, now
        self.group: Row | None = None  # that shows
        self._flow: str | None = None
        self._message = Message(telling, self)
        self.facts, self.buttons = Facts(telling, self), Buttons(link, telling, self)
        self.ask, self.technical = Ask(self), Technical(self)
        self.technical.copied.connect(self._technical_copied)
        self.members = Members(link, telling, kept, now, self)
        self._lay_out()
        self.buttons.wanted.connect(self._wanted)
        self.members.changed.connect(self.dress)
        self.members.table.selectionModel().selectionChanged.connect(self.dress)
        self.members.table.opened.connect(self._opened)
        acting.changed.connect(self.dress)

    def show_group(self, group: Row | None, flow: str | None) -> None:
        """``flow``: only its members show. None: nothing is chosen."""
        other = group is None or self.group is None or group["cause"] != self.group["cause"]
        self.group, self._flow = group, flow
        if other:
            self.ask.hide()
            self.technical.hide()
        self._whole.setVisible(group is not None)
        self.members.show(group, flow)
        if group is not None:
            self.facts.show_group(group, self._now())
            self.members.table.setVisible(group["problems"] > 1)
        self.dress()

    def _lay_out(self) -> None:
        """In a small window it can be scrolled; nothing is squeezed."""
        whole = QWidget(self)
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(BETWEEN)
        for one in (self.facts, self.buttons, self.ask, self.technical):
            down.addWidget(one)
        down.addWidget(self.members.table, 1)
        down.addStretch()
        self.members.table.setMinimumHeight(FEW * ROW)
        self._whole = whole
        self.body.addWidget(Scrolling(whole, self))
        self.setMinimumWidth(SMALLEST)

    def retry(self) -> None:
        """What is chosen, or all."""
        if self.group is not None:
            seen = None if self.members.chosen() else int(self.group["problems"])
            chosen = [str(one["flow"]) for one in self.members.chosen()]
            flows = chosen or ([self._flow] if self._flow else self.group["flows"])
            self._acting.retry(dict.fromkeys(self._names(), seen), self._flow, flows)

    @Slot()
    def dress(self) -> None:
        """Buttons, by what is chosen and may be done now."""
        if self.group is not None:
            self.buttons.show_group(self.group, self.members.chosen(), busy=self._acting.busy)

    def _names(self) -> list[str]:
        assert self.group is not None  # noqa: S101 - without one there is no button
        chosen = self.members.chosen()
        return [one["problem"] for one in chosen] or [self.group["group"]]

    def _about(self) -> list[Row]:
        """Those that are chosen, else all that are here."""
        return self.members.chosen() or self.members.model.rows

    @Slot(str)
    def _wanted(self, what: str) -> None:
        if self.group is not None:
            self._doers()[what]()

    def _doers(self) -> dict[str, Callable[[], Any]]:
        return {
            "retry": self.retry,
            "edit": self._edit,
            "copy": self._copy,
            "detail": self._show_technical,
            "open": partial(self._open, "file"),
            "folder": partial(self._open, "folder"),
            "trail": lambda: self._opened(self._about()[0]),
            "settings": self._settings,
            "made": lambda: self.made_wanted.emit(self._about()[0]["flow"]),
            "overview": self.overview_wanted.emit,
            "dismiss": self._ask_dismiss,
            "arrived": partial(self._ask_arrived, arrived=True),
            "send again": partial(self._ask_arrived, arrived=False),
            "same": partial(self._ask_account, "same"),
            "another": partial(self._ask_account, "another"),
            "trust": self._ask_trust,
        }

    # -- questions ----------------------------------------------------------------------------

    def _ask_dismiss(self) -> None:
        assert self.group is not None  # noqa: S101 - as above
        names, flow = self._names(), self._flow
        many = len(self.members.chosen()) or self.group["problems"]
        seen = None if self.members.chosen() else many
        self.ask.ask(
            self.tr("Nothing more is tried then, and nobody is reminded. The trail keeps your name and reason."),
            self.tr("End %n problem(s)", "", many),
            lambda reason: self._acting.dismiss(names, flow, reason, seen=seen),
            needed=True,
        )

    def _ask_arrived(self, *, arrived: bool) -> None:
        members = self._about()[:MOST_ONE_BY_ONE]
        named = ", ".join(reference(one) for one in members[:5]) + (" …" if len(members) > 5 else "")  # noqa: PLR2004
        if arrived:
            question = self.tr("You have looked in Acme, and it is there: {names}.")
            yes = self.tr("Note that %n arrived", "", len(members))
        else:
            question = self.tr("You have looked in Acme, and it is not there: {names}. It will be sent once more.")
            yes = self.tr("Send %n again", "", len(members))
        act = partial(self._acting.answer, members, arrived=arrived)
        self.ask.ask(question.format(names=named), yes, act, needed=False)

    def _ask_account(self, answer: str) -> None:
        assert self.group is not None  # noqa: S101 - as above
        known = self.group["connections"]
        chosen = {one["connection"] for one in self.members.chosen()} or set(known)
        if len(chosen) != 1:
            self.said.emit("attention", self.tr("Choose first which connection you mean."), "")
            return
        connection = str(next(iter(chosen)))
        if answer == "same":
            question = self.tr("What was sent before counts as sent there, and is not sent again.")
            yes = self.tr("It is the same account")
        else:
            question = self.tr("Nothing counts as sent there: everything that waits is sent as new.")
            yes = self.tr("It is another account")
        question = f"{self._telling.connection(connection)}: {question}"
        self.ask.ask(question, yes, lambda _: self._acting.account(connection, answer), needed=None)

    def _ask_trust(self) -> None:
        """The newest one counts: a server may have changed its key again."""
        assert self.group is not None  # noqa: S101 - as above
        first = self._about()[0]
        place, fingerprint = first["cause"].partition(":")[2], first["value"]
        question = self.tr(
            "You have compared it: the server {place} has the key {fingerprint}. Only this key is taken from now on."
        )
        self.ask.ask(
            question.format(place=said(place), fingerprint=said(fingerprint)),
            self.tr("Trust this key"),
            lambda _: self._acting.trust(place, fingerprint),
            needed=None,
        )

    # -- what is done at once -----------------------------------------------------------------

    def _copy(self) -> None:
        assert self.group is not None  # noqa: S101 - as above
        QGuiApplication.clipboard().setText(self._message.text(self.group, self.members.model.rows, self._link.program))
        self.said.emit(
            "well",
            self.tr("The message is copied."),
            self.tr("Paste it into a mail or a chat: {who}.").format(who=self._telling.who_can(self.group["owner"])),
        )

    def _show_technical(self) -> None:
        assert self.group is not None  # noqa: S101 - as above
        self.technical.show_text(self._message.detail(self.group, self._about(), self._link.program))

    @Slot()
    def _technical_copied(self) -> None:
        self.said.emit("well", self.tr("The technical detail is copied."), "")

    def _open(self, what: str) -> None:
        item = next((one["item"] for one in self._about() if one["item"]), None)
        if item is not None:
            self._link.ask(self, "find_file", partial(self._found, what), self._not_found, item=item)

    def _found(self, what: str, told: Row) -> None:
        if what == "file" and told["file"].rpartition(".")[2].lower() not in READABLE:
            what = "folder"
            self.said.emit("well", self.tr("Files of this kind are not opened from here; this is its folder."), "")
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(told[what])):
            self.said.emit("attention", self.tr("It could not be opened."), said(told[what]))

    def _not_found(self, error: SyncError) -> None:
        self.said.emit("attention", said(error.what), said(error.hint))

    def _edit(self) -> None:
        one = self._about()[0]
        self.edit_wanted.emit(one["reference"], one["resource"], one["note"] or one["what"])

    def _settings(self) -> None:
        assert self.group is not None  # noqa: S101 - as above
        for page, subjects in (("connections", self.group["connections"]), ("flows", self.group["flows"])):
            if subjects:
                self.settings_wanted.emit(page, subjects[0])
                return
        self.settings_wanted.emit("general", "")

    @Slot(dict)
    def _opened(self, member: Row) -> None:
        if member["reference"]:
            self.trail_wanted.emit(member["reference"], member["resource"])
