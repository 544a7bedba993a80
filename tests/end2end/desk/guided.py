"""The guide as a person goes through it: clicks and keys on what shows, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import data_folder
from desktop_sync.ipc import connect
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.choosing import ChoiceEditor
from desktop_sync.ui.settings.editors import LineEditor, PathEditor
from desktop_sync.ui.settings.fold import Fold
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.guide.arriving import ArrivingPage, Stage
from desktop_sync.ui.settings.guide.connecting import ConnectingPage
from desktop_sync.ui.settings.guide.place import PlacePage
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from desktop_sync.ui.settings.secret import SecretEditor
from tests.end2end.installation import Installation

Until = Callable[[Callable[[], Any]], None]


class Guided:
    """One guide after the other over a window, beside the engine of an installation."""

    def __init__(self, desk: Installation, over: QWidget, link: Link, qtbot: QtBot, until: Until) -> None:
        self._over, self._link = over, link
        self._desk, self._qtbot, self.until = desk, qtbot, until
        self.sheet = self.begin()

    def begin(self) -> GuideSheet:
        """A new one, at its first page."""
        self.sheet = sheet = GuideSheet(self._over, self._link)
        sheet.show()
        self.until(lambda: sheet.plan is not None)
        return sheet

    def click(self, button: QAbstractButton) -> None:
        self.until(lambda: button.isVisible() and button.isEnabled())
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def on(self) -> None:
        """Next."""
        self.click(self.sheet.on)

    def type(self, form: Form, **texts: str) -> None:
        """Into the lines of a form; into those of secrets, too."""
        self.until(lambda: form.whole)
        for name, words in texts.items():
            editor = form.rows[name].editor
            assert isinstance(editor, LineEditor | PathEditor | SecretEditor)
            if not editor.isVisible():
                self.click(form.findChildren(Fold)[0].button)
            if isinstance(editor, SecretEditor):
                self.click(editor.set)
            self.write(editor.line, words)

    def write(self, line: QLineEdit, words: str) -> None:
        """Instead of what stands there."""
        self._qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._qtbot.keyClicks(line, words)

    def down(self, form: Form, name: str, times: int) -> None:
        """A choice further down its list."""
        editor = form.rows[name].editor
        assert isinstance(editor, ChoiceEditor)
        for _ in range(times):
            self._qtbot.keyClick(editor.combo, Qt.Key.Key_Down)

    def form(self) -> Form:
        """That of the connection."""
        page = self.sheet.page
        assert isinstance(page, ConnectingPage)
        return page.detail.form

    def test(self) -> None:
        """The connection, which has to work. A key that a server shows is trusted."""
        page = self.sheet.page
        assert isinstance(page, ConnectingPage)
        panel = page.detail.test

        def shows_key() -> bool:
            return any(step.get("key") for step in panel.steps())

        self.click(panel.button)
        self.until(lambda: panel.steps() and not panel.going)
        if shows_key():
            self.click(next(one for one in panel.findChildren(QPushButton) if one is not panel.button))
            self.until(lambda: panel.steps() and not panel.going and not shows_key())
        assert not [step for step in panel.steps() if step["state"] == "failed"]

    def account(self) -> None:
        """The first page."""
        self.type(self.form(), base_url=self._desk.acme.url, api_key=self._desk.acme.api_key)
        self.test()
        self.on()

    def place(self, kind: str) -> PlacePage:
        """The second page, at this kind of place."""
        page = self.sheet.page
        assert isinstance(page, PlacePage)
        self.click(page.radios[kind])
        return page

    def start(self) -> ArrivingPage:
        """The last page: what is there already is taken, and arrives."""
        page = self.sheet.page
        assert isinstance(page, ArrivingPage)
        before = len(self._desk.acme.writes())
        self.click(page.go)
        self.until(lambda: page.stage is Stage.ASKS)
        assert len(self._desk.acme.writes()) == before, "nothing old is sent without a word"
        self.click(page.all)
        self.until(lambda: page.stage is Stage.DONE)
        return page


@contextmanager
def guided(desk: Installation, qtbot: QtBot, until: Until) -> Iterator[Guided]:
    """Secrets that it stored go with it: all tests of a session share one keyring."""
    folder = data_folder(str(desk.data))
    link = Link(lambda: connect(folder))
    link.start()
    over = QWidget()
    over.resize(1000, 700)
    qtbot.addWidget(over)
    over.show()
    made = Guided(desk, over, link, qtbot, until)
    try:
        yield made
    finally:
        text = (desk.data / "settings.toml").read_text(encoding="utf-8")
        for name in [one for one in made.sheet.draft.stored if f'"{one}"' in text]:
            desk.call("secret", "delete", name)
        link.close()
