"""The port of destinations: what a finished report is to them, what they answer, how it is found out whether it came.

A destination delivers one file at a time and may be asked again and again for the same one. It must not know how the
file was made, what the ledger says of it, or what becomes of other destinations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, Protocol

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Options, form
from desktop_sync.core.report_names import NameValue, file_name, name_problem
from desktop_sync.core.reports import About

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


class DestinationOptions(Options):
    """What every destination has, beside its id, type and connection."""

    name: str = Field(
        default="{flow} {from}",
        title="File name",
        description="the name of the file, made of tokens such as {flow} and {from:%Y-%m-%d}; without an ending it "
        "gets that of the report. Where every document has a file of its own, and neither {reference} nor {number} "
        "stands in it, {reference} is added",
        json_schema_extra=form(first=True, path="tokens"),
    )

    @field_validator("name")
    @classmethod
    def _name(cls, value: str) -> str:
        if why := name_problem(value):
            raise PydanticCustomError("name", "which is no name of a file: {why}", {"why": why})
        return value

    @property
    def below(self) -> str:
        """The folder below its place, made of tokens; empty: none."""
        return ""

    @property
    def sends_again(self) -> bool:
        """Where nobody can tell whether it arrived, rather than to ask a person."""
        return True

    @property
    def summary(self) -> bool:
        """Whether a summary of the report is needed."""
        return False


@dataclass(frozen=True, slots=True)
class Finished:
    """A report that is made and is to be brought to one place.

    ``delivery``: 32 hex digits that name bringing this file to this place; the same at every try. ``name``: committed
    before it is put. ``open``: its bytes, verified while they are read. ``rest``: what ``put`` said is left to be done.
    ``again``: a former try may have begun with what cannot be taken back. ``values``: of the tokens of names.
    ``summary``: of its rows, as ``core.summaries`` writes it; empty: there is none.
    """

    delivery: str
    name: str
    sha256: str
    size: int
    media_type: str
    rows: int
    about: About
    open: Callable[[], BinaryIO]
    rest: str = ""
    again: bool = False
    values: Mapping[str, NameValue] = field(default_factory=dict)
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Put:
    """It is there. ``note``: what a person should know. ``rest``: not empty: a part is left, for the next ``put``."""

    note: str = ""
    rest: str = ""


class Where(StrEnum):
    """Whether a file that may have been delivered is there."""

    THERE = "there"
    ABSENT = "absent"
    CANNOT_TELL = "cannot tell"


class Destination(Protocol):
    """Where finished reports go. RetryLater and Stop: nothing was delivered, or it cannot be looked now."""

    def choose(self, wanted: str, taken: Collection[str]) -> str:
        """The final name: free now, and none of ``taken`` (names that are on their way there). Rejected: no name."""

    def look(self, file: Finished) -> Where:
        """Asked before a file is put again of which nobody knows whether it came."""

    def put(self, file: Finished, before_end: Callable[[], None]) -> Put:
        """``before_end`` is called right before what cannot be taken back: until then nothing is delivered.

        Rejected: it never will be. Unknown: nobody can tell. FileExistsError: another file has taken the name.
        """

    def close(self) -> None: ...


def wanted_name(folder: str, name: str, ending: str, values: Mapping[str, NameValue]) -> str:
    """The file's path below its place, ``2026/orders.pdf``. ``ending``: the report's, where the name has none."""
    whole = name if _ENDING.search(name) else f"{name}.{ending}"
    folders = [file_name(part, values) for part in folder.split("/")] if folder else []
    return "/".join([*folders, file_name(whole, values)])
