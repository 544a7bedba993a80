"""The help over a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.help.sheet import HelpSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine


def _help(link: Link, engine: FakeEngine) -> QWidget:
    over = QWidget()
    over.resize(940, 640)
    HelpSheet(over, QLocale().name()[:2], "problems").show()
    return over


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {"help": _help}
