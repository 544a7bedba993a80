"""The sheet of a dry run: while it reads, the plan with an update, after it was sent, and when nothing is new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.dry_run.sheet import DryRunSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine
from tests.gallery.plan_rows import executed, executed_rows, plan, plan_rows
from tests.gallery_scenes import later


def _sheet(link: Link) -> QWidget:
    window = QWidget()
    window.resize(1000, 660)
    sheet = DryRunSheet(window, link, QSettings(), "orders", "ERP orders")
    later(sheet, lambda: sheet.view.rows.table.selectRow(1))
    return window


def _plan(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers |= {"dry_run": lambda flow: plan(), "plan_rows": plan_rows}
    return _sheet(link)


def _working(link: Link, engine: FakeEngine) -> QWidget:
    def dry_run(flow: str, tell: Callable[..., None], cancelled: threading.Event) -> None:
        tell({"event": "progress", "flow": flow, "step": "read", "done": 5, "total": 12})
        cancelled.wait(60)
        raise RetryLater("The dry run was cancelled; there is no plan.", "Begin it anew at any time.")

    engine.answers["dry_run"] = dry_run
    return _sheet(link)


def _executed(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers |= {"dry_run": executed, "plan_rows": executed_rows}
    return _sheet(link)


def _nothing(link: Link, engine: FakeEngine) -> QWidget:
    nothing = {"files": 0, "ignored": 0, "unreadable": 0, "left_alone": 0, "not_sent": []}
    engine.answers |= {"dry_run": lambda flow: plan(counts={}, files=nothing, rows=[]), "plan_rows": []}
    return _sheet(link)


def _trouble(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["dry_run"] = RetryLater(
        "The flow orders is at work already.", "Wait until its run has ended, or cancel it."
    )
    return _sheet(link)


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "plan": _plan,
    "working": _working,
    "executed": _executed,
    "nothing": _nothing,
    "trouble": _trouble,
}
