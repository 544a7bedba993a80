"""The help: every page in both languages, links that lead somewhere, and the right page at the right place."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.resources import resources
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.help.pages import NAMES, PLACES, name_of, pages, slug
from desktop_sync.ui.help.sheet import HelpSheet
from desktop_sync.ui.languages import LANGUAGES
from desktop_sync.ui.link import Link

LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_and_its_links_lead_somewhere(language: str) -> None:
    assert sorted(file.stem for file in (resources() / "help" / language).iterdir()) == sorted(NAMES)
    headings = {
        page.name: {slug(one) for one in re.findall(r"^#+ (.+)$", page.text, re.MULTILINE)} for page in pages(language)
    }
    for page in pages(language):
        assert page.title
        for file, heading in LINK.findall(page.text):
            name = file.removesuffix(".md") or page.name
            assert name in headings, (page.name, file)
            assert not heading or heading in headings[name], (page.name, file, heading)


def test_both_languages_say_the_same_in_as_many_parts() -> None:
    for english, german in zip(pages("en"), pages("de"), strict=True):
        assert [len(one) for one in re.findall(r"^(#+) ", english.text, re.MULTILINE)] == [
            len(one) for one in re.findall(r"^(#+) ", german.text, re.MULTILINE)
        ], english.name
        assert english.text.count("\n- ") == german.text.count("\n- "), english.name
        assert english.title != german.title, english.name


def test_every_place_has_a_page() -> None:
    assert all(page in NAMES for page in PLACES.values())
    assert name_of("problems") == "problems"
    assert name_of("settings-flows") == "flows"
    assert name_of("nowhere") == NAMES[0]


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_opens_where_one_is_and_goes_where_links_lead(over: QWidget, qtbot: QtBot) -> None:
    sheet = HelpSheet(over, "en", "overview")
    sheet.show()
    text = sheet.findChild(QTextBrowser)
    assert text is not None
    assert (sheet.page, text.toPlainText().startswith("Overview")) == ("overview", True)
    text.anchorClicked.emit(QUrl("flows.md#arrivals"))
    assert sheet.page == "flows"
    assert text.textCursor().block().text() == "Arrivals"
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_searching_leaves_the_pages_that_speak_of_it(over: QWidget, qtbot: QtBot) -> None:
    sheet = HelpSheet(over, "en", "overview")
    sheet.show()
    line, found, text = sheet.findChild(QLineEdit), sheet.findChild(QListWidget), sheet.findChild(QTextBrowser)
    assert line is not None
    assert found is not None
    assert text is not None
    qtbot.keyClicks(line, "keyring")
    assert [found.item(row).text() for row in range(found.count())] == ["Connections"]
    assert text.textCursor().selectedText().lower() == "keyring"
    qtbot.keyClicks(line, "xyzzy")
    assert text.toPlainText() == "Nothing was found."
    line.clear()
    assert found.count() == len(NAMES)


def test_links_outside_open_the_browser(over: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    sheet = HelpSheet(over, "en", "start")
    text = sheet.findChild(QTextBrowser)
    assert text is not None
    text.anchorClicked.emit(QUrl("https://example.com/help"))
    assert opened == ["https://example.com/help"]


def test_f1_opens_it_over_the_window(qapp: QApplication, link: Link, kept: QSettings, qtbot: QtBot) -> None:
    desk = Desk(qapp, link, kept)
    window = desk.window
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.bring()
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F1)
    (sheet,) = window.findChildren(HelpSheet)
    assert sheet.isVisible()
    assert sheet.geometry() == window.rect()
