"""Rows as JSON: one array, or a line for each. With columns these, else whole documents as Acme gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

import orjson
from pydantic import ConfigDict, Field

from desktop_sync.core.options import form
from desktop_sync.core.reports import About, Cell, Rendered, Row, Sink
from desktop_sync.reports.cells import places_of
from desktop_sync.reports.locales import rounded
from desktop_sync.reports.options import Column, ReportOptions
from desktop_sync.reports.table import Table
from desktop_sync.reports.templates import whole

_CHUNK = 1 << 16


class JsonReportOptions(ReportOptions):
    """JSON: one array."""

    model_config = ConfigDict(title="JSON")

    numbers: Literal["text", "number"] = Field(
        default="text",
        title="Numbers",
        description='text: exact, "12.50" as in the API; number: 12.50, which readers may round',
        json_schema_extra=form(choices={"text": 'as text: "12.50"', "number": "as numbers: 12.50"}),
    )


class JsonLinesReportOptions(JsonReportOptions):
    """JSON Lines: a line for each row."""

    model_config = ConfigDict(title="JSON Lines")


class JsonLines:
    """A line for each row."""

    ending = "jsonl"
    media_type = "application/x-ndjson"
    options_model: type[JsonReportOptions] = JsonLinesReportOptions
    _before, _between, _after = b"", b"\n", b"\n"

    def __init__(self, options: JsonReportOptions) -> None:
        self._options = whole(options)

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        table = Table(self._options, about.zone)
        parts: list[bytes] = []
        size, joint = 0, self._before
        for raw in self._objects(table, rows):
            parts += (joint, raw)
            size, joint = size + len(raw), self._between
            if size > _CHUNK:
                sink.write(b"".join(parts))
                parts, size = [], 0
        if table.rows or self._before:
            parts += (joint if not table.rows else b"", self._after)
        sink.write(b"".join(parts))
        return Rendered(table.rows, notes=table.notes())

    def _objects(self, table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
        columns = (*table.groups, *table.columns)
        if not columns:
            for row in table.wanted(rows):
                table.rows += 1
                yield orjson.dumps(row, default=_spelt, option=orjson.OPT_NON_STR_KEYS)
            return
        values = [_value(column, self._options.numbers) for column in columns]
        keys = [orjson.dumps(column.name) for column in columns]
        for cells in table.flat(rows):
            pairs = (key + b":" + value(cell) for key, value, cell in zip(keys, values, cells, strict=True))
            yield b"{" + b",".join(pairs) + b"}"


class Json(JsonLines):
    """One array."""

    ending = "json"
    media_type = "application/json"
    options_model = JsonReportOptions
    _before, _between, _after = b"[\n", b",\n", b"\n]\n"


def _value(column: Column, numbers: str) -> Callable[[Cell], bytes]:
    places = places_of(column)

    def value(cell: Cell) -> bytes:
        if isinstance(cell, Decimal | int) and not isinstance(cell, bool):
            text = format(cell if places is None else rounded(cell, places), "f")
            return text.encode() if numbers == "number" or column.count is not None else b'"%s"' % text.encode()
        return orjson.dumps(cell, default=_spelt)

    return value


def _spelt(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return dict(value) if isinstance(value, Mapping) else str(value)
