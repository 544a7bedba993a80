"""Values as they lie in the store, each type in a form that SQLite compares and sorts as SQL Server does.

Whole numbers are int, floats float, text str, binary bytes. A decimal is a text that sorts by its value; dates and
times are texts of fixed width with seven digits of a second; a datetime holds its exact 1/300 s, so that it meets a
datetime2 as since SQL Server 2016; a datetimeoffset begins with its instant in UTC; a uniqueidentifier is 16 bytes in
SQL Server's order. It must not know the wire or the store.
"""

from __future__ import annotations

import datetime
import re
import struct
from decimal import Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache

Value = int | float | str | bytes | None

WIDE = Context(prec=80)
_COMPLEMENT = str.maketrans("0123456789", "9876543210")
GUID_ORDER = (10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3)
EPOCH = datetime.datetime(1900, 1, 1)  # noqa: DTZ001 - what has no zone has none
DAY_TICKS = 86_400 * 10**7
ZEROS = tuple("0" * (7 - scale) for scale in range(8))
_STAMP = re.compile(
    r"""\s*(?:(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d))?[T ]*
        (?:(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:\.(?P<f>\d{1,9}))?)?)?\s*(?P<z>Z|[+-]\d\d:\d\d)?\s*$""",
    re.VERBOSE,
)


@lru_cache(maxsize=50_000)
def from_decimal(value: Decimal) -> str:
    """A text that sorts by the value: sign, 39 digits, point, fraction; below zero the complement, closed by ``~``."""
    digits = f"{value.copy_abs():f}"
    whole, _, fraction = digits.partition(".")
    text = f"{whole:0>39}.{fraction.rstrip('0')}"
    if value < 0:
        return "0" + text.translate(_COMPLEMENT) + "~"
    return "1" + text


@lru_cache(maxsize=50_000)
def to_decimal(text: str) -> Decimal:
    if text[0] == "0":
        return Decimal(text[1:-1].translate(_COMPLEMENT).rstrip(".")).copy_negate()
    return Decimal(text[1:].rstrip("."))


def quantized(value: Decimal, scale: int) -> Decimal:
    """Half away from zero, as SQL Server rounds."""
    with localcontext(WIDE):
        return value.quantize(Decimal(1).scaleb(-scale), rounding="ROUND_HALF_UP")


def from_guid(wire: bytes) -> bytes:
    """From the order of the wire, which is that of a Windows GUID."""
    return bytes(wire[place] for place in GUID_ORDER)


def to_guid(stored: bytes) -> bytes:
    wire = bytearray(16)
    for place, byte in zip(GUID_ORDER, stored, strict=True):
        wire[place] = byte
    return bytes(wire)


def stamp(days: int, ticks: int) -> str:
    """``days`` since 0001-01-01, ``ticks`` of 100 ns since midnight."""
    carry, ticks = divmod(ticks, DAY_TICKS)
    return f"{_day(days + carry)} {clock(ticks)}"


@lru_cache(maxsize=10_000)
def _day(days: int) -> str:
    return datetime.date.fromordinal(days + 1).isoformat()


@lru_cache(maxsize=10_000)
def days_of(day: str) -> int:
    """Days since 0001-01-01 of ``YYYY-MM-DD``."""
    return datetime.date.fromisoformat(day).toordinal() - 1


def clock(ticks: int) -> str:
    seconds, fraction = divmod(ticks, 10**7)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:07}"


def ticks_of(text: str) -> int:
    """Ticks of 100 ns since midnight of ``HH:MM:SS.fffffff``."""
    return ((int(text[0:2]) * 60 + int(text[3:5])) * 60 + int(text[6:8])) * 10**7 + int(text[9:16])


def parts_of(text: str) -> tuple[int, int]:
    """Days and ticks of a stored date and time."""
    return days_of(text[:10]), ticks_of(text[11:27])


def offset_of(text: str) -> int:
    """Minutes of a stored datetimeoffset."""
    sign = -1 if text[27] == "-" else 1
    return sign * (int(text[28:30]) * 60 + int(text[31:33]))


def with_offset(utc: str, minutes: int) -> str:
    """A stored datetimeoffset from its instant and its offset."""
    return f"{utc}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def moved(text: str, minutes: int) -> str:
    """A stored date and time, later by minutes."""
    days, ticks = parts_of(text)
    return stamp(days, ticks + minutes * 600_000_000)


def rounded(text: str, scale: int) -> str:
    """A stored date and time with this many digits of a second."""
    if text.endswith(ZEROS[scale]):
        return text
    days, ticks = parts_of(text)
    unit = 10 ** (7 - scale)
    return stamp(days, (ticks + unit // 2) // unit * unit)


def to_thirds(text: str) -> str:
    """As the type datetime holds it: whole 1/300 s."""
    days, ticks = parts_of(text)
    thirds = (ticks * 300 + 5_000_000) // 10**7
    return stamp(days, (thirds * 10**7 + 150) // 300)


def parsed(text: str) -> tuple[str, int | None] | None:
    """A date, a time or both from their ISO forms: stored form and minutes of offset; None when it is neither."""
    found = _STAMP.match(text)
    if found is None:
        return None
    try:
        day = (
            datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
            if found["y"]
            else datetime.date(1900, 1, 1)
        )
        hour, minute, second = (int(found[part] or 0) for part in "HMS")
        datetime.time(hour, minute, second)
    except ValueError:
        return None
    fraction = f"{found['f'] or '':0<9}"
    ticks = ((hour * 60 + minute) * 60 + second) * 10**7 + (int(fraction) + 50) // 100
    zone = found["z"]
    minutes = None if zone is None else 0 if zone == "Z" else offset_of("." * 27 + zone)
    return stamp(day.toordinal() - 1, ticks), minutes


def number_in(text: str) -> Decimal | None:
    try:
        value = WIDE.create_decimal(text.strip() or "0")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def single(value: float) -> float:
    """Of the type real."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])
