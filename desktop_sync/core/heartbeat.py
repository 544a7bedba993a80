"""What a heartbeat tells Acme: that this installation lives, how its flows stand, when the last proof was. Pure.

Names of people, documents, files and problems never stand in it: only the flows' ids, states, times and counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MOST_FLOWS = 200
_OUTCOMES = 40  # characters


@dataclass(frozen=True, slots=True)
class Sender:
    """``installation``: random, made once. ``connection``, ``flows``: whose standing is told, those that send there."""

    program: str
    version: str
    installation: str
    connection: str
    flows: Collection[str]


def heartbeat(
    sender: Sender, picture: Mapping[str, Any], now: float, next_by: float, answered: float | None
) -> dict[str, object]:
    """``picture``: as ``core.standing``. ``next_by``: when the next one comes at the latest; all in epoch seconds."""
    mine = [one for one in picture["flows"] if one["flow"] in sender.flows]
    problems = [
        one
        for one in picture["problems"]
        if one["flow"] in sender.flows or (not one["flow"] and one["connection"] in {sender.connection, "", None})
    ]
    return {
        "program": {"name": sender.program, "version": sender.version},
        "installation": sender.installation,
        "sent_at": _time(now),
        "next_by": _time(next_by),
        "flows": [_flow(one) for one in mine[:MOST_FLOWS]],
        "proof": {"delivered_at": _time(_delivered(picture)), "answered_at": _time(answered)},
        "open_problems": len(problems),
    }


def _flow(row: Mapping[str, Any]) -> dict[str, object]:
    last, following = row["last"], row["next"]
    return {
        "id": row["flow"],
        "state": row["state"] if row["enabled"] else "off",
        "last_run": None if last is None else _run(last),
        "next_run_at": None if following is None else _time(datetime.fromisoformat(following["at"]).timestamp()),
        "waiting": row["waiting"],
        "open_problems": row["problems"],
    }


def _run(last: Mapping[str, Any]) -> dict[str, object]:
    return {
        "started_at": _time(last["started_at"]),
        "ended_at": _time(last["ended_at"]),
        "outcome": (last["outcome"] or "")[:_OUTCOMES] or None,
    }


def _delivered(picture: Mapping[str, Any]) -> float | None:
    at = picture["last_delivered_at"]
    return None if at is None else float(at)


def _time(seconds: float | None) -> str | None:
    """RFC 3339, in UTC, to the second."""
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
