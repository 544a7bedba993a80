"""Named instances: the driver asks on UDP 1434 of the server's address for the port, of a browser that is real here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.sources.mssql.checking import check_steps
from desktop_sync.sources.mssql.opening import Opening
from tests.certificates import make_authority
from tests.mssql_rig import opening
from tests.mssql_server import SqlServer, running

_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Named:
    """A server at an address of its own, with one instance: SHOP."""

    server: SqlServer
    host: str

    def opening(self, driver: str, instance: str = "SHOP", **changes: object) -> Opening:
        where = {"host": self.host, "port": None, "instance": instance, "timeout": 5, **changes}
        return opening(self.server, driver, **where)


@pytest.fixture
def named(driver: str, tmp_path: Path) -> Iterator[Named]:
    host = f"127.{os.getpid() % 200 + 10}.{os.getpid() // 200 % 200}.{next(_NUMBERS) % 200 + 3}"
    make_authority(tmp_path)
    with running("--host", host, "--browser", "SHOP", "--certificate", str(tmp_path / "server.pem")) as server:
        yield Named(server, host)


def test_an_instance_is_found_by_its_name(named: Named, driver: str) -> None:
    """And what is read there is as exact as by its port."""
    connection = named.opening(driver).open()
    cursor = connection.cursor()
    cursor.execute("SELECT @@SERVERNAME, N'Größe €'", ())
    assert [tuple(row) for row in cursor.fetchall()] == [("BENCH", "Größe €")]
    connection.close()


def test_the_test_of_the_connection_says_who_is_asked(named: Named, driver: str) -> None:
    steps: dict[str, CheckStep] = {one.name: one for one in check_steps(named.opening(driver), SystemClock())}
    assert f"asks {named.host} (UDP 1434) for the port of SHOP" in steps["reach"].detail
    assert steps["sign-in"].state is StepState.OK
    assert steps["database"].state is StepState.OK


def test_an_instance_that_is_not_there_is_told(named: Named, driver: str) -> None:
    with pytest.raises((RetryLater, Stop)) as told:
        named.opening(driver, "NOWHERE").open()
    assert "NOWHERE" in told.value.what
    assert told.value.hint
