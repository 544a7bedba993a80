"""From one type to another, as CAST, CONVERT, assignment and comparison do it. It must not know the store or the wire.

Source: Transact-SQL reference, "CAST and CONVERT". Dates in words ("3 May 2024") are not read, ISO forms are.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal, localcontext

from tests.bench_servers.tds import values
from tests.bench_servers.tds.errors import SqlError, beyond, not_converted, overflow, refused
from tests.bench_servers.tds.sqltypes import INT_RANGE, MAX, SqlType, declared
from tests.bench_servers.tds.texts import as_text
from tests.bench_servers.tds.values import Value

MONEY_LIMIT = {"money": Decimal(2**63).scaleb(-4), "smallmoney": Decimal(2**31).scaleb(-4)}
BAD_DATE = "Conversion failed when converting date and/or time from character string."


def cast(value: Value, source: SqlType | None, target: SqlType, style: int = 0) -> Value:
    """A stored value of ``source`` as a stored value of ``target``. ``SqlError`` when it does not fit."""
    if value is None:
        return None
    source = source or _natural(value)
    if source.family == "variant" and target.family != "variant":
        source = _natural(value)
    return _TO[target.family](value, source, target, style)


def _natural(value: Value) -> SqlType:
    if isinstance(value, int):
        return declared("bigint", [])
    if isinstance(value, float):
        return declared("float", [])
    if isinstance(value, bytes):
        return declared("varbinary", ["max"])
    return declared("nvarchar", ["max"])


def _int(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    if isinstance(value, str) and source.family == "text":
        try:
            number = int(value.strip() or "0")
        except ValueError as bad:
            if target.name == "bit" and value.strip().lower() in {"true", "false"}:
                return int(value.strip().lower() == "true")
            raise _failed(value, source, target) from bad
    elif isinstance(value, bytes):
        number = int.from_bytes(value[-8:], "big", signed=len(value) >= 8)
    elif source.family == "decimal":
        number = (
            int(values.quantized(values.to_decimal(str(value)), 0))
            if "money" in source.name
            else int(values.to_decimal(str(value)))
        )
    elif isinstance(value, int | float):
        number = int(value)
    else:
        raise _clash(source, target)
    if target.name == "bit":
        return int(number != 0)
    low, high = INT_RANGE[target.name]
    if not low <= number <= high:
        raise overflow(target.name)
    return number


def _failed(value: str, source: SqlType, target: SqlType) -> SqlError:
    return SqlError(
        245, f"Conversion failed when converting the {source.name} value '{value}' to data type {target.name}."
    )


def _clash(source: SqlType, target: SqlType) -> SqlError:
    return SqlError(206, f"Operand type clash: {source.name} is incompatible with {target.name}", state=2)


def number_of(value: Value, source: SqlType, target: SqlType) -> Decimal:
    """The exact number that a stored value is."""
    if source.family == "decimal":
        return values.to_decimal(str(value))
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and source.family == "text":
        number = values.number_in(value)
        if number is None:
            raise not_converted(source.name, "numeric" if target.name == "decimal" else target.name)
        return number
    raise _clash(source, target)


def _decimal(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    if source == target:
        return value
    number = values.quantized(number_of(value, source, target), target.scale)
    limit = MONEY_LIMIT.get(target.name)
    if not -limit <= number < limit if limit else number and number.adjusted() >= target.precision - target.scale:
        raise overflow("numeric" if target.name == "decimal" else target.name)
    return values.from_decimal(number)


def _float(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    number = float(number_of(value, source, target))
    return values.single(number) if target.name == "real" else number


def _text(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    text = value if source.family == "text" and isinstance(value, str) else as_text(value, source, style)
    if not target.wide and not text.isascii():
        text = text.encode("cp1252", "replace").decode("cp1252", "replace")
    if target.length == MAX or target.name == "xml":
        return text
    if len(text) > target.length and source.family in {"int", "decimal", "float"}:
        raise overflow(target.name)
    text = text[: target.length]
    return text.ljust(target.length) if target.name in {"char", "nchar"} else text


def _binary(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    if isinstance(value, bytes):
        data = values.to_guid(value) if source.family == "guid" else value
    elif source.family == "text" and isinstance(value, str):
        data = _binary_of_text(value, source, style)
    elif isinstance(value, int):
        size = {"bit": 1, "tinyint": 1, "smallint": 2, "int": 4}.get(source.name, 8)
        data = (value & (2 ** (8 * size) - 1)).to_bytes(size, "big")
    else:
        raise beyond(f"{source.name} as {target.name}")
    if target.length == MAX:
        return data
    if isinstance(value, int) and target.name in {"binary", "timestamp"}:
        return data.rjust(target.length, b"\0")[-target.length :]
    data = data[: target.length]
    return data.ljust(target.length, b"\0") if target.name in {"binary", "timestamp"} else data


def _binary_of_text(text: str, source: SqlType, style: int) -> bytes:
    if style in {1, 2}:
        return bytes.fromhex(text.removeprefix("0x"))
    return text.encode("utf-16-le") if source.wide else text.encode("cp1252", "replace")


def _moment(value: Value, source: SqlType) -> tuple[str, int | None]:
    """Any date or time as date and time, with its offset where it has one."""
    text = str(value)
    if source.family == "datetime":
        return text, None
    if source.family == "date":
        return f"{text} 00:00:00.0000000", None
    if source.family == "time":
        return f"1900-01-01 {text}", None
    if source.family == "offset":
        minutes = values.offset_of(text)
        return values.moved(text[:27], minutes), minutes
    if source.family == "text":
        found = values.parsed(text)
        if found is None:
            raise SqlError(241, BAD_DATE)
        return found
    if isinstance(value, int | float):
        days = Decimal(repr(value))
        with localcontext(values.WIDE):
            ticks = int((days * values.DAY_TICKS).to_integral_value())
        return values.stamp(values.days_of("1900-01-01"), ticks), None
    raise SqlError(206, f"Operand type clash: {source.name} is incompatible with date", state=2)


def _date(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    return _moment(value, source)[0][:10]


def _time(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    return values.rounded(_moment(value, source)[0], target.scale)[11:]


def _datetime(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    text, _ = _moment(value, source)
    if target.name == "datetime":
        if text < "1753":
            raise refused(242, source=source.name)
        return values.to_thirds(text)
    if target.name == "smalldatetime":
        days, ticks = values.parts_of(text)
        return values.stamp(days, (ticks + 299_980_000) // 600_000_000 * 600_000_000)
    if source.name == "datetime" and target.scale == 7:
        return text
    return values.rounded(text, target.scale)


def _offset(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    text, minutes = _moment(value, source)
    minutes = minutes or 0
    return values.with_offset(values.rounded(values.moved(text, -minutes), target.scale), minutes)


def _guid(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    if source.family == "guid":
        return value
    if isinstance(value, bytes):
        return values.from_guid(value[:16].ljust(16, b"\0"))
    try:
        return values.from_guid(uuid.UUID(str(value)[:38].strip("{}")).bytes_le)
    except ValueError as bad:
        raise SqlError(
            8169, "Conversion failed when converting from a character string to uniqueidentifier.", 2
        ) from bad


def _variant(value: Value, source: SqlType, target: SqlType, style: int) -> Value:
    if source.family in {"int", "float", "text", "binary", "variant"}:
        return value
    return as_text(value, source, 121)


_TO: dict[str, Callable[[Value, SqlType, SqlType, int], Value]] = {
    "int": _int, "decimal": _decimal, "float": _float, "text": _text, "binary": _binary, "date": _date, "time": _time,
    "datetime": _datetime, "offset": _offset, "guid": _guid, "variant": _variant,
}  # fmt: skip


def assign(value: Value, source: SqlType | None, target: SqlType, place: str) -> Value:
    """As an INSERT or UPDATE stores it: what is too long is refused (2628), never cut. ``place``: table and column."""
    if target.family in {"text", "binary"} and target.length != MAX and isinstance(value, str | bytes):
        kept = value if isinstance(value, bytes) else value.rstrip(" ")
        if (source is None or source.family == target.family) and len(kept) > target.length:
            table, _, column = place.rpartition(".")
            shown = kept[: target.length] if isinstance(kept, str) else ""
            raise refused(2628, table=table, column=column, value=shown)
    return cast(value, source, target)
