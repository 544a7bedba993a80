"""Rows as lines of text, quickly: what is plain already is taken as it is, everything else goes the long way.

What is plain, the kind of file says (``plain``); a number or a day is plain when it is spelt as it would be written.
``joined`` is one expression, written out for all columns of a report: with a function for each cell it is half as fast,
and misses its goal. Paths come from the settings and stand in it as literals; values never do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.cells import Take, places_of
from desktop_sync.reports.computing import getter
from desktop_sync.reports.locales import Places
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
) -> Line[T | str]:
    """``write``: a cell of a column, the long way. ``wrap``: what stands around a plain one, by column."""
    cells: list[Callable[[Row], T | str]] = []
    for at, (column, take) in enumerate(zip(columns, takes, strict=True)):
        slow, spelt = _slow(at, take, write), _spelt(column) if as_they_are else None
        test = plain if column.kind == "text" else None if spelt is None else spelt.fullmatch
        if test is None or not _as_given(column):
            cells.append(slow)
        else:
            cells.append(_quick(column, test, slow, None if wrap is None else wrap[at]))
    return lambda row: [cell(row) for cell in cells]


def _quick(
    column: Column, test: Callable[[str], object], slow: Callable[[Row], T], wrap: tuple[str, str] | None
) -> Callable[[Row], T | str]:
    get = getter((column.from_ or ("",))[0])
    if wrap is None:
        return lambda row: value if isinstance(value := get(row), str) and test(value) else slow(row)
    before, after = wrap
    return lambda row: f"{before}{value}{after}" if isinstance(value := get(row), str) and test(value) else slow(row)


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
        spelt = _spelt(column)
        if not _as_given(column) or (spelt is None and column.kind != "text"):
            known[f"slow{at}"] = _slow(at, take, write)
            values.append(f"slow{at}(row)")
            patterns.append(f"[{signs}]*")
            continue
        values.append(_get(column) if column.default else f"('' if (v := {_get(column)}) is None else v)")
        patterns.append(f"(?:{f'[0-9A-Za-z][{signs}]*' if spelt is None else spelt.pattern})?")
    known["whole"] = re.compile(re.escape(between).join(patterns), re.ASCII).fullmatch
    code = f"lambda row: text if whole(text := join(({', '.join(values)},))) else None"
    made: Callable[[Row], str | None] = eval(code, {"__builtins__": {}, "dict": dict, **known})  # noqa: S307
    return made


def _slow(at: int, take: Take, write: Callable[[int, Cell], T]) -> Callable[[Row], T]:
    return lambda row: write(at, take(row))


def _as_given(column: Column) -> bool:
    """Whether it shows one field of a document, without converters and words."""
    return column.from_ is not None and len(column.from_) == 1 and not column.convert and not column.words


def _spelt(column: Column) -> re.Pattern[str] | None:
    """How a number or a day is spelt as it would be written."""
    if column.kind == "date":
        return _DAY
    if not column.numeric:
        return None
    places = places_of(column)
    return re.compile(_WHOLE.pattern + (r"(?:\.[0-9]{1,6})?" if places is None else _fraction(places)), re.ASCII)


def _fraction(places: Places) -> str:
    """Beyond those that are always shown, the last digit is no zero."""
    least, more = places.least, places.most - places.least
    always = rf"\.[0-9]{{{least}}}" if least else ""
    return rf"{always}(?:[0-9]{{0,{more - 1}}}[1-9])?" if more else always


def _get(column: Column) -> str:
    """``row.get('buyer')``, and what stands inside as far as it is an object."""
    first, *rest = (column.from_ or ("",))[0].split(".")
    made = f"row.get({first!r})"
    for name in rest:
        made = f"(o.get({name!r}) if (o := {made}).__class__ is dict else None)"
    return made
