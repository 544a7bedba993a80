"""Values as they come from a driver, as what stands in canonical JSON: exact, and the same whatever driver read them.

Numbers that are whole or have a floating point, and yes/no, stay what they are; all else is text: decimals with every
digit that the column has, times in ISO 8601 with the digits of the column, bytes in hexadecimal. Pure.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from desktop_sync.core.errors import Stop
from desktop_sync.sources.mssql.columns import Column

OFFSET_TYPE = -155  # SQL_SS_TIMESTAMPOFFSET, which ODBC itself does not know
_OFFSET = struct.Struct("<hHHHHHIhh")  # SQL_SS_TIMESTAMPOFFSET_STRUCT
_HUNDRED_NS = 7
_REAL_DIGITS = 9  # always enough for a 32-bit number
_MILLIS, _MICROS = 3, 6
MICROSECONDS = "microseconds"

Json = str | int | float | bool | list[dict[str, "Json"]] | None
Row = dict[str, Json]
Read = Callable[[object], Json]


def offset_text(raw: bytes) -> str:
    """What the driver gives of a ``datetimeoffset``, as ISO 8601 with seven digits and the zone."""
    year, month, day, hour, minute, second, fraction, zone_hour, zone_minute = _OFFSET.unpack(raw)
    sign = "-" if zone_hour < 0 or zone_minute < 0 else "+"
    digits = f"{fraction // 100:07d}"
    zone = f"{sign}{abs(zone_hour):02d}:{abs(zone_minute):02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{digits}{zone}"


def offset_time(text: str) -> datetime:
    """The same, as a time; what a microsecond cannot hold is cut."""
    whole, zone = text[:-6], text[-6:]
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    offset = timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    return datetime.fromisoformat(whole[:26]).replace(tzinfo=offset)


def exact(found: object, digits: int = _MICROS) -> Json:
    """Any value a driver gives. ``digits``: of a second, that the column keeps."""
    if found is None or isinstance(found, str | int | float):  # bool is an int
        return found
    if isinstance(found, Decimal):
        return format(found, "f")  # without exponent, with every digit after the point that the column has
    if isinstance(found, datetime | time):
        return found.isoformat(timespec=_spec(digits))
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, bytes | bytearray):
        return f"0x{found.hex().upper()}"
    return str(found)


def _spec(digits: int) -> str:
    if digits == 0:
        return "seconds"
    return "milliseconds" if digits <= _MILLIS else MICROSECONDS


def real(found: object) -> Json:
    """A 32-bit number with as few digits as tell it from all others."""
    if not isinstance(found, float) or not math.isfinite(found):
        return exact(found)
    for digits in range(6, _REAL_DIGITS):
        text = f"{found:.{digits}g}"
        if struct.unpack("<f", struct.pack("<f", float(text)))[0] == found:
            return float(text)
    return float(f"{found:.{_REAL_DIGITS}g}")


def _as_iso(found: object) -> Json:
    """Text that the server made of a time (style 121)."""
    return found.replace(" ", "T") if isinstance(found, str) else exact(found)


def _cut(digits: int) -> Read:
    """A ``datetimeoffset`` with the column's digits."""
    over = _HUNDRED_NS - digits

    def read(found: object) -> Json:
        if not isinstance(found, str) or not over:
            return exact(found)
        at = 19 if digits == 0 else 20 + digits
        return found[:at] + found[-6:]

    return read


_AS_THEY_ARE = frozenset(
    {"int", "bigint", "smallint", "tinyint", "bit", "uniqueidentifier", "xml"}
    | {"char", "varchar", "nchar", "nvarchar", "text", "ntext"}
)
_DIGITS = {"datetime": _MILLIS, "smalldatetime": 0}


def reader(column: Column) -> Read | None:
    """What makes the values of a column exact; None: they are so already."""
    if column.type in _AS_THEY_ARE:
        return None
    if column.type == "real":
        return real
    if column.type == "datetimeoffset":
        return _cut(column.digits)
    if column.type in {"datetime2", "time"} and column.digits > _MICROS:
        return _as_iso
    if column.type in _OF_DAYS:
        return Times(_spec(_DIGITS.get(column.type, column.digits)))
    return _number if column.type in _NUMBERS else exact


class Times:
    """Makes times exact. ``spec``: how many digits of a second, in the words of ``isoformat``."""

    def __init__(self, spec: str) -> None:
        self.spec = spec

    def __call__(self, found: object) -> Json:
        return found.isoformat(timespec=self.spec) if isinstance(found, datetime | time) else exact(found)


def _number(found: object) -> Json:
    return format(found, "f") if isinstance(found, Decimal) else exact(found)


_NUMBERS = frozenset({"decimal", "numeric", "money", "smallmoney"})


_OF_DAYS = frozenset({"datetime", "smalldatetime", "datetime2", "time"})


class Rows:
    """Makes records of what is fetched, column by column."""

    def __init__(self, names: Sequence[str], readers: Sequence[Read | None]) -> None:
        self._names = tuple(names)
        self._readers = [(name, read) for name, read in zip(names, readers, strict=True) if read is not None]

    def __call__(self, fetched: Iterable[Sequence[object]]) -> list[Row]:
        """One record each."""
        names, readers = self._names, self._readers
        rows: list[Row] = [dict(zip(names, row, strict=True)) for row in fetched]  # type: ignore[arg-type]
        for row in rows:
            for name, read in readers:
                row[name] = read(row[name])
        return rows


def rows_of(columns: Sequence[Column]) -> Rows:
    """For a select of these columns in this order."""
    return Rows([one.name for one in columns], [reader(one) for one in columns])


def named(names: Sequence[str], what: str) -> list[str]:
    """The columns of a query that is not ours: each must have a name of its own. Stop otherwise."""
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if not name:
            raise Stop(f"Column {number} of {what} has no name.", "Give it one: SELECT … AS name.")
        if name in seen:
            raise Stop(f'Two columns of {what} are called "{name}".', "Give them names of their own: SELECT … AS name.")
        seen.add(name)
    return list(names)


def text_of(found: Json) -> str:
    """A value of a key or a cursor, as it is bound: see ``Column.bound``."""
    if isinstance(found, bool):
        return "1" if found else "0"
    return str(found)


def parameter(column: Column, text: str) -> str | bytes:
    """What is handed to the driver for ``Column.bound``."""
    return bytes.fromhex(text.removeprefix("0x")) if column.is_binary else text
