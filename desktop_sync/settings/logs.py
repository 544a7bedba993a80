"""What the log holds and how much of it is kept: the table ``[general.logs]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from desktop_sync.core.options import Kind, Options, Size, form

Level = Literal["debug", "info", "warning", "error"]
Topic = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=60),
    Kind("a topic such as `deliver`"),
]


class LogsOptions(Options):
    """The log files in `logs/` of the data folder. No secret ever stands in them."""

    format: Literal["text", "json"] = Field(
        title="Written as",
        json_schema_extra=form(choices={"text": "Text", "json": "JSON"}),
        default="text",
        description="Text for people, or one JSON object a line for programs that gather logs.",
    )
    level: Level = Field(
        title="How much is told",
        json_schema_extra=form(
            first=True,
            choices={"debug": "Everything", "info": "What is done", "warning": "Warnings", "error": "Errors only"},
        ),
        default="info",
        description="How much is told; a quiet run is one line of level info.",
    )
    topics: dict[Topic, Level] = Field(
        title="Single topics",
        default_factory=dict,
        description="Other levels for single topics, as they stand on each line: "
        "`{ deliver = 'debug', store = 'warning' }`. What holds for `store` holds for `store.sftp`.",
    )
    size: Size = Field(
        title="Size of a file", default=5_000_000, ge=100_000, le=1_000_000_000, description="Size of one file."
    )
    files: int = Field(
        title="Files kept", default=10, ge=1, le=100, description="How many files are kept; the oldest is removed."
    )
