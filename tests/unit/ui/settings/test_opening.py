"""The settings dialog from the desk: one at a time, kept over another language, gone when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.ui import theme
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.help.sheet import HelpSheet
from desktop_sync.ui.languages import Language
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.opening import Opening
from tests.settings_desk import Office


@pytest.fixture
def opening(qtbot: QtBot, office: Office, link: Link, kept: QSettings) -> Iterator[Opening]:
    made = Opening(link, kept)
    yield made
    if made.dialog is not None:
        made.dialog.draft.discard()
        made.dialog.close()


def test_one_at_a_time_at_what_is_wanted(opening: Opening, until: Callable[[Callable[[], Any]], None]) -> None:
    opening.show("connections")
    first = opening.dialog
    assert first is not None
    until(lambda: first.draft.known)
    opening.show("connections", "mail")
    assert opening.dialog is first
    page = first.show_place("connections")
    assert isinstance(page, Connections)
    assert page.chosen_one is not None
    assert page.chosen_one["id"] == "mail"


def test_what_is_not_saved_lives_on_in_another_language(
    opening: Opening, until: Callable[[Callable[[], Any]], None]
) -> None:
    opening.show()
    first = opening.dialog
    assert first is not None
    draft = first.draft
    until(lambda: draft.known)
    draft.now["connections"][0]["title"] = "ERP"
    draft.touched()
    opening.anew()
    second = opening.dialog
    assert second is not None
    assert second is not first
    page = second.show_place("connections")
    assert isinstance(page, Connections)
    assert page.listing.list.item(0).text() == "ERP"
    assert second.draft.count == 1


def test_closed_it_is_gone_and_the_next_one_asks_anew(
    opening: Opening, until: Callable[[Callable[[], Any]], None]
) -> None:
    opening.show()
    first = opening.dialog
    assert first is not None
    until(lambda: first.draft.known)
    first.close()
    opening.show()
    second = opening.dialog
    assert second is not None
    assert second is not first
    assert second.draft is not first.draft
    until(lambda: second.draft.known)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, office: Office, link: Link, kept: QSettings) -> Iterator[Desk]:
    made = Desk(qapp, link, kept)
    made.window.stays = False  # it closes without a question, which would lie over the tests that follow
    qtbot.addWidget(made.window)
    yield made
    if made.settings.dialog is not None:
        made.settings.dialog.close()
    Language().use("en")
    theme.apply(qapp, theme.Scheme.LIGHT)


def test_help_lies_over_the_dialog(qtbot: QtBot, desk: Desk) -> None:
    desk.settings.show("general")
    dialog = desk.settings.dialog
    assert dialog is not None
    with qtbot.waitActive(dialog):
        dialog.bring()
    for _ in range(2):
        qtbot.keyClick(dialog, Qt.Key.Key_F1)
    (sheet,) = dialog.findChildren(HelpSheet)
    assert sheet.isVisible()
    sheet.close()


def test_language_and_theme_are_chosen_here_and_what_is_not_saved_stays(
    desk: Desk, kept: QSettings, until: Callable[[Callable[[], Any]], None]
) -> None:
    desk.settings.show("general")
    first = desk.settings.dialog
    assert first is not None
    until(lambda: first.draft.known)
    first.draft.now["connections"][0]["title"] = "ERP"
    first.draft.touched()
    first.language_chosen.emit("de")
    second = desk.settings.dialog
    assert second is not None
    assert second is not first
    assert (second.place, second.draft.count) == ("general", 1)
    assert second.windowTitle() == "Einstellungen"
    second.scheme_chosen.emit("dark")
    third = desk.settings.dialog
    assert third is not None
    assert (kept.value("language"), kept.value("theme")) == ("de", "dark")
    assert third.draft.count == 1
    third.draft.discard()
