"""An order is edited whose customer Acme does not know: at first, and when something is still wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editing.sheet import EditSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine
from tests.gallery.problem_rows import CUSTOMER
from tests.gallery_scenes import later

BODY: dict[str, Any] = {
    "buyer": {"number": "90012", "name": "Nordwind Großhandel"},
    "cancelled": None,
    "currency": "EUR",
    "date": "2026-11-27",
    "external_reference": "4711",
    "lines": [
        {"number": 1, "quantity": "40", "sku": "A-100", "unit_price": "12.50"},
        {"number": 2, "quantity": "3", "sku": "B-220", "unit_price": "89.90"},
    ],
    "notes": "Lieferung nur vormittags, Tor 3",
    "express": False,
}
DOCUMENT = {"delivery": 1, "resource": "orders", "reference": "4711", "body": BODY}
WRONG = {
    "changes": [
        {"field": "buyer.number", "old": "90012", "new": "90021"},
        {"field": "date", "old": "2026-11-27", "new": "27.11."},
    ],
    "faults": [{"field": "date", "message": 'expected a date like 2024-03-31, found "27.11."'}],
}


def _sheet(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers |= {"document": DOCUMENT, "edit_faults": WRONG}
    window = QWidget()
    window.resize(1000, 660)
    EditSheet(window, link, QSettings(), "4711", "orders", link.say(CUSTOMER))
    return window


def _wrong(link: Link, engine: FakeEngine) -> QWidget:
    window = _sheet(link, engine)
    [sheet] = window.findChildren(EditSheet)

    def type_it() -> None:
        root = sheet.fields.root
        for path, value in {"buyer.number": "90021", "date": "27.11."}.items():
            node = next(one for one in root.all() if one.path == path)
            sheet.fields.setData(sheet.fields.index_of(node, 1), value)
        sheet.changes.reason.setText("Zahlendreher, laut Herrn Petersen")

    later(sheet, type_it)
    return window


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {"refused": _sheet, "wrong": _wrong}
