"""The scenes of ``tests/gallery``: found, built beside an engine made of answers, shown, and left to settle."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
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
    _until(lambda: not _asking())
    _until(lambda: _still(widget))


def _still(widget: QWidget) -> bool:
    """Nothing moves any more: on a busy machine, what came last is not laid out yet."""
    before = widget.grab().toImage()
    QTest.qWait(30)
    return widget.grab().toImage() == before


def _asking() -> bool:
    return any(one.name.startswith("desk ") for one in threading.enumerate())


def _until(what: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        QTest.qWait(10)
        if what():
            return
