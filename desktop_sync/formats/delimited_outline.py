"""What a delimited sample holds: its columns with examples, by kind of record and as a mapping would call them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from desktop_sync.core.errors import Rejected
from desktop_sync.core.outline import Branch, Outline
from desktop_sync.formats.delimited_columns import Columns
from desktop_sync.formats.delimited_layouts import Layouts, columns_of
from desktop_sync.formats.delimited_lines import Lines
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_rows import Bad, Rows

LONGEST = 200  # characters of an example
MOST = 1000  # columns
ROWS = 5000  # rows


@dataclass(slots=True)
class _Column:
    example: str = ""
    count: int = 0


def outline(payload: BinaryIO, options: DelimitedOptions) -> Outline:
    """Raises nothing: what cannot be read is told by ``ended``."""
    rows: list[list[str]] = []
    header: tuple[str, ...] = ()
    ended = ""
    try:
        header = _read(payload, options, rows)
    except Rejected as error:
        ended = str(error)
    return fields_of(options, header, rows, ended)


def fields_of(
    options: DelimitedOptions, header: tuple[str, ...], rows: Sequence[list[str]], ended: str = ""
) -> Outline:
    """Of rows that were read already, whatever they were read from."""
    if options.record_type:
        return Outline(_by_type(options, header, rows), ended=ended)
    columns = columns_of(options, header if options.header else None)
    fields = _columns(columns, rows)
    if options.key:
        lines = _columns(columns, rows)
        fields.append(Branch(options.group, options.group, group=True, count=len(rows), children=lines))
    return Outline({"": fields}, ended=ended)


def _read(payload: BinaryIO, options: DelimitedOptions, into: list[list[str]]) -> tuple[str, ...]:
    """The rows go into ``into`` also where reading ends badly; gives the names in the header row."""
    lines = Lines(payload, encoding=options.encoding, limit=options.max_record, whole=False)
    rows = Rows(options, lines)
    rows.begin()
    header: tuple[str, ...] = ()
    if options.header:
        first, _, _ = rows.first() or ([], 1, 0)
        header = tuple(one.strip() for one in first[: options.max_columns])
    for fields, _, _ in rows:
        if not isinstance(fields, Bad) and fields:
            into.append(fields[:MOST])
        if len(into) >= ROWS:
            break
    return header


def _columns(columns: Columns, rows: Sequence[Sequence[str]]) -> list[Branch]:
    names = columns.names or tuple(str(number) for number in range(1, 1 + max(map(len, rows), default=0)))
    seen = [_Column() for _ in names]
    for row in rows:
        for column, text in zip(seen, row, strict=False):
            if text.strip():
                column.count += 1
                column.example = column.example or text.strip()[:LONGEST]
    return [
        Branch(name, name, value=True, example=one.example, count=one.count)
        for name, one in zip(names, seen, strict=True)
        if name and names.count(name) == 1
    ]


def _by_type(
    options: DelimitedOptions, header: tuple[str, ...], rows: Sequence[list[str]]
) -> dict[str, Sequence[Branch]]:
    layouts = Layouts(options, header)
    try:
        at = layouts.type_column()
    except ValueError:
        return {}
    by_type = {name: _of_type(options, name, at, rows) for name in options.records}
    several = len(layouts.kinds) > 1
    found: dict[str, Sequence[Branch]] = {}
    for kind in layouts.kinds:
        fields = list(_type_fields(options, layouts, kind, by_type))
        for name, one in options.records.items():
            if one.shared:
                shared = _columns(layouts.columns(name), by_type[name])
                for column in shared:
                    column.path = f"{name}/{column.name}"
                fields.append(Branch(name, name, count=len(by_type[name]), children=shared))
        found[kind if several else ""] = fields
    return found


def _of_type(options: DelimitedOptions, name: str, at: int, rows: Sequence[list[str]]) -> list[list[str]]:
    texts = options.records[name].type or (name,)
    return [row for row in rows if at < len(row) and row[at].strip() in texts]


def _type_fields(
    options: DelimitedOptions, layouts: Layouts, name: str, by_type: dict[str, list[list[str]]]
) -> Iterator[Branch]:
    """What belongs to a row of one type: its columns, and the groups of the types below."""
    yield from _columns(layouts.columns(name), by_type[name])
    for inner, one in options.records.items():
        if one.below == name:
            below = list(_type_fields(options, layouts, inner, by_type))
            yield Branch(inner, inner, group=True, count=len(by_type[inner]), children=below)
