"""A person's data is erased by the reference of a document: contents, answers, problems, plans, mails, file names.

What stays of the lane is what tells the same document from a new one: hash, version, its number in Acme, and a keyed
hash for the reference. It must not know where copies of the ledger lie, or what a person is asked before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from desktop_sync.core.ports import Clock
from desktop_sync.core.report_marks import may_show
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_notes import ExportNotes
from desktop_sync.ledger.export_problems import OPEN
from desktop_sync.ledger.exports import drop_marks
from desktop_sync.ledger.masking import make_key, masked

TO_FINISH = "erase to finish"
WORDS = 4  # letters that a reference must have to be looked for in texts: "7" stands everywhere
_LISTED = "IN (SELECT value FROM json_each(?))"
_GONE = "(erased)"
_TO_DELIVER = f"SELECT o.payload FROM export o JOIN export_delivery d ON d.export = o.id WHERE d.{OPEN}"
_DELIVERED = f"e.payload NOT IN ({_TO_DELIVER})"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Erasable:
    """What would go. ``why_not``: what keeps it from being erased now; empty: nothing.

    ``reports``: exports with reports that may show it and stay, for they are not delivered yet. ``kept_reports``: by
    title of the export, how many kept reports go, and of how many of these nobody knows what they show.
    """

    lanes: Sequence[Row]
    files: Sequence[Row]
    counts: Mapping[str, int]
    why_not: str = ""
    reports: Sequence[str] = ()
    kept_reports: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Things:
    """Numbers, each list as JSON."""

    lanes: str
    deliveries: str
    items: str
    problems: str


class Erasing:
    """Each of its acts is whole: it is found before it is done, in the same transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def look(self, reference: str, resource: str | None) -> Erasable:
        """Nothing is changed. No lanes: nobody knows this document."""
        with self._database.reading() as sql:
            return _look(sql, reference, resource)

    def erase(
        self, reference: str, resource: str | None, who: str, reason: str,
        remove: Callable[[Sequence[str]], None] | None,
    ) -> Erasable:  # fmt: skip
        """All of it in one transaction. ``who`` and ``reason`` stand in the audit, without the data.

        ``remove`` takes payloads out of the spool; None: they stay. Nothing is done while ``why_not`` of what is
        returned says something.
        """
        with self._securely(), self._database.transaction() as sql:
            found = _look(sql, reference, resource)
            if found.why_not or not found.lanes:
                return found
            things = _things(sql, found)
            if remove is not None:
                _payloads(sql, things, remove, self._clock.now())
                _reports(sql, reference, remove, self._clock.now())
            _contents(sql, things)
            _texts(sql, things, reference)
            _names(sql, things, reference)
            self._close(sql, things, found, who, reason)
        return found

    def finish(self) -> None:
        """The bytes go from the files, too. RetryLater while another program reads them, or without room for it."""
        self._database.compact()
        with self._database.transaction() as sql:
            ExportNotes(self._database).cut(sql, 0.0)
            sql.execute("DELETE FROM meta WHERE key = ?", (TO_FINISH,))
        self._database.write_home()

    def to_finish(self) -> bool:
        """Something was erased, and the files still have to be made anew."""
        with self._database.reading() as sql:
            return sql.execute("SELECT 1 FROM meta WHERE key = ?", (TO_FINISH,)).fetchone() is not None

    @contextmanager
    def _securely(self) -> Iterator[None]:
        """What is deleted is overwritten at once."""
        with self._database.reading() as sql:
            sql.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            with self._database.reading() as sql:
                sql.execute("PRAGMA secure_delete = OFF")

    def _close(self, sql: sqlite3.Connection, things: _Things, found: Erasable, who: str, reason: str) -> None:
        now = self._clock.now()
        make_key(sql)
        for lane in found.lanes:
            name = masked(sql, lane["account"], lane["resource"], lane["reference"])
            sql.execute(
                "UPDATE lane SET reference = ?, erased_at = ?, pruned = pruned + ?, pruned_at = ?,"
                " acked_delivery = NULL WHERE id = ?",
                (name, now, lane["deliveries"], now, lane["id"]),
            )
            sql.execute(
                "INSERT INTO audit (at, who, action, lane, reason, details) VALUES (?, ?, 'erase', ?, ?, ?)",
                (now, who, lane["id"], reason, json.dumps(dict(found.counts))),
            )
        sql.execute("INSERT INTO found (found) VALUES ('delete-all')")
        sql.execute("DELETE FROM found_upto")
        sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (TO_FINISH, str(now)))


