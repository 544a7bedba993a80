"""What is asked of an HTTP API, by whomever: path and parameters, its pages, where the rows stand. Options only.

It must not know who asks, nor for which time.
"""

from __future__ import annotations

import json
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from desktop_sync.core.options import Options, form
from desktop_sync.sources.http_api.templates import PAGES, PLACES, body_places, places, time_text

_NEEDED = {"page": "page", "offset": "offset", "cursor": "cursor", "row": "cursor"}
_TOLD = frozenset({"cursor", "next", "row"})  # ways of paging by what stands in an answer


class HttpQuery(Options):
    """A query."""

    times: ClassVar[frozenset[str]] = frozenset()
    """Places that are moments, beside those by which pages are asked for."""
    useless: ClassVar[tuple[str, ...]] = ("rows", "key", "detail")
    """Options that answers taken whole have no use for."""
    in_body: ClassVar[frozenset[str]] = PLACES
    """What is no text in a body."""

    path: str = Field(
        title="Path",
        json_schema_extra=form(first=True),
        min_length=1,
        description="Below the address of the connection, such as /orders. In it and in the parameters are filled in: "
        "`{since}`, `{until}`, `{page}`, `{offset}`, `{size}`, `{cursor}`.",
    )
    query: dict[str, str] = Field(
        title="Parameters",
        json_schema_extra=form(first=True),
        default_factory=dict,
        description="Of the query, by name: `changed_after` = `{since}`, `page` = `{page}`. One whose place has no "
        "value yet (no time before the first look, no cursor before the first page) is left out.",
    )
    body: str = Field(
        title="Body",
        default="",
        max_length=100_000,
        description="For systems that are queried by POST: JSON, with the same places in its texts. A text that is "
        "only `{page}`, `{offset}` or `{size}` becomes a number; what has no value yet is left out. Left out: GET.",
    )
    answer: Literal["json", "file"] = Field(
        title="Answers are",
        json_schema_extra=form(
            first=True, choices={"json": "JSON, taken row by row", "file": "A file (XML, CSV …), taken whole"}
        ),
        default="json",
        description="`json`: JSON or JSON Lines, whose rows are known again one by one; the flow needs no format. "
        "`file`: each page as it is, read by the flow's format, and known again when all of it is the same.",
    )
    rows: str = Field(
        title="Path of the rows",
        json_schema_extra=form(first=True, when=("answer", "json")),
        default="",
        description="Where the rows stand in an answer: `orders`, or `data/orders`. Left out: the answer is the list.",
    )
    key: tuple[str, ...] = Field(
        title="Key of a row",
        json_schema_extra=form(first=True, when=("answer", "json")),
        default=(),
        description="What tells one row from the others, by path: `id`, or `header/number`. A row is new when its key "
        "or anything in it is. Left out: all of the row.",
    )
    paging: Literal["none", "page", "offset", "cursor", "row", "link", "next"] = Field(
        title="Pages",
        json_schema_extra=form(
            first=True,
            choices={
                "none": "One answer holds all",
                "page": "By number ({page})",
                "offset": "By offset ({offset})",
                "cursor": "By a cursor in the answer ({cursor})",
                "row": "By a value of the last row ({cursor})",
                "link": "By the header Link",
                "next": "By an address in the answer",
            },
        ),
        default="none",
        description="How the next page is asked for.",
    )
    page_size: int | None = Field(
        title="Rows of a page",
        json_schema_extra=form(first=True),
        default=None,
        ge=1,
        le=100_000,
        description="Fills `{size}`; a page with fewer rows is the last one. Left out: a page without rows is.",
    )
    first_page: int = Field(
        title="First page",
        json_schema_extra=form(when=("paging", "page")),
        default=1,
        ge=0,
        le=1,
        description="The number of the first page: 0 or 1.",
    )
    next_at: str = Field(
        title="Where the next stands",
        json_schema_extra=form(first=True),
        default="",
        description="Path in an answer of the cursor of the next page (`cursor`), or of its address (`next`); path in "
        "the last row of the value by which the next page is asked (`row`).",
    )
    max_pages: int = Field(
        title="Most pages",
        default=10_000,
        ge=1,
        le=1_000_000,
        description="More pages in one look are taken for paging that does not end.",
    )
    time_format: str = Field(
        title="Times are written",
        json_schema_extra=form(
            choices={"iso": "2026-11-28T14:00:00Z", "unix": "As seconds since 1970", "unix_ms": "As milliseconds"},
        ),
        default="iso",
        min_length=1,
        description="How `{since}` and `{until}` are written: `iso`, `unix`, `unix_ms`, or a pattern such as "
        "`%Y-%m-%d %H:%M:%S`.",
    )
    time_zone: str = Field(
        title="In the zone",
        default="",
        description="Zone of times that are written by a pattern, such as Europe/Berlin. Left out: UTC.",
    )
    detail: str = Field(
        title="Details of each row",
        json_schema_extra=form(when=("answer", "json")),
        default="",
        description="Path that is asked for each row that is new or changed, with values of the row in it: "
        "`/orders/{id}`. The answer stands in the row as `detail`.",
    )

    @property
    def asked_for(self) -> frozenset[str]:
        """The places that are filled in."""
        return frozenset[str]().union(
            *(places(one) for one in (self.path, *self.query.values())), body_places(self.body, self.in_body)
        )

    @property
    def by_number(self) -> bool:
        """Whether rows may move between pages while these are asked for."""
        return self.paging in {"page", "offset"}

    @field_validator("path", "detail")
    @classmethod
    def _path(cls, value: str) -> str:
        if value and (not value.startswith("/") or "#" in value or "?" in value):
            raise ValueError("expected a path that begins with /, without ? and #; parameters stand in query")
        return value

    @field_validator("body")
    @classmethod
    def _body(cls, value: str) -> str:
        try:
            sound = not value or isinstance(json.loads(value), dict | list)
        except ValueError as error:
            raise ValueError(f"expected JSON: {error}") from None
        if not sound:
            raise ValueError("expected an object or a list of JSON")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            if value:
                ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("expected a zone such as Europe/Berlin") from None
        return value

    @field_validator("time_format")
    @classmethod
    def _format(cls, value: str) -> str:
        if value not in {"iso", "unix", "unix_ms"} and "%" not in value:
            raise ValueError("expected iso, unix, unix_ms, or a pattern such as %Y-%m-%d %H:%M:%S")
        time_text(0.0, value, "")
        return value

    @model_validator(mode="after")
    def _whole(self) -> HttpQuery:
        asked, known = self.asked_for, PAGES | self.times
        if unknown := sorted(asked - known):
            raise ValueError(f"{{{unknown[0]}}} is not filled in; known are {', '.join(sorted(known))}")
        needed = _NEEDED.get(self.paging)
        if needed and needed not in asked:
            raise ValueError(f"paging = {self.paging} needs {{{needed}}} in the path or in a parameter")
        if self.paging in _TOLD and (not self.next_at or self.answer == "file"):
            raise ValueError(
                f"paging = {self.paging} needs answers in JSON, and next_at: what the next page is asked by"
            )
        if self.paging == "offset" and self.answer == "file" and self.page_size is None:
            raise ValueError("paging = offset needs page_size, as rows of a file are not counted")
        if "size" in asked and self.page_size is None:
            raise ValueError("{size} needs page_size")
        if self.answer == "file" and any(getattr(self, name) for name in self.useless):
            if "key" in self.useless:
                raise ValueError("answer = file takes each answer whole: rows, key and detail have no use")
            raise ValueError("answer = file takes each answer whole: rows and detail have no use")
        return self
