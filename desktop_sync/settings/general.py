"""How this installation works, whatever its flows: the table ``[general]`` and the tables in it. Knows no connector."""

from __future__ import annotations

from pydantic import Field

from desktop_sync.core.options import Options
from desktop_sync.settings.logs import LogsOptions


class General(Options):
    """What concerns the whole installation."""

    parallel_runs: int = Field(default=4, ge=1, le=16, description="Runs of different flows at the same time.")
    logs: LogsOptions = Field(default_factory=LogsOptions, description="The log files.")
