"""How others watch over this installation: the table ``[general.health]``."""

from __future__ import annotations

from pydantic import Field

from desktop_sync.core.options import Duration, Options, WholePath, form


class HealthOptions(Options):
    """A text file for a monitoring system (OpenMetrics), written by the engine."""

    metrics_file: WholePath = Field(
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
