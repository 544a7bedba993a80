"""Problems about exports, and what is open of exports altogether: whether a problem still applies is told from these.

It must not know the settings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# Beside "export:", which is of destinations: no id holds a colon, so none makes the key of another problem.
_ONE = "export-delivery:"
_EMPTY, _RESTORED, _REMOVED = "export-empty:", "export-restored:", "export-removed:"
OPEN = "state IN ('pending', 'sending', 'unknown')"
"""Of a delivery: it is not where it belongs yet. As the partial index says it, so that this is used."""


@dataclass(frozen=True, slots=True)
class OpenExport:
    """How many deliveries of an export are open, whatever the settings say. ``title``: when it was made last."""

    flow: str
    title: str
    deliveries: int


@dataclass(frozen=True, slots=True)
class ExportProblem:
    """An open one. ``destination``: empty, it is about none. ``state``: of the delivery it is about; None: gone."""

    key: str
    flow: str
    destination: str
    state: str | None


def one_key(delivery: str) -> str:
    """Names the problem of one delivery."""
    return f"{_ONE}{delivery}"


def place_key(flow: str, destination: str) -> str:
    """Names the problem of a destination that is not reached."""
    return f"export:{flow}:{destination}"


def note_key(flow: str, destination: str) -> str:
    """Names the problem of a destination that took a report with a remark."""
    return f"{place_key(flow, destination)}:note"


def empty_key(flow: str) -> str:
    """Names the problem of an export that has found nothing."""
    return f"{_EMPTY}{flow}"


def restored_key(flow: str) -> str:
    """Names the problem of an export of which is not known what it has delivered."""
    return f"{_RESTORED}{flow}"


def removed_key(flow: str) -> str:
    """Names the problem of an export that is not in the settings, with deliveries that are open."""
    return f"{_REMOVED}{flow}"


def is_removed(key: str) -> bool:
    """Whether this names such a problem."""
    return key.startswith(_REMOVED)


def open_exports(sql: sqlite3.Connection) -> list[OpenExport]:
    """Each with at least one."""
    query = (
        "SELECT d.flow, count(*), (SELECT e.flow_title FROM export e WHERE e.flow = d.flow ORDER BY e.id DESC LIMIT 1)"
        f" FROM export_delivery d WHERE d.{OPEN} GROUP BY d.flow"
    )
    return [OpenExport(flow, title, many) for flow, many, title in sql.execute(query)]


def left_untold(sql: sqlite3.Connection, known: Collection[str]) -> bool:
    """Whether problems tell of other exports than those that are open and not among ``known``; also of a ledger that an
    older program has left.
    """
    if sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'export_delivery'").fetchone() is None:
        return False
    query = f"SELECT key FROM problem WHERE closed_at IS NULL AND key >= '{_REMOVED}' AND key < 'export-removed;'"
    told = {row[0] for row in sql.execute(query)}
    return told != {removed_key(one.flow) for one in open_exports(sql) if one.flow not in known}


def export_problems(sql: sqlite3.Connection) -> list[ExportProblem]:
    """Those of destinations and of single deliveries, and of exports that were removed."""
    query = (
        "SELECT p.key, p.flow, d.destination, d.state FROM problem p LEFT JOIN export_delivery d ON d.id ="
        f" substr(p.key, {len(_ONE) + 1}) AND p.key >= '{_ONE}' AND p.key < 'export-delivery;'"
        " WHERE p.closed_at IS NULL AND (p.key >= 'export:' AND p.key < 'export;'"
        " OR p.key >= 'export-' AND p.key < 'export.')"
    )
    return [
        ExportProblem(key, flow, destination or _place(key, flow), state)
        for key, flow, destination, state in sql.execute(query)
    ]


def _place(key: str, flow: str) -> str:
    """The destination that a key names; empty: it names none."""
    named = key.removeprefix(place_key(flow, ""))
    return "" if named == key else named.removesuffix(":note")


def made_good(sql: sqlite3.Connection, delivery: str) -> list[str]:
    """Deliveries that were refused, with a problem that is open: this one has brought their whole period there, or the
    same document, where every document has a file of its own.
    """
    query = (
        "SELECT d.id FROM problem p CROSS JOIN export_delivery d ON d.id = substr(p.key, ?1) JOIN export e"
        " ON e.id = d.export JOIN export_delivery n ON n.id = ?2 JOIN export m ON m.id = n.export"
        f" WHERE p.closed_at IS NULL AND p.key >= '{_ONE}' AND p.key < 'export-delivery;' AND d.state = 'rejected'"
        " AND d.flow = n.flow AND d.destination = n.destination AND d.export < n.export AND (m.part = 0 OR e.part > 0"
        " AND m.reference = e.reference AND coalesce(m.bundle, m.id) <> coalesce(e.bundle, e.id))"
        " AND (m.end_at IS NULL OR (coalesce(m.begin_at, '') <= coalesce(e.begin_at, '') AND m.end_at >= e.end_at))"
    )
    return [row[0] for row in sql.execute(query, (len(_ONE) + 1, delivery))]


def give_up(sql: sqlite3.Connection, flow: str, note: str, now: float) -> list[str]:
    """Within a transaction: what is open of an export is not delivered any more, and nobody is asked about it. Which
    deliveries these were.
    """
    given = f"flow = ? AND {OPEN} AND state <> 'sending'"
    sql.execute(
        "UPDATE problem SET closed_at = ?, closed_by = ? WHERE closed_at IS NULL AND key IN"
        f" (SELECT '{_ONE}' || id FROM export_delivery WHERE {given})",
        (now, note, flow),
    )
    given_up = sql.execute(
        "UPDATE export_delivery SET state = 'dismissed', claim = NULL, asked = 0, ending = 0, ended_at = ?, note = ?"
        f" WHERE {given} RETURNING id",
        (now, note, flow),
    )
    return [str(row[0]) for row in given_up]


def keys_of(flow: str, destination: str, delivery: str) -> Sequence[str]:
    """Names of all problems that a delivery may have."""
    return place_key(flow, destination), note_key(flow, destination), one_key(delivery)
