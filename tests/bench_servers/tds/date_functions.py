"""DATEADD, DATEDIFF, DATEPART and their like over stored values. It must not know SQLite."""

from __future__ import annotations

import calendar
import datetime

from tests.bench_servers.tds import values
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.dialect import type_named
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.values import Value

UNITS = {"day": values.DAY_TICKS, "hour": 36 * 10**9, "minute": 6 * 10**8, "second": 10**7, "millisecond": 10**4,
         "microsecond": 10}  # fmt: skip


def date_add(part: str, count: int | None, moment: str | None, kind: str) -> Value:
    if count is None or moment is None:
        return None
    whole = SqlType("datetime2", scale=7)
    own = type_named(kind)
    text = str(moment[:27] if own.family == "offset" else cast(moment, own, whole))
    if part in UNITS or part == "week":
        days, ticks = values.parts_of(text)
        moved = values.stamp(days, ticks + count * UNITS.get(part, 7 * values.DAY_TICKS))
    else:
        moved = _months_later(text, count * {"year": 12, "quarter": 3, "month": 1}[part])
    return moved + moment[27:] if own.family == "offset" else cast(moved, whole, own)


def _months_later(text: str, months: int) -> str:
    year, month = divmod(int(text[:4]) * 12 + int(text[5:7]) - 1 + months, 12)
    day = min(int(text[8:10]), calendar.monthrange(year, month + 1)[1])
    return f"{year:04}-{month + 1:02}-{day:02}{text[10:]}"


def date_diff(part: str, one: str | None, other: str | None) -> int | None:
    """Boundaries that lie between, not whole units."""
    if one is None or other is None:
        return None
    if part in {"year", "quarter", "month"}:
        size = {"year": 12, "quarter": 3, "month": 1}[part]
        first, second = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (one, other))
        return second // size - first // size
    size = UNITS.get(part, 7 * values.DAY_TICKS)
    first, second = (days * values.DAY_TICKS + ticks for days, ticks in map(values.parts_of, (one, other)))
    shift = values.DAY_TICKS if part == "week" else 0  # 0001-01-01 was a Monday, weeks begin on Sundays
    return (second + shift) // size - (first + shift) // size


def date_part(part: str, text: str | None) -> int | None:
    if text is None:
        return None
    day = datetime.date.fromisoformat(text[:10])
    ticks = values.ticks_of(text[11:27])
    return {
        "year": day.year, "quarter": (day.month + 2) // 3, "month": day.month, "day": day.day,
        "dayofyear": day.timetuple().tm_yday, "weekday": day.isoweekday() % 7 + 1, "week": _week(day),
        "hour": int(text[11:13]), "minute": int(text[14:16]), "second": int(text[17:19]),
        "millisecond": ticks % 10**7 // 10**4, "microsecond": ticks % 10**7 // 10, "nanosecond": ticks % 10**7 * 100,
    }[part]  # fmt: skip


def _week(day: datetime.date) -> int:
    """Weeks begin on Sundays (DATEFIRST 7), the first one on 1 January."""
    return (day.timetuple().tm_yday + day.replace(month=1, day=1).isoweekday() % 7 - 1) // 7 + 1


def switch_offset(text: str | None, offset: str | int) -> str | None:
    return None if text is None else values.with_offset(text[:27], _minutes(offset))


def to_offset(text: str | None, offset: str | int) -> str | None:
    return None if text is None else values.with_offset(values.moved(text, -_minutes(offset)), _minutes(offset))


def _minutes(offset: str | int) -> int:
    return offset if isinstance(offset, int) else values.offset_of("." * 27 + offset)


def end_of_month(text: str | None, months: int) -> str | None:
    if text is None:
        return None
    moved = _months_later(text[:8] + "01", months)
    return f"{moved[:8]}{calendar.monthrange(int(moved[:4]), int(moved[5:7]))[1]:02}"


def days_later(text: str | None, days: float | None) -> str | None:
    if text is None or days is None:
        return None
    first, ticks = values.parts_of(text)
    return values.stamp(first, ticks + round(days * values.DAY_TICKS))
