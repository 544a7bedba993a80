"""The guide to a first flow: the account, the place, the table or the sample, the schedule, and what arrives."""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import Stop
from desktop_sync.resources import resources
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.guide.place import PlacePage
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from desktop_sync.ui.settings.guide.table import TablePage
from desktop_sync.ui.settings.tables_picker import TablesPicker
from tests.fake_engine import FakeEngine
from tests.gallery.database import answer
from tests.settings_desk import POLICY, TEXT, Office, fires

STATES = ("created", "created", "updated", "rejected", "created")
ROWS = [
    {
        "OrderNo": str(4711 + number), "OrderDate": "2026-11-28", "Currency": "EUR",
        "BuyerNumber": f"K-120{number}", "BuyerName": name, "ChangedAt": f"2026-11-28T1{number}:00:00+01:00",
        "Lines": [{"Number": 1, "Sku": "P-1000", "Quantity": "2.000", "UnitPrice": "11.9000"}],
    }
    for number, name in enumerate(("Holzbau Lehmann", "Baumarkt Süd GmbH", "Gasthof Krone"))
]  # fmt: skip
"""What the table would bring."""


def rows_offered(engine: FakeEngine) -> None:
    """The engine answers as one beside a database with these rows."""
    taken = engine.answers["sample"]
    content = base64.b64encode("\n".join(json.dumps(one) for one in ROWS).encode()).decode()
    offered = {"connection": "database-of-orders", "path": "orders.answer.jsonl", "size": 0, "changed_at": 1.79e9}
    engine.answers |= {
        "draft_tables": answer,
        "samples": {"files": [{**offered, "rows": True, "wanted": True}], "former": [], "away": ""},
        "sample": lambda given, draft=None: taken({"name": str(given.get("path", "")), "content": content}),
    }


def file_offered(engine: FakeEngine) -> None:
    """The engine answers as one beside a place with one of the program's own files."""
    taken, sample = engine.answers["sample"], resources() / "samples" / "erp-orders" / "ORD_0812.xml"
    content = base64.b64encode(sample.read_bytes()).decode()
    offered = {"connection": "folder-of-orders", "path": sample.name, "size": 2941, "changed_at": 1.79e9}
    engine.answers |= {
        "samples": {"files": [{**offered, "wanted": True}], "former": [], "away": ""},
        "sample": lambda given, draft=None: taken({"name": str(given.get("path", "")), "content": content}),
    }


def made(link: Link, engine: FakeEngine, text: str = "", policy: str = "") -> tuple[QWidget, GuideSheet]:
    """The guide over a window, beside an engine of these settings."""
    folder = tempfile.mkdtemp(prefix="guide-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Office(Path(folder), text, policy).serve(engine)
    documents = [
        {"id": n, "reference": str(4711 + n), "state": state, "path": "ORD_0812.xml"} for n, state in enumerate(STATES)
    ]
    counts = {"created": 3, "updated": 1, "rejected": 1}
    engine.answers |= {
        "run": {"run": 1, "flow": "orders", "counts": counts, "files": [], "problems": [], "question": ""},
        "history": {"documents": documents},
        "fires": fires,
        "samples": {"files": [], "former": [], "away": ""},
    }
    over = QWidget()
    over.resize(980, 680)
    sheet = GuideSheet(over, link)
    sheet.show()
    return over, sheet


def _at(step: str, kind: str = "folder") -> Callable[[Link, FakeEngine], QWidget]:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        over, sheet = made(link, engine)
        rows_offered(engine) if kind == "mssql" else file_offered(engine)

        def show() -> None:
            if sheet.plan is not None and not sheet.pages.get(step):
                sheet.plan.use_new(kind)
                if step in {"sample", "start"} and kind == "mssql":
                    sheet.plan.source.update({"table": "dbo.Orders", "lines_table": "dbo.OrderLines"})
                if step == "start":
                    sheet.plan.flow["mapping"]["version"] = {"from": "ChangedAt", "convert": ["datetime"]}
                sheet.show_page(step)

        sheet.draft.loaded.connect(show, Qt.ConnectionType.QueuedConnection)  # nobody turns within the same moment
        return over

    return scene


def _once(sheet: GuideSheet, met: Callable[[], object], what: Callable[[], object]) -> None:
    """Does it as soon as that is so; until then the scene has not settled."""
    timer = QTimer(sheet)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: what() if met() else timer.start())
    timer.start(20)


def _chosen(link: Link, engine: FakeEngine) -> QWidget:
    """A table, with what is proposed for it."""
    over = _at("table", "mssql")(link, engine)
    sheet = over.findChildren(GuideSheet)[0]

    def picker() -> TablesPicker | None:
        page = sheet.pages.get("table")
        return page.picker if isinstance(page, TablePage) else None

    def choose() -> None:
        if (shown := picker()) is not None:
            shown.list.setCurrentRow(3)
            _once(sheet, shown.use.isEnabled, shown.use.click)

    _once(sheet, lambda: (shown := picker()) is not None and shown.there and shown.isVisible(), choose)
    return over


def _trouble(link: Link, engine: FakeEngine) -> QWidget:
    over = _at("table", "mssql")(link, engine)
    engine.answers["draft_tables"] = Stop(
        "sql01: the server refuses the sign-in.", "Correct the user name or the password of the connection."
    )
    return over


def _there(link: Link, engine: FakeEngine) -> QWidget:
    """An administrator has set up a place, and the address of Acme."""
    over, sheet = made(link, engine, TEXT, POLICY)

    def show() -> None:
        if sheet.plan is not None:
            sheet.plan.use("central")
            sheet.show_page("place")

    sheet.draft.loaded.connect(show)
    return over


def _steps(link: Link, engine: FakeEngine) -> QWidget:
    """A server whose key nobody has compared yet."""
    over = _at("place", "sftp")(link, engine)
    sheet = over.findChildren(GuideSheet)[0]
    engine.answers["check_draft"] = STEPS

    def place() -> PlacePage | None:
        page = sheet.pages.get("place")
        return page if isinstance(page, PlacePage) and page.detail.form.whole else None

    def test() -> None:
        if sheet.plan is not None and (page := place()) is not None:
            told = {"host": "sftp.brandt.example", "username": "acme", "path": "/out", "password": "server/password"}
            sheet.plan.place.update(told)
            sheet.plan.draft.keep_secret("server/password", "made up")
            page.entered()
            page.detail.test.button.click()

    _once(sheet, place, test)
    return over


STEPS: list[dict[str, Any]] = [
    {"name": "name", "state": "ok", "detail": "sftp.brandt.example → 203.0.113.7", "hint": ""},
    {"name": "reach", "state": "ok", "detail": "port 22, 18 ms", "hint": ""},
    {
        "name": "host key", "state": "warning", "detail": "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw",
        "hint": "Compare it with what your supplier tells you.",
        "key": {"place": "sftp.brandt.example", "fingerprint": "SHA256:uNiV", "kind": "ssh-ed25519"},
    },
]  # fmt: skip

SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "account": _at("account"),
    "folder": _at("place"),
    "server": _steps,
    "database": _at("place", "mssql"),
    "set-up-already": _there,
    "table": _chosen,
    "table-trouble": _trouble,
    "sample": _at("sample"),
    "rows": _at("sample", "mssql"),
    "schedule": _at("schedule"),
    "ready": _at("start"),
    "ready-database": _at("start", "mssql"),
}
