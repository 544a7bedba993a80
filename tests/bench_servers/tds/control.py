"""Orders of tests to a running server, as plain JSON: faults, clock, logins, restart.

It must not know how they came.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.faults import Fault
from tests.bench_servers.tds.filling import fill
from tests.bench_servers.tds.instance import Login
from tests.bench_servers.tds.questions import split_name
from tests.bench_servers.tds.server import Server

Order = dict[str, Any]


def obey(server: Server, order: Order) -> Order:
    """One order ``{"do": name, …}``; the answer has ``ok``, or ``error`` in words."""
    known = _ORDERS.get(str(order.get("do")))
    if known is None:
        return {"ok": False, "error": f"no such order; there are: {', '.join(sorted(_ORDERS))}"}
    arguments = {key: value for key, value in order.items() if key != "do"}
    try:
        return {"ok": True, "answer": known(server, **arguments)}
    except (TypeError, ValueError, KeyError, SqlError) as bad:
        return {"ok": False, "error": str(bad)}


def _fault(server: Server, **fault: Any) -> None:  # noqa: ANN401 - the fields of Fault
    server.instance.faults.order(Fault(**fault))


def _faults(server: Server) -> int:
    """How many faults were ordered and have not been met yet."""
    return len(server.instance.faults.ordered)


def _reset(server: Server) -> None:
    """No faults, the machine's clock."""
    server.instance.faults.clear()
    _clock(server)


def _clock(server: Server, *, shift_seconds: float = 0.0, offset_minutes: int = 0) -> None:
    """The server's clock beside the machine's, and the zone that it stands in."""
    server.instance.clock.shift = datetime.timedelta(seconds=shift_seconds)
    server.instance.clock.offset_minutes = offset_minutes


def _login(server: Server, *, name: str, password: str, lock_after: int = 0, database: str = "") -> None:
    """A login, new or with another password; it is no longer locked."""
    found = server.instance.logins.get(name.lower())
    default = database or (found.database if found else "")
    server.instance.logins[name.lower()] = Login(name, password, lock_after, database=default)


def _cut(server: Server) -> None:
    """Every connection, at once."""
    server.cut_all()


def _restart(server: Server) -> int:
    """As a service is restarted: connections are cut, open transactions gone, committed rows there; the same port."""
    server.stop()
    server.start()
    return server.port


def _stop(server: Server) -> None:
    server.stop()


def _expire(server: Server, *, database: str = "bench", version: int | None = None) -> int:
    """Change tracking forgets what it noted up to this version (default: everything)."""
    found = server.instance.database(database)
    found.tracking_floor = found.store.tracking if version is None else version
    return found.tracking_floor


def _lose_rowversions(server: Server, *, database: str = "bench", to: int = 2000) -> None:
    """@@DBTS goes back, as after the restore of an older backup."""
    server.instance.database(database).store.rowversion = to


def _fill(server: Server, *, table: str, rows: int, database: str = "bench", layout: list[str] | None = None) -> None:
    """So many rows into an empty table, numbered from 1; a query for just these columns (default: all) is quick."""
    found = server.instance.database(database)
    fill(found, found.find(*split_name(table)), rows, layout or [])


def _sessions(server: Server) -> list[Order]:
    sessions = list(server.instance.sessions.values())
    return [
        {"number": each.number, "login": each.login, "application": each.application, "host": each.host,
         "database": each.database.name, "read_only": each.read_only, "encrypted": each.encrypted, "depth": each.depth,
         "isolation": each.isolation}
        for each in sessions
    ]  # fmt: skip


_ORDERS: dict[str, Callable[..., Any]] = {
    "fault": _fault, "reset": _reset, "clock": _clock, "login": _login, "cut": _cut, "restart": _restart, "stop": _stop,
    "expire": _expire, "lose_rowversions": _lose_rowversions, "sessions": _sessions,
    "fill": _fill, "faults": _faults,
}  # fmt: skip
