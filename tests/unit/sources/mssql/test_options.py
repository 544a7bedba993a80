"""The options of a source: what does not fit together is refused when it is saved, in words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from desktop_sync.core.manner import manner
from desktop_sync.sources.mssql.options import MssqlOptions


@pytest.mark.parametrize(
    "told, days",
    [
        ({"table": "dbo.Orders"}, False),
        ({"table": "dbo.Orders", "first_run_column": "Day"}, True),
        ({"mode": "timestamp", "table": "dbo.Orders", "version": "At"}, True),
        ({"mode": "query", "query": "SELECT 1"}, False),
        ({"mode": "procedure", "procedure": "dbo.New", "first_run_column": "Day"}, True),
    ],
)
def test_a_first_run_begins_with_a_date_where_something_tells_the_day(told: dict[str, object], days: bool) -> None:
    assert manner(MssqlOptions.model_validate(told)).takes_days is days
    dated = {**told, "first_run": "2026-11-01"}
    if days:
        MssqlOptions.model_validate(dated)
    else:
        with pytest.raises(ValidationError, match="only with first_run_column"):
            MssqlOptions.model_validate(dated)


def test_a_time_of_change_needs_no_other_day() -> None:
    told = {"mode": "timestamp", "table": "dbo.Orders", "version": "At", "first_run_column": "Day"}
    with pytest.raises(ValidationError, match="takes no first_run_column"):
        MssqlOptions.model_validate(told)
