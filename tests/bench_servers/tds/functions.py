"""What functions and operators of T-SQL are in SQLite, and of which type their answer is.

Those that SQLite lacks are made in `sqlite_functions.py`; those that the session answers are asked there once per
statement, as SQL Server does. It must not know queries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlglot import exp

from tests.bench_servers.tds.errors import SqlError, beyond
from tests.bench_servers.tds.pieces import Piece, Scope, unified
from tests.bench_servers.tds.sqltypes import (
    BIGINT,
    DATE,
    DATETIME,
    DATETIME2,
    FLOAT,
    GUID,
    INT,
    MAX,
    OFFSET,
    TEXT,
    TEXT_MAX,
    SqlType,
    common,
    decimal,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.bench_servers.tds.expressions import Expressions

DATE_PARTS = {
    "yy": "year", "yyyy": "year", "qq": "quarter", "q": "quarter", "mm": "month", "m": "month", "dy": "dayofyear",
    "dd": "day", "d": "day", "wk": "week", "ww": "week", "dw": "weekday", "hh": "hour", "mi": "minute", "n": "minute",
    "ss": "second", "s": "second", "ms": "millisecond", "mcs": "microsecond", "ns": "nanosecond",
}  # fmt: skip
ASKED = {
    "OBJECT_ID", "OBJECT_NAME", "DB_ID", "DB_NAME", "SERVERPROPERTY", "DATABASEPROPERTYEX", "HAS_PERMS_BY_NAME",
    "SUSER_SNAME", "SUSER_NAME", "USER_NAME", "ORIGINAL_LOGIN", "IDENT_CURRENT", "SCHEMA_NAME", "SCHEMA_ID",
    "TYPE_NAME",
    "CHANGE_TRACKING_MIN_VALID_VERSION", "IS_SRVROLEMEMBER", "IS_MEMBER", "IS_ROLEMEMBER", "COL_LENGTH", "HOST_NAME",
    "APP_NAME", "CONNECTIONPROPERTY", "COLUMNPROPERTY", "OBJECTPROPERTY", "OBJECTPROPERTYEX", "HAS_DBACCESS", "TYPE_ID",
    "OBJECT_SCHEMA_NAME", "INDEXPROPERTY", "FULLTEXTSERVICEPROPERTY",
}  # fmt: skip
SYSTEM = {
    "GETDATE", "GETUTCDATE", "SYSDATETIME", "SYSUTCDATETIME", "SYSDATETIMEOFFSET", "CURRENT_TIMESTAMP",
    "SCOPE_IDENTITY",
    "MIN_ACTIVE_ROWVERSION", "CHANGE_TRACKING_CURRENT_VERSION", "XACT_STATE", "ERROR_NUMBER", "ERROR_MESSAGE",
    "ERROR_STATE", "ERROR_SEVERITY", "ERROR_LINE", "ERROR_PROCEDURE", "NEWID", "NEWSEQUENTIALID",
    "CURRENT_TRANSACTION_ID", "GETANSINULL",
}  # fmt: skip


def call(compiler: Expressions, name: str, arguments: list[exp.Expression], scope: Scope) -> Piece:
    """A function by its name. ``SqlError`` 195 when there is none."""
    if name in {"NEWID", "NEWSEQUENTIALID"} and not arguments:
        return Piece("new_id()", GUID, nullable=False)
    if name in SYSTEM and not arguments:
        return compiler.bound(*compiler.world.system(name))
    if name in ASKED:
        pieces = [compiler.expression(each, scope) for each in arguments]
        if not any(piece.column or '"."' in piece.sql for piece in pieces):
            return compiler.bound(*compiler.world.ask(name, [compiler.world.constant(piece) for piece in pieces]))
        return Piece(f"asked('{name}', {', '.join(piece.sql for piece in pieces)})", _ASKED_TYPE.get(name, TEXT))
    if name in _SPECIAL:
        return _SPECIAL[name](compiler, arguments, scope)
    if name in _PLAIN:
        function, kind = _PLAIN[name]
        pieces = [compiler.expression(each, scope) for each in arguments]
        return Piece(f"{function}({', '.join(piece.sql for piece in pieces)})", kind or pieces[0].kind)
    raise SqlError(195, f"'{name}' is not a recognized built-in function name.", level=15)


_ASKED_TYPE = {"OBJECT_ID": INT, "COL_LENGTH": INT, "HAS_PERMS_BY_NAME": INT, "COLUMNPROPERTY": INT,
               "OBJECTPROPERTY": INT, "CHANGE_TRACKING_MIN_VALID_VERSION": BIGINT, "DB_ID": INT}  # fmt: skip


def arithmetic(sign: str, left: Piece, right: Piece) -> Piece:  # noqa: PLR0911 - a line for each family
    """``+ - * / %`` by the types of both sides (Transact-SQL reference, "Precision, scale, and length")."""
    kind = common(left.kind, right.kind)
    if kind is None:
        return Piece("NULL", INT)
    if kind.family == "text":
        if sign != "+":
            raise SqlError(402, f"The data types {left.kind} and {right.kind} are incompatible in the {sign} operator.")
        lengths = [(piece.kind or kind).length for piece in (left, right)]
        longest = MAX if MAX in lengths else min(sum(lengths), 4000 if kind.wide else 8000)
        return Piece(f"({left.sql} || {right.sql})", SqlType("nvarchar" if kind.wide else "varchar", longest))
    if kind.family == "binary" and sign == "+":
        return Piece(f"joined({left.sql}, {right.sql})", SqlType("varbinary", MAX))
    if kind.family == "datetime" and sign in "+-":
        days = right.to(FLOAT) if right.kind and right.kind.family != "datetime" else right
        return Piece(f"days_later({left.sql}, {'-' if sign == '-' else ''}{days.sql})", kind)
    if kind.family == "decimal":
        return _decimal_arithmetic(sign, left, right, kind)
    (one, other), _ = unified([left, right])
    if sign in "/%":
        return Piece(f"divided('{sign}', {one.sql}, {other.sql})", kind)
    result = Piece(f"({one.sql} {sign} {other.sql})", kind, left.nullable or right.nullable)
    return Piece(f"in_range({result.sql}, '{kind}')", kind, result.nullable) if kind.family == "int" else result


def _decimal_arithmetic(sign: str, left: Piece, right: Piece, kind: SqlType) -> Piece:
    one, other = _as_decimal(left), _as_decimal(right)
    first, second = one.kind or kind, other.kind or kind
    if "money" in kind.name:
        result = kind
    elif sign in "+-":
        scale = max(first.scale, second.scale)
        result = decimal(max(first.precision - first.scale, second.precision - second.scale) + scale + 1, scale)
    elif sign == "*":
        result = decimal(first.precision + second.precision + 1, min(first.scale + second.scale, 38))
    elif sign == "/":
        scale = max(6, first.scale + second.precision + 1)
        whole = first.precision - first.scale + second.scale
        result = decimal(whole + scale, min(scale, max(38 - whole, 6)) if whole + scale > 38 else scale)
    else:
        scale = max(first.scale, second.scale)
        result = decimal(min(first.precision - first.scale, second.precision - second.scale) + scale, scale)
    return Piece(
        f"cast_as(decimal_math('{sign}', {one.sql}, {other.sql}), 'decimal(38,{result.scale})', '{result}', 0)", result
    )


def _as_decimal(piece: Piece) -> Piece:
    if piece.kind is not None and piece.kind.family == "int":
        return piece.to(decimal(piece.kind.digits, 0))
    return piece


def _first_of(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    pieces, kind = unified([compiler.expression(each, scope) for each in arguments])
    return Piece(f"coalesce({', '.join(piece.sql for piece in pieces)})", kind, all(piece.nullable for piece in pieces))


def _is_null(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    first, second = (compiler.expression(each, scope) for each in arguments)
    kind = first.kind or second.kind
    return Piece(f"coalesce({first.sql}, {second.to(kind).sql})", kind, first.nullable and second.nullable)


def _null_if(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    first, second = (compiler.expression(each, scope) for each in arguments)
    return Piece(f"nullif({first.sql}, {second.to(first.kind).sql})", first.kind)


def _iif(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    test = compiler.condition(arguments[0], scope)
    (yes, no), kind = unified([compiler.expression(each, scope) for each in arguments[1:]])
    return Piece(f"CASE WHEN {test} THEN {yes.sql} ELSE {no.sql} END", kind)


def _aggregate(name: str) -> Callable[[Expressions, list[exp.Expression], Scope], Piece]:
    def made(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
        first = arguments[0]
        if isinstance(first, exp.Star):
            return Piece("count(*)", BIGINT if name == "COUNT_BIG" else INT, nullable=False)
        distinct = "DISTINCT " if isinstance(first, exp.Distinct) else ""
        piece = compiler.expression(first.expressions[0] if isinstance(first, exp.Distinct) else first, scope)
        if name in {"COUNT", "COUNT_BIG"}:
            return Piece(f"count({distinct}{piece.sql})", BIGINT if name == "COUNT_BIG" else INT, nullable=False)
        if name in {"MIN", "MAX"}:
            return Piece(f"{name.lower()}({piece.sql})", piece.kind)
        return _summed(name, distinct, piece)

    return made


def _summed(name: str, distinct: str, piece: Piece) -> Piece:
    kind = piece.kind or INT
    if kind.family == "decimal":
        result = kind if "money" in kind.name else decimal(38, kind.scale if name == "SUM" else max(kind.scale, 6))
        return Piece(f"decimal_{name.lower()}({distinct}{piece.sql}, {result.scale})", result)
    if kind.family == "int":
        result = BIGINT if kind.name == "bigint" else INT
        if name == "AVG":
            return Piece(f"CAST(avg({distinct}{piece.sql}) AS INTEGER)", result)
        return Piece(f"in_range(sum({distinct}{piece.sql}), '{result}')", result)
    return Piece(f"{name.lower()}({distinct}{piece.sql})", FLOAT)


def _part(node: exp.Expression) -> str:
    name = node.name.lower()
    return DATE_PARTS.get(name, name)


def _date_add(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    count, moment = compiler.expression(arguments[1], scope), compiler.expression(arguments[2], scope)
    if moment.kind is None or moment.kind.family == "text":
        moment = moment.to(DATETIME)
    return Piece(f"date_add('{_part(arguments[0])}', {count.to(INT).sql}, {moment.sql}, '{moment.kind}')", moment.kind)


def _date_diff(big: bool) -> Callable[[Expressions, list[exp.Expression], Scope], Piece]:
    def made(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
        one, other = (compiler.expression(each, scope).to(OFFSET) for each in arguments[1:])
        kind = BIGINT if big else INT
        return Piece(f"in_range(date_diff('{_part(arguments[0])}', {one.sql}, {other.sql}), '{kind}')", kind)

    return made


def _date_part(fixed: str = "") -> Callable[[Expressions, list[exp.Expression], Scope], Piece]:
    def made(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
        moment = compiler.expression(arguments[-1], scope).to(DATETIME2)
        return Piece(f"date_part('{fixed or _part(arguments[0])}', {moment.sql})", INT)

    return made


def _moment(name: str, target: SqlType) -> Callable[[Expressions, list[exp.Expression], Scope], Piece]:
    def made(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
        first = compiler.expression(arguments[0], scope).to(OFFSET if name == "switch_offset" else DATETIME2)
        second = compiler.expression(arguments[1], scope) if len(arguments) > 1 else Piece("0", INT)
        return Piece(f"{name}({first.sql}, {second.sql})", target)

    return made


def _texts(function: str, answer: SqlType | None = None) -> Callable[[Expressions, list[exp.Expression], Scope], Piece]:
    """Over texts: every argument but whole numbers behind the first is made one."""

    def made(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
        pieces = [compiler.expression(each, scope) for each in arguments]
        texts = [
            piece if at and piece.kind and piece.kind.family == "int" else piece.to(TEXT_MAX)
            for at, piece in enumerate(pieces)
        ]
        first = pieces[0].kind
        kind = answer or (first if first and first.family == "text" else TEXT)
        return Piece(f"{function}({', '.join(piece.sql for piece in texts)})", kind)

    return made


def _absolute(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    piece = compiler.expression(arguments[0], scope)
    decimals = piece.kind is not None and piece.kind.family == "decimal"
    return Piece(f"{'decimal_abs' if decimals else 'abs'}({piece.sql})", piece.kind)


def _concat(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    parts = [f"coalesce({compiler.expression(each, scope).to(TEXT_MAX).sql}, '')" for each in arguments]
    return Piece(f"({' || '.join(parts)})", TEXT, nullable=False)


def _size(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    piece = compiler.expression(arguments[0], scope)
    if piece.kind and piece.kind.family == "text":
        return Piece(f"(length({piece.sql}) * {2 if piece.kind.wide else 1})", INT)
    return Piece(f"length({piece.to(SqlType('varbinary', MAX)).sql})", INT)


def _round(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    if len(arguments) > 2:
        raise beyond("ROUND that cuts")
    piece, places = compiler.expression(arguments[0], scope), compiler.expression(arguments[1], scope)
    if piece.kind is not None and piece.kind.family == "decimal":
        return Piece(f"decimal_round({piece.sql}, {places.sql})", piece.kind)
    return Piece(f"round({piece.sql}, {places.sql})", piece.kind)


def _hash(compiler: Expressions, arguments: list[exp.Expression], scope: Scope) -> Piece:
    piece = compiler.expression(arguments[1], scope)
    data = f"cast_as({piece.sql}, '{piece.kind or TEXT}', 'varbinary(max)', 0)"
    return Piece(f"hash_bytes({compiler.expression(arguments[0], scope).sql}, {data})", SqlType("varbinary", 8000))


_SPECIAL: dict[str, Callable[[Expressions, list[exp.Expression], Scope], Piece]] = {
    "COALESCE": _first_of, "ISNULL": _is_null, "NULLIF": _null_if, "IIF": _iif, "CONCAT": _concat, "DATALENGTH": _size,
    "ROUND": _round, "HASHBYTES": _hash, "DATEADD": _date_add, "DATEDIFF": _date_diff(big=False),
    "DATEDIFF_BIG": _date_diff(big=True), "DATEPART": _date_part(), "YEAR": _date_part("year"),
    "MONTH": _date_part("month"), "DAY": _date_part("day"), "SWITCHOFFSET": _moment("switch_offset", OFFSET),
    "TODATETIMEOFFSET": _moment("to_offset", OFFSET), "EOMONTH": _moment("end_of_month", DATE),
    "UPPER": _texts("upper"), "LOWER": _texts("lower"), "LTRIM": _texts("ltrim"), "RTRIM": _texts("rtrim"),
    "TRIM": _texts("trim"), "SUBSTRING": _texts("substring"), "LEFT": _texts("left_of"), "RIGHT": _texts("right_of"),
    "REPLACE": _texts("replace"), "REPLICATE": _texts("replicate"), "STRING_AGG": _texts("group_concat"),
    "LEN": _texts("len", INT), "CHARINDEX": _texts("char_index", INT), "UNICODE": _texts("unicode", INT),
    "QUOTENAME": _texts("quote_name", SqlType("nvarchar", 258)), "ABS": _absolute,
    **{name: _aggregate(name) for name in ("COUNT", "COUNT_BIG", "SUM", "AVG", "MIN", "MAX")},
}  # fmt: skip
_PLAIN: dict[str, tuple[str, SqlType | None]] = {
    "ROW_NUMBER": ("row_number", BIGINT), "RANK": ("rank", BIGINT), "DENSE_RANK": ("dense_rank", BIGINT),
    "CHAR": ("char", SqlType("char", 1)),
    "NCHAR": ("char", SqlType("nchar", 1)), "LAG": ("lag", None), "LEAD": ("lead", None),
    "SPACE": ("space", SqlType("varchar", 8000)),
}  # fmt: skip
