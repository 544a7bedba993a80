"""Which of the installed drivers is taken, and what is said when there is none."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.sources.mssql.drivers import best, chosen

NAMES = [
    "SQL Server",
    "PostgreSQL Unicode",
    "FreeTDS",
    "ODBC Driver 11 for SQL Server",
    "ODBC Driver 18 for SQL Server",
    "ODBC Driver 13 for SQL Server",
    "SQL Server Native Client 11.0",
    "ODBC Driver 17 for SQL Server",
]


def test_the_newest_of_microsoft_then_freetds_then_the_old_ones() -> None:
    assert [one.name for one in best(NAMES)] == [
        "ODBC Driver 18 for SQL Server",
        "ODBC Driver 17 for SQL Server",
        "ODBC Driver 13 for SQL Server",
        "ODBC Driver 11 for SQL Server",
        "FreeTDS",
        "SQL Server",
        "SQL Server Native Client 11.0",
    ]


def test_one_may_be_named_and_is_then_the_one() -> None:
    assert chosen(NAMES, "odbc driver 17 for sql server").version == 17
    with pytest.raises(Stop) as raised:
        chosen(["FreeTDS"], "ODBC Driver 18 for SQL Server")
    assert "FreeTDS" in raised.value.hint


def test_the_old_one_comes_with_a_warning() -> None:
    assert "old driver" in chosen(["SQL Server"]).warning
    assert not chosen(["SQL Server", "FreeTDS"]).warning


def test_without_any_it_is_said_which_one_to_install() -> None:
    with pytest.raises(Stop) as raised:
        chosen(["PostgreSQL Unicode"])
    assert "ODBC Driver 18" in raised.value.hint
