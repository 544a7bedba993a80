"""The guide to a first flow: the account, the folder, the schedule, and what arrives."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from tests.fake_engine import FakeEngine
from tests.settings_desk import Office, fires

STATES = ("created", "created", "updated", "rejected", "created")


def _guide(link: Link, engine: FakeEngine, number: int) -> QWidget:
    folder = tempfile.mkdtemp(prefix="guide-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Office(Path(folder), "").serve(engine)
    documents = [
        {"id": n, "reference": str(4711 + n), "state": state, "path": "ORD_0812.xml"} for n, state in enumerate(STATES)
    ]
    counts = {"created": 3, "updated": 1, "rejected": 1}
    engine.answers |= {
        "run": {
            "run": 1,
            "flow": "orders",
            "counts": counts,
            "files": [],
            "problems": [],
            "question": "",
        },
        "history": {"documents": documents},
        "fires": fires,
        "mapping_forms": {"properties": {}},
        "resource": {"resources": ["invoices", "orders"], "resource": "orders", "fields": []},
        "samples": {"files": [], "former": [], "away": ""},
    }
    over = QWidget()
    over.resize(980, 680)
    sheet = GuideSheet(over, link)

    def show() -> None:
        if sheet.number >= 0:
            sheet.show_page(number)

    sheet.draft.loaded.connect(show)
    sheet.show()
    return over


def _account(link: Link, engine: FakeEngine) -> QWidget:
    return _guide(link, engine, 0)


def _folder(link: Link, engine: FakeEngine) -> QWidget:
    return _guide(link, engine, 1)


def _sample(link: Link, engine: FakeEngine) -> QWidget:
    return _guide(link, engine, 2)


def _schedule(link: Link, engine: FakeEngine) -> QWidget:
    return _guide(link, engine, 3)


def _ready(link: Link, engine: FakeEngine) -> QWidget:
    return _guide(link, engine, 4)


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "account": _account,
    "folder": _folder,
    "sample": _sample,
    "schedule": _schedule,
    "ready": _ready,
}
