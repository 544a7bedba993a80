"""Problems and a plan of a German wholesaler, as the facade tells them. ``SCENES`` is empty: these are only rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine

Row = dict[str, Any]
SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {}
MORNING = 1_795_840_200.0  # Saturday, 28 November 2026, 09:10 in Berlin
CUSTOMER = "Acme answered 422: The customer number 90012 is not known in Acme."
MISSING = "Someone who keeps the missing entry in Acme can add it; it is tried again hourly for three days."


def member(number: int, **other: object) -> Row:
    """An order that Acme refused, unless ``other`` says something else."""
    reference = str(4710 + number)
    return {
        "problem": f"p{number}", "flow": "orders", "connection": "", "owner": "clerk",
        "what": f"Order {reference} was refused: {CUSTOMER}", "hint": MISSING, "record": number,
        "position": f'{{"line":{213 + number}}}', "field": "", "value": "", "opened_at": MORNING + 60 * number,
        "last_at": MORNING + 60 * number, "times": 1, "delivery": number, "item": 1, "key": f"delivery:{number}",
        "cause": f"orders:missing:{CUSTOMER}", "path": "ERP/ORD_0812.xml", "resource": "orders",
        "reference": reference, "state": "rejected", "reason": "missing", "note": CUSTOMER, "line": 213 + number,
        **other,
    }  # fmt: skip


def group(*members: Row, many: int = 0, **other: object) -> Row:
    """Of these; ``many``: there are more than stand here."""
    first, documents = members[0], [one for one in members if one["delivery"]]
    count = many or len(members)
    return {
        "group": f"g{first['problem'][1:]}", "cause": first["cause"], "problems": count, "times": count,
        "first_at": min(one["opened_at"] for one in members), "last_at": max(one["last_at"] for one in members),
        "documents": count if documents else 0, "newest_at": max(one["opened_at"] for one in members),
        "flows": sorted({one["flow"] for one in members if one["flow"]}),
        "connections": sorted({one["connection"] for one in members if one["connection"]}), "owner": first["owner"],
        "advice": first["hint"], "can": ["retry", "edit", "dismiss"] if documents else [],
        "examples": list(members[:3]), **other,
    }  # fmt: skip


ORDERS = [member(number) for number in range(1, 8)]
NOTHING: Row = dict.fromkeys(("record", "delivery", "item", "path", "resource", "reference", "state", "line")) | {
    "position": "", "note": "", "reason": "",
}  # fmt: skip
BROKEN = member(
    20, **NOTHING | {"item": 7, "path": "ERP/INV_2211.csv"}, flow="invoices", connection="sql", owner="it",
    what="INV_2211.csv cannot be read: It breaks off: what begins at line 812, column 40 has no end.",
    hint="Let the sending system write the file again, whole.", cause="invoices:unreadable", key="item:7:unreadable",
)  # fmt: skip
ACCOUNT = member(
    30, **NOTHING, flow="", connection="acme", owner="it", cause="account", key="stopped:acme",
    what='The connection "Acme of Nordwind" led to nordwind at https://acme.example; now it leads to nordwind-test at'
    " https://test.acme.example.",
    hint="Is it the same account at a new address? desktop-sync account acme same.",
)  # fmt: skip
HOST_KEY = member(
    35, **NOTHING | {"value": "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw"}, flow="orders", connection="sftp",
    owner="it", cause="host key:sftp.brandt.example", key="source:orders:sftp",
    what="Orders: The server sftp.brandt.example shows another key than the approved one. Nothing was sent to it.",
    hint="Approved is SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8; it shows"
    " SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519). Compare the new one, by telephone, not by mail,"
    " with who runs the server: it was renewed, or somebody pretends to be it. If it is right: desktop-sync trust"
    " sftp.brandt.example FINGERPRINT",
)  # fmt: skip
FIRST = member(
    40, **NOTHING, flow="reports", connection="archive", owner="it", cause="first run",
    key="flow:reports:first run:archive", what="2,104 files are already there, of 2019-03-01 to 2026-11-24. Nobody has"
    " said what shall become of them, so nothing is sent.",
    hint="Say it once: desktop-sync run reports --first-run all (send them), --first-run"
    " from-now (leave them, send what comes) or --first-run 2026-11-01 (send what was changed since that day).",
)  # fmt: skip
DATES = [
    member(
        50 + number, **NOTHING | {"record": number, "item": 9, "path": "ERP/ORD_0813.xml"}
        | {"line": 40 + number, "position": f"line {40 + number}"},
        what=f"ORD_0813.xml, line {40 + number}: delivery_date: expected a date like 2024-03-31, found 31.02.2026",
        field="delivery_date", value="31.02.2026", owner="vendor", hint="", connection="erp",
        cause="orders:value:delivery_date", key=f"item:9:record:{number}:1",
    )
    for number in range(1, 13)
]  # fmt: skip
UNKNOWN = member(
    60, problem="d60", key="unknown", cause="unknown", state="unknown", note="", reason="", delivery=60,
    reference="4640", what="Order 4640: it is not known whether it has arrived.",
    hint="The program asks Acme by itself, again and again. If you can look there, say what you see.",
)  # fmt: skip
ARRIVED = member(
    70, **NOTHING, flow="daily-orders", connection="mail", cause="export unknown", key="export-delivery:7-a",
    what="Whether Orders 2026-11-27.pdf has reached Mail cannot be told, and it is not sent once more without a word.",
    hint="Look there. If it is there: desktop-sync exports daily-orders --arrived 7-a. If not: the same with"
    " --send-again.",
)  # fmt: skip
GROUPS = [
    group(*ORDERS),
    group(BROKEN, can=["dismiss"]),
    group(ACCOUNT, can=["account"]),
    group(FIRST),
    group(
        *DATES,
        many=12,
        advice="Correct it in the sending system or in the mapping; then send it again, or use desktop-sync "
        "read-again.",
    ),
    group(UNKNOWN, group="unknown", can=["answer"]),
]
MEMBERS = {"g1": ORDERS, "g20": [BROKEN], "g30": [ACCOUNT], "g40": [FIRST], "g51": DATES, "unknown": [UNKNOWN]}
RESOLVED = [
    {
        "cause": "orders:value", "problems": 3, "closed_at": MORNING - 3600, "closed_by": "a later success",
        "what": "Order 4698 was refused: Acme answered 422: the currency is missing.", "owner": "clerk",
        "flow": "orders", "connection": "", "resource": "orders", "reference": "4698",
    },
    {
        "cause": "source", "problems": 1, "closed_at": MORNING - 90_000, "closed_by": "it can be reached again",
        "what": "The folder \\\\erp\\export cannot be reached: no answer in time.", "owner": "it", "flow": "orders",
        "connection": "erp", "resource": None, "reference": None,
    },
]  # fmt: skip


def problems(name: str | None = None, flow: str | None = None, limit: int = 100, after: int = 0) -> Row:
    """As the facade answers, from these rows."""
    if name is None:
        return {"groups": [one for one in GROUPS if flow is None or flow in one["flows"]], "members": None}
    found = [one for one in MEMBERS[name] if int(one["problem"][1:]) > after]
    return {"groups": [], "members": found[:limit]}
