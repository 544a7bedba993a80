"""What servers and drivers say, as what to do next. The messages are those of the drivers themselves."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.sources.mssql.trouble import CERTIFICATE_HINT, once_more, refused, said, translated

MS = "[Microsoft][ODBC Driver 18 for SQL Server]"


class Fake(Exception):
    """As pyodbc.Error: the SQLSTATE, then the text."""


LATER = [
    ("40001", f"[40001] {MS}[SQL Server]Transaction (Process ID 52) was deadlocked. (1205) (SQLExecDirectW)"),
    ("HY000", f"[HY000] {MS}[SQL Server]Lock request time out period exceeded. (1222) (SQLExecDirectW)"),
    ("HY000", "[HY000] [FreeTDS][SQL Server]Snapshot isolation transaction aborted. (3960) (SQLExecDirectW)"),
    ("08S01", f"[08S01] {MS}TCP Provider: Error code 0x68 (104) (SQLExecDirectW)"),
    ("08001", f"[08001] {MS}TCP Provider: Error code 0x2749 (10057) (SQLDriverConnect)"),
    ("HYT00", f"[HYT00] {MS}Login timeout expired (0) (SQLDriverConnect)"),
    ("HYT00", f"[HYT00] {MS}Query timeout expired (0) (SQLExecDirectW)"),
    ("HY008", f"[HY008] {MS}Operation canceled (0) (SQLExecDirectW)"),
    ("42000", f"[42000] {MS}[SQL Server]Database is being recovered. (922) (SQLDriverConnect)"),
]
STOPS = [
    ("28000", f"[28000] {MS}[SQL Server]Login failed for user 'reader'. (18456) (SQLDriverConnect)"),
    ("28000", "[28000] [FreeTDS][SQL Server]Login failed for user 'reader'. (18456) (SQLDriverConnect)"),
    ("42000", f'[42000] {MS}[SQL Server]Cannot open database "X" requested by the login. (4060) (SQLDriverConnect)'),
    ("42000", f"[42000] {MS}[SQL Server]The SELECT permission was denied on 'Orders'. (229) (SQLExecDirectW)"),
    ("42S02", f"[42S02] {MS}[SQL Server]Invalid object name 'dbo.Nope'. (208) (SQLExecDirectW)"),
    ("08001", f"[08001] {MS}SSL Provider: [error:0A000086:self-signed certificate] (-1) (SQLDriverConnect)"),
    ("42000", f"[42000] {MS}[SQL Server]Something nobody knows. (49999) (SQLExecDirectW)"),
]  # fmt: skip


@pytest.mark.parametrize("state, text", LATER)
def test_what_passes_is_tried_again(state: str, text: str) -> None:
    assert isinstance(translated(Fake(state, text), "sql01"), RetryLater)


@pytest.mark.parametrize("state, text", STOPS)
def test_what_stays_waits_for_a_person(state: str, text: str) -> None:
    error = translated(Fake(state, text), "sql01")
    assert isinstance(error, Stop)
    assert error.hint
    assert "sql01" in error.what


def test_an_untrusted_certificate_is_told_with_all_that_helps_and_in_which_order() -> None:
    error = translated(Fake(*STOPS[5]), "sql01")
    assert error.hint == CERTIFICATE_HINT
    assert "self-signed" in error.what


def test_what_is_said_is_told_without_what_drivers_add() -> None:
    told = said(Fake(*STOPS[3]))
    assert told.numbers == (229,)
    assert told.words == "The SELECT permission was denied on 'Orders'."


def test_only_a_refused_sign_in_is_remembered() -> None:
    assert [refused(Fake(*one)) for one in STOPS] == [True, True, False, False, False, False, False]


def test_a_victim_and_a_broken_connection_are_asked_once_more() -> None:
    assert [once_more(Fake(*one)) for one in LATER[:5]] == [True, False, True, True, False]
    assert not any(once_more(Fake(*one)) for one in STOPS)
