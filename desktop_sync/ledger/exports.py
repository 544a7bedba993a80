"""Exports: which periods were made, and where each file stands with each destination. Each move is one transaction.

An outcome counts only from whoever holds the claim: a late thread changes nothing. It must not know what a destination
is, nor when something is tried again.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop_sync.core.exported import ExportState, Made, ToDeliver
from desktop_sync.core.model import Payload
from desktop_sync.core.periods import Window
from desktop_sync.core.ports import Clock
from desktop_sync.core.redaction import redact
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_bundles import bundled
from desktop_sync.ledger.export_notes import ExportNotes
from desktop_sync.ledger.export_problems import OPEN, made_good
from desktop_sync.ledger.journal import exports_in_doubt_since

_OPEN = f"d.{OPEN}"
# A report of an earlier period has not reached the same destination. Not one that a person is asked about, or has
# reached a part; nor another file of the same period: one that somebody holds open keeps no other document away.
EARLIER = (
    "EXISTS (SELECT 1 FROM export_delivery f INDEXED BY export_delivery_open_earlier WHERE f.flow = d.flow"
    f" AND f.{OPEN} AND f.destination = d.destination AND f.export < (SELECT coalesce(h.bundle, h.id)"
    " FROM export h WHERE h.id = d.export) AND NOT f.asked AND f.rest = '')"
)
_WHOLE = (
    "SELECT d.*, e.number, e.begin_at, e.end_at, e.who, e.made_at, e.rows, e.reference, e.payload, e.size,"
    " e.payload IS NULL OR e.payload_gone_at IS NOT NULL AS gone, e.ending AS file_ending,"
    " e.media_type, e.summary, e.flow_title, e.account, e.zone, e.part, coalesce(e.bundle, e.id) AS period"
    " FROM export_delivery d JOIN export e ON e.id = d.export"
)
_LONGEST_NOTE = 2000


class Exports:
    """``claim``: the name under which somebody delivers; see ``engine.sharing.ClaimNames``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._notes = ExportNotes(database)

    # -- periods ------------------------------------------------------------------------------

    def last_end(self, flow: str) -> datetime | None:
        """The end of the last period that was made, whatever became of its deliveries."""
        query = "SELECT max(end_at) FROM export WHERE flow = ? AND who = ''"
        with self._database.reading() as sql:
            return _moment(sql.execute(query, (flow,)).fetchone()[0])

    def before_restore(self, flow: str) -> bool:
        """Whether its last period stands in a copy to which the ledger went back: what came after it is not known."""
        query = "SELECT max(made_at) FROM export WHERE flow = ? AND who = ''"
        with self._database.reading() as sql:
            made, restored = sql.execute(query, (flow,)).fetchone()[0], exports_in_doubt_since(sql)
        return made is not None and restored is not None and made < restored

    def make(self, run: int, files: Sequence[Made], destinations: Sequence[tuple[str, str]]) -> int:
        """The period is made; from here on each of its files is delivered, once, to each of these (id, place).

        Returns the id of the first, which stands for the period. IntegrityError when it was made already.
        """
        flow, bundle = files[0].flow, None
        with self._database.transaction() as sql:
            last = sql.execute("SELECT coalesce(max(number), 0) FROM export WHERE flow = ?", (flow,)).fetchone()[0]
            for number, made in enumerate(files, last + 1):
                one = _inserted(sql, run, number, bundle, made)
                bundle = bundle or one
                sql.executemany(
                    "INSERT INTO export_delivery (id, export, flow, destination, place) VALUES (?, ?, ?, ?, ?)",
                    [(secrets.token_hex(16), one, flow, name, place) for name, place in destinations],
                )
        return bundle or 0

    # -- deliveries ---------------------------------------------------------------------------

    def recover(self, alive: Callable[[], Sequence[str]]) -> int:
        """Deliveries of those who are gone: unknown where the end had begun, else pending. Returns how many.

        Who is ``alive`` is asked within the transaction: who claims has had a name before.
        """
        sending = f"SELECT claim FROM export_delivery d WHERE {_OPEN} AND state = 'sending'"
        with self._database.reading() as sql:
            if sql.execute(f"{sending} LIMIT 1").fetchone() is None:
                return 0
        with self._database.transaction() as sql:
            return sql.execute(
                "UPDATE export_delivery SET state = CASE WHEN ending THEN 'unknown' ELSE 'pending' END, claim = NULL,"
                f" doubts = doubts + ending, not_before = 0 WHERE {OPEN} AND state = 'sending' AND claim NOT IN"
                " (SELECT value FROM json_each(?))",
                (json.dumps(list(alive())),),
            ).rowcount

    def open(self, flow: str, *, due: bool) -> list[ToDeliver]:
        """Of a flow, the oldest first; ``due``: only those whose time has come. Not what a person is asked about."""
        query = (
            f"{_WHOLE} WHERE d.flow = ? AND {_OPEN} AND d.state <> 'sending' AND NOT d.asked"
            " AND (? OR d.not_before <= ?) ORDER BY d.export, d.destination"
        )
        with self._database.reading() as sql:
            return [_to_deliver(row) for row in sql.execute(query, (flow, not due, self._clock.now()))]

    def claim(self, delivery: str, claim: str) -> bool:
        """False: it is not there to be delivered any more, or an earlier report has to reach its destination first."""
        return self._move(
            "UPDATE export_delivery AS d SET state = 'sending', claim = ?2 WHERE id = ?1 AND state IN ('pending',"
            f" 'unknown') AND NOT asked AND NOT {EARLIER}",
            delivery,
            claim,
        )

    def taken(self, delivery: str, place: str) -> list[str]:
        """Names that are on their way to this place, by others."""
        query = f"SELECT d.name FROM export_delivery d WHERE d.place = ? AND {_OPEN} AND d.name <> '' AND d.id <> ?"
        with self._database.reading() as sql:
            return [str(row[0]) for row in sql.execute(query, (place, delivery))]

    def names(self, period: int, destination: str) -> list[str]:
        """Those that files of a period have at a destination."""
        query = (
            "SELECT d.name FROM export_delivery d WHERE d.destination = ?1 AND d.name <> '' AND d.export IN"
            " (SELECT id FROM export WHERE id = ?2 UNION ALL SELECT id FROM export WHERE bundle = ?2)"
        )
        with self._database.reading() as sql:
            return [str(row[0]) for row in sql.execute(query, (destination, period))]

    def named(self, delivery: str, claim: str, name: str) -> bool:
        """The final name; nothing was put under another one."""
        statement = "UPDATE export_delivery SET name = ?3 WHERE id = ?1 AND state = 'sending' AND claim = ?2"
        return self._move(statement, delivery, claim, name)

    def ending(self, delivery: str, claim: str) -> bool:
        """What cannot be taken back begins: from here on nobody can tell, until there is an answer.

        RetryLater: it cannot be noted beside the ledger, so it must not begin.
        """
        statement = (
            "UPDATE export_delivery SET ending = 1, begun = 1 WHERE id = ?1 AND state = 'sending' AND claim = ?2"
        )
        with self._database.transaction() as sql:
            moved = sql.execute(statement, (delivery, claim)).rowcount == 1
            if moved:
                self._notes.begin(sql, delivery)
        return moved

    def delivered(self, delivery: str, claim: str, note: str = "") -> bool:
        return self._end(delivery, claim, ExportState.DELIVERED, note)

    def rejected(self, delivery: str, claim: str, note: str) -> bool:
        """It never will be, as it is."""
        return self._end(delivery, claim, ExportState.REJECTED, note)

    def dismissed(self, delivery: str, claim: str, note: str) -> bool:
        """It shall not be delivered any more."""
        return self._end(delivery, claim, ExportState.DISMISSED, note)

    def later(self, delivery: str, claim: str, not_before: float, note: str, rest: str = "") -> bool:
        """Definitely not there, or (``rest``) not all of it; tried again from then on (epoch seconds)."""
        return self._became(
            "UPDATE export_delivery SET state = 'pending', claim = NULL, ending = 0, attempts = attempts + 1,"
            " not_before = ?3, note = ?4, rest = CASE WHEN ?5 = '' THEN rest ELSE ?5 END"
            " WHERE id = ?1 AND state = 'sending' AND claim = ?2",
            delivery, claim, not_before, _note(note), rest,
        )  # fmt: skip

    def hold(self, flow: str, destination: str, not_before: float) -> None:
        """Nothing is tried there before then: what was tried there in a row has failed."""
        self._move(
            f"UPDATE export_delivery AS d SET not_before = ?3 WHERE flow = ?1 AND destination = ?2 AND {_OPEN}"
            " AND state <> 'sending' AND not_before < ?3",
            flow, destination, not_before,
        )  # fmt: skip

    def stuck(self, flow: str, destination: str) -> bool:
        """Whether something that was tried there is open still, and has not even reached a part."""
        query = (
            f"SELECT 1 FROM export_delivery d WHERE d.flow = ? AND d.destination = ? AND {_OPEN} AND d.attempts > 0"
            " AND NOT d.asked AND d.rest = '' LIMIT 1"
        )
        with self._database.reading() as sql:
            return sql.execute(query, (flow, destination)).fetchone() is not None

    def unknown(self, delivery: str, claim: str, note: str) -> bool:
        """Nobody can tell whether it is there."""
        return self._move(
            "UPDATE export_delivery SET state = 'unknown', claim = NULL, ending = 1, doubts = doubts + 1, not_before ="
            " 0, note = ?3 WHERE id = ?1 AND state = 'sending' AND claim = ?2",
            delivery,
            claim,
            _note(note),
        )

    def put_off(self, delivery: str, claim: str, not_before: float, note: str) -> bool:
        """It could not be looked for now: unknown as before."""
        return self._move(
            "UPDATE export_delivery SET state = 'unknown', claim = NULL, attempts = attempts + 1, not_before = ?3,"
            " note = ?4 WHERE id = ?1 AND state = 'sending' AND claim = ?2",
            delivery,
            claim,
            not_before,
            _note(note),
        )

    def ask(self, delivery: str, claim: str, note: str) -> bool:
        """A person has to say whether it arrived."""
        return self._move(
            "UPDATE export_delivery SET state = 'unknown', claim = NULL, asked = 1, note = ?3"
            " WHERE id = ?1 AND state = 'sending' AND claim = ?2",
            delivery,
            claim,
            _note(note),
        )

    def answered(self, delivery: str, who: str, *, arrived: bool) -> bool:
        """A person has looked. ``arrived``: it is there; else it is sent once more. False: nobody was asked."""
        state, ended = ("delivered", self._clock.now()) if arrived else ("pending", None)
        note = f"{who}: it has arrived" if arrived else f"{who}: it has not arrived"
        return self._became(
            "UPDATE export_delivery SET state = ?2, asked = 0, ending = 0, doubts = 0, not_before = 0, ended_at = ?3,"
            " note = ?4 WHERE id = ?1 AND state = 'unknown' AND asked",
            delivery,
            state,
            ended,
            note,
        )

    def again(self, delivery: str) -> list[str]:
        """What was rejected is tried once more, under a name that is chosen anew; with it every other file of the same
        period that was rejected there. Which they are; none: it is not, or not kept.
        """
        statement = (
            "UPDATE export_delivery AS d SET state = 'pending', name = NULL, begun = 0, ending = 0, attempts = 0,"
            f" doubts = 0, not_before = 0, ended_at = NULL WHERE {_REFUSED_WITH} RETURNING id"
        )
        with self._database.transaction() as sql:
            tried = [str(row[0]) for row in sql.execute(statement, (delivery,))]
            self._notes.became(sql, tried)
        return tried

    def made_good(self, delivery: str) -> list[str]:
        """What was refused, and is there by this delivery all the same: its period was issued again."""
        with self._database.reading() as sql:
            return made_good(sql, delivery)

    def _end(self, delivery: str, claim: str, state: ExportState, note: str) -> bool:
        return self._became(
            "UPDATE export_delivery SET state = ?3, claim = NULL, ending = 0, ended_at = ?4, note = ?5"
            " WHERE id = ?1 AND state = 'sending' AND claim = ?2",
            delivery, claim, state.value, self._clock.now(), _note(note),
        )  # fmt: skip

    def _became(self, statement: str, delivery: str, *values: object) -> bool:
        """Noted beside the ledger, too; but for what has never begun, which is simply tried once more."""
        begun = "SELECT 1 FROM export_delivery WHERE id = ? AND (begun OR state = 'delivered')"
        with self._database.transaction() as sql:
            moved = sql.execute(statement, (delivery, *values)).rowcount == 1
            if moved and sql.execute(begun, (delivery,)).fetchone() is not None:
                self._notes.became(sql, [delivery])
        return moved

    def _move(self, statement: str, *values: object) -> bool:
        with self._database.transaction() as sql:
            return sql.execute(statement, values).rowcount == 1

    def cut_notes(self, before: float) -> None:
        """What ended before then (epoch seconds), or was erased, goes from the notes beside the ledger."""
        with self._database.transaction() as sql:
            self._notes.cut(sql, before)

    # -- files --------------------------------------------------------------------------------

    def referenced(self, sha256: str) -> bool:
        """Whether any export names these bytes and may need them."""
        query = "SELECT 1 FROM export WHERE payload = ? AND payload_gone_at IS NULL LIMIT 1"
        with self._database.reading() as sql:
            return sql.execute(query, (sha256,)).fetchone() is not None

    def prune_files(self, before: float, remove: Callable[[Sequence[str]], None], most: int = 100) -> tuple[int, int]:
        """Files of exports that were made before then and that no delivery needs, the oldest first: how many in this
        piece, and how many bytes that ``remove`` was told to take out of the spool. Those of an item stay there.

        What mails show of them goes with them.
        """
        old = (
            f"SELECT e.payload, e.size, {_ITEMS} FROM export e WHERE e.payload IS NOT NULL AND"
            f" e.payload_gone_at IS NULL AND e.made_at < ? AND {_DELIVERED} ORDER BY e.id LIMIT ?"
        )
        with self._database.reading() as sql:
            if sql.execute(old, (before, most)).fetchone() is None:
                return 0, 0
        with self._database.transaction() as sql:
            gone = {str(payload): (size, shared) for payload, size, shared in sql.execute(old, (before, most))}
            bare = {payload: int(size) for payload, (size, shared) in gone.items() if not shared}
            remove(sorted(bare))
            sql.executemany(
                "UPDATE export SET payload_gone_at = ?, summary = '' WHERE payload = ?",
                [(self._clock.now(), one) for one in gone],
            )
            drop_marks(sql)
        return len(gone), sum(bare.values())

    def prune(self, before: float) -> int:
        """Exports that were made before then, but for the last of each flow, with their deliveries: how many."""
        old = (
            "SELECT e.id FROM export e WHERE e.made_at < ? AND (e.payload IS NULL OR e.payload_gone_at IS NOT NULL)"
            " AND coalesce(e.bundle, e.id) NOT IN (SELECT max(id) FROM export WHERE bundle IS NULL GROUP BY flow)"
            " AND coalesce(e.end_at, '') < coalesce((SELECT max(end_at) FROM export o WHERE o.flow = e.flow AND who ="
            " ''), 'x') AND NOT EXISTS"
            f" (SELECT 1 FROM export_delivery d WHERE d.export = e.id AND {_OPEN})"
            f" AND (e.part <> 1 OR NOT EXISTS (SELECT 1 FROM export o WHERE o.bundle = e.id)) LIMIT 1000"
        )
        with self._database.reading() as sql:
            if sql.execute(old, (before,)).fetchone() is None:
                return 0
        with self._database.transaction() as sql:
            return sql.execute(f"DELETE FROM export WHERE id IN ({old})", (before,)).rowcount


