"""Rows as lines of text, quickly: what is plain already is taken as it is, everything else goes the long way.

One expression is written out for all columns of a report. Paths come from the settings and stand in it as literals;
values never do. What is plain, the kind of file says (``plain``); a number or a day is plain when it is spelt as it
would be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.cells import Take, places_of
from desktop_sync.reports.options import Column

T = TypeVar("T")
Line: TypeAlias = Callable[[Row], list[T]]
_DAY = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[01][1-9]|10|2[0-8])", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)


def line(
    columns: Sequence[Column],
    takes: Sequence[Take],
    write: Callable[[int, Cell], T],
    plain: Callable[[str], object],
    wrap: Sequence[tuple[str, str]] | None = None,
    *,
    as_they_are: bool = True,
) -> Line[T]:
    """``write``: a cell of a column, the long way. ``wrap``: what stands around a plain one, by column."""
    known: dict[str, object] = {"str": str, "dict": dict, "plain": plain, "day": _DAY.fullmatch}
    parts = []
    for at, (column, take) in enumerate(zip(columns, takes, strict=True)):
        known[f"slow{at}"] = _slow(at, take, write)
        test = _test(at, column, known, as_they_are=as_they_are)
        if test is None:
            parts.append(f"slow{at}(row)")
            continue
        before, after = wrap[at] if wrap is not None else ("", "")
        shown = f"{before!r} + v + {after!r}" if wrap is not None else "v"
        parts.append(f"({shown} if (v := {_get(column)}).__class__ is str and {test}(v) else slow{at}(row))")
    made: Line[T] = eval(f"lambda row: [{', '.join(parts)}]", {"__builtins__": {}, **known})  # noqa: S307
    return made


def joined(
    columns: Sequence[Column], takes: Sequence[Take], write: Callable[[int, Cell], str], between: str, special: str
) -> Callable[[Row], str | None]:
    """All columns in one text; None where a cell is not plain, holds one of the ``special`` signs, or is no ASCII.

    Raises TypeError where something stands in a document that is no text.
    """
    known: dict[str, object] = {"join": between.join}
    signs = "".join(re.escape(chr(code)) for code in range(32, 127) if chr(code) not in between + special)
    values, patterns = [], []
    for at, (column, take) in enumerate(zip(columns, takes, strict=True)):
        test = _test(at, column, {}, as_they_are=True)
        known[f"slow{at}"] = _slow(at, take, write)
        if test is None:
            values.append(f"slow{at}(row)")
            patterns.append(f"[{signs}]*")
            continue
        values.append(_get(column) if column.default else f"('' if (v := {_get(column)}) is None else v)")
        text = f"[0-9A-Za-z][{signs}]*"
        patterns.append(
            f"(?:{text if test == 'plain' else (_DAY if test == 'day' else _spelt(places_of(column))).pattern})?"
        )
    known["whole"] = re.compile(re.escape(between).join(patterns), re.ASCII).fullmatch
    code = f"lambda row: text if whole(text := join(({', '.join(values)},))) else None"
    made: Callable[[Row], str | None] = eval(code, {"__builtins__": {}, "dict": dict, **known})  # noqa: S307
    return made


def _slow(at: int, take: Take, write: Callable[[int, Cell], T]) -> Callable[[Row], T]:
    return lambda row: write(at, take(row))


def _test(at: int, column: Column, known: dict[str, object], *, as_they_are: bool) -> str | None:
    """The name of the function that says whether a text can stay as it is; None: never."""
    if column.from_ is None or len(column.from_) != 1 or column.convert or column.words:
        return None
    if column.kind == "text":
        return "plain"
    if column.kind == "date":
        return "day" if as_they_are else None
    if not as_they_are or column.kind not in {"number", "money", "percent"}:
        return None
    places = places_of(column)
    known[f"number{at}"] = _spelt(places).fullmatch
    return f"number{at}"


def _spelt(places: int | None) -> re.Pattern[str]:
    fraction = r"(?:\.[0-9]{1,6})?" if places is None else rf"\.[0-9]{{{places}}}" if places else ""
    return re.compile(_WHOLE.pattern + fraction, re.ASCII)


def _get(column: Column) -> str:
    """``row.get('buyer')``, and what stands inside as far as it is an object."""
    first, *rest = (column.from_ or ("",))[0].split(".")
    made = f"row.get({first!r})"
    for name in rest:
        made = f"(o.get({name!r}) if (o := {made}).__class__ is dict else None)"
    return made
