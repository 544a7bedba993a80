"""What the log holds and how much of it is kept: the table ``[general.logs]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from desktop_sync.core.options import Kind, Options, Size

Level = Literal["debug", "info", "warning", "error"]
Topic = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=60),
    Kind("a topic such as `deliver`"),
]


class LogsOptions(Options):
    """The log files in `logs/` of the data folder. No secret ever stands in them."""

    format: Literal["text", "json"] = Field(
        default="text", description="Text for people, or one JSON object a line for programs that gather logs."
    )
    level: Level = Field(default="info", description="How much is told; a quiet run is one line of level info.")
    topics: dict[Topic, Level] = Field(
        default_factory=dict,
        description="Other levels for single topics, as they stand on each line: "
        "`{ deliver = 'debug', store = 'warning' }`. What holds for `store` holds for `store.sftp`.",
    )
    size: Size = Field(default=5_000_000, ge=100_000, le=1_000_000_000, description="Size of one file.")
    files: int = Field(default=10, ge=1, le=100, description="How many files are kept; the oldest is removed.")
