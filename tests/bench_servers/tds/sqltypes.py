"""The types of SQL Server: their names, sizes and order of precedence. It must not know bytes or values.

Source: Transact-SQL reference, "Data types" and "Data type precedence".
"""

from __future__ import annotations

from dataclasses import dataclass

MAX = -1
FAMILIES = {
    "int": ("bit", "tinyint", "smallint", "int", "bigint"),
    "decimal": ("decimal", "numeric", "money", "smallmoney"),
    "float": ("real", "float"),
    "text": ("char", "varchar", "nchar", "nvarchar", "text", "ntext", "xml"),
    "binary": ("binary", "varbinary", "image", "timestamp"),
    "date": ("date",),
    "time": ("time",),
    "datetime": ("datetime", "smalldatetime", "datetime2"),
    "offset": ("datetimeoffset",),
    "guid": ("uniqueidentifier",),
    "variant": ("sql_variant",),
}
_FAMILY = {name: family for family, names in FAMILIES.items() for name in names}
PRECEDENCE = (
    "sql_variant", "xml", "datetimeoffset", "datetime2", "datetime", "smalldatetime", "date", "time", "float",
    "real", "decimal", "numeric", "money", "smallmoney", "bigint", "int", "smallint", "tinyint", "bit", "ntext",
    "text", "image", "timestamp", "uniqueidentifier", "nvarchar", "nchar", "varchar", "char", "varbinary", "binary",
)  # fmt: skip
_RANK = {name: -place for place, name in enumerate(PRECEDENCE)}
TYPE_IDS = {  # as sys.types has them
    "image": 34, "text": 35, "uniqueidentifier": 36, "date": 40, "time": 41, "datetime2": 42, "datetimeoffset": 43,
    "tinyint": 48, "smallint": 52, "int": 56, "smalldatetime": 58, "real": 59, "money": 60, "datetime": 61, "float": 62,
    "sql_variant": 98, "ntext": 99, "bit": 104, "decimal": 106, "numeric": 108, "smallmoney": 122, "bigint": 127,
    "varbinary": 165, "varchar": 167, "binary": 173, "char": 175, "timestamp": 189, "nvarchar": 231, "nchar": 239,
    "xml": 241,
}  # fmt: skip
INT_DIGITS = {"bit": 1, "tinyint": 3, "smallint": 5, "int": 10, "bigint": 19}
INT_RANGE = {
    "tinyint": (0, 255),
    "smallint": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}


@dataclass(frozen=True, slots=True)
class SqlType:
    """``length``: characters or bytes, -1 = max. ``precision`` of decimals; ``scale`` of decimals and times."""

    name: str
    length: int = 0
    precision: int = 0
    scale: int = 0

    @property
    def family(self) -> str:
        return _FAMILY[self.name]

    @property
    def wide(self) -> bool:
        """Characters of two bytes."""
        return self.name in {"nchar", "nvarchar", "ntext", "xml"}

    @property
    def digits(self) -> int:
        """Decimal digits that a number of this type may have."""
        return INT_DIGITS.get(self.name, self.precision or 18)

    def __str__(self) -> str:
        """As it stands in a declaration."""
        if self.family in {"text", "binary"} and self.name not in {"xml", "timestamp", "text", "ntext", "image"}:
            return f"{self.name}({'max' if self.length == MAX else self.length})"
        if self.name in {"decimal", "numeric"}:
            return f"{self.name}({self.precision},{self.scale})"
        if self.name in {"time", "datetime2", "datetimeoffset"}:
            return f"{self.name}({self.scale})"
        return self.name


BIT, INT, BIGINT, FLOAT = SqlType("bit"), SqlType("int"), SqlType("bigint"), SqlType("float")
TINYINT, SMALLINT = SqlType("tinyint"), SqlType("smallint")
MONEY = SqlType("money", precision=19, scale=4)
DATE, DATETIME = SqlType("date"), SqlType("datetime", scale=3)
DATETIME2, OFFSET = SqlType("datetime2", scale=7), SqlType("datetimeoffset", scale=7)
SYSNAME, TEXT = SqlType("nvarchar", 128), SqlType("nvarchar", 4000)
TEXT_MAX, VARIANT = SqlType("nvarchar", MAX), SqlType("sql_variant")
ROWVERSION, GUID = SqlType("timestamp", 8), SqlType("uniqueidentifier", 16)


def varchar(length: int) -> SqlType:
    return SqlType("varchar", length)


def decimal(precision: int, scale: int) -> SqlType:
    return SqlType("decimal", precision=min(precision, 38), scale=scale)


def declared(name: str, arguments: list[str]) -> SqlType:  # noqa: PLR0911 - a line for each family
    """The type that a declaration names, e.g. ``nvarchar`` and ``["max"]``. KeyError when there is none."""
    name = {"rowversion": "timestamp", "integer": "int", "dec": "decimal", "sysname": "nvarchar"}.get(name, name)
    family = _FAMILY[name]
    numbers = [MAX if each.lower() == "max" else int(each) for each in arguments]
    if name == "timestamp":
        return ROWVERSION
    if name in {"text", "ntext", "image", "xml"}:
        return SqlType(name, MAX)
    if family in {"text", "binary"}:
        return SqlType(name, numbers[0] if numbers else 1)
    if name in {"decimal", "numeric"}:
        return SqlType(name, precision=numbers[0] if numbers else 18, scale=numbers[1] if len(numbers) > 1 else 0)
    if name == "float":
        return SqlType("real" if numbers and numbers[0] <= 24 else "float")
    if name in {"time", "datetime2", "datetimeoffset"}:
        return SqlType(name, scale=numbers[0] if numbers else 7)
    fixed = {"money": MONEY, "smallmoney": SqlType("smallmoney", precision=10, scale=4), "datetime": DATETIME}
    return fixed.get(name, GUID if family == "guid" else SqlType(name))


def common(left: SqlType | None, right: SqlType | None) -> SqlType | None:
    """The type in which two values are compared or united; None where neither has one (NULL)."""
    if left is None or right is None or left == right:
        return left or right
    high, low = (left, right) if _RANK[left.name] >= _RANK[right.name] else (right, left)
    if high.family == "decimal" and low.family in {"decimal", "int"} and "money" not in high.name:
        whole = max(high.digits - high.scale, low.digits - low.scale)
        scale = max(high.scale, low.scale)
        return decimal(whole + scale, scale)
    if high.family in {"text", "binary"} and low.family == high.family:
        longest = MAX if MAX in {left.length, right.length} else max(left.length, right.length)
        return SqlType(high.name if high.name != "timestamp" else "varbinary", longest)
    if high.family in {"datetime", "offset", "time"} and low.scale > high.scale and high.name == "datetime2":
        return SqlType(high.name, scale=low.scale)
    return high
