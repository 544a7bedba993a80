"""Opens connections through ODBC: driver, connection string, sign-in, and what is remembered of a refused one.

The only module that connects. What it uses of pyodbc stands here as protocols, since pyodbc has no types of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from desktop_sync.core.errors import Stop
from desktop_sync.core.ports import Refusals
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions, connection_string
from desktop_sync.sources.mssql.drivers import Driver, chosen, installed
from desktop_sync.sources.mssql.exact import OFFSET_TYPE, offset_text
from desktop_sync.sources.mssql.trouble import LOGIN_FAILED, STOPS, refused, translated


class Cursor(Protocol):
    """Of pyodbc."""

    description: Sequence[Sequence[Any]] | None
    rowcount: int

    def execute(self, text: str, values: Sequence[object]) -> object: ...

    def fetchall(self) -> list[Sequence[object]]: ...

    def fetchmany(self, size: int) -> list[Sequence[object]]: ...

    def nextset(self) -> bool: ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


class Connection(Protocol):
    """Of pyodbc. ``timeout``: seconds for a query."""

    timeout: int

    def cursor(self) -> Cursor: ...

    def close(self) -> None: ...


def trouble() -> type[Exception]:
    """What pyodbc raises, whatever it is about."""
    import pyodbc

    return cast("type[Exception]", pyodbc.Error)


class Opening:
    """How one server is reached. ``secret`` gives a password by reference; ``names``: the drivers on this machine."""

    def __init__(
        self,
        options: MssqlConnectionOptions,
        secret: Callable[[str], str],
        refusals: Refusals,
        names: Callable[[], Sequence[str]] = installed,
    ) -> None:
        self.options = options
        self._secret = secret
        self._refusals = refusals
        self._names = names

    @property
    def place(self) -> str:
        """The server, for people."""
        return self.options.place

    def driver(self) -> Driver:
        """The one that is used. Stop when there is none."""
        return chosen(self._names(), self.options.driver)

    def forget(self) -> None:
        """A person asks for a try now."""
        self._refusals.forget()

    def open(self) -> Connection:
        """Signed in, in autocommit. Raises RetryLater or Stop; a refused sign-in is not tried again within the hour."""
        driver, password = self.driver(), self._password()
        signs_in = f"{self.options.username}\n{password}"
        if password and self._refusals.stands(signs_in):
            what, hint = STOPS[LOGIN_FAILED]
            raise Stop(f"{self.place}: {what}", hint)
        text = connection_string(self.options, driver, password)
        try:
            connection = self._connect(text)
        except trouble() as error:
            if password and refused(error):
                self._refusals.note(signs_in)
            raise translated(error, self.place) from None  # the driver's own words are told; its frames hold text
        self._refusals.forget()
        return connection

    def _password(self) -> str:
        return self._secret(self.options.password) if self.options.password else ""

    def _connect(self, text: str) -> Connection:
        import pyodbc

        pyodbc.pooling = False  # a connection that broke, or signs in otherwise now, must not come back from a pool
        made = pyodbc.connect(text, timeout=max(round(self.options.timeout), 1), autocommit=True)
        made.timeout = max(round(self.options.query_timeout), 1)
        made.add_output_converter(OFFSET_TYPE, offset_text)
        return cast("Connection", made)
