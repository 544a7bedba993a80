"""The page of what concerns the desk itself and the whole installation, each part behind its tab."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.tabs import TabBar
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import GroupEditor
from desktop_sync.ui.settings.personal import Personal
from desktop_sync.ui.settings.subjects import scrolling
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.settings.trying import TryMail
from desktop_sync.ui.settings.words import Field, said
from desktop_sync.ui.sign_in_start import SignInStart
from desktop_sync.ui.tokens import BETWEEN

NAME = "general"
DESK, RUNS, MAILS = "desk", "runs", "notices"


class General(QWidget):
    """``language_chosen``, ``scheme_chosen``: of the desk. Other parts are made when somebody turns to them."""

    language_chosen = Signal(str)
    scheme_chosen = Signal(str)

    def __init__(self, draft: Draft, kept: QSettings) -> None:
        super().__init__()
        self._draft, self._read_only = draft, False
        self._around = Around(draft, self._offered)
        self.personal = Personal(kept, SignInStart(self), self)
        self.personal.language_chosen.connect(self.language_chosen)
        self.personal.scheme_chosen.connect(self.scheme_chosen)
        self.tabs = TabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Parts of the general settings"))
        self._words = note("", self)
        self.parts: dict[str, Form | GroupEditor] = {}
        self.mail = TryMail(draft, self)
        self.mail.hide()
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self._words)
        self._column.addWidget(self.personal)
        self._column.addWidget(self.mail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.tabs)
        column.addWidget(scrolling(inside), 1)
        self._tab(self.tr("This desk"), DESK)
        self._tab(self.tr("Runs"), RUNS)
        self.tabs.currentChanged.connect(self._turned)
        draft.loaded.connect(self._loaded)
        draft.checked.connect(self._checked)
        if draft.known:
            self._loaded()
        self._turned(0)

    def show_part(self, name: str) -> None:
        """Turns to it."""
        found = next((n for n in range(self.tabs.count()) if self.tabs.tabData(n) == name), 0)
        self.tabs.setCurrentIndex(found)

    def set_read_only(self, *, on: bool, why: str) -> None:
        """What is the installation's can be read, and not changed."""
        self._read_only = on
        for part in self.parts.values():
            part.set_read_only(on=on)

    def _tab(self, words: str, name: str) -> None:
        self.tabs.setTabData(self.tabs.addTab(words), name)

    def _groups(self) -> dict[str, Field]:
        return {one["name"]: one for one in self._draft.forms[NAME] if one["kind"] == "group"}

    def _made(self, name: str) -> Form | GroupEditor:
        groups = self._groups()
        if name == RUNS:
            plain = [one for one in self._draft.forms[NAME] if one["kind"] != "group"]
            part: Form | GroupEditor = Form(plain, self._around, self)
        else:
            part = GroupEditor(groups[name], self._form, self)
            part.name_it(said(groups[name]["title"]), "")
        part.setProperty("part", name)
        part.changed.connect(self._edited)
        part.set_read_only(on=self._read_only)
        self._column.insertWidget(self._column.count() - 1, part)
        before(self.mail.button, part)
        return part

    def _form(self, fields: Sequence[Field], parent: QWidget) -> Form:
        return Form(fields, self._around, parent)

    def _fill(self, name: str) -> None:
        table = self._draft.now.get(NAME, {})
        part = self.parts[name]
        if isinstance(part, Form):
            groups = self._groups()
            part.set_value({key: value for key, value in table.items() if key not in groups})
        else:
            part.set_value(table.get(name))
        part.lock(self._locks(name))

    def _locks(self, name: str) -> list[tuple[str, ...]]:
        """What an administrator has set, in a part."""
        paths = [lock.path for lock in self._draft.locks.general]
        return paths if name == RUNS else [path[1:] for path in paths if path[0] == name]

    def _offered(self, serves: str) -> list[tuple[str, str]]:
        types = self._draft.forms["serve"][serves]
        rows = self._draft.listed("connections")
        return [(str(one["id"]), str(one.get("title") or one["id"])) for one in rows if one.get("type") in types]

    @Slot()
    def _loaded(self) -> None:
        if self.tabs.count() == len((DESK, RUNS)):
            for name, field in self._groups().items():
                self._tab(said(field["title"]), name)
        self.personal.set_folder(Path(self._draft.file).parent)
        for name in self.parts:
            self._fill(name)

    @Slot()
    def _checked(self) -> None:
        found = self._draft.problems((NAME,))
        groups = self._groups()
        for tab in range(self.tabs.count()):
            name = self.tabs.tabData(tab)
            if name == RUNS:
                mine = [one for one in found if not one[0] or one[0][0] not in groups]
            else:
                mine = [(path[1:], what, error) for path, what, error in found if path[:1] == (name,)]
            if name in self.parts:
                self.parts[name].show_problems(mine)
            mood = "stopped" if any(error for _, _, error in mine) else "attention"
            self.tabs.setTabIcon(tab, icons.state(mood) if mine else QIcon())

    @Slot(int)
    def _turned(self, tab: int) -> None:
        name = str(self.tabs.tabData(tab))
        self.personal.setVisible(name == DESK)
        self.mail.setVisible(name == MAILS)
        if name != DESK and name not in self.parts and self._draft.known:
            self.parts[name] = self._made(name)
            self._fill(name)
            self._checked()
        for other, part in self.parts.items():
            part.setVisible(other == name)
        groups = self._groups() if self._draft.known else {}
        self._words.setText(said(groups[name]["help"]) if name in groups else "")
        self._words.setVisible(name in groups)

    @Slot()
    def _edited(self) -> None:
        name = str(self.sender().property("part"))
        table = dict(self._draft.now.get(NAME, {}))
        part = self.parts[name]
        if isinstance(part, Form):
            groups = self._groups()
            table = {**{key: value for key, value in table.items() if key in groups}, **part.value()}
        elif (value := part.value()) is None:
            table.pop(name, None)
        else:
            table[name] = value
        if table or NAME in self._draft.base:
            self._draft.now[NAME] = table
        else:
            self._draft.now.pop(NAME, None)
        self._draft.touched()
