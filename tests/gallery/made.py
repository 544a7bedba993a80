"""What an export has made: nothing yet, all delivered, one refused and one of which a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QDate, QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from desktop_sync.ui.made.sheet import MadeSheet
from tests.fake_engine import FakeEngine

Row = dict[str, Any]
AT = 1_795_840_200.0


TITLES = {"file": "Office share", "mail": "Mail server of the office"}


def delivery(place: str, state: str = "delivered", **more: object) -> Row:
    """Where a file stands with one destination."""
    return {
        "id": f"{place}-{state}", "destination": place, "title": TITLES.get(place, place),
        "name": "Orders of the day 2026-11-27.pdf", "state": state, "asked": False, "attempts": 1, "note": "",
        "not_before": None, "ended_at": AT, **more,
    }  # fmt: skip


def made(number: int, *deliveries: Row, **more: object) -> Row:
    """One export, as ``exports`` tells it."""
    return {
        "id": number, "flow": "daily-orders", "run": number, "number": number,
        "begin_at": f"2026-11-{number:02}T00:00:00+00:00", "end_at": f"2026-11-{number + 1:02}T00:00:00+00:00",
        "who": "", "made_at": AT, "rows": 12, "files": 1, "part": 0, "reference": "", "size": 20_480, "kept": True,
        "ending": "pdf", "media_type": "application/pdf", "note": "", "deliveries": list(deliveries), **more,
    }  # fmt: skip


EMPTY_YET = (
    "Nothing was found up to 2026-11-27 14:30. What was changed in the last 60 s is left for the next report, for it"
    ' may not be listed yet ("Wait for late documents"): what was changed until now stands in one that is made from'
    " 2026-11-27 14:33 on."
)
ROWS = [
    made(27, delivery("file"), delivery("mail", "unknown", asked=True, note="nobody can tell whether it arrived")),
    made(26, delivery("file", "rejected", note="The name is taken."), delivery("mail")),
    made(25, who="anna", rows=0, kept=False, note=EMPTY_YET),
]


EACH = [
    made(
        27,
        delivery("file", name="", states={"delivered": 12}),
        delivery("mail", "rejected", name="", note="The mailbox is full.", states={"rejected": 2, "delivered": 10}),
        files=12,
        part=1,
    ),
    *ROWS[1:],
]
FILES = [
    {
        **EACH[0], "id": 27 + number, "files": 1, "rows": 1, "part": number + 1,
        "deliveries": [delivery("file", name=f"Order confirmation A-{1000 + number}.pdf")],
    }
    for number in range(12)
]  # fmt: skip


def sheet(link: Link) -> tuple[QWidget, MadeSheet]:
    """Over a window, with the same days at every time."""
    window = QWidget()
    window.resize(1080, 660)
    kept = QSettings(str(Path(mkdtemp(prefix="made-")) / "desk.ini"), QSettings.Format.IniFormat)
    found = MadeSheet(window, link, kept, "daily-orders", "Orders of the day", "ERP share, mail server")
    found.issuing.begin.setDate(QDate(2026, 11, 26))
    return window, found


def _scene(rows: list[Row], choose: int = 0) -> Callable[[Link, FakeEngine], QWidget]:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        engine.answers["exports"] = rows
        window, found = sheet(link)
        found.model.modelReset.connect(lambda: found.table.selectRow(choose))
        return window

    return scene


def _inside(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["exports"], engine.answers["export_files"] = EACH, FILES
    window, found = sheet(link)

    def look() -> None:
        if found.model.rows and found.model.rows[0]["files"] > 1:
            found.table.selectRow(0)
            found.inside.click()

    found.model.modelReset.connect(look)
    return window


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "none": _scene([]),
    "asked": _scene(ROWS, 1),
    "refused": _scene(ROWS, 2),
    "empty": _scene(ROWS, 4),
    "each": _scene(EACH, 1),
    "files": _inside,
}
