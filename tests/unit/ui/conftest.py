"""The desk in tests: Qt without a screen, an engine made of answers, settings of its own for each test."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import pytest
from _pytest.runner import runtestprotocol
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.ui import theme
from desktop_sync.ui.languages import Language
from desktop_sync.ui.lasting import let_nothing_end
from desktop_sync.ui.link import Link, State
from tests.fake_engine import FakeEngine
from tests.watchdog import Watched, told_of

BLOCKED = pytest.StashKey["frozenset[tuple[str, str]] | None"]()
"""Of a test: which events of what blocked in every try so far; None: it was not tried yet."""
TRIES = 3


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """What blocks, blocks each time; what a busy machine did, not, or elsewhere. So a test is tried twice more."""
    if not isinstance(item, pytest.Function) or "_never_blocked" not in item.fixturenames:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports: list[pytest.TestReport] = []
    item.stash[BLOCKED] = None
    for left in reversed(range(TRIES)):
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not (left and item.stash[BLOCKED]):
            break
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    let_nothing_end()
    return ["desktop-sync-tests"]


@pytest.fixture(autouse=True)
def _collected_here(qapp: QApplication) -> Iterator[None]:
    """As in the desk: no other thread may collect widgets; what a test left goes before the next one begins."""
    gc.disable()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application of all tests here notices what blocks it."""
    return Watched


@pytest.fixture(autouse=True)
def _never_blocked(qapp: Watched, request: pytest.FixtureRequest) -> Iterator[None]:
    """No event of a test holds the GUI thread up longer than 50 ms; see ``pytest_runtest_protocol``."""
    qapp.blocked.clear()
    yield
    before = request.node.stash.get(BLOCKED, None)
    found = frozenset((one.event, one.receiver) for one in qapp.blocked)
    request.node.stash[BLOCKED] = again = found if before is None else before & found
    if again:
        pytest.fail(told_of([one for one in qapp.blocked if (one.event, one.receiver) in again]), pytrace=False)


@pytest.fixture(autouse=True)
def _plain(qapp: QApplication) -> None:
    """The light theme and English figures, whatever this machine has."""
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _no_other_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogues that a test has installed go with it: the next one reads the texts of the source."""
    used: list[Language] = []
    real = Language.use

    def use(language: Language, code: str) -> None:
        used.append(language)
        real(language, code)

    monkeypatch.setattr(Language, "use", use)
    yield
    for one in used:
        for translator in one._installed:
            QCoreApplication.removeTranslator(translator)


@pytest.fixture(autouse=True)
def _nothing_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    """``QSettings()`` of a scene is nobody's own, and knows nothing of other tests."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path_factory.mktemp("kept")))


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> QSettings:
    """What an account has chosen of the desk: nothing yet. Qt writes it when it likes, so in a folder of its own."""
    return QSettings(str(tmp_path_factory.mktemp("kept") / "desk.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def link(qtbot: QtBot, engine: FakeEngine) -> Iterator[Link]:
    """Connected to ``engine``."""
    made = Link(engine.connect)
    made.start()
    qtbot.waitUntil(lambda: made.state is State.CONNECTED)
    yield made
    made.close()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], Any]], None]:
    """``until(lambda: …)`` waits, with the event loop going, and fails after a minute."""
    return lambda what: qtbot.waitUntil(lambda: bool(what()), timeout=60_000)
