"""Parameters as drivers send them: TYPE_INFO and value from bytes to the stored form ([MS-TDS] 2.2.5.4, 2.2.5.5).

It must not know what a parameter is for.
"""

from __future__ import annotations

import struct
from decimal import Decimal

from tests.bench_servers.tds import values
from tests.bench_servers.tds.sqltypes import MAX, MONEY, SqlType
from tests.bench_servers.tds.values import Value
from tests.bench_servers.tds.wire_types import DAYS_1900, decode_decimal, unknown_type

INT_NAMES = {1: "tinyint", 2: "smallint", 4: "int", 8: "bigint"}
FIXED = {0x30: ("tinyint", 1), 0x32: ("bit", 1), 0x34: ("smallint", 2), 0x38: ("int", 4), 0x7F: ("bigint", 8),
         0x3B: ("real", 4), 0x3E: ("float", 8), 0x3A: ("smalldatetime", 4), 0x3D: ("datetime", 8),
         0x3C: ("money", 8), 0x7A: ("smallmoney", 4)}  # fmt: skip
TEXT = {0xA7: "varchar", 0xAF: "char", 0xE7: "nvarchar", 0xEF: "nchar"}
BINARY = {0xA5: "varbinary", 0xAD: "binary"}
LONG = {0x23: "text", 0x63: "ntext", 0x22: "image"}
TIMES = {0x29: "time", 0x2A: "datetime2", 0x2B: "datetimeoffset"}


class Reader:
    """Walks through bytes; struct.error or IndexError at their end."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    @property
    def more(self) -> bool:
        return self.at < len(self.data)

    def take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if len(piece) != count:
            raise IndexError(count)
        self.at += count
        return piece

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def text(self, characters: int) -> str:
        return self.take(2 * characters).decode("utf-16-le")


def read_typed(reader: Reader) -> tuple[SqlType, Value]:  # noqa: PLR0911 - a line for each family
    """One TYPE_INFO with its value."""
    token = reader.number(1)
    if token in FIXED:
        name, size = FIXED[token]
        return _numeric(name, reader.take(size))
    if token in TEXT or token in BINARY:
        return _variable(token, reader)
    if token in LONG:
        return _long(token, reader)
    if token == 0xF1:
        if reader.number(1):
            raise unknown_type(token)
        return SqlType("xml", MAX), _decoded(SqlType("xml", MAX), _plp(reader))
    if token == 0x1F:
        return SqlType("nvarchar", 1), None
    if token == 0x28:
        size = reader.number(1)
        return SqlType("date"), _date(reader.take(size))
    if token in TIMES:
        return _time(TIMES[token], reader)
    return _sized(token, reader)


def _sized(token: int, reader: Reader) -> tuple[SqlType, Value]:
    """The nullable types with one byte of length."""
    declared = reader.number(1)
    if token in {0x6A, 0x6C}:
        precision, scale = reader.number(1), reader.number(1)
        kind = SqlType("decimal", precision=precision, scale=scale)
        data = reader.take(reader.number(1))
        return kind, values.from_decimal(decode_decimal(data, scale)) if data else None
    names = {
        0x26: INT_NAMES, 0x68: {1: "bit"}, 0x6D: {4: "real", 8: "float"}, 0x6E: {4: "smallmoney", 8: "money"},
        0x6F: {4: "smalldatetime", 8: "datetime"}, 0x24: {16: "uniqueidentifier"},
    }.get(token)  # fmt: skip
    if names is None:
        raise unknown_type(token)
    return _numeric(names[declared], reader.take(reader.number(1)))


def _numeric(name: str, data: bytes) -> tuple[SqlType, Value]:
    kind = {"money": MONEY, "smallmoney": SqlType(name, precision=10, scale=4), "datetime": SqlType(name, scale=3)}.get(
        name, SqlType(name, 16 if name == "uniqueidentifier" else 0)
    )
    if not data:
        return kind, None
    if name in {"bit", "tinyint"}:
        return kind, int(data[0] != 0) if name == "bit" else data[0]
    if name in {"smallint", "int", "bigint"}:
        return kind, int.from_bytes(data, "little", signed=True)
    if name in {"real", "float"}:
        return kind, float(struct.unpack("<f" if name == "real" else "<d", data)[0])
    if name == "uniqueidentifier":
        return kind, values.from_guid(data)
    return kind, _money(data) if "money" in name else _old_datetime(data)


def _money(data: bytes) -> str:
    if len(data) == 4:
        number = int.from_bytes(data, "little", signed=True)
    else:
        high, low = struct.unpack("<iI", data)
        number = (high << 32) + low
    return values.from_decimal(Decimal(number).scaleb(-4, values.WIDE))


def _old_datetime(data: bytes) -> str:
    if len(data) == 4:
        days, minutes = struct.unpack("<HH", data)
        return values.stamp(days + DAYS_1900, minutes * 600_000_000)
    days, thirds = struct.unpack("<iI", data)
    return values.stamp(days + DAYS_1900, (thirds * 10**7 + 150) // 300)


def _date(data: bytes) -> str | None:
    return values.stamp(int.from_bytes(data, "little"), 0)[:10] if data else None


def _time(name: str, reader: Reader) -> tuple[SqlType, Value]:
    kind = SqlType(name, scale=reader.number(1))
    data = reader.take(reader.number(1))
    if not data:
        return kind, None
    tail = {"time": 0, "datetime2": 3, "datetimeoffset": 5}[name]
    clock = data[: len(data) - tail]
    ticks = int.from_bytes(clock, "little") * 10 ** (7 - kind.scale)
    if name == "time":
        return kind, values.clock(ticks)
    days = int.from_bytes(data[len(clock) : len(clock) + 3], "little")
    text = values.stamp(days, ticks)
    if name == "datetime2":
        return kind, text
    return kind, values.with_offset(text, struct.unpack("<h", data[-2:])[0])


def _variable(token: int, reader: Reader) -> tuple[SqlType, Value]:
    size = reader.number(2)
    if token in TEXT:
        reader.take(5)
    name = TEXT.get(token) or BINARY[token]
    length = MAX if size == 0xFFFF else size // 2 if token in {0xE7, 0xEF} else size
    kind = SqlType(name, length)
    if size == 0xFFFF:
        return kind, _decoded(kind, _plp(reader))
    actual = reader.number(2)
    return kind, None if actual == 0xFFFF else _decoded(kind, reader.take(actual))


def _long(token: int, reader: Reader) -> tuple[SqlType, Value]:
    reader.take(4)
    if token != 0x22:
        reader.take(5)
    kind = SqlType(LONG[token], MAX)
    size = reader.number(4)
    return kind, None if size == 0xFFFFFFFF else _decoded(kind, reader.take(size))


def _plp(reader: Reader) -> bytes | None:
    total = reader.number(8)
    if total == 0xFFFFFFFFFFFFFFFF:
        return None
    pieces = []
    while size := reader.number(4):
        pieces.append(reader.take(size))
    return b"".join(pieces)


def _decoded(kind: SqlType, data: bytes | None) -> Value:
    if data is None or kind.family == "binary":
        return data
    if kind.name == "xml":
        return data.decode("utf-16-le").removeprefix("\ufeff")
    return data.decode("utf-16-le" if kind.wide else "cp1252", "replace")
