"""Another language with the window open: words, figures and what Qt itself says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop_sync.ui import languages
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.help.pages import pages
from desktop_sync.ui.languages import Language, of_system
from desktop_sync.ui.link import Link
from desktop_sync.ui.spoken import number


@pytest.fixture
def language() -> Iterator[Language]:
    made = Language()
    yield made
    made.use("en")


def said(desk: Desk) -> set[str]:
    return {one.text().replace("&", "") for one in desk.window.findChildren(QAbstractButton)}


def test_the_language_changes_with_the_window_open(
    qtbot: QtBot, qapp: QApplication, link: Link, kept: QSettings, language: Language
) -> None:
    kept.setValue("language", "en")
    desk = Desk(qapp, link, kept)
    desk.window.bring()
    assert "Settings…" in said(desk)
    desk.use_language("de")
    assert desk.window.isVisible()
    assert "Einstellungen…" in said(desk)
    assert number(12345) == "12.345"
    assert kept.value("language") == "de"
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    desk.use_language("en")
    assert "Settings…" in said(desk)
    assert number(12345) == "12,345"
    desk.window.close()


def test_a_vendors_product_has_its_own_name_in_every_language(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    quit_, stays = ("Leaving", "Quit Desktop Sync"), ("Staying", "Desktop Sync stays here")
    shown = {
        "en": ["Quit Order Bridge", "Order Bridge stays here"],
        "de": ["Order Bridge beenden", "Order Bridge bleibt hier"],
    }
    for code, texts in shown.items():
        language.use(code)
        assert [QCoreApplication.translate(*one) for one in (quit_, stays)] == texts
        assert QCoreApplication.translate("Tests", "%n file(s)", None, 2) == "2 file(s)"
        assert QCoreApplication.translate("Tests", "") == ""
    language.use("de")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    assert {page.text.count("Desktop Sync") for code in shown for page in pages(code)} == {0}
    assert "# Was Order Bridge tut" in pages("de")[0].text


def test_plurals_are_those_of_the_language(language: Language) -> None:
    context, text = "Tests", "%n file(s)"
    assert QCoreApplication.translate(context, text, None, 2) == "2 file(s)"
    language.use("tlh")
    assert language.code == "en"
    language.use("de")
    assert QLocale().language() is QLocale.Language.German


def test_one_of_something_is_told_as_one(language: Language) -> None:
    language.use("en")
    assert QCoreApplication.translate("Fields", "%n entries", None, 1) == "1 entry"
    again = "The next run tries %n of them again, within a minute if the flow runs by itself."
    assert QCoreApplication.translate("Acting", again, None, 1).startswith("The next run tries it again, ")
    language.use("de")
    assert QCoreApplication.translate("Acting", again, None, 1).startswith("Der nächste Lauf versucht es erneut, ")


@pytest.mark.parametrize(
    "listed,chosen", [(["fr-FR", "de-AT", "en"], "de"), (["en-US", "de"], "en"), (["fr"], "en"), ([], "en")]
)
def test_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch, listed: list[str], chosen: str) -> None:
    class System:
        @staticmethod
        def system() -> System:
            return System()

        def uiLanguages(self) -> list[str]:  # noqa: N802 - Qt's name
            return listed

    monkeypatch.setattr(languages, "QLocale", System)
    assert of_system() == chosen
