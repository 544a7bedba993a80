"""Places: what is known of a flow's source as a whole. Where its next question begins, what became of that which was
there before, and what one look at it finds new or absent.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence

from desktop_sync.core.first_run import ALL
from desktop_sync.core.model import Back, Entity, SeenRow
from desktop_sync.core.ports import Clock
from desktop_sync.ledger import known_rows
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import next_generation
from desktop_sync.ledger.journal import LEARNT, doubtful_looks

# Named, for SQLite would rather read through everything that was ever seen there.
_PRESENT = "entity INDEXED BY entity_present WHERE place = ? AND present"


class PlaceLook:
    """One look at a place: which entities are new, and, at its end, which are absent now.

    Of what was seen it keeps eight bytes each, a hash of the path: a million known files are no burden.
    """

    def __init__(self, database: Database, place: int, quiet: dict[int, int], began: float) -> None:
        self.began = began
        self._database = database
        self._place = place
        self._quiet = quiet
        self._unchanged = False
        self._seen = array("q")
        self._known_present = 0

    @property
    def quiet(self) -> int | None:
        return self._quiet.get(self._place)

    def as_before(self) -> None:
        self._unchanged = True

    def found_nothing(self, digest: int) -> None:
        if self.end() == 0:
            self._quiet[self._place] = digest

    @property
    def answer(self) -> str:
        with self._database.reading() as sql:
            row = sql.execute("SELECT first_run FROM place WHERE id = ?", (self._place,)).fetchone()
        return ALL if row is None or row[0] is None else str(row[0])

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        with self._database.reading() as sql:
            return known_rows.changed(sql, self._place, rows)

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        """New, changed, or back after an absence. Asked in batches of a few thousand."""
        paths = [entity.path for entity in entities]
        self._seen.extend(map(hash, paths))
        known = self._known(paths)
        return [entity for entity in entities if entity[:3] not in known]

    def _known(self, paths: list[str]) -> set[tuple[str, int, int]]:
        """Path, size and time of those that were present at the last look."""
        query = (
            "SELECT e.path, e.size, e.mtime_ns FROM json_each(?) j"
            " CROSS JOIN entity e ON e.place = ? AND e.path = j.value WHERE e.present"
        )
        with self._database.reading() as sql:
            cursor = sql.cursor()
            cursor.row_factory = None  # plain tuples: this is the one place where a hundred thousand rows are read
            known = set(cursor.execute(query, (json.dumps(paths, ensure_ascii=False), self._place)))
        self._known_present += len(known)
        return known

    def end(self) -> int:
        """After a complete listing: what was present and was not seen is absent. Returns how many."""
        if self._unchanged:
            return 0
        with self._database.reading() as sql:
            query = f"SELECT count(*) FROM {_PRESENT}"
            if sql.execute(query, (self._place,)).fetchone()[0] == self._known_present:
                return 0
            seen = set(self._seen)
            query = f"SELECT path FROM {_PRESENT}"
            absent = [row[0] for row in sql.execute(query, (self._place,)) if hash(row[0]) not in seen]
        with self._database.transaction() as sql:
            sql.executemany(
                "UPDATE entity SET present = 0 WHERE place = ? AND path = ?", [(self._place, path) for path in absent]
            )
        return len(absent)


class Places:
    """The places of every flow. ``quiet``, by place: the digest of a listing of which everything was known."""

    def __init__(self, database: Database, clock: Clock, quiet: dict[int, int]) -> None:
        self._database = database
        self._clock = clock
        self._quiet = quiet

    def number(self, flow: str, connection: str) -> int:
        """The number of a flow's source, made when first asked for."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO place (flow, connection, doubtful, learn_since)"
                " VALUES (?1, ?2, ?3, iif(?3, ?4, NULL))",
                (flow, connection, doubtful_looks(sql, self._clock.now()), self._clock.now() - LEARNT),
            )
            row = sql.execute("SELECT id FROM place WHERE flow = ? AND connection = ?", (flow, connection)).fetchone()
        return int(row[0])

    def cursor(self, place: int) -> str | None:
        with self._database.reading() as sql:
            row = sql.execute("SELECT cursor FROM place WHERE id = ?", (place,)).fetchone()
        return None if row is None else row[0]

    def begun(self, place: int) -> bool:
        """Whether it is decided what becomes of that which was there before the first look."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT first_run FROM place WHERE id = ?", (place,)).fetchone()
        return row is not None and row[0] is not None

    def begin(self, place: int, answer: str, skipped: Sequence[Entity], run: int, *, anew: bool = False) -> None:
        """The answer and all that it skips, in one transaction: half of it would be another answer.

        ``anew``: a source that is asked begins as at its first look; where all is wanted, it knows no row.
        """
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.executemany(
                "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, noticed_at, came_at,"
                " run, note, ended_at)"
                " VALUES (?, ?, ?, ?, ?, ?, 'skipped', ?, ?, ?, 'it was there before the first run', ?)",
                ((place, *entity[:4], next_generation(sql, place, entity), now, now, run, now) for entity in skipped),
            )
            sql.execute("UPDATE place SET first_run = ? WHERE id = ?", (answer, place))
            if anew:
                sql.execute("UPDATE place SET cursor = NULL WHERE id = ?", (place,))
                if answer == ALL:
                    known_rows.forget(sql, place)

    def look(self, place: int) -> PlaceLook:
        return PlaceLook(self._database, place, self._quiet, self._clock.now())

    def go_back(self, place: int, back: Back, who: str) -> None:
        """The source is asked again from there, by the next run; ``went_back`` knows from where."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT INTO audit (at, who, action, details) SELECT ?, ?, 'asked again', json_object('flow', flow,"
                " 'connection', connection, 'from', cursor, 'to', ?, 'forgot', ?) FROM place WHERE id = ?",
                (self._clock.now(), who, back.cursor, back.forget, place),
            )
            if back.forget:
                known_rows.forget(sql, place)
            sql.execute("UPDATE place SET cursor = ? WHERE id = ?", (back.cursor, place))

    def went_back(self, place: int) -> Back | None:
        """What undoes the last time that somebody went back; None: nobody did."""
        query = (
            "SELECT json_extract(a.details, '$.from') FROM audit a JOIN place p ON p.id = ?"
            " WHERE a.action = 'asked again' AND json_extract(a.details, '$.flow') = p.flow"
            " AND json_extract(a.details, '$.connection') = p.connection ORDER BY a.id DESC LIMIT 1"
        )
        with self._database.reading() as sql:
            row = sql.execute(query, (place,)).fetchone()
        return None if row is None else Back(row[0], "It goes on from where it was before.")

    def prune_rows(self) -> None:
        """Of sources that are asked: rows that the looks of the last months did not find are not remembered longer."""
        with self._database.transaction() as sql:
            known_rows.prune(sql)

    def looked(self, place: int, young: int, began: float | None = None) -> None:
        """A complete look that began then (None: now) has ended: what had come by then is noticed, or young.

        What is new from now on has come after a restore, if there was one; what was still young is found by the next
        look, so that one counts too.
        """
        query = (
            "UPDATE place SET looked_at = ?, doubtful = CASE WHEN ? THEN max(doubtful - 1, 0) ELSE 0 END WHERE id = ?"
        )
        with self._database.transaction() as sql:
            sql.execute(query, (self._clock.now() if began is None else began, young, place))

    def to_learn(self, place: int) -> float | None:
        """Since when (epoch seconds) archived files may tell of versions that are not known; None: nothing does."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT learn_since FROM place WHERE id = ?", (place,)).fetchone()
        return None if row is None else row[0]

    def learnt(self, place: int) -> None:
        """The archive was read to its end."""
        with self._database.transaction() as sql:
            sql.execute("UPDATE place SET learn_since = NULL WHERE id = ?", (place,))
