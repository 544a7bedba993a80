"""What the kinds of workbook have in common: sheets, and rows of cells that are texts already.

It must not know how a workbook is kept, nor what makes a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple, Protocol

from desktop_sync.formats.delimited_lines import unreadable

_SHOWN = 12  # names of sheets that a message lists


@dataclass(frozen=True, slots=True)
class Sheet:
    """``number``: of all sheets, from 0. ``name``: as Excel shows it."""

    number: int
    name: str
    visible: bool = True


class Line(NamedTuple):
    """One row of a sheet: its cells from column A on, at most as many as were asked for; its number, from 1."""

    cells: list[str]
    row: int
    hidden: bool


class Merged(NamedTuple):
    """Cells that are one: rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Width:
    """How many columns are wanted; whoever reads may change it while rows come."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        self.most = most


class Book(Protocol):
    """A workbook that is open. What it says of itself and cannot be raises Rejected, also in the midst of rows."""

    sheets: Sequence[Sheet]

    def lines(self, sheet: Sheet, width: Width) -> Iterator[Line]:
        """Those rows that have a cell, from the first to the last."""

    def merged(self, sheet: Sheet) -> Sequence[Merged]: ...


def chosen(sheets: Sequence[Sheet], wanted: str) -> list[Sheet]:
    """By name (whatever its case), by number among those that show, or by pattern. Rejected: there is none."""
    shown = [one for one in sheets if one.visible] or list(sheets)
    if not shown:
        raise unreadable("The workbook has no sheet with cells.", "Let the sending system write the file again.")
    if not wanted:
        return shown[:1]
    named = [one for one in sheets if one.name.strip().casefold() == wanted.strip().casefold()]
    if named:
        return named[:1]
    if is_number(wanted):
        found = shown[int(wanted) - 1 : int(wanted)]
    else:
        found = [one for one in shown if fnmatchcase(one.name.casefold(), wanted.casefold())]
    if not found:
        names = ", ".join(one.name for one in sheets[:_SHOWN]) + (" …" if len(sheets) > _SHOWN else "")
        raise unreadable(
            f"The workbook has no sheet {wanted!r}; it has {names}.",
            "If it is the right file, correct sheet in the format of the flow.",
        )
    return found


def is_number(wanted: str) -> bool:
    """Whether a sheet is named by its number."""
    return re.fullmatch(r"[1-9][0-9]{0,4}", wanted) is not None
