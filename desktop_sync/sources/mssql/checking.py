"""The test of a connection to a SQL Server, step by step, each with what to do about it. Nothing is written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from desktop_sync.core.errors import Stop, SyncError
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.core.ports import Clock
from desktop_sync.sources.mssql.catalogue import Listed, snapshot_allowed, tables
from desktop_sync.sources.mssql.certificate import Shown, shown
from desktop_sync.sources.mssql.connection import PORT
from desktop_sync.sources.mssql.opening import Opening
from desktop_sync.sources.mssql.session import Session
from desktop_sync.sources.mssql.trouble import CERTIFICATE_HINT
from desktop_sync.sources.mssql.ways import epoch
from desktop_sync.web.connect import reach, resolve
from desktop_sync.web.probe import failed, not_reached

NAMES = (
    "driver", "name", "reach", "TLS", "sign-in", "database", "permission to read", "snapshot", "change tracking",
    "clock",
)  # fmt: skip
_APART = 60.0  # seconds that clocks may differ
_SHOWN = 5  # tables that are named


def check_steps(opening: Opening, clock: Clock) -> Iterator[CheckStep]:
    """What comes after a failure is ``not reached``. A refused sign-in is tried once more: a person asks."""
    opening.forget()
    session = Session(opening, threading.Event())
    test = _Test(opening, session, clock)
    acts: tuple[Callable[[], CheckStep], ...] = (
        test.driver, test.name, test.reach, test.tls, test.sign_in, test.database, test.permission, test.snapshot,
        test.tracking, test.clock,
    )  # fmt: skip
    done = 0
    try:
        for name, act in zip(NAMES, acts, strict=True):
            step = _step(name, act)
            yield step
            done += 1
            if step.state is StepState.FAILED:
                break
    finally:
        session.close()
    yield from not_reached(*NAMES[done:])


def _step(name: str, act: Callable[[], CheckStep]) -> CheckStep:
    try:
        return act()
    except SyncError as error:
        return failed(name, error)


class _Test:
    def __init__(self, opening: Opening, session: Session, clock: Clock) -> None:
        self._opening = opening
        self._options = opening.options
        self._session = session
        self._clock = clock
        self._tables: list[Listed] = []

    @property
    def _port(self) -> int:
        return self._options.port or PORT

    def driver(self) -> CheckStep:
        driver = self._opening.driver()
        if driver.warning:
            return CheckStep("driver", StepState.WARNING, driver.warning, _BETTER)
        return CheckStep("driver", StepState.OK, driver.name)

    def name(self) -> CheckStep:
        found = resolve(self._options.host, self._port)
        addresses = ", ".join(sorted({str(address[0]) for _, address in found}))
        return CheckStep("name", StepState.OK, f"{self._options.host} leads to {addresses}")

    def reach(self) -> CheckStep:
        if self._options.instance:
            detail = f"the driver asks {self._options.host} (UDP 1434) for the port of {self._options.instance}"
            return CheckStep("reach", StepState.OK, detail)
        reach(resolve(self._options.host, self._port), self._opening.place, self._options.timeout).close()
        return CheckStep("reach", StepState.OK, f"{self._opening.place} answers")

    def tls(self) -> CheckStep:
        """The driver signs in and verifies; the certificate is looked at beside it, to be named."""
        found = self._certificate()
        words = str(found) if found else "encrypted"
        try:
            self._session.rows("SELECT 1")
        except Stop as error:
            if error.hint != CERTIFICATE_HINT:
                return CheckStep("TLS", StepState.OK, words)  # told by the next step
            told = f"{error.what} The certificate: {words}." if found else error.what
            return failed("TLS", Stop(told, error.hint))
        if self._options.encryption == "unverified":
            return CheckStep("TLS", StepState.WARNING, f"not verified: {words}", CERTIFICATE_HINT)
        return CheckStep("TLS", StepState.OK, words)

    def _certificate(self) -> Shown | None:
        if self._options.instance:
            return None
        strict = self._options.encryption == "strict"
        return shown(self._options.host, self._port, self._options.timeout, strict=strict)

    def sign_in(self) -> CheckStep:
        login = self._session.rows("SELECT SUSER_SNAME()")[0][0]
        return CheckStep("sign-in", StepState.OK, str(login or self._options.username))

    def database(self) -> CheckStep:
        name = self._session.rows("SELECT DB_NAME()")[0][0]
        return CheckStep("database", StepState.OK, str(name))

    def permission(self) -> CheckStep:
        self._tables = tables(self._session)
        if not self._tables:
            hint = "Let the database's administrator grant SELECT on the tables that flows read."
            return CheckStep("permission to read", StepState.FAILED, "the login can see no table", hint)
        some = ", ".join(str(one.table) for one in self._tables[:_SHOWN])
        more = " …" if len(self._tables) > _SHOWN else ""
        return CheckStep("permission to read", StepState.OK, f"{len(self._tables):,} tables and views: {some}{more}")

    def snapshot(self) -> CheckStep:
        if snapshot_allowed(self._session):
            return CheckStep("snapshot", StepState.OK, "allowed: documents and their lines are read as of one moment")
        return CheckStep(
            "snapshot",
            StepState.WARNING,
            "not allowed: documents are read again when they change while they are read",
            "It works, but is better allowed by the database's administrator: ALTER DATABASE … SET "
            "ALLOW_SNAPSHOT_ISOLATION ON.",
        )

    def tracking(self) -> CheckStep:
        version = self._session.rows("SELECT CHANGE_TRACKING_CURRENT_VERSION()")[0][0]
        words = (
            "off; only flows that read by change tracking need it" if version is None else f"on, at version {version}"
        )
        return CheckStep("change tracking", StepState.OK, words)

    def clock(self) -> CheckStep:
        """Both clocks beside each other, and the server's zone as it shows in them."""
        local, utc = self._session.rows("SELECT SYSDATETIME(), SYSUTCDATETIME()")[0]
        ours = self._clock.now()
        apart = epoch(utc) - ours
        here = f"{datetime.fromtimestamp(ours, UTC).astimezone():%Y-%m-%d %H:%M:%S}"
        detail = f"the server says {str(local)[:19]}, {str(utc)[:19]} in UTC; here it is {here}"
        if abs(apart) <= _APART:
            return CheckStep("clock", StepState.OK, detail)
        return CheckStep(
            "clock",
            StepState.WARNING,
            f"{detail}: {abs(apart):,.0f} seconds apart",
            "Let both machines set their clocks by the network. Rows are judged by the server's clock alone.",
        )


_BETTER = 'Install "Microsoft ODBC Driver 18 for SQL Server" on this computer.'
