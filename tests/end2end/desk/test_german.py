"""A German desk beside a real engine: what the engine reports, and its sentence, arrive in German."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import SyncError
from desktop_sync.core.sentence_words import said
from desktop_sync.data_folder import data_folder
from desktop_sync.ipc import connect
from desktop_sync.ui.languages import Language
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.picture import Picture
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.legacy import Order


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Asks at the first run; a file that is no XML comes after it."""
    made = installation()
    made.change_flow(FLOW, "source", first_run="ask")
    made.legacy.drop(Order("1"))
    with working(made):
        yield made


@pytest.fixture
def german(qapp: object) -> Iterator[Language]:
    """As long as the test lasts."""
    figures, language = QLocale(), Language()
    language.use("de")
    yield language
    for one in language._installed:
        QCoreApplication.removeTranslator(one)
    QLocale.setDefault(figures)


def test_what_an_engine_reports_arrives_in_german(qtbot: QtBot, desk: Installation, german: Language) -> None:
    folder = data_folder(str(desk.data))
    link = Link(lambda: connect(folder))
    link.say = german.say
    picture = Picture(link, link)
    link.start()
    qtbot.waitUntil(lambda: link.state is State.CONNECTED and picture.known, timeout=20_000)
    ended: list[Any] = []
    link.ask(link, "run", ended.append, ended.append, flow=FLOW)
    qtbot.waitUntil(lambda: bool(ended) and bool(picture.problems), timeout=30_000)
    [asks] = picture.problems
    assert asks["what"].startswith("1 Datei ist schon da, von ")
    assert asks["what"].endswith("Niemand hat gesagt, was daraus werden soll, daher wird nichts gesendet.")
    assert asks["hint"].startswith("Sagen Sie in der Übersicht, was aus den Dateien werden soll")
    sentence = said(picture.sentence["key"], picture.sentence["values"], picture.now, "de")
    assert "1 Datei ist schon da" in sentence
    assert "kann es beheben." in sentence
    refused: list[SyncError] = []
    link.ask(link, "trail", None, refused.append, document="4711")
    qtbot.waitUntil(lambda: bool(refused), timeout=10_000)
    assert refused[0].what == "Einen Beleg „4711“ hat noch niemand gesehen."
    link.close()
