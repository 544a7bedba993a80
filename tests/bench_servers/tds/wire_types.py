"""Types and values on the wire: TYPE_INFO, and each value between its stored form and its bytes.

Source: [MS-TDS] 2.2.5.4 to 2.2.5.6. It must not know statements or sessions.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Decimal

from tests.bench_servers.tds import values
from tests.bench_servers.tds.errors import beyond
from tests.bench_servers.tds.sqltypes import MAX, SqlType
from tests.bench_servers.tds.values import Value

COLLATION = bytes.fromhex("0904d00034")  # SQL_Latin1_General_CP1_CI_AS: code page 1252
INT_SIZE = {"bit": 1, "tinyint": 1, "smallint": 2, "int": 4, "bigint": 8}
TIME_SIZE = (3, 3, 3, 4, 4, 5, 5, 5)
UNIT = (10**7, 10**6, 10**5, 10**4, 1000, 100, 10, 1)  # ticks of 100 ns
NULL_PLP, UNKNOWN_PLP = b"\xff" * 8, b"\xfe" + b"\xff" * 7
CHUNK = 1 << 20
DAYS_1900 = values.days_of("1900-01-01")
SHORT_TEXT = {"char": 0xAF, "varchar": 0xA7, "nchar": 0xEF, "nvarchar": 0xE7}
SHORT_BINARY = {"binary": 0xAD, "timestamp": 0xAD, "varbinary": 0xA5}
DATE_TOKEN = {"date": 0x28, "time": 0x29, "datetime2": 0x2A, "datetimeoffset": 0x2B}

Encoder = Callable[[Value], bytes]


def is_plp(kind: SqlType) -> bool:
    """Whether values travel in chunks."""
    return kind.name in {"xml", "text", "ntext", "image"} or (kind.family in {"text", "binary"} and kind.length == MAX)


def type_info(kind: SqlType) -> bytes:  # noqa: PLR0911 - a line for each family
    """TYPE_INFO. The old text, ntext and image are said as (max): drivers of TDS 7.2 and newer take both the same."""
    name, family = kind.name, kind.family
    if family == "int":
        return b"\x68\x01" if name == "bit" else bytes((0x26, INT_SIZE[name]))
    if family == "float":
        return bytes((0x6D, 4 if name == "real" else 8))
    if "money" in name:
        return bytes((0x6E, 8 if name == "money" else 4))
    if family == "decimal":
        return bytes((0x6A if name == "decimal" else 0x6C, _decimal_size(kind.precision), kind.precision, kind.scale))
    if name == "xml":
        return b"\xf1\x00"
    if family == "text":
        token = SHORT_TEXT.get(name, 0xE7 if kind.wide else 0xA7)
        size = 0xFFFF if is_plp(kind) else kind.length * (2 if kind.wide else 1)
        return struct.pack("<BH", token, size) + COLLATION
    if family == "binary":
        return struct.pack("<BH", SHORT_BINARY.get(name, 0xA5), 0xFFFF if is_plp(kind) else kind.length)
    if name in DATE_TOKEN:
        return bytes((DATE_TOKEN[name],)) + (b"" if name == "date" else bytes((kind.scale,)))
    if family == "datetime":
        return bytes((0x6F, 8 if name == "datetime" else 4))
    return b"\x24\x10" if family == "guid" else b"\x62" + struct.pack("<I", 8009)


def _decimal_size(precision: int) -> int:
    return 5 if precision <= 9 else 9 if precision <= 19 else 13 if precision <= 28 else 17


def encoder(kind: SqlType) -> Encoder:
    """What turns a stored value of this type into its bytes, NULL too."""
    if is_plp(kind):
        return _plp(kind)
    null = b"\xff\xff" if kind.family in {"text", "binary"} else b"\0\0\0\0" if kind.family == "variant" else b"\0"
    encode = _ENCODERS[kind.family](kind)
    return lambda value: null if value is None else encode(value)


def _plp(kind: SqlType) -> Encoder:
    def encode(value: Value) -> bytes:
        if value is None:
            return NULL_PLP
        data = (
            value if isinstance(value, bytes) else str(value).encode("utf-16-le" if kind.wide else "cp1252", "replace")
        )
        chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
        pieces = [struct.pack("<I", len(chunk)) + chunk for chunk in chunks]
        return struct.pack("<Q", len(data)) + b"".join(pieces) + b"\0\0\0\0"

    return encode


def _int(kind: SqlType) -> Callable[[Value], bytes]:
    form = {"bit": "<BB", "tinyint": "<BB", "smallint": "<Bh", "int": "<Bi", "bigint": "<Bq"}[kind.name]
    pack, size = struct.Struct(form).pack, INT_SIZE[kind.name]
    return lambda value: pack(size, value)


def _float(kind: SqlType) -> Callable[[Value], bytes]:
    pack = struct.Struct("<Bf" if kind.name == "real" else "<Bd").pack
    size = 4 if kind.name == "real" else 8
    return lambda value: pack(size, value)


def _decimal(kind: SqlType) -> Callable[[Value], bytes]:
    if "money" in kind.name:
        return _money(kind)
    size, scale = _decimal_size(kind.precision), kind.scale

    def encode(value: Value) -> bytes:
        number = values.to_decimal(str(value))
        digits = int(values.quantized(number.copy_abs(), scale).scaleb(scale, values.WIDE))
        return bytes((size, number >= 0)) + digits.to_bytes(size - 1, "little")

    return encode


def _money(kind: SqlType) -> Callable[[Value], bytes]:
    def encode(value: Value) -> bytes:
        number = int(values.quantized(values.to_decimal(str(value)), 4).scaleb(4, values.WIDE))
        if kind.name == "smallmoney":
            return struct.pack("<Bi", 4, number)
        return struct.pack("<BiI", 8, number >> 32, number & 0xFFFFFFFF)

    return encode


def _text(kind: SqlType) -> Callable[[Value], bytes]:
    coding = "utf-16-le" if kind.wide else "cp1252"

    def encode(value: Value) -> bytes:
        data = str(value).encode(coding, "replace")
        return len(data).to_bytes(2, "little") + data

    return encode


def _binary(kind: SqlType) -> Callable[[Value], bytes]:
    def encode(value: Value) -> bytes:
        assert isinstance(value, bytes), f"{kind} holds {value!r}"
        return len(value).to_bytes(2, "little") + value

    return encode


def _date(kind: SqlType) -> Callable[[Value], bytes]:
    return lambda value: b"\x03" + values.days_of(str(value)).to_bytes(3, "little")


def _clock(ticks: int, scale: int) -> bytes:
    return (ticks // UNIT[scale]).to_bytes(TIME_SIZE[scale], "little")


def _time(kind: SqlType) -> Callable[[Value], bytes]:
    size = TIME_SIZE[kind.scale]
    return lambda value: bytes((size,)) + _clock(values.ticks_of(str(value)), kind.scale)


def _datetime(kind: SqlType) -> Callable[[Value], bytes]:
    def new(value: Value) -> bytes:
        days, ticks = values.parts_of(values.rounded(str(value), kind.scale))
        return bytes((TIME_SIZE[kind.scale] + 3,)) + _clock(ticks, kind.scale) + days.to_bytes(3, "little")

    def old(value: Value) -> bytes:
        days, ticks = values.parts_of(str(value))
        return struct.pack("<BiI", 8, days - DAYS_1900, (ticks * 300 + 5_000_000) // 10**7)

    def small(value: Value) -> bytes:
        days, ticks = values.parts_of(str(value))
        return struct.pack("<BHH", 4, days - DAYS_1900, ticks // 600_000_000)

    return {"datetime2": new, "datetime": old}.get(kind.name, small)


def _offset(kind: SqlType) -> Callable[[Value], bytes]:
    def encode(value: Value) -> bytes:
        text = str(value)
        days, ticks = values.parts_of(text)
        size = TIME_SIZE[kind.scale] + 5
        return (
            bytes((size,))
            + _clock(ticks, kind.scale)
            + days.to_bytes(3, "little")
            + struct.pack("<h", values.offset_of(text))
        )

    return encode


def _guid(kind: SqlType) -> Callable[[Value], bytes]:
    def encode(value: Value) -> bytes:
        assert isinstance(value, bytes)
        return b"\x10" + values.to_guid(value)

    return encode


def _variant(kind: SqlType) -> Callable[[Value], bytes]:
    """The types in which values of a sql_variant are kept here: bigint, float, nvarchar, varbinary."""

    def encode(value: Value) -> bytes:
        if isinstance(value, int):
            small = -(2**31) <= value < 2**31
            body = struct.pack("<BBi", 0x38, 0, value) if small else struct.pack("<BBq", 0x7F, 0, value)
        elif isinstance(value, float):
            body = struct.pack("<BBd", 0x3E, 0, value)
        elif isinstance(value, bytes):
            body = struct.pack("<BBH", 0xA5, 2, 8000) + value
        else:
            body = struct.pack("<BB", 0xE7, 7) + COLLATION + struct.pack("<H", 8000) + str(value).encode("utf-16-le")
        return struct.pack("<I", len(body)) + body

    return encode


_ENCODERS: dict[str, Callable[[SqlType], Callable[[Value], bytes]]] = {
    "int": _int, "float": _float, "decimal": _decimal, "text": _text, "binary": _binary, "date": _date, "time": _time,
    "datetime": _datetime, "offset": _offset, "guid": _guid, "variant": _variant,
}  # fmt: skip


def decode_decimal(data: bytes, scale: int) -> Decimal:
    number = Decimal(int.from_bytes(data[1:], "little")).scaleb(-scale, values.WIDE)
    return number if data[0] else number.copy_negate()


def unknown_type(token: int) -> Exception:
    return beyond(f"a parameter of the type 0x{token:02x}")
