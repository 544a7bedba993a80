"""How others watch over this installation: the table ``[general.health]``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator

from desktop_sync.core.options import Duration, Options, form


class HealthOptions(Options):
    """A text file for a monitoring system (OpenMetrics), written by the engine."""

    metrics_file: str = Field(
        title="Metrics file",
        json_schema_extra=form(first=True, path="file"),
        default="",
        description="File in which the engine tells how it is, in the form of OpenMetrics, such as "
        "`'/var/lib/node_exporter/desktop_sync.prom'`. It is replaced as a whole; everybody may read it. Left out: "
        "none.",
    )
    every: Duration = Field(
        title="Written every",
        json_schema_extra=form(first=True),
        default=60.0,
        ge=10,
        le=3600,
        description="How often it is written.",
    )

    @field_validator("metrics_file")
    @classmethod
    def _whole(cls, value: str) -> str:
        if value and ("\0" in value or not Path(value).is_absolute()):
            raise ValueError("expected the whole path of a file: nobody knows from where it is looked for")
        return value
