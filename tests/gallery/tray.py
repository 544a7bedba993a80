"""The menu of the icon in the tray, and the question at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.leaving import Leaving
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.tray_menu import TrayMenu
from tests.fake_engine import FakeEngine
from tests.unit.ui.snapshots import flow, problem, snapshot, told


def _menu(link: Link, engine: FakeEngine) -> QWidget:
    since = "2026-11-28T13:10:00+01:00"
    values = {
        "who": "ERP orders",
        "what": problem(1)["what"],
        "since": since,
        "owner": "clerk",
        "cause": "x",
        "more": 1,
    }
    sentence = told("problem", "attention", **values)
    engine.answers["snapshot"] = snapshot(
        flow("orders", "ERP orders"),
        flow("invoices", "SQL invoices", state="paused", paused={"until": None}),
        problems=(problem(1), problem(2, "unreachable")),
        sentence={**sentence, "proof_at": "2026-11-28T14:35:00+01:00"},
    )
    picture = Picture(link, link)
    picture.refresh()
    return TrayMenu(link, picture)


def _question(link: Link, engine: FakeEngine) -> QWidget:
    leaving = Leaving(link, link)
    leaving.ask()
    assert leaving.box is not None
    leaving.box.adjustSize()
    return leaving.box


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {"menu": _menu, "question": _question}
