"""Converters of dates and times, by formats that are said, and with their zone said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core import times
from desktop_sync.core.conversion import Convert, Converter, Gives, Tables, Unfit
from desktop_sync.core.options import Kind

Reader: TypeAlias = Callable[[str], datetime | None]
_ZONE = 'such as "Europe/Berlin" or "+02:00"'


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Formats = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(max_length=10), Kind("text, or several in a list")]


class DateConverter(Converter):
    """A day. Several formats may be named; two that would read one text as two days are refused: nothing is guessed.

    In short: `{date = "%d.%m.%Y"}`.
    """

    shorthand: ClassVar[str] = "format"
    result: ClassVar[Gives] = "date"
    kind: Literal["date"]
    format: Formats = Field(
        default=("%Y-%m-%d",), min_length=1, description='such as "%d.%m.%Y" or "%Y%m%d"; several in a list'
    )
    zone: str = Field(
        default="", description=f"where a format has a time and its zone (%H, %z): the day it was there, {_ZONE}"
    )

    @model_validator(mode="after")
    def _check(self) -> DateConverter:
        _check_formats(self.format, "dmy")
        placed = [form for form in self.format if "%z" in form and "%H" in form]
        if placed and not self.zone:
            raise PydanticCustomError("zone", "the day of {form} depends on the zone: say it", {"form": placed[0]})
        if self.zone and not placed:
            raise PydanticCustomError("zone", "no format has a time and its zone (%H and %z): leave zone out")
        _check_zone(self.zone)
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = _reader([_day(form) for form in self.format])
        zone = times.zone(self.zone) if self.zone else None
        expected = f"a date like {_examples(self.format)}"

        def convert(text: str) -> date:
            found = read(text)
            if found is None:
                raise Unfit(expected)
            try:
                return (found.astimezone(zone) if found.tzinfo else found).date()
            except OverflowError:
                raise Unfit(expected) from None

        return convert


class DatetimeConverter(Converter):
    """A point in time, in the formats that are named and one zone; without ``format``, ISO 8601.

    In short: `{datetime = "%d.%m.%Y %H:%M%z"}`.
    """

    shorthand: ClassVar[str] = "format"
    result: ClassVar[Gives] = "time"
    kind: Literal["datetime"]
    format: Formats = Field(default=(), description='such as "%d.%m.%Y %H:%M", or several in a list; empty: ISO 8601')
    zone: str = Field(default="", description=f"{_ZONE}; empty: the text says it (%z)")

    @model_validator(mode="after")
    def _check(self) -> DatetimeConverter:
        _check_formats(self.format, "dmyHM")
        if self.format and all("%z" in form for form in self.format) == bool(self.zone):
            raise PydanticCustomError("zone", "the zone must be said once: by zone, or by %z in the format")
        _check_zone(self.zone)
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = _reader([times.reader(form) for form in self.format]) if self.format else times.read_iso
        zone = times.zone(self.zone) if self.zone else None
        like = f"a time like {_examples(self.format or ('%Y-%m-%dT%H:%M:%S',))}"

        def convert(text: str) -> datetime:
            found = read(text)
            if found is None:
                raise Unfit(like)
            if found.tzinfo is None and zone is None:
                raise Unfit(f"{like}Z, with its time zone")
            placed = times.placed(found, zone)
            if placed is None:
                raise Unfit(f"a time that exists in {self.zone}: the clocks skip this one")
            return placed

        return convert


def _reader(readers: Sequence[Reader]) -> Reader:
    """Tries all of them; a text that two read as two different times is read as neither."""
    if len(readers) == 1:
        return readers[0]

    def read(text: str) -> datetime | None:
        found = [moment for reader in readers if (moment := reader(text)) is not None]
        return found[0] if len({(moment.replace(tzinfo=None), moment.tzinfo) for moment in found}) == 1 else None

    return read


def _day(form: str) -> Reader:
    """A zone beside a day without a time does not change which day it is."""
    read = times.reader(form)
    if "%H" in form:
        return read

    def day(text: str) -> datetime | None:
        found = read(text)
        return found.replace(tzinfo=None) if found is not None else None

    return day


def _examples(forms: tuple[str, ...]) -> str:
    return " or ".join(times.example(form) for form in forms)


def _check_formats(forms: tuple[str, ...], needed: str) -> None:
    _refuse(next(_problems(forms, needed), ""))


def _problems(forms: tuple[str, ...], needed: str) -> Iterator[str]:
    yield from filter(None, (times.format_problem(form, needed) for form in forms))
    if len(forms) > 1 and (both := times.ambiguous(forms)):
        yield f"{both[0]} and {both[1]} read {both[2]} as two different days: nobody could tell which is meant"


def _check_zone(zone: str) -> None:
    if zone and times.zone(zone) is None:
        raise PydanticCustomError("zone", 'expected a time zone such as "Europe/Berlin", "UTC" or "+02:00"')


def _refuse(problem: str) -> None:
    if problem:
        raise PydanticCustomError("format", "{problem}", {"problem": problem})
