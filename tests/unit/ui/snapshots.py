"""Snapshots as the engine tells them, for tests of the desk: true shapes, few things in them."""

from __future__ import annotations

from typing import Any

from tests.fake_engine import EMPTY

Row = dict[str, Any]


def flow(name: str = "orders", title: str = "ERP orders", **more: object) -> Row:
    """One flow that is well."""
    return {
        "flow": name, "title": title, "enabled": True, "state": "idle", "reads": "erp: *.xml", "writes": "Acme, orders",
        "schedule": "every 5 min", "last": None, "last_success_at": None, "last_item_at": None, "failures": 0,
        "today": {}, "waiting": 0, "held": 0, "problems": 0, "problem": None, "question": "", "paused": None,
        "next": None, "progress": None, **more,
    }  # fmt: skip


def problem(number: int, cause: str = "missing: 90012", **more: object) -> Row:
    """One that is open."""
    return {
        "id": number, "flow": "orders", "connection": "", "item": None, "delivery": None, "record": None,
        "position": None, "field": None, "value": None, "cause": cause,
        "what": f"Order {4710 + number} was refused: the customer is not known in Acme.", "hint": "", "owner": "clerk",
        "opened_at": 1_790_000_000.0 + number, "last_at": 1_790_000_000.0 + number, "times": 1, **more,
    }  # fmt: skip


def told(key: str = "well", mood: str = "well", **values: object) -> Row:
    """A sentence."""
    proofs = {"delivered_at": None, "delivered_what": "orders", "answered_at": None, "answered_by": ""}
    return {"mood": mood, "key": key, "values": {"flows": 1, **proofs, **values}, "text": "", "proof_at": None}


def snapshot(*flows: Row, problems: tuple[Row, ...] = (), sentence: Row | None = None) -> Row:
    """Everything."""
    return {**EMPTY, "flows": list(flows), "problems": list(problems), "sentence": sentence or told()}
