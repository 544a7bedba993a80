"""The page of connections: each with the options of its type, its secrets, and a test that the engine makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop_sync.core.errors import SyncError
from desktop_sync.core.slugs import slug
from desktop_sync.ui import icons
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.labels import heading, note
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.listing import Entry
from desktop_sync.ui.settings.subjects import Detail, Row, Subjects
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.settings.testing import Begin, TestPanel, Trust
from desktop_sync.ui.settings.using import rename, users
from desktop_sync.ui.settings.words import said
from desktop_sync.ui.tokens import BETWEEN

NAME = "connections"
ICONS = {"folder": "folder-outline", "sftp": "server-network-outline", "acme": "cloud-outline", "mail": "email-outline"}
OTHER = "lan-connect"


class ConnectionDetail(Detail):
    """One connection."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft, self._number = draft, -1
        self._read_only = False
        self._around = Around(draft, lambda _: ())
        self._forms: dict[str, Form] = {}
        self.title, self.kind = heading("", self), note("", self)
        self.test = TestPanel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self.title)
        self._column.addWidget(self.kind)
        self._column.addWidget(self.test)
        draft.changed.connect(self._secrets)
        draft.link.changed.connect(self._linked)

    @property
    def one(self) -> Row:
        """It, in the draft."""
        return self._draft.listed(NAME)[self._number]

    @property
    def form(self) -> Form:
        """That of its type."""
        type_ = str(self.one.get("type", ""))
        if type_ not in self._forms:
            self._forms[type_] = self._made(type_)
        return self._forms[type_]

    def show_one(self, number: int) -> None:
        self._number = number
        shown = self.form
        for form in self._forms.values():
            form.setVisible(form is shown)
        self._around.prefix = str(self.one.get("id", ""))
        shown.set_value(self.one)
        shown.set_read_only(on=self._read_only or self._draft.is_set(NAME, self.one))
        shown.lock(lock.path for lock in self._draft.locks.of(self.one))
        self._fix_id()
        self._headed()
        self.test.use(*self._tests())

    def begin(self) -> None:
        self.form.begin()

    def show_problems(self) -> None:
        self.form.show_problems(self._draft.problems((NAME, self._number)))

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        for form in self._forms.values():
            form.set_read_only(on=on or (self._number >= 0 and self._draft.is_set(NAME, self.one)))

    def _made(self, type_: str) -> Form:
        forms = self._draft.forms
        fields = forms["connections"].get(type_, {"fields": []})["fields"]
        form = Form(headed(forms["connection"], fields), self._around, self)
        form.changed.connect(self._edited)
        self._column.insertWidget(2, form)
        before(self.test.button, form)
        return form

    def _headed(self) -> None:
        type_ = str(self.one.get("type", ""))
        told = self._draft.forms["connections"].get(type_)
        self.title.setText(str(self.one.get("title") or self.one.get("id") or ""))
        shown, identity = said(told["title"]) if told else type_, str(self.one.get("id", ""))
        words = [shown, *([identity] if self._draft.is_saved(NAME, identity) else ())]
        words += [self.tr("Set by your administrator.")] if self._draft.is_set(NAME, self.one) else []
        self.kind.setText(" · ".join(words))

    def _fix_id(self) -> None:
        """An id never changes once it is saved, and stands at the top then."""
        self.form.show_row("id", on=not self._draft.is_saved(NAME, str(self.one.get("id", ""))))

    @Slot()
    def _edited(self) -> None:
        rows, former = self._draft.listed(NAME), self.one
        now = self.form.value()
        follow_title(self._draft, NAME, former, now)
        rows[self._number] = now
        if now.get("id") != former.get("id"):
            self._around.prefix = str(now.get("id", ""))
            rename(self._draft.now, str(former.get("id", "")), str(now.get("id", "")))
            self.form.put("id", now.get("id"))
        self._headed()
        self._draft.touched()

    @Slot()
    def _secrets(self) -> None:
        for form in self._forms.values():
            form.refresh_secrets()

    @Slot()
    def _linked(self) -> None:
        """The engine that tests has come or gone."""
        if 0 <= self._number < len(self._draft.listed(NAME)):
            self.test.allow(*self._tests())

    def _tests(self) -> tuple[Begin | None, str, Trust | None]:
        """How the one that shows is tested, or why it cannot be now, and how a key of its server is trusted."""
        link = self._draft.link
        why = link.why_not("check_draft")
        trust = self._approve if link.may("trust") else None
        return None if why else partial(self._test, str(self.one.get("id"))), why, trust

    def _test(
        self,
        identity: str,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[SyncError], None],
        listen: Callable[[Any], None],
    ) -> Asked:
        connection = str(self.one.get("id", identity))
        lent = self._draft.lent()
        return self._draft.link.ask(owner, "check_draft", done, failed, listen, connection=connection, **lent)

    def _approve(
        self, owner: QObject, done: Callable[[Any], None], failed: Callable[[SyncError], None], key: Row
    ) -> Asked:
        """A person has compared the key of the server."""
        return self._draft.link.ask(owner, "trust", done, failed, **key)


def headed(head: list[Row], fields: list[Row]) -> list[Row]:
    """Title first, which explains itself, then the id that it gives."""
    by_name = {field["name"]: field for field in head}
    return [{**by_name["title"], "help": ""}, {**by_name["id"], "first": True}, *fields]


def follow_title(draft: Draft, name: str, former: Row, now: Row) -> None:
    """The id of what is not saved yet goes with the title, until somebody writes another."""
    if draft.is_saved(name, str(former.get("id", ""))) or now.get("title") == former.get("title"):
        return
    others = [str(one.get("id", "")) for one in draft.listed(name) if one is not former]
    word = name.rstrip("s")
    if former.get("id") == slug(str(former.get("title", "")), others, word):
        now["id"] = slug(str(now.get("title", "")), others, word)


class Connections(Subjects):
    """The page."""

    def __init__(self, draft: Draft) -> None:
        empty = EmptyPlace(
            icons.action("lan-connect"),
            self.tr("No connection yet"),
            self.tr("Connections say where things come from and go to: a folder, an Acme account, a mail server."),
            self.tr("Add a connection"),
        )
        self.detail = ConnectionDetail(draft)
        super().__init__(draft, NAME, self.tr("Connections"), self.detail, empty)

    def types(self) -> Mapping[str, str]:
        return {name: said(told["title"]) for name, told in self._draft.forms["connections"].items()}

    def fresh(self, type_: str) -> Row:
        return {"id": "", "title": self.types()[type_], "type": type_}

    def entry(self, one: Row) -> Entry:
        fixed = self._draft.is_set(NAME, one)
        return Entry(self.title_of(one), ICONS.get(str(one.get("type")), OTHER), fixed=fixed)

    def copied(self, one: Row) -> Row:
        """Without its secrets: a copy has its own."""
        form = self._draft.forms["connections"].get(one.get("type"), {"fields": []})
        secret = {field["name"] for field in form["fields"] if field["kind"] == "secret"}
        return {name: deepcopy(value) for name, value in one.items() if name not in secret}

    def delete(self) -> None:
        one = self.chosen_one
        if one is None:
            return
        used = users(self._draft.now, str(one.get("id", "")))
        if used:
            what = self.tr("“{title}” cannot be deleted: it is used by {users}.")
            hint = self.tr("Let them use another connection, or delete them first.")
            self.bar.say("attention", what.format(title=self.title_of(one), users=", ".join(used)), hint)
            return
        self.drop()
