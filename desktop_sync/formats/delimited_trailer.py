"""The trailer of a delimited payload: what it says must have come before it is compared with what came.

It must not know how rows are read.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.core.errors import Owner
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.delimited_options import Trailer
from desktop_sync.formats.delimited_rows import Ending

_AGAIN = "Let the sending system write the file again, whole."


def check(trailer: Trailer, ending: Ending | None, counted: Mapping[str, int], bad: int) -> None:
    """Raises Rejected. ``bad``: rows of which nobody knows what they were; counts may be off by so many."""
    if ending is None:
        if trailer.required:
            raise unreadable("It has no trailer, so it is not whole: its end is missing.", _AGAIN, Owner.CLERK)
        return
    for what, column in trailer.counts.items():
        said, found = _number(ending, column, what), counted.get(what, 0)
        if abs(said - found) > bad:
            named = what if what in {"records", "rows"} else "rows in all" if what == "all" else f"rows of {what!r}"
            raise unreadable(
                f"Its trailer in line {ending.line} says {said:,} {named} (column {column}), but it has {found:,}.",
                _AGAIN,
                Owner.CLERK,
            )


def _number(ending: Ending, column: int, what: str) -> int:
    text = ending.fields[column - 1].strip() if column <= len(ending.fields) else ""
    if text.isascii() and text.isdigit() and len(text) <= 18:  # noqa: PLR2004 - no file has so many rows
        return int(text)
    raise unreadable(
        f"Its trailer in line {ending.line} should say how many {what} there are in column {column}, "
        f"which has {text[:50]!r}.",
        "Correct the trailer in the format of the flow, or let the sending system write the file again.",
    )
