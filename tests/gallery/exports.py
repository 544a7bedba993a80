"""Exports in the settings dialog: none yet, what is asked, the report, where it goes, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.exports import Exports
from tests.fake_engine import FakeEngine
from tests.gallery.settings import in_dialog
from tests.settings_desk import EXPORT, TEXT

WIDE = 1264, 720  # as it first opens on a screen of 1280 by 800
ROWS = (
    EXPORT[: EXPORT.index("[exports.query]")]
    + """
[exports.query]
connection = "shop"
path = "/orders"
query = { changed_from = "{from}", changed_until = "{until}", page = "{page}" }
paging = "page"
rows = "data/orders"
key = ["id"]
fields = [{ name = "changed_at", kind = "time" }, { name = "total", from = "sums/gross", kind = "number" }]
where = [{ from = "total", above = 100 }]
window = { of = "yesterday", field = "changed_at" }

[exports.report]
type = "pdf"
columns = [{ name = "Order", from = "id" }, { name = "Total", from = "total", kind = "money" }]

[[exports.destinations]]
id = "file"
connection = "erp"

[[connections]]
id = "shop"
title = "Web shop"
type = "http_api"
base_url = "https://shop.brandt.example/api"
"""
)
"""Of what an HTTP API is asked."""
FILES = ROWS.replace('rows = "data/orders"', 'answer = "file"').replace(
    "[exports.report]", '[exports.format]\ntype = "xml"\nrecord = "Orders/Order"\n\n[exports.report]'
)
WRONG = EXPORT.replace('from = "status"', 'from = "state"').replace("{from:%Y-%m-%d}", "{day}")


def page_of(dialog: SettingsDialog) -> Exports:
    """That of exports."""
    page = dialog.show_place("exports")
    assert isinstance(page, Exports)
    return page


def _part(part: str, text: str = EXPORT) -> Callable[[Link, FakeEngine], QWidget]:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        dialog = in_dialog(link, engine, TEXT + text)
        page_of(dialog).detail.show_part(part)
        return dialog

    return scene


def _beside(part: str, text: str = EXPORT) -> Callable[[Link, FakeEngine], QWidget]:
    """In a window that has room for the preview beside the form."""

    def scene(link: Link, engine: FakeEngine) -> QWidget:
        dialog = _part(part, text)(link, engine)
        dialog.resize(*WIDE)
        return dialog

    return scene


def _unreachable(link: Link, engine: FakeEngine) -> QWidget:
    """Acme cannot be asked."""
    dialog = in_dialog(link, engine, TEXT + EXPORT)
    engine.answers["preview_export"] = RetryLater(
        "https://api.acme.example cannot be reached.", "Look at the network, then make the preview again."
    )
    page_of(dialog)
    return dialog


def _empty(link: Link, engine: FakeEngine) -> QWidget:
    dialog = in_dialog(link, engine)
    page_of(dialog)
    return dialog


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "empty": _empty,
    "query": _part("query"),
    "report": _part("report"),
    "query beside": _beside("query"),
    "report beside": _beside("report"),
    "destinations": _part("destinations"),
    "rows": _part("query", ROWS),
    "rows beside": _beside("query", ROWS),
    "format": _part("format", FILES),
    "wrong": _part("query", WRONG),
    "no preview": _unreachable,
}
