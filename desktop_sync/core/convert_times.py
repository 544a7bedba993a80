"""Converters of dates and times, by one format each and with their zone said."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core import times
from desktop_sync.core.conversion import Convert, Converter, Tables, Unfit


class DateConverter(Converter):
    """A date in one format, written with strptime's numeric directives."""

    shorthand: ClassVar[str] = "format"
    kind: Literal["date"]
    format: str = Field(default="%Y-%m-%d", description='such as "%d.%m.%Y" or "%Y%m%d"')

    @model_validator(mode="after")
    def _check(self) -> DateConverter:
        _refuse(times.format_problem(self.format, "dmy"))
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = times.reader(self.format)

        def convert(text: str) -> date:
            found = read(text)
            if found is None:
                raise Unfit(f"a date like {times.example(self.format)}")
            return found.date()

        return convert


class DatetimeConverter(Converter):
    """A point in time in one format and one zone; without ``format``, ISO 8601."""

    shorthand: ClassVar[str] = "format"
    kind: Literal["datetime"]
    format: str = Field(default="", description='such as "%d.%m.%Y %H:%M"; empty: ISO 8601')
    zone: str = Field(default="", description='such as "Europe/Berlin" or "+02:00"; empty: the text says it (%z)')

    @model_validator(mode="after")
    def _check(self) -> DatetimeConverter:
        if self.format:
            _refuse(times.format_problem(self.format, "dmyHM"))
            if ("%z" in self.format) == bool(self.zone):
                raise PydanticCustomError("zone", "the zone must be said once: by zone, or by %z in the format")
        if self.zone and times.zone(self.zone) is None:
            raise PydanticCustomError("zone", 'expected a time zone such as "Europe/Berlin", "UTC" or "+02:00"')
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = times.reader(self.format) if self.format else times.read_iso
        zone = times.zone(self.zone) if self.zone else None
        like = f"a time like {times.example(self.format or '%Y-%m-%dT%H:%M:%S')}"

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


def _refuse(problem: str) -> None:
    if problem:
        raise PydanticCustomError("format", "{problem}", {"problem": problem})
