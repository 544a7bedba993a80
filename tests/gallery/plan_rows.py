"""A plan of a German wholesaler's flow, as the facade tells it. ``SCENES`` is empty: these are only rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine

Row = dict[str, Any]
SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {}
CHANGES = [
    {"field": "lines[2].quantity", "old": "3", "new": "4"},
    {"field": "delivery_date", "old": "2026-11-30", "new": "2026-12-02"},
    {"field": "notes", "old": "", "new": "Lieferung nur vormittags, Tor 3"},
]
UPDATE_ONLY = "It does not exist in Acme, but the file says that it is an update."
OVERWRITTEN = "It was changed by people in Acme since the last delivery; that is overwritten."


def row(number: int, would: str, **other: object) -> Row:
    """One order of one file."""
    return {
        "row": number, "path": "ERP/ORD_0814.xml", "payload": "ab" * 32, "record": number,
        "position": {"column": 1, "line": 12 * number, "offset": 300 * number, "path": f"/Orders/Order[{number}]"},
        "resource": "orders", "reference": str(4800 + number), "operation": "upsert", "version": "1", "would": would,
        "note": "", "owner": None, "field": "", "value": "", "changes": [], "left_alone": "", "state": None,
        "became_note": None, "reason": None, **other,
    }  # fmt: skip


ROWS = [
    row(1, "updated", changes=CHANGES),
    *(row(number, "created") for number in range(2, 12)),
    row(12, "refused", note=UPDATE_ONLY, owner="clerk"),
    row(13, "updated", changes=CHANGES[:1], note=OVERWRITTEN),
    *(row(number, "unchanged", note="Acme already holds exactly this content.") for number in range(14, 17)),
    row(17, "superseded", note="A newer version of this dry run is sent."),
]
UNREADABLE = {
    "path": "ERP/ORD_0815.xml", "what": "ORD_0815.xml cannot be read: It breaks off at line 7.", "owner": "it",
    "hint": "Let the sending system write the file again, whole.", "left_alone": "",
}  # fmt: skip
COUNTS = {"created": 10, "updated": 2, "refused": 1, "unchanged": 3, "superseded": 1}


def plan(**other: object) -> Row:
    """Just made."""
    now = datetime.now(UTC).timestamp()
    files = {"files": 2, "ignored": 0, "unreadable": 1, "left_alone": 0, "not_sent": [UNREADABLE]}
    return {
        "plan": 7, "flow": "orders", "made_at": now, "expires_at": now + 86_400, "mapping": "ed8d237acc43",
        "executed_at": None, "run": None, "tenant": "nordwind", "base_url": "https://acme.example", "counts": COUNTS,
        "files": files, "rows": ROWS, "waiting": 0, **other,
    }  # fmt: skip


def fate(one: Row) -> Row:
    """After it was executed: the last update met another version in Acme."""
    if one["row"] == 13:
        note = "It was changed in Acme since the dry run."
        return {**one, "state": "rejected", "became_note": note, "reason": "plan"}
    if one["would"] == "refused":
        return {**one, "state": "rejected", "became_note": one["note"], "reason": "plan"}
    return {**one, "state": one["would"], "became_note": "", "reason": ""}


def executed(**_: object) -> Row:
    """The answer to ``execute``."""
    rows = [fate(one) for one in ROWS]
    states = [one["state"] for one in rows]
    told = {state: states.count(state) for state in dict.fromkeys(states)}
    return plan(executed_at=datetime.now(UTC).timestamp(), run=12, became=told, outcome="problems", note="", rows=rows)


def page(rows: list[Row], would: str | None, became: str | None, after: int, limit: int) -> list[Row]:
    """As ``plan_rows`` answers."""
    found = [one for one in rows if one["row"] > after]
    return [one for one in found if would in {None, one["would"]} and became in {None, one["state"]}][:limit]


def plan_rows(
    flow: str, number: int, would: str | None = None, became: str | None = None, after: int = 0, limit: int = 500
) -> list[Row]:
    """Of the plan that was not executed yet."""
    return page(ROWS, would, became, after, limit)


def executed_rows(
    flow: str, number: int, would: str | None = None, became: str | None = None, after: int = 0, limit: int = 500
) -> list[Row]:
    """Of the one that was."""
    return page([fate(one) for one in ROWS], would, became, after, limit)
