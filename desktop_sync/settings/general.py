"""How this installation works, whatever its flows: the table ``[general]`` and the tables in it. Knows no connector."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from desktop_sync.core.options import Duration, Options, form
from desktop_sync.settings.backups import Backups
from desktop_sync.settings.health import HealthOptions
from desktop_sync.settings.logs import LogsOptions
from desktop_sync.settings.network import NetworkOptions
from desktop_sync.settings.notices import NoticesOptions
from desktop_sync.settings.retention import Retention


class General(Options):
    """What concerns the whole installation."""

    parallel_runs: int = Field(
        title="Runs at the same time",
        json_schema_extra=form(first=True),
        default=4,
        ge=1,
        le=16,
        description="Runs of different flows at the same time.",
    )
    hangs_after: Duration = Field(
        title="Hangs after",
        default=900.0,
        ge=60,
        description="A run that gives no sign of life for so long is told to end; if it does not, that is a problem.",
    )
    backup: Backups = Field(
        title="Copies of the ledger",
        default_factory=Backups,
        description="Copies of the ledger that are made by themselves, `[general.backup]`.",
    )
    logs: LogsOptions = Field(
        title="Log files", default_factory=LogsOptions, description="What the log files hold, `[general.logs]`."
    )
    retention: Retention = Field(
        title="What is kept",
        default_factory=Retention,
        description="How long what is done is kept, `[general.retention]`.",
    )
    network: NetworkOptions = Field(
        title="Network",
        default_factory=NetworkOptions,
        description="The way out, for all connections: proxy and certificates, `[general.network]`.",
    )
    language: Literal["en", "de"] = Field(
        title="Language of mails",
        json_schema_extra=form(first=True, choices={"en": "English", "de": "German"}),
        default="en",
        description="The language of mails: English or German.",
    )
    notices: NoticesOptions | None = Field(
        title="Problems by mail",
        default=None,
        description="Who is told of problems by mail, `[general.notices]`. Left out: nobody is.",
    )
    health: HealthOptions = Field(
        title="Monitoring", default_factory=HealthOptions, description="For monitoring systems, `[general.health]`."
    )
