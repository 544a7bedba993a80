"""Functions that SQLite gets from us: casts, exact decimals, dates, texts as T-SQL has them.

An error inside is kept for the statement, which raises it: SQLite itself only says that a function failed. It must not
know sessions.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import uuid
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, localcontext
from functools import lru_cache
from typing import Any

from tests.bench_servers.tds import values
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.date_functions import (
    date_add,
    date_diff,
    date_part,
    days_later,
    end_of_month,
    switch_offset,
    to_offset,
)  # fmt: skip
from tests.bench_servers.tds.dialect import type_named
from tests.bench_servers.tds.errors import SqlError, overflow
from tests.bench_servers.tds.sqltypes import INT_RANGE, SqlType
from tests.bench_servers.tds.values import Value

Number = int | float | None
DIVIDED_BY_ZERO = "Divide by zero error encountered."


@lru_cache(maxsize=1000)
def _type(text: str) -> SqlType | None:
    return type_named(text) if text else None


def cast_as(value: Value, source: str, target: str, style: int) -> Value:
    kind = _type(target)
    assert kind is not None
    return cast(value, _type(source), kind, style)


def try_cast_as(value: Value, source: str, target: str, style: int) -> Value:
    try:
        return cast_as(value, source, target, style)
    except SqlError:
        return None


def decimal_math(sign: str, left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return None
    one, other = values.to_decimal(left), values.to_decimal(right)
    if sign in "/%" and not other:
        raise SqlError(8134, DIVIDED_BY_ZERO)
    with localcontext(values.WIDE):
        if sign == "+":
            result = one + other
        elif sign == "-":
            result = one - other
        elif sign == "*":
            result = one * other
        else:
            result = one / other if sign == "/" else one % other
    return values.from_decimal(result)


def decimal_abs(value: str | None) -> str | None:
    return None if value is None else values.from_decimal(values.to_decimal(value).copy_abs())


def divided(sign: str, left: Number, right: Number) -> Number:
    if left is None or right is None:
        return None
    if not right:
        raise SqlError(8134, DIVIDED_BY_ZERO)
    if isinstance(left, float) or isinstance(right, float):
        return left / right if sign == "/" else left % right
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient if sign == "/" else left - quotient * right


def in_range(value: Number, kind: str) -> Number:
    low, high = INT_RANGE.get(kind, (-(2**63), 2**63))
    if value is not None and not low <= value <= high:
        raise overflow(kind)
    return value


class DecimalSum:
    """SUM over exact numbers."""

    def __init__(self) -> None:
        self.total, self.count = Decimal(0), 0

    def step(self, value: str | None, scale: int) -> None:
        if value is not None:
            self.scale = scale
            self.total = values.WIDE.add(self.total, values.to_decimal(value))
            self.count += 1

    def finalize(self) -> str | None:
        return values.from_decimal(self.total) if self.count else None


class DecimalAverage(DecimalSum):
    """AVG, cut to its scale."""

    def finalize(self) -> str | None:
        if not self.count:
            return None
        mean = values.WIDE.divide(self.total, Decimal(self.count))
        return values.from_decimal(mean.quantize(Decimal(1).scaleb(-self.scale), ROUND_DOWN, values.WIDE))


def decimal_round(value: str | None, places: int) -> str | None:
    if value is None:
        return None
    return values.from_decimal(values.quantized(values.to_decimal(value), places))


@lru_cache(maxsize=500)
def _pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts, place = [], 0
    while place < len(pattern):
        sign = pattern[place]
        if escape and sign == escape and place + 1 < len(pattern):
            place += 1
            parts.append(re.escape(pattern[place]))
        elif sign == "[" and "]" in pattern[place + 2 :]:
            close = pattern.index("]", place + 2)
            inner = pattern[place + 1 : close].replace("\\", "\\\\").replace("[", "\\[")
            parts.append(f"[{inner}]")
            place = close
        else:
            parts.append({"%": ".*", "_": "."}.get(sign, re.escape(sign)))
        place += 1
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def is_like(text: str | None, pattern: str | None, escape: str | None) -> int | None:
    if text is None or pattern is None:
        return None
    return int(_pattern(pattern, escape).fullmatch(text) is not None)


def replace(text: str, part: str, other: str) -> str:
    """Whatever the case."""
    return re.sub(re.escape(part), lambda _: other, text, flags=re.IGNORECASE) if part else text


def hash_bytes(name: str, data: bytes | None) -> bytes | None:
    names = {"SHA2_256": "sha256", "SHA2_512": "sha512", "SHA1": "sha1", "SHA": "sha1", "MD5": "md5"}
    return None if data is None else hashlib.new(names[name.upper()], data).digest()


def _over_text(function: Callable[..., Value]) -> Callable[..., Value]:
    """NULL when any argument is."""
    return lambda *arguments: None if None in arguments else function(*arguments)


TEXTS: dict[str, tuple[int, Callable[..., Value]]] = {
    "len": (1, lambda text: len(str(text).rstrip(" "))),
    "char_index": (-1, lambda part, text, start=1: str(text).lower().find(str(part).lower(), max(start - 1, 0)) + 1),
    "upper": (1, lambda text: str(text).upper()),
    "lower": (1, lambda text: str(text).lower()),
    "substring": (3, lambda text, start, length: str(text)[max(start - 1, 0) : max(start - 1 + length, 0)]),
    "left_of": (2, lambda text, count: str(text)[:count]),
    "right_of": (2, lambda text, count: str(text)[len(str(text)) - count :] if count < len(str(text)) else str(text)),
    "replace": (3, replace),
    "replicate": (2, lambda text, count: str(text) * count),
    "space": (1, lambda count: " " * count),
    "quote_name": (1, lambda text: f"[{str(text).replace(']', ']]')}]"),
    "joined": (2, lambda left, right: bytes(left) + bytes(right)),
}
PLAIN: dict[str, tuple[int, Callable[..., Value]]] = {
    "cast_as": (4, cast_as), "try_cast_as": (4, try_cast_as), "decimal_math": (3, decimal_math),
    "divided": (3, divided), "decimal_abs": (1, decimal_abs),
    "in_range": (2, in_range), "decimal_round": (2, decimal_round), "date_add": (4, date_add),
    "date_diff": (3, date_diff),
    "date_part": (2, date_part), "switch_offset": (2, switch_offset), "to_offset": (2, to_offset),
    "end_of_month": (2, end_of_month), "days_later": (2, days_later), "is_like": (3, is_like),
    "hash_bytes": (2, hash_bytes),
}  # fmt: skip


def register(sqlite: sqlite3.Connection) -> list[SqlError]:
    """Gives SQLite these functions; the list is where their errors are kept."""
    errors: list[SqlError] = []

    def kept(function: Callable[..., Value]) -> Callable[..., Value]:
        def inner(*arguments: Any) -> Value:  # noqa: ANN401 - whatever SQLite holds
            try:
                return function(*arguments)
            except SqlError as error:
                errors.append(error)
                raise

        return inner

    for name, (count, function) in PLAIN.items():
        sqlite.create_function(name, count, kept(function), deterministic=True)
    for name, (count, function) in TEXTS.items():
        sqlite.create_function(name, count, kept(_over_text(function)), deterministic=True)
    sqlite.create_function("new_id", 0, lambda: values.from_guid(uuid.uuid4().bytes_le))
    sqlite.create_aggregate("decimal_sum", 2, DecimalSum)  # type: ignore[arg-type]  # typeshed: no None from finalize
    sqlite.create_aggregate("decimal_avg", 2, DecimalAverage)  # type: ignore[arg-type]
    return errors
