"""The statements of reading: pages by key set, documents by key, always with bound values and quoted names.

Pure: every function gives the statement, and the columns whose values are to be bound, in their order. A page is
asked for by what it lies beyond, never by a number of rows to be skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_sync.core.value import value
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.names import Table, quoted
from desktop_sync.sources.mssql.shape import Lines, Shape

MOST_PARAMETERS = 2000  # of one statement; the server takes 2,100


@value
class Statement:
    """``text`` with a place for a value of each of ``binds``, in their order."""

    text: str
    binds: tuple[Column, ...] = ()


EACH = Statement("1 = 1")
"""A condition that holds for every row."""


def beyond(columns: Sequence[Column]) -> Statement:
    """Those that come after one row in the order of these columns: ``a >= ? AND (a > ? OR (a = ? AND b > ?))``."""
    if len(columns) == 1:
        return Statement(f"{quoted(columns[0].name)} > {columns[0].bound}", (columns[0],))
    text, binds = "", tuple[Column, ...]()
    for number, one in enumerate(columns):
        equal = "".join(f"{quoted(before.name)} = {before.bound} AND " for before in columns[:number])
        text += f"{' OR ' if text else ''}({equal}{quoted(one.name)} > {one.bound})"
        binds += (*columns[:number], one)
    first = columns[0]
    return Statement(f"{quoted(first.name)} >= {first.bound} AND ({text})", (first, *binds))


def bind_beyond(columns: Sequence[Column], values: Sequence[str]) -> list[str]:
    """The values for ``beyond`` out of one for each column."""
    if len(columns) == 1:
        return [values[0]]
    bound = [values[0]]
    for number in range(len(columns)):
        bound += values[: number + 1]
    return bound


def _listed(columns: Sequence[Column]) -> str:
    return ", ".join(quoted(one.name) for one in columns)


def _selected(columns: Sequence[Column]) -> str:
    return ", ".join(one.selected for one in columns)


def page(
    shape: Shape,
    order: Sequence[Column],
    size: int,
    *,
    known: int,
    upto: bool = False,
    below: bool = False,
    keyed: bool = True,
) -> Statement:
    """The next rows in this order: first the columns of the order (``keyed``: and the key), then those that are wanted.

    ``known``: of how many columns of the order the last row is known, beyond which they lie. ``upto``/``below``: the
    first column of the order is at most, or less than, a value.
    """
    wheres, binds = list[str](), tuple[Column, ...]()
    if known:
        beyond_it = beyond(order[:known])
        wheres, binds = [beyond_it.text], beyond_it.binds
    if upto or below:
        wheres.append(f"{quoted(order[0].name)} {'<=' if upto else '<'} {order[0].bound}")
        binds += (order[0],)
    where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    listed = _selected((*head(shape, order, keyed=keyed), *shape.columns))
    text = f"SELECT TOP ({size}) {listed} FROM {shape.source()}{where}"
    return Statement(f"{text} ORDER BY {_listed(order)}", binds)


def head(shape: Shape, order: Sequence[Column], *, keyed: bool = True) -> tuple[Column, ...]:
    """What comes before the columns that are wanted: see ``page``."""
    return (*order, *(one for one in shape.key if keyed and one not in order))


def changed_keys(shape: Shape, lines: Lines, size: int, *, known: int, upto: bool) -> Statement:
    """Keys of documents whose row or any line was changed up to (else: below) a version, each by its own column.

    In the order of the newest version, then the key: first that version, then the key. ``known`` as in ``page``.
    Bound are the version from which on and the bound, for each table, and then what ``beyond`` wants.
    """
    version = shape.version
    assert version is not None  # noqa: S101 - asked for in modes that have one
    keys = [replace(one, name=f"k{number}") for number, one in enumerate(shape.key)]
    parts = [_versions(shape.source(), version, shape.key, upto=upto)]
    binds: tuple[Column, ...] = (version, version)
    if lines.version is not None:
        parts.append(_versions(f"{lines.table.quoted}{shape.hint}", lines.version, lines.link, upto=upto))
        binds += (lines.version, lines.version)
    order = [replace(version, name="v"), *keys]
    after = beyond(order[:known])
    inner = f"SELECT MAX([v]) AS [v], {_listed(keys)} FROM ({' UNION ALL '.join(parts)}) AS [c]"
    text = f"SELECT TOP ({size}) {_selected(order)} FROM ({inner} GROUP BY {_listed(keys)}) AS [d] WHERE {after.text}"
    return Statement(f"{text} ORDER BY {_listed(order)}", (*binds, *after.binds))


def _versions(source: str, version: Column, keys: Sequence[Column], *, upto: bool) -> str:
    name = quoted(version.name)
    named = ", ".join(f"{quoted(one.name)} AS [k{number}]" for number, one in enumerate(keys))
    upper = f"{name} {'<=' if upto else '<'} {version.bound}"
    return f"SELECT {name} AS [v], {named} FROM {source} WHERE {name} >= {version.bound} AND {upper}"


def keys_after(shape: Shape, size: int, *, known: bool) -> Statement:
    """The next keys in their order, beyond one where it is ``known``."""
    after = beyond(shape.key) if known else EACH
    text = f"SELECT TOP ({size}) {_selected(shape.key)} FROM {shape.source()} WHERE {after.text}"
    return Statement(f"{text} ORDER BY {_listed(shape.key)}", after.binds)


def keys_between(shape: Shape, size: int) -> Statement:
    """Keys of one column, from one value up to another, in their order."""
    key = shape.key[0]
    name = quoted(key.name)
    text = f"SELECT TOP ({size}) {key.selected} FROM {shape.source()}"
    return Statement(f"{text} WHERE {name} >= {key.bound} AND {name} <= {key.bound} ORDER BY {name}", (key, key))


def by_keys(shape: Shape, many: int) -> Statement:
    """Documents by their keys: the key, the version where there is one, then the columns."""
    version = () if shape.version is None else (shape.version,)
    wanted = _any_of(shape.key, many)
    text = f"SELECT {_selected((*shape.key, *version, *shape.columns))} FROM {shape.source()} WHERE {wanted.text}"
    return Statement(text, wanted.binds)


def versions_by_keys(shape: Shape, many: int) -> Statement:
    """The key and the version only, to see whether a document was changed meanwhile."""
    assert shape.version is not None  # noqa: S101 - asked for where there is one
    wanted = _any_of(shape.key, many)
    text = f"SELECT {_selected((*shape.key, shape.version))} FROM {shape.source()} WHERE {wanted.text}"
    return Statement(text, wanted.binds)


def lines_by_keys(shape: Shape, lines: Lines, many: int) -> Statement:
    """The lines of documents: the document's key first, then the columns; in their order."""
    wanted = _any_of(lines.link, many)
    order = _listed((*lines.link, *lines.order))
    text = f"SELECT {_selected((*lines.link, *lines.columns))} FROM {lines.table.quoted}{shape.hint}"
    return Statement(f"{text} WHERE {wanted.text} ORDER BY {order}", wanted.binds)


def _any_of(key: Sequence[Column], many: int) -> Statement:
    if len(key) == 1:
        places = ", ".join([key[0].bound] * many)
        return Statement(f"{quoted(key[0].name)} IN ({places})", (key[0],) * many)
    one = " AND ".join(f"{quoted(column.name)} = {column.bound}" for column in key)
    return Statement(" OR ".join([f"({one})"] * many), tuple(key) * many)


def together(key: Sequence[Column]) -> int:
    """How many documents one statement asks for by key."""
    return max(1, min(500, MOST_PARAMETERS // len(key)))


def without(column: Column) -> Statement:
    """Of rows that have no value there: they are never read."""
    return Statement(f"{quoted(column.name)} IS NULL")


def selected(of: Table, hint: str, what: str, where: Statement) -> Statement:
    """Something of all rows of a table for which a condition holds."""
    return Statement(f"SELECT {what} FROM {of.quoted}{hint} WHERE {where.text}", where.binds)