def drop_marks(sql: sqlite3.Connection) -> None:
    """Of files that are not kept any more."""
    sql.execute(
        "DELETE FROM export_marks WHERE export IN (SELECT m.export FROM export_marks m JOIN export e ON e.id = m.export"
        " WHERE e.payload_gone_at IS NOT NULL)"
    )


# ?1, while it is rejected, and what is rejected of the same period at the same destination; as far as it is kept.
_REFUSED_WITH = (
    "d.state = 'rejected' AND EXISTS (SELECT 1 FROM export_delivery r JOIN export o ON o.id = r.export JOIN export e"
    " ON e.id = d.export WHERE r.id = ?1 AND r.state = 'rejected' AND r.flow = d.flow AND r.destination = d.destination"
    " AND coalesce(e.bundle, e.id) = coalesce(o.bundle, o.id) AND e.payload_gone_at IS NULL)"
)
# No delivery needs the bytes any more, of this export or of another with the same.
_DELIVERED = (
    "NOT EXISTS (SELECT 1 FROM export o JOIN export_delivery d ON d.export = o.id WHERE o.payload = e.payload AND"
    f" {_OPEN})"
)
_ITEMS = "EXISTS (SELECT 1 FROM item i WHERE i.payload = e.payload AND i.payload_gone_at IS NULL)"


