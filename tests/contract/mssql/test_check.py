"""The test of a connection, step by step, and what is done about a certificate that is not trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import Stop
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.sources.mssql.checking import check_steps
from desktop_sync.sources.mssql.trouble import CERTIFICATE_HINT
from tests.certificates import make_authority
from tests.mssql_rig import ensure_driver, opening, server
from tests.mssql_server import FREETDS, MICROSOFT, SqlServer, running


def steps(database: SqlServer, driver: str, **changes: object) -> dict[str, CheckStep]:
    return {one.name: one for one in check_steps(opening(database, driver, **changes), SystemClock())}


def test_every_step_is_told(database: SqlServer, driver: str) -> None:
    database.sql("CREATE TABLE dbo.Orders (Id int NOT NULL PRIMARY KEY)")
    found = steps(database, driver)
    assert {name for name, one in found.items() if one.state is StepState.FAILED} == set()
    assert found["driver"].detail == driver
    assert (found["TLS"].state, found["TLS"].hint) == (StepState.WARNING, CERTIFICATE_HINT)
    assert "1 tables and views: dbo.Orders" in found["permission to read"].detail
    assert found["snapshot"].state is StepState.WARNING
    assert found["change tracking"].detail.startswith("off")
    assert found["clock"].state is StepState.OK


def test_the_certificate_is_shown(database: SqlServer) -> None:
    if not database.is_bench:
        pytest.skip("a real server has a certificate of its own")
    told = steps(database, MICROSOFT)["TLS"].detail
    assert "issued by" in told
    assert "Inspecting Proxy CA" in told


def test_an_untrusted_certificate_is_no_way_in(database: SqlServer) -> None:
    """Pitfall 26: driver 18 encrypts by default, and certificates of an own network are trusted by nobody."""
    found = steps(database, MICROSOFT, encryption="verified")
    assert found["TLS"].state is StepState.FAILED
    assert found["TLS"].hint == CERTIFICATE_HINT
    assert found["sign-in"].state is StepState.NOT_REACHED


def test_a_refused_sign_in_is_not_tried_again(database: SqlServer, driver: str) -> None:
    """Pitfall 59: accounts get locked by that."""
    mine = replace(database, username="watched")
    if database.is_bench:
        server().order("login", name="watched", password="Right-Word-1", lock_after=3)
    way = opening(replace(mine, password="wrong"), driver)
    with pytest.raises(Stop, match="refuses the sign-in") as first:
        way.open()
    assert "wrong" not in str(first.value)
    for _ in range(3):
        with pytest.raises(Stop, match="refuses the sign-in"):
            way.open()
    found = {one.name: one for one in check_steps(way, SystemClock())}
    assert found["sign-in"].state is StepState.FAILED
    if database.is_bench:
        opening(replace(mine, password="Right-Word-1"), driver).open().close()  # it is not locked


def test_another_database_is_told_as_such(database: SqlServer) -> None:
    found = steps(replace(database, database="nowhere"), MICROSOFT)
    failed = next(one for one in found.values() if one.state is StepState.FAILED)
    assert "cannot be opened" in failed.detail


def test_clocks_that_differ_are_shown(database: SqlServer) -> None:
    """Pitfall 22."""
    if not database.is_bench:
        pytest.skip("the clock of a real server is its own")
    database.sql("CREATE TABLE dbo.Orders (Id int NOT NULL PRIMARY KEY)")
    server().order("clock", shift_seconds=600)
    found = steps(database, MICROSOFT)["clock"]
    assert found.state is StepState.WARNING
    assert "600 seconds apart" in found.detail


def test_freetds_verifies_nothing_and_says_so(database: SqlServer) -> None:
    found = steps(database, ensure_driver(FREETDS), encryption="verified")
    failed = next(one for one in found.values() if one.state is StepState.FAILED)
    assert "cannot verify" in failed.detail


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[tuple[SqlServer, Path]]:
    """A server of TDS 8, and its certificate."""
    ensure_driver(MICROSOFT)
    make_authority(tmp_path)
    with running("--certificate", str(tmp_path / "server.pem"), "--encryption", "strict") as started:
        pem = (tmp_path / "server.pem").read_text()
        begin = pem.index("-----BEGIN CERTIFICATE-----")
        pinned = tmp_path / "pinned.pem"
        pinned.write_text(pem[begin : pem.index("-----END CERTIFICATE-----") + 25] + "\n")
        yield started, pinned


def test_a_pinned_certificate_is_the_only_one_that_counts(strict: tuple[SqlServer, Path], tmp_path: Path) -> None:
    started, pinned = strict
    way = opening(started, MICROSOFT, encryption="strict", certificate_file=str(pinned))
    way.open().close()
    other = tmp_path / "other"
    other.mkdir()
    make_authority(other)
    with pytest.raises(Stop, match="not trusted"):
        opening(started, MICROSOFT, encryption="strict", certificate_file=str(other / "ca.pem")).open()
