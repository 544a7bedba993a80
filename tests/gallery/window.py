"""The main window by itself: its navigation, a count, the bar with what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.window import SIZE, Page, Window
from tests.fake_engine import FakeEngine


def _empty() -> QWidget:
    return EmptyPlace(icons.action("inbox-outline"), "Nothing here yet", "What will be here.")


def _narrow(link: Link, engine: FakeEngine) -> QWidget:
    """As on a notebook at twice the size."""
    window = _window(link, engine)
    window.resize(720, 420)
    return window


def _window(link: Link, engine: FakeEngine) -> QWidget:
    pages = [
        Page(name, title, icon, _empty)
        for name, title, icon in (
            ("overview", "&Overview", "view-dashboard-outline"),
            ("problems", "&Problems", "alert-outline"),
        )
    ]
    window = Window(pages, QSettings())
    window.resize(SIZE)
    window.count("problems", 2)
    window.bar.say("attention", "The folder cannot be reached.", "See that the share is there.")
    return window


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {"window": _window, "narrow": _narrow}