def _inserted(sql: sqlite3.Connection, run: int, number: int, bundle: int | None, made: Made) -> int:
    begin, end = (None, None) if made.window is None else (made.window.start, made.window.end)
    payload = made.payload
    cursor = sql.execute(
        "INSERT INTO export (flow, run, number, begin_at, end_at, who, made_at, rows, reference, payload, size, ending,"
        " media_type, note, flow_title, account, zone, summary, part, bundle)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            made.flow, run, number, _text(begin), _text(end), made.who, made.made_at.timestamp(), made.rows,
            made.reference, None if payload is None else payload.sha256, 0 if payload is None else payload.size,
            made.ending, made.media_type, made.note[:_LONGEST_NOTE], made.title, made.account, made.zone, made.summary,
            made.part, bundle,
        ),
    )  # fmt: skip
    number = int(cursor.lastrowid or 0)
    if payload is not None and made.marks is not None:
        sql.execute("INSERT INTO export_marks VALUES (?, ?)", (number, made.marks))
    return number


def _note(note: str) -> str:
    return redact(note)[:_LONGEST_NOTE]


def _text(at: datetime | None) -> str | None:
    """Exact, and in the order of time."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _window(row: sqlite3.Row) -> Window | None:
    end = _moment(row["end_at"])
    return None if end is None else Window(_moment(row["begin_at"]), end)


def _to_deliver(row: sqlite3.Row) -> ToDeliver:
    made = Made(
        row["flow"], row["flow_title"], row["account"], row["zone"], _window(row),
        datetime.fromtimestamp(row["made_at"], UTC), row["rows"], row["file_ending"], row["media_type"],
        None if row["gone"] else Payload(row["payload"], row["size"]), "", row["reference"], row["who"], row["summary"],
        row["part"],
    )  # fmt: skip
    return ToDeliver(
        row["id"], row["period"], row["number"], made, row["destination"], row["name"] or "",
        ExportState(row["state"]), bool(row["begun"]), row["attempts"], row["doubts"], row["rest"],
    )  # fmt: skip


_TOLD = (
    "id, flow, run, number, begin_at, end_at, who, made_at, rows, reference, payload, size, payload_gone_at, ending,"
    " media_type, note, part"
)  # fmt: skip


def exports_of(sql: sqlite3.Connection, flow: str, limit: int, before: int | None = None) -> list[dict[str, Any]]:
    """What was made of a flow, newest first, each with its ``deliveries``; read-only. ``before``: the number of one.

    ``files``: how many a period has; those of several stand as one, and ``files_of`` tells them.
    """
    query = (
        f"SELECT {_TOLD} FROM export WHERE flow = ? AND bundle IS NULL AND (? IS NULL OR id < ?) ORDER BY id DESC LIMIT"
        " ?"
    )
    return [bundled(sql, one) for one in _told(sql, query, flow, before, before, limit)]


def exports_of_run(sql: sqlite3.Connection, run: int, limit: int = 100) -> list[dict[str, Any]]:
    """What a run has made, and delivered of it."""
    query = f"SELECT {_TOLD} FROM export WHERE run = ? AND run <> 0 AND bundle IS NULL ORDER BY id LIMIT ?"
    return [bundled(sql, one) for one in _told(sql, query, run, limit)]


def files_of(sql: sqlite3.Connection, period: int, limit: int, after: int = 0) -> list[dict[str, Any]]:
    """The files of one period (its id), in their order; read-only. ``after``: the id of one."""
    query = (
        f"SELECT {_TOLD} FROM export WHERE (id = ?1 AND bundle IS NULL OR bundle = ?1) AND id > ?2 ORDER BY id LIMIT ?3"
    )
    return _told(sql, query, period, after, limit)


def _told(sql: sqlite3.Connection, query: str, *values: object) -> list[dict[str, Any]]:
    found = [dict(row) for row in sql.execute(query, values)]
    for one in found:
        one["files"] = 1
        one["kept"] = (one.pop("payload") is not None) & (one.pop("payload_gone_at") is None)
        rows = sql.execute(
            "SELECT id, destination, name, state, asked, attempts, note, not_before, ended_at FROM export_delivery"
            " WHERE export = ? ORDER BY destination",
            (one["id"],),
        )
        one["deliveries"] = [{**dict(row), "asked": bool(row["asked"])} for row in rows]
    return found


def export_file(sql: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """``payload``, ``size``, ``ending`` and names of one export, as far as it is kept; read-only."""
    row = sql.execute(
        "SELECT e.flow, e.flow_title, e.payload, e.size, e.ending, (SELECT d.name FROM export_delivery d WHERE"
        " d.export = e.id AND d.name <> '' LIMIT 1) AS name FROM export e"
        " WHERE e.id = ? AND e.payload IS NOT NULL AND e.payload_gone_at IS NULL",
        (number,),
    ).fetchone()
    return None if row is None else dict(row)
