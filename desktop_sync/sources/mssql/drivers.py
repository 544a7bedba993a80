"""Which of the installed ODBC drivers speaks to a server best, and what to do when there is none.

Pure, but for ``installed``. Microsoft's drivers come first, the newest at the head; then FreeTDS; the one that comes
with Windows is last: it knows neither modern encryption nor the newer column types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop_sync.core.errors import Stop
from desktop_sync.core.value import value

_MICROSOFT = re.compile(r"ODBC Driver (\d+)(?:\.\d+)? for SQL Server", re.IGNORECASE)
_FREETDS = re.compile(r"FreeTDS", re.IGNORECASE)
_OLD = re.compile(r"SQL Server|SQL Server Native Client.*|SQL Native Client", re.IGNORECASE)
_STRICT_SINCE = 18  # Encrypt=strict and HostnameInCertificate; ServerCertificate since 18.1
ADVICE = (
    'Install "Microsoft ODBC Driver 18 for SQL Server" on this computer (from Microsoft, free of charge; '
    "administrator rights are needed), then test again."
)


@value
class Driver:
    """One installed driver. ``version``: of Microsoft's; 0: another one."""

    name: str
    version: int = 0
    old: bool = False

    @property
    def microsoft(self) -> bool:
        return self.version > 0

    @property
    def freetds(self) -> bool:
        return not self.version and not self.old

    @property
    def names_certificate(self) -> bool:
        """Whether it can be told which name the certificate bears, and which certificate it is."""
        return self.version >= _STRICT_SINCE

    @property
    def warning(self) -> str:
        """Why it should not be used, in words; empty: nothing is said against it."""
        if self.old:
            return (
                f'Only the old driver "{self.name}" is there. It cannot check certificates as it should and reads '
                "newer kinds of columns as text."
            )
        return ""


def known(name: str) -> Driver | None:
    """What a driver of this name is; None: it speaks to no SQL Server."""
    if found := _MICROSOFT.fullmatch(name):
        return Driver(name, int(found[1]))
    if _FREETDS.search(name):
        return Driver(name)
    return Driver(name, old=True) if _OLD.fullmatch(name) else None


def best(names: Iterable[str]) -> list[Driver]:
    """Those that speak to a SQL Server, the best first."""
    found = [driver for name in names if (driver := known(name)) is not None]
    return sorted(found, key=lambda one: (not one.microsoft, one.old, -one.version, one.name))


def chosen(names: Sequence[str], wanted: str = "") -> Driver:
    """The wanted driver, or the best there is. Stop when there is none, with what is there."""
    found = best(names)
    if wanted:
        for driver in found:
            if driver.name.lower() == wanted.lower():
                return driver
        there = ", ".join(driver.name for driver in found) or "none that speaks to a SQL Server"
        raise Stop(f'The ODBC driver "{wanted}" is not installed on this computer.', f"Installed: {there}. {ADVICE}")
    if not found:
        raise Stop("No ODBC driver for SQL Server is installed on this computer.", ADVICE)
    return found[0]


def installed() -> list[str]:
    """The names of the drivers on this machine. Stop where ODBC itself is missing."""
    try:
        import pyodbc
    except ImportError as error:  # the library of ODBC itself (unixodbc) is missing
        raise Stop(
            "ODBC is not there on this computer.", "On Linux install unixodbc; on Windows it is built in."
        ) from error
    return list(pyodbc.drivers())