def _look(sql: sqlite3.Connection, reference: str, resource: str | None) -> Erasable:
    lanes = [
        dict(row)
        for row in sql.execute(
            "SELECT l.id, l.account, l.resource, l.reference, l.remote_id, a.tenant, a.base_url,"
            " (SELECT count(*) FROM delivery d WHERE d.lane = l.id) AS deliveries,"
            " (SELECT count(*) FROM delivery d WHERE d.lane = l.id AND d.state IN ('pending', 'sending', 'unknown'))"
            " AS open FROM lane l JOIN account a ON a.id = l.account WHERE l.reference = ? AND (? IS NULL OR"
            " l.resource = ?) ORDER BY l.id",
            (reference, resource, resource),
        )
    ]
    numbers = json.dumps([lane["id"] for lane in lanes])
    files = [
        dict(row)
        for row in sql.execute(
            "SELECT i.id, p.flow, p.connection, i.path, i.target, i.state, i.payload, i.payload_size,"
            " i.payload_gone_at IS NULL AND i.payload IS NOT NULL AS kept, coalesce(e.present, 0) AS present,"
            f" (SELECT count(DISTINCT o.lane) FROM delivery o WHERE o.item = i.id AND o.lane NOT {_LISTED}) AS others,"
            " EXISTS (SELECT 1 FROM item u WHERE u.payload = i.payload AND u.ended_at IS NULL) AS needed FROM item i"
            " JOIN place p ON p.id = i.place LEFT JOIN entity e ON e.place = i.place AND e.path = i.path"
            f" WHERE i.id IN (SELECT item FROM delivery WHERE lane {_LISTED}) ORDER BY i.id",
            (numbers, numbers),
        )
    ]
    counts = {
        "versions": sum(lane["deliveries"] for lane in lanes),
        "files": len(files),
        "requests": _count(sql, "request", "delivery IN (SELECT id FROM delivery WHERE lane {})", numbers),
        "problems": _count(sql, "problem", "lane {}", numbers),
        "plan rows": sum(
            _count(sql, "plan_row", "resource = ? AND reference = ?", lane["resource"], lane["reference"])
            for lane in lanes
        ),
    }
    waiting = {one["flow"] for one in _showing(sql, reference, f"e.payload IN ({_TO_DELIVER})")}
    return Erasable(lanes, files, counts, _why_not(lanes, files), sorted(waiting), _told(sql, reference))


def _count(sql: sqlite3.Connection, table: str, where: str, *values: object) -> int:
    query = f"SELECT count(*) FROM {table} WHERE {where.format(_LISTED)}"
    return int(sql.execute(query, values).fetchone()[0])


def _why_not(lanes: Sequence[Row], files: Sequence[Row]) -> str:
    if any(lane["open"] for lane in lanes):
        return "A version of it is on its way to Acme. Run the flow, or dismiss it, then erase it."
    busy = next((file["path"] for file in files if file["needed"]), None)
    return f"{busy} is not finished yet. Run the flow, then erase it." if busy else ""


def _things(sql: sqlite3.Connection, found: Erasable) -> _Things:
    lanes = json.dumps([lane["id"] for lane in found.lanes])
    items = json.dumps([file["id"] for file in found.files])
    deliveries = _numbers(sql, f"SELECT id FROM delivery WHERE lane {_LISTED}", lanes)
    problems = _numbers(
        sql,
        f"SELECT id FROM problem WHERE lane {_LISTED} OR delivery {_LISTED} OR (item, record) IN"
        f" (SELECT item, record FROM delivery WHERE id {_LISTED})",
        lanes, deliveries, deliveries,
    )  # fmt: skip
    return _Things(lanes, deliveries, items, problems)


def _numbers(sql: sqlite3.Connection, query: str, *values: str) -> str:
    return json.dumps([row[0] for row in sql.execute(query, values)])


def _payloads(sql: sqlite3.Connection, things: _Things, remove: Callable[[Sequence[str]], None], now: float) -> None:
    """Bytes that a report has, too, and that are still to be delivered, stay the report's."""
    query = f"SELECT DISTINCT payload FROM item WHERE id {_LISTED} AND payload IS NOT NULL"
    digests = [row[0] for row in sql.execute(query, (things.items,))]
    needed = {row[0] for row in sql.execute(_TO_DELIVER)}
    remove([digest for digest in digests if digest not in needed])
    sql.executemany(
        "UPDATE item SET payload_gone_at = ?, payload_gone_why = 'erasing' WHERE payload = ?",
        [(now, digest) for digest in digests],
    )


def _showing(sql: sqlite3.Connection, reference: str, which: str) -> list[Row]:
    """Kept reports that may show it; ``known``: its marks say so. Else nobody knows what is in them."""
    query = (
        "SELECT e.flow, e.flow_title, e.payload, m.marks FROM export e LEFT JOIN export_marks m ON m.export = e.id"
        f" WHERE e.payload IS NOT NULL AND e.payload_gone_at IS NULL AND {which} ORDER BY e.id"
    )
    return [
        {"flow": row["flow"], "title": row["flow_title"], "payload": row["payload"], "known": row["marks"] is not None}
        for row in sql.execute(query)
        if may_show(row["marks"], reference)
    ]


