"""Rows of a wholesaler's history, of their numbers alone: the newest is a few minutes old."""

from __future__ import annotations

import time
from typing import Any

STATES = ["created", "created", "updated", "created", "rejected", "created", "unchanged", "pending", "created"]
NOTES = {"rejected": "The customer number 90012 is not known.", "unknown": "No answer came."}
FLOWS = ["orders", "orders", "invoices"]
NEWEST = {"document": 48_211, "file": 12_480, "run": 8_312, "missed": 7}


def document(number: int) -> dict[str, Any]:
    ago = NEWEST["document"] - number
    state = "sending" if ago == 0 else STATES[number % len(STATES)]
    flow = FLOWS[number // 40 % 3]
    return {
        "id": number, "flow": flow, "resource": flow, "reference": str(4_711 + number), "version": None,
        "state": state, "note": NOTES.get(state, ""), "reason": "", "owner": None, "claimable": 1, "plan": None,
        "ended_at": time.time() - ago * 25, "noticed_at": time.time() - ago * 25 - 30, "item": number // 100,
        "path": f"ORD_{number // 40 % 10_000:04}.xml", "record": number % 40 + 1,
    }  # fmt: skip


def file(number: int) -> dict[str, Any]:
    ago = NEWEST["file"] - number
    outcome = "partial" if number % 7 == 0 else "success"
    return {
        "id": number, "flow": FLOWS[number % 3], "connection": "erp", "path": f"2026/11/ORD_{number % 10_000:04}.xml",
        "size": 21_000 + number % 999 * 13, "payload": "ab", "state": "staged" if ago == 0 else "done",
        "outcome": None if ago == 0 else outcome, "noticed_at": time.time() - 40 - ago * 300,
        "ended_at": time.time() - ago * 300, "target": f"archive/ORD_{number % 10_000:04}.xml", "records": 40,
        "documents": 40 - (number % 7 == 0), "faulty": 0, "ignored": 0, "refused": int(number % 7 == 0), "open": 0,
        "note": "", "run": number,
    }  # fmt: skip


def run(number: int) -> dict[str, Any]:
    ago = NEWEST["run"] - number
    outcome = None if ago == 0 else ("problems" if number % 7 == 3 else "stopped" if number % 31 == 5 else "done")
    counts = {"created": 12 + number % 9, "updated": number % 4, "rejected": int(number % 7 == 3)}
    return {
        "id": number, "flow": FLOWS[number % 3], "started_at": time.time() - 20 - ago * 300,
        "ended_at": None if ago == 0 else time.time() - 8 - ago * 300, "outcome": outcome, "counts": counts,
        "note": "The folder cannot be reached." if outcome == "stopped" else "", "why": "schedule",
    }  # fmt: skip


def missed(number: int) -> dict[str, Any]:
    first = time.time() - (8 - number) * 86_400
    return {
        "id": number, "flow": FLOWS[number % 3], "first_at": first, "last_at": first + 3600 * (number % 2),
        "count": 1 + 11 * (number % 2), "reason": ["off", "asleep", "network", "busy"][number % 4],
        "noted_at": first + 4000, "run": None if number % 3 else 8_000 + number,
    }  # fmt: skip
