"""Kill points: whatever the composition root hands in can be killed before and after each of its calls.

A crossing is one such moment. They are counted, not listed: a new step of the product is killed too. From the kill
on every wrapped thing raises, so nothing that a dying process could not do is done. Knows no port by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import IOBase
from pathlib import Path
from sqlite3 import Connection
from types import GeneratorType
from typing import Any, TypeVar, cast

from desktop_sync.ledger.database import Database

Port = TypeVar("Port")
# They change nothing anywhere, so dying before or after them is the same as dying at their neighbours.
_LOOKS = {"stat", "list", "left_out", "ripe_in", "remember", "name_aside", "all"}
HARMLESS = frozenset({*_LOOKS, "shape", "differences", "server_now", "path", "close"})


class Killed(BaseException):
    """The process is gone. No ``except Exception`` of the product may stop it."""


class Killer:
    """Kills one process at its ``at``-th crossing (counted from 1); 0: never.

    With ``where`` only crossings of that name count ("after commit" stands for that of any transaction), with
    ``after`` only those behind the first of that name.
    """

    def __init__(
        self, at: int = 0, where: str = "", after: str = "", watch: Callable[[str], object] | None = None
    ) -> None:
        self._left = at
        self._where = where
        self._after = after
        self._watch = watch  # is told each crossing: what else happens in the world at that moment
        self.crossings: list[str] = []
        self.dead = False

    def arm(self, at: int) -> None:
        """From now on counted anew."""
        self._left = at
        self._where = self._after = ""

    def cross(self, where: str, dying: Callable[[], object] | None = None) -> None:
        """``dying``: what the world does with the last thing the process has done."""
        self.alive()
        self.crossings.append(where)
        if self._watch is not None:
            self._watch(where)
        if self._after:
            self._after = "" if _named(where, self._after) else self._after
        elif self._left and _named(where, self._where):
            self._left -= 1
            if not self._left:
                self._die(where, dying)

    def _die(self, where: str, dying: Callable[[], object] | None) -> None:
        self.dead = True
        if dying is not None:
            dying()
        raise Killed(where)

    def alive(self) -> None:
        """Raises when the process is dead."""
        if self.dead:
            raise Killed("dead already")


def _named(crossing: str, name: str) -> bool:
    return name in {"", crossing} or crossing.startswith(f"{name} of ")


class _Mortal:
    """Stands in front of a port and passes everything on."""

    def __init__(self, port: object, name: str, killer: Killer) -> None:
        self._port = port
        self._name = name
        self._killer = killer

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401 - whatever the port has
        found = getattr(self._port, method)
        if not callable(found):
            return found
        where = f"{self._name}.{method}"

        def call(*args: object, **named: object) -> object:
            self._killer.alive()
            if method in HARMLESS:
                return found(*args, **named)
            self._killer.cross(f"before {where}")
            result = found(*args, **named)
            if isinstance(result, GeneratorType):
                return _stepwise(result, where, self._killer)
            _cross_with(result, f"after {where}", self._killer)
            return result

        return call


def _cross_with(result: object, where: str, killer: Killer) -> None:
    """What was opened closes with the process."""
    try:
        killer.cross(where)
    except Killed:
        if isinstance(result, IOBase):
            result.close()
        raise


def _stepwise(steps: Iterator[object], where: str, killer: Killer) -> Iterator[object]:
    for step in steps:
        killer.cross(f"step of {where}")
        yield step
    killer.cross(f"after {where}")


def mortal(port: Port, name: str, killer: Killer) -> Port:
    """The port with a crossing before and after each call."""
    return cast("Port", _Mortal(port, name, killer))


class MortalDatabase(Database):
    """The real ledger, with a crossing right before and right after each commit.

    A process is killed here, not a machine: what the system was given is on the disk, so nothing is flushed.
    """

    _flushing = "OFF"

    def __init__(self, file: Path, killer: Killer) -> None:
        super().__init__(file)
        self._killer = killer
        self._connection.execute("PRAGMA busy_timeout = 200")

    @contextmanager
    def transaction(self, *, flush: bool = True) -> Iterator[Connection]:
        self._killer.alive()
        what = sys._getframe(2).f_code.co_qualname  # whose transaction it is: for the names of the points only
        with super().transaction(flush=flush) as sql:
            yield sql
            self._killer.cross(f"before commit of {what}")
        self._killer.cross(f"after commit of {what}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self._killer.alive()
        with super().reading() as sql:
            yield sql

    def flush(self) -> None:
        self._killer.alive()
