"""The schedule editor with each of its rhythms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_sync.engine.facade.scheduling import tried
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.link import Link
from desktop_sync.ui.tokens import MARGIN
from tests.fake_engine import FakeEngine

Scene = Callable[[Link, FakeEngine], QWidget]
NOWHERE = Path("there is no ledger")


def _fires(schedule: dict[str, Any] | None, flow: str | None) -> dict[str, Any]:
    """As the engine answers."""
    return tried(schedule, flow, NOWHERE, lambda: ZoneInfo("Europe/Berlin"))


def _schedule(table: dict[str, Any] | None) -> Scene:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        engine.answers["fires"] = _fires
        editor = ScheduleEditor(link)
        editor.set_value(table)
        return in_page(editor)

    return scene


def in_page(editor: QWidget) -> QWidget:
    """With the margins that the settings give it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.addWidget(editor)
    around = QScrollArea()
    around.setWidgetResizable(True)
    around.setWidget(page)
    return around


SCENES: Mapping[str, Scene] = {
    "schedule-by-hand": _schedule(None),
    "schedule-every": _schedule({"every": "5min", "window": {"hours": "06:00-22:00", "days": ["mon-fri"]}}),
    "schedule-at": _schedule({"at": ["16:00", "18:30"], "days": ["mon", "fri"]}),
    "schedule-month": _schedule({"at": "06:00", "month_days": [1, 15, "last"]}),
    "schedule-after": _schedule(
        {"after": {"from": "18:05", "until": "19:00"}, "days": ["mon-fri"], "window": {"holidays": ["12-25", "01-01"]}}
    ),
    "schedule-cron": _schedule({"cron": "30 2 * 3,10 0L", "zone": "Europe/Berlin", "missed": "skip"}),
    "schedule-wrong": _schedule({"at": ["05:00"], "window": {"hours": "06:00-22:00"}, "evry": "1h"}),
}