def _told(sql: sqlite3.Connection, reference: str) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in _showing(sql, reference, _DELIVERED):
        many, unknown = found.get(one["title"], (0, 0))
        found[one["title"]] = many + 1, unknown + (not one["known"])
    return found


def _reports(sql: sqlite3.Connection, reference: str, remove: Callable[[Sequence[str]], None], now: float) -> None:
    """Kept reports that were delivered and may show it. Bytes that a file has, too, stay the file's."""
    showing = json.dumps(sorted({one["payload"] for one in _showing(sql, reference, _DELIVERED)}))
    query = (
        "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.payload = value"
        " AND i.payload_gone_at IS NULL)"
    )
    remove([row[0] for row in sql.execute(query, (showing,))])
    sql.execute(
        f"UPDATE export SET payload_gone_at = ?, summary = '', reference = '' WHERE payload {_LISTED}", (now, showing)
    )
    drop_marks(sql)


def _contents(sql: sqlite3.Connection, things: _Things) -> None:
    """Versions with their bodies, requests and answers; problems; what dry runs have foreseen of these records."""
    sql.execute(
        "DELETE FROM plan_row WHERE (file, record) IN (SELECT f.id, d.record FROM delivery d"
        f" JOIN plan_file f ON f.item = d.item WHERE d.id {_LISTED})",
        (things.deliveries,),
    )
    sql.execute(
        "DELETE FROM plan_row WHERE (file, record) IN (SELECT r.file, r.record FROM lane l JOIN plan_row r"
        f" ON r.resource = l.resource AND r.reference = l.reference WHERE l.id {_LISTED})",
        (things.lanes,),
    )
    sql.execute(f"DELETE FROM problem WHERE id {_LISTED}", (things.problems,))
    for table, key in (("request", "delivery"), ("body", "delivery"), ("delivery", "id")):
        sql.execute(f"DELETE FROM {table} WHERE {key} {_LISTED}", (things.deliveries,))
    sql.execute(
        "UPDATE item SET reason = NULL, refused = (SELECT count(*) FROM delivery d WHERE d.item = item.id"
        f" AND d.state = 'rejected') WHERE id {_LISTED}",
        (things.items,),
    )
    sql.execute(f"UPDATE audit SET details = '', reason = '' WHERE lane {_LISTED}", (things.lanes,))


def _texts(sql: sqlite3.Connection, things: _Things, reference: str) -> None:
    """What others say of it in words: runs, files, mails, problems of other documents."""
    if len(reference) < WORDS:
        return
    for table, columns in (("run", ("note",)), ("item", ("note",)), ("problem", ("what", "value", "cause", "hint")),
                           ("plan_file", ("note",)), ("plan_row", ("note", "value", "changes")),
                           ("delivery", ("note",)), ("audit", ("details",)), ("export", ("note",)),
                           ("export_delivery", ("note",))):  # fmt: skip
        for column in columns:
            query = f"UPDATE {table} SET {column} = replace({column}, ?, ?) WHERE instr({column}, ?)"
            sql.execute(query, (reference, _GONE, reference))
    # A report that is still to be delivered keeps its name: under it, it is looked for.
    sql.execute(
        f"UPDATE export_delivery SET name = replace(name, ?, ?) WHERE instr(name, ?) AND NOT {OPEN}",
        (reference, _GONE, reference),
    )
    sql.execute(
        "UPDATE export SET reference = '' WHERE instr(reference, ?)"
        f" AND id NOT IN (SELECT export FROM export_delivery WHERE {OPEN})",
        (reference,),
    )
    sql.execute(
        "UPDATE notice SET subject = ?, text = ?, html = '' WHERE instr(subject || text || html, ?)",
        (_GONE, _GONE, reference),
    )
    sql.execute(f"UPDATE item SET reason = NULL WHERE ended_at IS NOT NULL AND instr(reason, ?) OR id {_LISTED}",
                (reference, things.items))  # fmt: skip


def _names(sql: sqlite3.Connection, things: _Things, reference: str) -> None:
    """Files that are named after it. One that still lies there keeps its name, or it would be taken for a new one."""
    if len(reference) < WORDS:
        return
    found = sql.execute(
        "SELECT i.id, i.place, i.path FROM item i LEFT JOIN entity e ON e.place = i.place AND e.path = i.path"
        f" WHERE i.id {_LISTED} AND instr(lower(i.path), lower(?)) AND NOT coalesce(e.present, 0)",
        (things.items, reference),
    ).fetchall()
    for number, place, path in found:
        sql.execute("UPDATE item SET path = ?, target = NULL WHERE id = ?", (f"erased-{number}", number))
        sql.execute("DELETE FROM entity WHERE place = ? AND path = ?", (place, path))
        sql.execute("UPDATE plan_file SET path = ? WHERE item = ?", (f"erased-{number}", number))
    sql.execute(
        f"UPDATE item SET target = NULL WHERE id {_LISTED} AND instr(lower(target), lower(?))",
        (things.items, reference),
    )
