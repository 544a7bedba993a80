"""The sheet that reads again: before a look, what was kept, what a source is asked again, and trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.again.sheet import AgainSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine
from tests.gallery_scenes import later

KEPT: dict[str, Any] = {
    "flow": "orders",
    "files": 14,
    "counts": {"sent": 2, "unchanged": 341, "older": 3},
    "documents": [
        {"what": "sent", "resource": "orders", "reference": "4711", "note": ""},
        {"what": "sent", "resource": "orders", "reference": "4715", "note": "the mapping reads another field"},
        {"what": "unchanged", "resource": "orders", "reference": "4712", "note": ""},
    ],
    "faults": [],
}
ASKED: dict[str, Any] = {
    "flow": "orders",
    "places": {
        "erp": "What was changed from 2026-11-01 00:00 to 2026-11-03 00:00 is read again; then it goes on from "
        "where it is."
    },
    "changed": False,
}


def sheet(link: Link, *, source: bool = False) -> tuple[QWidget, AgainSheet]:
    """Over a window, with the same moments on every day."""
    window = QWidget()
    window.resize(1000, 660)
    made = AgainSheet(window, link, "orders", "ERP orders")
    made.source.setChecked(source)
    made.span.begin.setDateTime(QDateTime(2026, 11, 1, 0, 0, 0))
    made.span.end.setDateTime(QDateTime(2026, 11, 3, 0, 0, 0))
    made.span.ends.setChecked(True)
    return window, made


def _plain(link: Link, engine: FakeEngine) -> QWidget:
    return sheet(link)[0]


def _kept(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["read_again"] = KEPT
    window, made = sheet(link)
    later(made, made.look.click)
    return window


def _asked(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["ask_again"] = ASKED
    window, made = sheet(link, source=True)
    later(made, made.look.click)
    return window


def _trouble(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["ask_again"] = Rejected(
        "This source is listed, not asked: files that are there are known one by one.",
        "Put a file there once more, or read what came again: desktop-sync read-again.",
    )
    window, made = sheet(link, source=True)
    later(made, made.look.click)
    return window


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "plain": _plain,
    "kept": _kept,
    "asked": _asked,
    "trouble": _trouble,
}
