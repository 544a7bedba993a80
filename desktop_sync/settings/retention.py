"""How long what is done is kept: the table ``[general.retention]``."""

from __future__ import annotations

from pydantic import Field

from desktop_sync.core.options import Duration, Options, Size, form

_DAY = 24 * 3600.0


class Retention(Options):
    """What is done is kept for so long, then removed by itself, a little every night.

    Never removed: what is not finished, what an open problem is about, anything younger than a day, and what tells a
    document that Acme has from a new one.
    """

    payloads: Duration = Field(
        title="Contents of files",
        json_schema_extra=form(first=True),
        default=90 * _DAY,
        ge=_DAY,
        description="The bytes of files, after the file has ended. The newest version of a document that Acme has "
        "taken keeps its bytes as long as its history.",
    )
    history: Duration = Field(
        title="History",
        json_schema_extra=form(first=True),
        default=400 * _DAY,
        ge=_DAY,
        description="Files, documents with their contents and answers, runs, problems that are over, plans, mails.",
    )
    logs: Duration = Field(
        title="Log files",
        json_schema_extra=form(first=True),
        default=30 * _DAY,
        ge=_DAY,
        description="Log files that are full.",
    )
    spool_size: Size | None = Field(
        title="Contents take at most",
        default=None,
        description="Payloads together take no more than this; the oldest go first. Left out: as much as there is.",
    )
    min_free: Size = Field(
        title="Keep free",
        default=200_000_000,
        description="With less space left on the disk of the data folder nothing new is taken in; what was taken in is "
        "delivered. 67 MB are kept free in any case.",
    )
