"""Changes by the server's change tracking: it notes which keys were changed in which version, deletions too.

Three states are told apart: quiet (nothing was changed), stopped (it is off: a person must switch it on) and expired
(what we have not read was cleaned up: the table is read once more, page by page, and what did not change goes no
further). Each page is read in one snapshot; where the database allows none, it is looked again after the page whether
what it was asked from is still kept (Microsoft: "Work with change tracking").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_sync.core.errors import Stop
from desktop_sync.core.first_run import FROM_NOW, is_day
from desktop_sync.core.model import Again, Back
from desktop_sync.core.ports import Known
from desktop_sync.core.rows import line
from desktop_sync.sources.asked import ensure_from_on, said
from desktop_sync.sources.mssql.bounds import Seen, before, noted, ripe
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.counting import Counting, above
from desktop_sync.sources.mssql.documents import Document, Key, Texts
from desktop_sync.sources.mssql.exact import Row
from desktop_sync.sources.mssql.names import quoted
from desktop_sync.sources.mssql.shape import Lines, Shape, names
from desktop_sync.sources.mssql.statements import Statement, beyond, bind_beyond, keys_after
from desktop_sync.sources.mssql.ways import Batch, Noted, epoch

OPERATION = "SYS_CHANGE_OPERATION"
"""In each record: ``D``: it was deleted, and only its key is known; ``U``: it is there."""
_VERSION = Column("v", "bigint")


def changed_keys(shape: Shape, size: int, *, known: int) -> Statement:
    """Keys whose row or any line was changed after a version (for each table) and up to another, beyond a row.

    In the order of the last version, then the key; that version comes first.
    """
    keys = [replace(one, name=f"k{number}") for number, one in enumerate(shape.key)]
    named = ", ".join(quoted(one.name) for one in keys)
    parts, many = [_changes(shape.table.quoted, shape.key)], 1
    if shape.lines is not None:
        parts.append(_line_changes(shape.lines))
        many = 2
    after = beyond((_VERSION, *keys)[:known])
    inner = f"SELECT MAX([w]) AS [v], {named} FROM ({' UNION ALL '.join(parts)}) AS [c] GROUP BY {named}"
    text = (
        f"SELECT TOP ({size}) [v], {', '.join(one.selected for one in keys)} FROM ({inner}) AS [d]"
        f" WHERE [v] <= {_VERSION.bound} AND {after.text} ORDER BY [v], {named}"
    )
    return Statement(text, (*(_VERSION,) * many, _VERSION, *after.binds))


def _changes(of: str, key: Sequence[Column]) -> str:
    listed = ", ".join(f"[ct].{quoted(one.name)} AS [k{number}]" for number, one in enumerate(key))
    return f"SELECT [ct].[SYS_CHANGE_VERSION] AS [w], {listed} FROM CHANGETABLE(CHANGES {of}, {_VERSION.bound}) AS [ct]"


def _line_changes(lines: Lines) -> str:
    """By the lines' own key where it holds the document's; else by their rows, so that a deleted line is not seen."""
    if all(one in lines.own_key for one in lines.link):
        return _changes(lines.table.quoted, lines.link)
    listed = ", ".join(f"[l].{quoted(one.name)} AS [k{number}]" for number, one in enumerate(lines.link))
    same = " AND ".join(f"[l].{quoted(one.name)} = [ct].{quoted(one.name)}" for one in lines.own_key)
    return (
        f"SELECT [ct].[SYS_CHANGE_VERSION] AS [w], {listed} FROM CHANGETABLE(CHANGES {lines.table.quoted},"
        f" {_VERSION.bound}) AS [ct] JOIN {lines.table.quoted} AS [l] ON {same}"
    )


@dataclass(frozen=True, slots=True)
class _Now:
    current: int
    least: int  # what is noted goes back to there
    at: float


class _ExpiredError(Exception):
    """What we have not read was cleaned up."""


class Tracking(Counting):
    """The way."""

    @property
    def counted(self) -> list[str]:
        lines = self._shape.lines
        return [*names(self._shape.key), *([] if lines is None else [str(lines.table), *names(lines.link)])]

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        """Stop when it is off, or counts lower than we have read."""
        state, now = Noted.read(cursor), self._now()
        state.seen = noted(state.seen, Seen(now.at, str(now.current)), self._min_age)
        self._ensure_grown(state, now)
        if cursor is None:
            self._begin(state, now, known.answer)
        elif state.after is None and "load" not in state.more:
            state.more["load"] = {"version": now.current, "after": []}
        expired = False
        try:
            yield from self._told(state, now)
        except _ExpiredError:
            self._ensure_all(state)
            expired, self._due = True, None
            state.more = {"load": {"version": now.current, "after": []}}
            yield from self._loaded(state)
        young_ones = 0 if expired else self._waiting(state, now.at, above(state))
        yield Batch([], state.cursor(), young=young_ones, remarks=(self._expired(),) if expired else ())

    def _begin(self, state: Noted, now: _Now, answer: str) -> None:
        if answer == FROM_NOW:
            state.after = str(now.current)
        else:
            state.more["load"] = {"version": now.current, "after": []}
        if answer == FROM_NOW or is_day(answer):
            state.more["left"] = answer

    def _ensure_all(self, state: Noted) -> None:
        """Nobody remembers what was left, and so what of it was changed since."""
        if "left" in state.more:
            raise Stop(
                f"{self._shape.table}: the database had cleaned up changes that were not read yet. The whole table "
                "would have to be read, with the rows that were to be left at the first run.",
                'Decide it: the flow\'s "Read again from" reads the whole table. Let the flow run more often, or let '
                "the database's administrator raise CHANGE_RETENTION.",
            )

    def _told(self, state: Noted, now: _Now) -> Iterator[Batch]:
        if "load" in state.more:
            yield from self._loaded(state)
        elif state.after is not None and int(state.after) < now.least:
            raise _ExpiredError
        bound = ripe(state.seen, now.at, self._min_age)
        if bound is not None and state.after is not None and int(bound.counter) > int(state.after):
            yield from self._changes(state, state.after, bound.counter)

    def _loaded(self, state: Noted) -> Iterator[Batch]:
        """The whole table by key; killed in the middle, it goes on there."""
        load, shape, session = state.more["load"], self._shape, self._reading.session
        self._reading.leave(state.more.get("left", ""))
        while True:
            after: Key = tuple(load["after"])
            statement = keys_after(shape, self._size, known=bool(after))
            values = bind_beyond(shape.key, after) if after else []

            def page(statement: Statement = statement, values: list[str] = values) -> tuple[list[Document], list[Key]]:
                keys = [*map(Texts(shape.key), session.read(statement, values))]
                return self._marked(keys, gone=False), keys

            documents, keys = session.whole(page)
            if keys:
                load["after"] = list(keys[-1])
                yield Batch(documents, state.cursor(), " ".join(keys[-1]), again=True)
            if len(keys) < self._size:
                break
        self._reading.leave("")
        state.after = str(load["version"])
        del state.more["load"]

    def _changes(self, state: Noted, since: str, upto: str) -> Iterator[Batch]:
        at: Key = tuple(state.more.get("at", ()))
        while True:
            documents, last, many = self._page(since, upto, at)
            if last:
                at = last
                state.more["at"] = list(at)
                yield Batch(documents, state.cursor(), f"version {at[0]}", again=True)
            if many < self._size:
                break
        state.more.pop("at", None)
        state.after = upto

    def _page(self, since: str, upto: str, at: Key) -> tuple[list[Document], Key, int]:
        session, shape = self._reading.session, self._shape
        place: Key = at or (since,)
        statement = changed_keys(shape, self._size, known=len(place))
        both = [since] * (2 if shape.lines is not None else 1)
        order = (_VERSION, *shape.key)
        values = [*both, upto, *bind_beyond(order[: len(place)], place)]

        def read() -> tuple[list[Document], Key, int]:
            if session.snapshots:
                self._ensure_kept(since)
            found = [*map(Texts(order), session.read(statement, values))]
            documents = self._marked([one[1:] for one in found], gone=True)
            if not session.snapshots:
                self._ensure_kept(since)
            return documents, found[-1] if found else (), len(found)

        return session.whole(read)

    def _marked(self, keys: Sequence[Key], *, gone: bool) -> list[Document]:
        """With what has happened; of what is gone the key, where that is asked for."""
        documents = self._reading.of_keys(keys, {OPERATION: "U"})
        there = {one.key: one for one in documents.found}
        made = list[Document]()
        for key in keys:
            if key in there:
                made.append(there[key])
            elif gone and key not in documents.incomplete:
                row: Row = {column.name: text for column, text in zip(self._shape.key, key, strict=True)}
                made.append(Document(key, line({**row, OPERATION: "D"})))
        return made

    def _ensure_kept(self, since: str) -> None:
        if int(since) < self._now().least:
            raise _ExpiredError

    def _ensure_grown(self, state: Noted, now: _Now) -> None:
        if state.after is not None and int(state.after) > now.current:
            raise Stop(
                f"{self._shape.table}: the database has noted {now.current} changes, but {state.after} were read "
                "already. It was restored from a copy, or change tracking was switched off and on.",
                'Decide what shall be read again: with the flow\'s "Read again from", from when the copy is.',
            )

    def _now(self) -> _Now:
        tables = [self._shape.table, *([self._shape.lines.table] if self._shape.lines is not None else [])]
        listed = ", ".join("CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))" for _ in tables)
        session = self._reading.session
        text = f"SELECT CHANGE_TRACKING_CURRENT_VERSION(), SYSUTCDATETIME(), {listed}"
        current, at, *least = session.rows(text, *(one.quoted for one in tables))[0]
        if current is None:
            raise Stop(
                "Change tracking is off in the database.",
                "Let the database's administrator switch it on: ALTER DATABASE … SET CHANGE_TRACKING = ON.",
            )
        for table, one in zip(tables, least, strict=True):
            if one is None:
                raise Stop(
                    f"Change tracking is off for {table}, or the login may not see it.",
                    f"Let the database's administrator switch it on: ALTER TABLE {table} ENABLE CHANGE_TRACKING; and "
                    f"grant it: GRANT VIEW CHANGE TRACKING ON {table}.",
                )
        return _Now(int(str(current)), max(int(str(one)) for one in least), epoch(at))

    def _expired(self) -> str:
        return (
            f"{self._shape.table}: the database had cleaned up changes that were not read yet. The whole table "
            "was read once more; what was deleted meanwhile cannot be seen. Let the flow run more often, or "
            "let the database's administrator raise CHANGE_RETENTION."
        )

    def back(self, cursor: str | None, again: Again) -> Back:
        """To the version of then, where it was noted and is still kept; else the whole table."""
        ensure_from_on(again)
        state = Noted.read(cursor)
        found = before(state.seen, again.since)
        state.after, state.more = (found.counter if found else None), {}
        if found is None:
            return Back(
                state.cursor(), "Nothing was noted of that time, so the whole table is read again.", forget=True
            )
        return Back(state.cursor(), f"What was changed since {said(found.at)} is read again.", forget=True)
