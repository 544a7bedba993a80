"""Values in the words of CONVERT, by its styles. It must not know casts.

Source: Transact-SQL reference, "CAST and CONVERT", date and time styles.
"""

from __future__ import annotations

import uuid

from tests.bench_servers.tds import values
from tests.bench_servers.tds.errors import beyond
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.values import Value

STYLES = {0, 20, 21, 25, 100, 112, 120, 121, 126, 127}  # of dates


def as_text(value: Value, source: SqlType, style: int = 0) -> str:  # noqa: PLR0911 - a line for each family
    """A stored value in the words of CONVERT."""
    family = source.family
    if family == "decimal":
        if "money" in source.name and style == 1:
            raise beyond("CONVERT of money with style 1")
        number = values.to_decimal(str(value))
        places = 2 if "money" in source.name and style == 0 else source.scale
        return f"{values.quantized(number, places):f}"
    if family == "guid" and isinstance(value, bytes):
        return str(uuid.UUID(bytes_le=values.to_guid(value))).upper()
    if family in {"date", "time", "datetime", "offset"}:
        return _date_text(str(value), source, style)
    if isinstance(value, float):
        return _float_text(value, style)
    if isinstance(value, bytes):
        if style in {1, 2}:
            return ("0x" if style == 1 else "") + value.hex().upper()
        return value.decode("cp1252", "replace")
    return str(value)


def _float_text(value: float, style: int) -> str:
    if style not in {0, 3}:
        raise beyond(f"CONVERT of float with style {style}")
    mantissa, _, exponent = (f"{value:.6g}" if style == 0 else repr(value)).partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:]:0>3}" if exponent else mantissa


def _date_text(text: str, source: SqlType, style: int) -> str:  # noqa: PLR0911 - a line for each style
    if style not in STYLES:
        raise beyond(f"CONVERT of {source.name} with style {style}")
    if source.family == "date":
        return text.replace("-", "") if style == 112 else text
    if source.family == "time":
        return _fraction(text, source.scale)
    shown = values.rounded(text[:27], source.scale)
    if source.family == "offset":
        shown = values.rounded(values.moved(text[:27], values.offset_of(text)), source.scale)
    day, clock = shown[:10], _fraction(shown[11:], source.scale)
    if style == 112:
        return day.replace("-", "")
    if style in {120, 20}:
        return f"{day} {clock[:8]}"
    zone = text[27:] if source.family == "offset" else ""
    if style in {126, 127}:
        return (
            f"{day}T{clock}{zone}"
            if style == 126 or not zone
            else f"{text[:10]}T{_fraction(text[11:27], source.scale)}Z"
        )
    if style in {0, 100} and source.name in {"datetime", "smalldatetime"}:
        return _american(shown)
    return f"{day} {clock}{' ' + zone if zone else ''}"


def _american(shown: str) -> str:
    """``Jan  2 2024  3:04PM``, the form of style 0."""
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][int(shown[5:7]) - 1]
    hour = int(shown[11:13])
    return (
        f"{month} {int(shown[8:10]):2} {shown[:4]} {(hour + 11) % 12 + 1:2}:{shown[14:16]}{'AM' if hour < 12 else 'PM'}"
    )


def _fraction(clock: str, scale: int) -> str:
    return clock[: 9 + scale] if scale else clock[:8]
