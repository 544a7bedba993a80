"""The scenes of ``tests/gallery``: found, built beside an engine made of answers, shown, and left to settle."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_sync.ui import theme
from desktop_sync.ui.languages import Language
from desktop_sync.ui.link import Link, State
from tests.fake_engine import FakeEngine

FOLDER = Path(__file__).parent / "gallery"
PAGE = 840, 648
"""A page beside the navigation of the window as it first opens."""
PATIENCE = 100  # looks of 10 ms
SOON = 500  # ms; what a timer begins once, later than that, is no part of the scene

Build = Callable[[Link, FakeEngine], QWidget]


class Scene(NamedTuple):
    """One screen."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}-{self.name}"

    @property
    def build(self) -> Build:
        """Makes it."""
        found: Build = importlib.import_module(f"tests.gallery.{self.module}").SCENES[self.name]
        return found


def scenes() -> list[Scene]:
    """All of them."""
    modules = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
    return [
        Scene(module, name) for module in modules for name in importlib.import_module(f"tests.gallery.{module}").SCENES
    ]


def later(widget: QWidget, what: Callable[[], object]) -> None:
    """Of a scene in which something is done to what shows: when it shows."""
    timer = QTimer(widget)
    timer.setSingleShot(True)
    timer.timeout.connect(what)
    timer.start(300)


@contextmanager
def shown(
    application: QApplication, scene: Scene, language: str, scheme: theme.Scheme, contrast: QPalette | None = None
) -> Iterator[QWidget]:
    """The scene on the screen with all that it asked for. ``contrast``: a system's palette of high contrast."""
    words = Language()
    words.use(language)
    theme.apply(application, scheme, contrast)
    engine = FakeEngine()
    link = Link(engine.connect)
    link.say = words.say
    link.start()
    _until(lambda: link.state is State.CONNECTED)
    widget = scene.build(link, engine)
    try:
        _show(widget)
        yield widget
    finally:
        link.close()
        widget.close()
        widget.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        words.use("en")


def _show(widget: QWidget) -> None:
    if not isinstance(widget, QMenu) and not widget.testAttribute(Qt.WidgetAttribute.WA_Resized):
        widget.resize(*PAGE)
    widget.show()
    widget.activateWindow()
    _until(lambda: _settled(widget) and _settled(widget))


def _settled(widget: QWidget) -> bool:
    """Nothing is asked or about to begin, and nothing moves: on a busy machine, what came last is not laid out yet."""
    if _asking() or _waiting(widget):
        return False
    before = widget.grab().toImage()
    QTest.qWait(30)
    return not _asking() and not _waiting(widget) and widget.grab().toImage() == before


def _waiting(widget: QWidget) -> bool:
    """Something is about to begin: a desk waits for a moment without a key, a scene for its rows; or goes on, as a form
    that is made in pieces.
    """
    timers = [one for one in widget.findChildren(QTimer) if one.isActive()]
    return any(one.interval() == 0 or (one.isSingleShot() and one.interval() <= SOON) for one in timers)


def _asking() -> bool:
    return any(one.name.startswith("desk ") for one in threading.enumerate())


def _until(what: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        QTest.qWait(10)
        time.sleep(0.01)  # threads go on: Qt's wait keeps the interpreter to itself
        if what():
            return
