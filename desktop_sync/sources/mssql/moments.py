"""Moments as the columns of a database hold them: text in ISO 8601 that the server casts to the column's own type.

Pure. A column without a zone stands in the server's local time or in UTC; which of them is an option of the source.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.exact import offset_time

_CLOCKS = {"local": "SYSDATETIME()", "utc": "SYSUTCDATETIME()"}
_DIGITS = {"datetime": 3, "smalldatetime": 0}
_MOST = 6  # digits of a second that a datetime here can hold


def clock(column: Column, zone: str) -> str:
    """The server's clock, as it is comparable with the column."""
    return "SYSDATETIMEOFFSET()" if column.type == "datetimeoffset" else _CLOCKS[zone]


def bound(column: Column, zone: str) -> str:
    """A query for the moment that lies so many seconds (a value) before now, as the column would hold it."""
    earlier = f"DATEADD(second, -CAST(? AS int), {clock(column, zone)})"
    return f"SELECT CONVERT(varchar(40), CAST({earlier} AS {column.declared}), 126)"


def earlier(column: Column, text: str, seconds: float) -> str:
    """The same moment so many seconds before; of a day, whole days."""
    if column.type == "date":
        days = timedelta(days=-(-int(seconds) // 86_400))
        return (date.fromisoformat(text[:10]) - days).isoformat()
    back = timedelta(seconds=seconds)
    if column.type == "datetimeoffset":
        return (offset_time(_padded(text)) - back).isoformat(timespec="microseconds")
    return spelled(column, datetime.fromisoformat(_six(text)) - back)


def lesser(column: Column, one: str, other: str) -> str:
    """Whichever comes first."""
    if column.type == "datetimeoffset":
        return min(one, other, key=lambda text: (offset_time(_padded(text)), text))
    return min(one, other)


def spelled(column: Column, moment: datetime) -> str:
    """As text that can be cast to the column's type."""
    if column.type == "date":
        return moment.date().isoformat()
    digits = _DIGITS.get(column.type, column.digits)
    text = moment.replace(tzinfo=None).isoformat(timespec="microseconds")
    if column.type == "datetimeoffset":
        return moment.isoformat(timespec="microseconds")
    return text if digits >= _MOST else text[: 20 + digits].rstrip(".")


def of_epoch(column: Column, at: float, offset: timedelta) -> str:
    """Epoch seconds, as a column would hold them whose time stands so far east of UTC."""
    moment = datetime.fromtimestamp(at, UTC)
    return spelled(column, moment if column.type == "datetimeoffset" else moment + offset)


def _six(text: str) -> str:
    """Without the digits of a second that cannot be held here."""
    whole, point, digits = text.partition(".")
    return f"{whole}{point}{digits[:_MOST]:0<6}" if point else whole


def _padded(text: str) -> str:
    """A time with its zone, with seven digits."""
    body, zone = text[:-6], text[-6:]
    whole, _, digits = body.partition(".")
    return f"{whole}.{digits:0<7}{zone}"
