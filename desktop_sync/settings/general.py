"""How this installation works, whatever its flows: the table ``[general]`` and the tables in it. Knows no connector."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from desktop_sync.core.options import Options
from desktop_sync.settings.logs import LogsOptions
from desktop_sync.settings.notices import NoticesOptions


class General(Options):
    """What concerns the whole installation."""

    parallel_runs: int = Field(default=4, ge=1, le=16, description="Runs of different flows at the same time.")
    logs: LogsOptions = Field(default_factory=LogsOptions, description="The log files.")
    language: Literal["en", "de"] = Field(default="en", description="The language of mails: English or German.")
    notices: NoticesOptions | None = Field(
        default=None, description="Problems by mail: `[general.notices]`. Left out: no mails."
    )
