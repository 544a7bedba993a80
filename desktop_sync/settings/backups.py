"""Copies of the ledger that are made by themselves: the table ``[general.backup]``."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from desktop_sync.core.options import Options, form
from desktop_sync.settings.schedule_values import TimeOfDay


class Backups(Options):
    """A copy of the ledger every night, made while the work goes on and checked from its first page to its last."""

    at: TimeOfDay = Field(
        title="Every night at",
        json_schema_extra=form(first=True),
        default=time(2, 30),
        description="When, by this machine's clock. What was missed (the machine was off) is made up for.",
    )
    keep: int = Field(
        title="Copies kept",
        json_schema_extra=form(first=True),
        default=7,
        ge=0,
        le=1000,
        description="How many copies are kept; an old one goes when a new one is good. 0: none.",
    )
    folder: str = Field(
        title="Kept in",
        json_schema_extra=form(first=True, path="folder"),
        default="",
        description="Where they are kept: the whole path of a folder. Left out: `backups` in the data folder. A copy "
        "on another disk also helps when the disk fails.",
    )
