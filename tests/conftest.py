"""What every test may ask for, and which tests run: long ones only with --long, serial ones apart from the others."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import hypothesis
import pytest

from desktop_sync.core import redaction
from tests import odbc_drivers

if TYPE_CHECKING:
    from tests.mssql_server import SqlServer

hypothesis.settings.register_profile(
    "every",
    max_examples=300,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # neither it nor the deadline: machines are busy at times
    print_blob=True,
)
hypothesis.settings.register_profile("long", parent=hypothesis.settings.get_profile("every"), max_examples=10_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("desktop-sync")
    group.addoption("--long", action="store_true", help="also tests marked long, and 10,000 examples per property")
    group.addoption("--serial", choices=("with", "without", "only"), default="with", help="tests marked serial")
    group.addoption("--shots", metavar="DIR", help="the folder for pictures of every screen")
    group.addoption("--failed-to", metavar="FILE", help="where the names of tests that failed are added, a line each")
    group.addoption("--named-in", metavar="FILE", help="only tests whose names are lines of it")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "every")
    file = config.getoption("--failed-to")
    if file and not hasattr(config, "workerinput"):  # workers report to the one that began them
        config.pluginmanager.register(Failed(Path(file)))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For the few serial tests, only files that speak of them are read."""
    if config.getoption("--serial") != "only" or collection_path.suffix != ".py":
        return None
    return None if "mark.serial" in collection_path.read_text(encoding="utf-8") else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not wanted(item, config.getoption("--serial"), config.getoption("--long"))]
    file = config.getoption("--named-in")
    if file:
        named = Path(file).read_text(encoding="utf-8").splitlines()
        left_out = [item for item in items if item in left_out or item.nodeid not in named]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What tests are made of stays to the end: no collection of garbage looks at all of it, now or within a test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


class Failed:
    """Adds the names of tests that failed to a file, as they come: for the run that tries them by themselves."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._told: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self._told:
            self._told.add(report.nodeid)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


def wanted(item: pytest.Item, serial: str, long: bool) -> bool:
    """Whether this run is the one in which the test belongs."""
    if item.get_closest_marker("long") and not long:
        return False
    return serial == "with" or (item.get_closest_marker("serial") is not None) == (serial == "only")


@pytest.fixture(autouse=True)
def _secrets_are_forgotten() -> Iterator[None]:
    """What one test has for a secret is a word in the messages of another."""
    yield
    redaction._HERE.forget()


@pytest.fixture
def require() -> Callable[[str], NoReturn]:
    """``require(reason)`` ends a test whose real counterpart cannot run here: skipped; in CI (``CI=true``) failed."""
    return counterpart_missing


@pytest.fixture(scope="session")
def require_for_session() -> Callable[[str], NoReturn]:
    """The same, for fixtures that live as long as the session."""
    return counterpart_missing


@pytest.fixture(scope="session")
def sql_server() -> Iterator[SqlServer]:
    """The SQL Server of this session: the bench server, or the one that TEST_MSSQL_DSN names."""
    if not odbc_drivers.register():
        counterpart_missing("no ODBC driver for SQL Server is installed")
    from tests.mssql_server import any_server

    with any_server() as server:
        yield server


@pytest.fixture
def mssql(sql_server: SqlServer) -> Iterator[SqlServer]:
    """A SQL Server with a database of its own for this test."""
    with sql_server.fresh() as server:
        yield server


@pytest.fixture(params=(odbc_drivers.MICROSOFT, odbc_drivers.FREETDS))
def driver(request: pytest.FixtureRequest) -> str:
    """Each ODBC driver for SQL Server in turn."""
    name = str(request.param)
    if name not in odbc_drivers.register():
        counterpart_missing(f"the ODBC driver {name} is not installed")
    return name


def counterpart_missing(reason: str) -> NoReturn:
    """Skips, or fails where nothing may be skipped."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"CI must have every real counterpart: {reason}", pytrace=False)
    pytest.skip(reason)
