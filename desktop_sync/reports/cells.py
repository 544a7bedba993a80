"""Columns, compiled once, then asked of every row: what stands there, as a number, a day, a time or text.

What does not fit the kind of its column is never dropped: it stands as it is, and is counted as misfit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TypeAlias

from desktop_sync.core.conversion import Unfit, Value
from desktop_sync.core.converters import chain
from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.computing import counter, decimal_of, getter, summer
from desktop_sync.reports.locales import Places, exactly
from desktop_sync.reports.options import CellKind, Column

Take: TypeAlias = Callable[[Row], Cell]
_MONEY = exactly(2)
_AMOUNT = Places(2, 6)  # of a document: a unit price has up to six
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,10})?", re.ASCII)


def taker(column: Column, zone: tzinfo) -> Take:
    """The function that takes one cell."""
    if column.sum is not None:
        return summer(column.sum, column.places)
    if column.count is not None:
        return counter(column.count)
    return _read(column, zone)


def places_of(column: Column, *, total: bool = False) -> Places | None:
    """Decimal places that are shown, in rows or where these are added up; None: as many as the number has."""
    if column.places is not None:
        return exactly(column.places)
    if column.kind == "money":
        return _MONEY if total or column.from_ is None else _AMOUNT
    return exactly(0) if column.count is not None else None


def typed(kind: CellKind, zone: tzinfo) -> Callable[[object], Cell]:
    """JSON values as cells of one kind; what is something else stays text."""
    if kind in {"number", "money", "percent"}:
        return lambda value: number if (number := decimal_of(value)) is not None else _text(value)
    if kind == "date":
        return lambda value: _day(value, zone)
    if kind == "time":
        return lambda value: _moment(value, zone)
    if kind == "yes_no":
        return lambda value: value if isinstance(value, bool) else _text(value)
    return _text


def _read(column: Column, zone: tzinfo) -> Take:
    raw, kind = _raw(column), typed(column.kind, zone)
    convert, words, default = chain(column.convert, {}), column.words, column.default or None

    def take(row: Row) -> Cell:
        """The long way."""
        value = raw(row)
        if convert is not None and value is not None:
            value = _converted(convert, value)
        if value is None or value == "":
            return default
        if words and (said := words.get(_text(value) or "")) is not None:
            return said
        return kind(value)

    if convert is not None or words or column.kind not in {"text", "number", "money", "percent"}:
        return take
    return _quickly(raw, take) if column.kind == "text" else _number_quickly(raw, take)


def _quickly(raw: Callable[[Row], object], take: Take) -> Take:
    return lambda row: value if (value := raw(row)).__class__ is str and value.isascii() and value else take(row)


def _number_quickly(raw: Callable[[Row], object], take: Take) -> Take:
    plain = _PLAIN_NUMBER.fullmatch
    return lambda row: Decimal(value) if (value := raw(row)).__class__ is str and plain(value) else take(row)


def _converted(convert: Callable[[str], Value], value: object) -> object:
    """What does not fit stays as it is."""
    try:
        return convert(_text(value) or "")
    except Unfit:
        return value


def _raw(column: Column) -> Callable[[Row], object]:
    gets = [getter(path) for path in column.from_ or ()]
    if len(gets) == 1:
        return gets[0]
    between = column.join
    if between is None:
        return lambda row: next((found for get in gets if _something(found := get(row))), None)
    return lambda row: between.join(text for get in gets if (text := _text(get(row))))


def _something(value: object) -> bool:
    return value is not None and value != ""


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value if value.isascii() else _sound(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, Sequence):
        return ", ".join(_text(one) or "" for one in value)
    return str(value)


def _sound(text: str) -> str:
    """Half a character (a lone surrogate) is in no encoding."""
    return text.encode("utf-8", "replace").decode()


def _day(value: object, zone: tzinfo) -> Cell:
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == len("2026-05-03"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    found = _moment(value, zone)
    return found.date() if isinstance(found, datetime) else found


def _moment(value: object, zone: tzinfo) -> Cell:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else value
        except ValueError:
            return value
    if not isinstance(value, datetime):
        return _text(value)
    try:
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)
    except OverflowError:
        return value.isoformat()
