"""How large values of a type are, as the catalog shows it. It must not know tables."""

from __future__ import annotations

from tests.bench_servers.tds.sqltypes import SqlType

FIXED_SIZE = {
    "bit": (1, 1, 0), "tinyint": (1, 3, 0), "smallint": (2, 5, 0), "int": (4, 10, 0), "bigint": (8, 19, 0),
    "money": (8, 19, 4), "smallmoney": (4, 10, 4), "real": (4, 24, 0), "float": (8, 53, 0), "date": (3, 10, 0),
    "datetime": (8, 23, 3), "smalldatetime": (4, 16, 0), "uniqueidentifier": (16, 0, 0), "timestamp": (8, 0, 0),
    "sql_variant": (8016, 0, 0), "text": (16, 0, 0), "ntext": (16, 0, 0), "image": (16, 0, 0), "xml": (-1, 0, 0),
}  # fmt: skip


def sizes(kind: SqlType) -> tuple[int, int, int]:
    """max_length in bytes, precision and scale, as sys.columns shows them."""
    if kind.name in FIXED_SIZE:
        return FIXED_SIZE[kind.name]
    if kind.family == "decimal":
        return (
            (5 if kind.precision <= 9 else 9 if kind.precision <= 19 else 13 if kind.precision <= 28 else 17),
            kind.precision,
            kind.scale,
        )
    if kind.name in {"time", "datetime2", "datetimeoffset"}:
        tail, width = {"time": (0, 8), "datetime2": (3, 19), "datetimeoffset": (5, 26)}[kind.name]
        size = (3 if kind.scale <= 2 else 4 if kind.scale <= 4 else 5) + tail
        return size, width + (kind.scale + 1 if kind.scale else 0), kind.scale
    return (kind.length * 2 if kind.wide and kind.length > 0 else kind.length), 0, 0
