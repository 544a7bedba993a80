"""The schedule editor with each of its rhythms; the mapping editor on the program's own samples."""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.ports import Store
from desktop_sync.engine.facade.scheduling import tried
from desktop_sync.resources import resources
from desktop_sync.samples import Samples
from desktop_sync.samples.reach import Reach
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.spool import Spool
from desktop_sync.ui.editors.mapping import MappingEditor
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.editors.source import Source
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


def _mapping(folder: str, file: str, change: Callable[[dict[str, Any]], None] = lambda _: None) -> Scene:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        samples = resources() / "samples" / folder
        flow = tomllib.loads((samples / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
        change(flow)
        answer_samples(engine)
        editor = MappingEditor(link)
        editor.set_around("erp-orders", flow["format"], "acme")
        editor.set_value(flow["mapping"])
        editor.choose_field("lines[].quantity")
        if file:
            content = base64.b64encode((samples / file).read_bytes()).decode()
            editor.take_sample({"name": file, "content": content})
        return in_page(editor)

    return scene


def _order(number: int) -> str:
    return f"""<Order><Number>{number}</Number><Dates><Date type="ORDER">2026-11-28</Date>
<Date type="DELIVERY">2026-12-05</Date></Dates><Currency>EUR</Currency>
<Party role="buyer"><Id>K-1204</Id><Name>Baumarkt Süd</Name><Address><City>Ulm</City></Address></Party>
<Party role="seller"><Id>7</Id><Name>Nordwind</Name><Address><City>Kiel</City></Address></Party>
<Lines><Line><No>1</No><Sku>P-1</Sku><Qty>2</Qty><Price>1.50</Price></Line>
<Line><No>2</No><Sku>P-7</Sku><Qty>4</Qty><Price>11.90</Price></Line></Lines></Order>"""


MARKED = f"<Orders>{_order(4711)}{_order(4712)}</Orders>".encode()
"""Dates and parties that come several times, each with its kind beside it."""


def _marked(link: Link, engine: FakeEngine) -> MappingEditor:
    answer_samples(engine)
    editor = MappingEditor(link)
    editor.set_around("", {"type": "xml", "record": "Orders/Order"}, "acme")
    editor.set_value({"resource": "orders", "fields": {}})
    editor.take_sample({"name": "orders.xml", "content": base64.b64encode(MARKED).decode()})
    return editor


def _proposed(link: Link, engine: FakeEngine) -> QWidget:
    """Dates and parties are told apart by their kinds, and connected by these."""
    editor = _marked(link, engine)
    editor.choose_field("date")
    [propose] = [one for one in editor.findChildren(QPushButton) if one.text() in ("&Propose", "&Vorschlagen")]
    editor.judged.connect(propose.click, Qt.ConnectionType.SingleShotConnection)
    return in_page(editor)


def _taken(link: Link, engine: FakeEngine) -> QWidget:
    """One of several dates was dragged onto a field."""
    editor = _marked(link, engine)
    date = Source((), ".", example="2026-12-05", one="Dates/Date", mark="@type", value="DELIVERY")
    take = partial(editor.connect_field, "requested_delivery_date", date)
    editor.judged.connect(take, Qt.ConnectionType.SingleShotConnection)
    return in_page(editor)


def answer_samples(engine: FakeEngine) -> None:
    """As the real engine answers, of samples that are given."""
    bench = Samples(NOWHERE, NOWHERE, Spool(NOWHERE), lambda _: Reach(Settings(), _no_store, _no_rows))
    engine.answers["mapping_forms"] = bench.forms
    engine.answers["resource"] = lambda target, name=None: bench.resource(target, name)
    engine.answers["sample"] = lambda given, draft=None: json.loads(json.dumps(bench.taken(given)))
    engine.answers["propose_mapping"] = lambda sample, format, target, resource: json.loads(
        json.dumps(bench.proposed(sample, format, target, resource))
    )
    engine.answers["samples"] = {
        "files": [{"connection": "erp", "path": "ORD_0812.xml", "size": 2941, "changed_at": 1.79e9}],
        "former": [{"payload": "0" * 64, "name": "ORD_0811.xml", "size": 2900, "came_at": 1.79e9}],
        "away": "",
    }
    engine.answers["try_mapping"] = lambda sample, format, mapping, target, at: json.loads(
        json.dumps(bench.tried(sample, format, mapping, target, at))
    )


def _no_rows(flow: Flow, connection: Connection) -> bytes:
    raise RetryLater(f"{connection.id} cannot be asked for {flow.id}.")


def _no_store(connection: Connection) -> Store:
    raise RetryLater(f"{connection.id} cannot be reached.")


def _broken(flow: dict[str, Any]) -> None:
    fields = flow["mapping"]["fields"]
    fields["lines"]["fields"]["quantity"]["convert"] = [{"date": "%d.%m.%Y"}]
    fields["colour"] = {"from": "@no"}


SCENES: Mapping[str, Scene] = {
    "mapping-xml": _mapping("erp-orders", "ORD_0812.xml"),
    "mapping-csv": _mapping("csv-rows", "orders-0820.csv"),
    "mapping-excel": _mapping("excel", "orders-0820.xlsx"),
    "mapping-wrong": _mapping("erp-orders", "ORD_0812.xml", _broken),
    "mapping-marked": _proposed,
    "mapping-taken": _taken,
    "mapping-empty": _mapping("erp-orders", "", lambda flow: flow["mapping"].update(fields={})),
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
