"""What a flow asks an HTTP API: the query again and again, from where the last look ended. Options only."""

from __future__ import annotations

from typing import ClassVar

from pydantic import ConfigDict, Field, model_validator

from desktop_sync.core.first_run import ASK, FirstRun, is_day
from desktop_sync.core.options import Duration
from desktop_sync.sources.http_api.query_options import HttpQuery


class HttpApiOptions(HttpQuery):
    """A query that is asked again and again."""

    model_config = ConfigDict(title="HTTP API")

    times: ClassVar[frozenset[str]] = frozenset({"since", "until"})

    overlap: Duration = Field(
        title="Overlap",
        default=600.0,
        description="`{since}` is so much before the last look: what was changed then and showed late is found. Rows "
        "that are known already make nothing new.",
    )
    lag: Duration = Field(
        title="Lag",
        default=5.0,
        description="`{until}` and the next `{since}` are so much behind the server's clock.",
    )
    first_run: FirstRun = Field(
        title="Rows that are there already",
        default=ASK,
        description="What becomes of the rows that are there when the flow asks for the first time: `all` are sent, "
        "`from_now` none of them, a date: it is the first `{since}`. `ask`: a person is asked, with their number, and "
        "until then nothing is sent.",
    )

    @property
    def asks_since(self) -> bool:
        """Whether the query is for a time."""
        return "since" in self.asked_for

    @property
    def takes_days(self) -> bool:
        """Whether a first run can begin with a date."""
        return self.asks_since

    @property
    def asks_until(self) -> bool:
        """Whether it says up to when."""
        return "until" in self.asked_for

    @model_validator(mode="after")
    def _first(self) -> HttpApiOptions:
        if is_day(self.first_run) and not self.takes_days:
            raise ValueError("first_run takes a date only where the query asks with {since}")
        return self
