"""The activity page: each list, a search without a find, nothing yet, one file of many, an export under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.activity.page import ActivityPage
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from tests.fake_engine import EMPTY, FakeEngine
from tests.unit.ui.activity.history import History
from tests.unit.ui.activity.rows import document, file, missed, run

FLOWS = [{"flow": "orders", "title": "ERP orders"}, {"flow": "invoices", "title": "SQL invoices"}]
LISTS: Mapping[str, tuple[int, Callable[[int], dict[str, Any]]]] = {
    "documents": (48_211, document), "files": (12_480, file), "runs": (8_312, run), "missed": (7, missed),
}  # fmt: skip


def _page(link: Link, engine: FakeEngine, show: str = "documents", *, empty: bool = False) -> ActivityPage:
    for name, (many, row) in LISTS.items():
        History(engine, 0 if empty else many, row, name)
    engine.answers["snapshot"] = {**EMPTY, "flows": FLOWS}
    picture = Picture(link)
    page = ActivityPage(link, picture, QSettings())
    picture.setParent(page)
    picture.refresh()
    page.resize(840, 640)
    page.tabs.setCurrentIndex([one.show for one in page.kinds].index(show))
    return page


def _nothing_found(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    page.filters.text.setText("90012")
    History(engine, 0)
    return page


def _of_a_file(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    page.filters.show_only("item", 481, "ORD_1204.xml")
    page.filters.period.box.setCurrentIndex(5)
    page.filters.period.box.activated.emit(5)
    return page


def _export(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    page.show()
    QTest.qWait(300)
    page.head.show_new(3)
    page.foot.show_export(19_000, 48_211)
    return page


def _cursor(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    page.show()
    QTest.qWait(300)
    page.table.setCurrentIndex(page.table.pages.index(3, 0))
    page.table.setFocus()
    return page


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "activity documents": _page,
    "activity chosen": _cursor,
    "activity files": lambda link, engine: _page(link, engine, "files"),
    "activity runs": lambda link, engine: _page(link, engine, "runs"),
    "activity missed": lambda link, engine: _page(link, engine, "missed"),
    "activity of a file": _of_a_file,
    "activity nothing found": _nothing_found,
    "activity nothing yet": lambda link, engine: _page(link, engine, "files", empty=True),
    "activity export": _export,
}
