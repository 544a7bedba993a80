"""The trail of an order: its place in the file, the mapping, a refusal, an unknown one, content that is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.link import Link
from desktop_sync.ui.trail.sheet import TrailSheet
from tests.fake_engine import FakeEngine

Row = dict[str, Any]
NOON = 1_795_777_200.0  # 2026-11-27 12:00 in Berlin
ORDERS = ("4709", "4710", "4711", "4712")


def order(number: str, customer: str = "10042", quantity: str = "1.250,00") -> str:
    return f"""  <Order>
    <No>{number}</No>
    <Date>27.11.2026</Date>
    <Customer>{customer}</Customer>
    <Remark>Anlieferung &amp; Abholung über Tor 3</Remark>
    <Lines>
      <Line><Pos>1</Pos><Sku>A-100</Sku><Text>Europalette, wärmebehandelt</Text><Qty>{quantity}</Qty></Line>
      <Line><Pos>2</Pos><Sku>B-220</Sku><Text>Stretchfolie 23 µm</Text><Qty>6,00</Qty></Line>
    </Lines>
  </Order>
"""


FILE = '<?xml version="1.0" encoding="UTF-8"?>\n<Orders>\n' + "".join(map(order, ORDERS)) + "</Orders>\n"


def spot(text: str, after: str = "") -> Row:
    """Where a text stands in the file."""
    begin = FILE.index(text, FILE.index(after))
    return {
        "line": FILE.count("\n", 0, begin) + 1,
        "offset": len(FILE[:begin].encode()),
        "length": len(text.encode()),
    }


WHOLE = order("4711").strip()
PLACE = {**spot(WHOLE), "column": 3, "path": "/Orders/Order[3]"}
POSITION = {name: PLACE[name] for name in ("line", "column", "offset", "path")}
BODY: Row = {
    "external_reference": "4711", "date": "2026-11-27", "currency": "EUR", "buyer": {"number": "10042"},
    "notes": "Anlieferung & Abholung über Tor 3",
    "lines": [
        {"number": 1, "sku": "A-100", "description": "Europalette, wärmebehandelt", "quantity": "1250.00"},
        {"number": 2, "sku": "B-220", "description": "Stretchfolie 23 µm", "quantity": "6.00"},
    ],
}  # fmt: skip


def request(method: str, path: str, at: float, status: int | None = 201, **more: object) -> Row:
    return {
        "number": 1, "method": method, "path": path, "if_match": None,
        "key": "d81e4bcbbb49499b875536a82f5e3c8b9de2afa7",
        "body_sha256": "578710f00726364bd87a6eda227ec92ffefee67170ef2afc4f53c68df96948d3", "made_at": at, "sent_at": at,
        "sent_times": 1, "note": "", "outcome": "done", "status": status, "answered_at": at + 0.31,
        "answer": '{"id": "ord_00081244", "etag": "\\"2\\"", "status": 200, "external_reference": "4711"}', **more,
    }  # fmt: skip


def delivery(revision: int, state: str, requests: list[Row], **more: object) -> Row:
    at = NOON + 3600 * revision
    return {
        "id": revision, "flow": "erp-orders", "revision": revision, "operation": "upsert", "state": state, "note": "",
        "version": f"n1{revision:024d}{0:012d}", "reason": "", "owner": None, "record": 3, "document": 1,
        "position": POSITION, "mapping": "ed8d237acc43", "attempts": 1, "doubts": 0, "not_before": at,
        "hash": "2a7d65e97fbbc7131723acc6632b8e39e9c03fab6752e6429efe51d6fc92d7fd", "ended_at": at + 60, "claimable": 1,
        "plan": None, "unedited": None, "body": BODY, "item": revision, "path": f"ORD_081{revision + 1}.xml",
        "size": len(FILE.encode()), "mtime_ns": int(at * 1e9), "generation": 1, "payload_gone_at": None,
        "payload": "263b02a175ec6bc7580c0d4cbd31e55b21dd1dba8f279243afd5d2329082a753", "item_state": "done",
        "payload_gone_why": "retention", "target": f"archive/2026/11/27/ORD_081{revision + 1}.xml", "noticed_at": at,
        "connection": "erp", "requests": requests, "problems": [], **more,
    }  # fmt: skip


def lane(*deliveries: Row, **more: object) -> Row:
    return {
        "resource": "orders", "reference": "4711", "remote_id": "ord_00081244", "remote_version": "2", "in_doubt": 0,
        "acked_version": None, "pruned": 0, "pruned_at": None, "erased_at": None, "tenant": "grosshandel-nord",
        "base_url": "https://api.acme.example", "deliveries": list(deliveries), "people": [], **more,
    }  # fmt: skip


FIRST = delivery(
    1, "created", [request("POST", "/v1/orders", NOON + 3660)],
    hash="03bb737f4d4035824d26cbc83433a8f58888fa75ad7acb43d52686635c3cab95",
)  # fmt: skip
SECOND = delivery(
    2, "updated", [request("PUT", "/v1/orders/ord_00081244", NOON + 7260, 200, if_match="1", sent_times=2)]
)
THIRD = delivery(3, "unchanged", [], note="Acme already has exactly this content.")
REFUSED = delivery(
    1, "rejected", [request("POST", "/v1/orders", NOON + 3660, 422, outcome="missing_reference")],
    note="Acme answered 422: The customer number 90012 is not known in Acme.",
    problems=[{
        "what": "Order 4711 was refused: Acme answered 422: The customer number 90012 is not known in Acme.",
        "hint": "Someone who keeps the missing entry in Acme can add it; it is tried again hourly for three days.",
        "owner": "clerk",
        "opened_at": NOON, "times": 1, "closed_at": None, "closed_by": "",
    }],
)  # fmt: skip
UNKNOWN = delivery(
    3, "unknown", [request("PUT", "/v1/orders/ord_00081244", NOON + 7260, None, outcome="unknown", answer=None)],
    ended_at=None
)  # fmt: skip
GONE = delivery(3, "unchanged", [], payload_gone_at=NOON + 90_000)


def origin(field: str, value: object, path: str = "", found: str = "", how: str = "taken", **more: object) -> Row:
    place = spot(found, "<No>4711") if found and found in WHOLE else {"line": None, "offset": None, "length": None}
    return {
        "field": field, "how": how, "sources": [path] if path else [], "found": found, "steps": [], "value": value,
        **place, **more,
    }  # fmt: skip


def step(converter: str, gave: object) -> Row:
    return {"converter": converter, "gave": gave}


FIELDS = [
    origin("external_reference", "4711", "No", "4711"),
    origin("date", "2026-11-27", "Date", "27.11.2026", steps=[step('date "%d.%m.%Y"', "2026-11-27")]),
    origin("currency", "EUR", how="constant"),
    origin("buyer.number", "10042", "Customer", "10042"),
    origin("notes", BODY["notes"], "Remark", "Anlieferung &amp; Abholung über Tor 3"),
    origin("payment_terms", "30 days", "Terms", how="default"),
    origin("lines[1].number", 1, "Lines/Line[1]/Pos", "1", steps=[step("integer", 1)]),
    origin(
        "lines[1].quantity", "1250.00", "Lines/Line[1]/Qty", "1.250,00", steps=[step('decimal "1.234,50"', "1250.00")]
    ),
    origin("lines[2].quantity", "6.00", "Lines/Line[2]/Qty", "6,00", steps=[step('decimal "1.234,50"', "6.00")]),
]
RECORD: Row = {
    "delivery": 3, "number": 3, "kind": "", "position": POSITION, "length": PLACE["length"], "then": True,
    "more": False,
    "rule": [2, "update"], "fields": FIELDS, "same": True,
    "values": [
        {"path": row["sources"][0], "text": row["found"], **{name: row[name] for name in ("line", "offset", "length")}}
        for row in FIELDS if row["found"]
    ],
}  # fmt: skip


def payload(
    item: int, member: str = "", offset: int = 0, marks: list[list[int]] | None = None, **around: object
) -> Row:
    """As the facade tells a small file: all of it."""
    data = FILE.encode()
    signs = [[len(data[:place].decode()) for place in mark] for mark in marks or []]
    return {
        "item": item, "path": f"ORD_081{item + 1}.xml", "payload": "263b", "member": member, "size": len(data),
        "encoding": "utf-8", "bytes": None, "text": FILE, "first_line": 1, "start": 0, "end": len(data),
        "ends": True, "marks": signs,
    }  # fmt: skip


def answers(engine: FakeEngine, *lanes: Row) -> None:
    engine.answers |= {
        "trail": list(lanes), "payload": payload, "record": lambda delivery: {**RECORD, "delivery": delivery},
        "retry": [{"name": "4711", "done": True, "what": "it is sent by the next run", "flow": "erp-orders"}],
        "find_file": {"file": "/erp/archive/ORD_0812.xml", "folder": "/erp/archive"},
    }  # fmt: skip


def opened(link: Link, engine: FakeEngine, *lanes: Row, begin: str = "position") -> tuple[QWidget, TrailSheet]:
    """A window's inside with the sheet over it."""
    if lanes:
        answers(engine, *lanes)
    over = QWidget()
    over.resize(1040, 680)
    return over, TrailSheet(over, link, QSettings(), "4711", "orders", begin)


def _scene(link: Link, engine: FakeEngine, *lanes: Row, kind: str = "position") -> QWidget:
    return opened(link, engine, *lanes, begin=kind)[0]


def _unseen(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["trail"] = Rejected(
        'No document "4711" has been seen yet.', "Give its external reference as Acme has it."
    )
    return opened(link, engine)[0]


def _gone(link: Link, engine: FakeEngine) -> QWidget:
    return _scene(link, engine, lane(FIRST, GONE))


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "place": lambda link, engine: _scene(link, engine, lane(FIRST, SECOND, THIRD)),
    "mapping": lambda link, engine: _scene(link, engine, lane(FIRST, SECOND, THIRD), kind="mapping"),
    "record": lambda link, engine: _scene(link, engine, lane(FIRST, SECOND, THIRD), kind="record"),
    "answer": lambda link, engine: _scene(link, engine, lane(REFUSED, remote_id=None), kind="answer"),
    "unknown": lambda link, engine: _scene(link, engine, lane(FIRST, UNKNOWN), kind="request"),
    "gone": _gone,
    "erased": lambda link, engine: _scene(link, engine, lane(erased_at=NOON)),
    "unseen": _unseen,
}
