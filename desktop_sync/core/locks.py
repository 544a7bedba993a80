"""What an administrator has set for a machine, over what a settings file says, and away from it again.

Works on plain tables, as they are parsed or travel as JSON. It must not know any option, and opens no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Table = dict[str, Any]
MISSING = object()
LISTS = ("connections", "flows", "exports")


@dataclass(frozen=True, slots=True)
class Lock:
    """One value that stands, at ``path`` in its table. None: the option is left out."""

    path: tuple[str, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class Locks:
    """``general``: of that table; ``types``: of every connection of a type; ``connections``, ``flows``, ``exports``:
    whole ones.

    ``file``: who reads it is told where it stands; empty when nothing is set.
    """

    file: str = ""
    general: tuple[Lock, ...] = ()
    types: Mapping[str, tuple[Lock, ...]] = field(default_factory=dict)
    connections: tuple[Table, ...] = ()
    flows: tuple[Table, ...] = ()
    exports: tuple[Table, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.general or self.types or self.connections or self.flows or self.exports)

    def over(self, tables: Mapping[str, Any]) -> Table:
        """What holds: whole connections, flows and exports first, then the file's own that no such one stands for."""
        found = dict(tables)
        if self.general:
            found["general"] = locked(found.get("general", {}), self.general)
        for name in LISTS:
            presets, rows = self.presets(name), found.get(name, [])
            if presets and isinstance(rows, list):
                found[name] = [*deepcopy(list(presets)), *(rows[number] for number in self.own_numbers(name, rows))]
        rows = found.get("connections")
        if self.types and isinstance(rows, list):
            found["connections"] = [locked(one, self.of(one)) if self.of(one) else one for one in rows]
        return found

    def away(self, tables: Mapping[str, Any], written: Mapping[str, Any]) -> Table:
        """What the file shall say, whose tables ``written`` are now: where a lock is, as it was."""
        found = deepcopy(dict(tables))
        if self.general:
            _put_back(found, "general", written, self.general)
        for name in LISTS:
            rows, was = found.get(name), _rows(written, name)
            if not isinstance(rows, list):
                continue
            taken, by_id = self.ids(name), {one.get("id"): one for one in was}
            kept = [one for one in was if one.get("id") in taken]
            own = [one for one in rows if one.get("id") not in taken]
            for one in own if name == "connections" else ():
                for lock in self.of(one):
                    _restore(one, by_id.get(one.get("id"), {}), lock.path)
            found[name] = deepcopy(kept) + own
            if not found[name] and name not in written:
                del found[name]
        return found

    def presets(self, name: str) -> tuple[Table, ...]:
        """Whole ones of a list."""
        return {"connections": self.connections, "flows": self.flows, "exports": self.exports}[name]

    def ids(self, name: str) -> frozenset[Any]:
        """Of the whole ones."""
        return frozenset(one.get("id") for one in self.presets(name))

    def of(self, connection: object) -> tuple[Lock, ...]:
        """Those of a connection, by its type."""
        type_ = connection.get("type") if isinstance(connection, Mapping) else None
        return self.types.get(type_, ()) if isinstance(type_, str) else ()

    def own_numbers(self, name: str, rows: list[Any]) -> list[int]:
        """Which rows of the file's list count."""
        taken = self.ids(name)
        return [n for n, one in enumerate(rows) if not (isinstance(one, Mapping) and one.get("id") in taken)]

    def told(self) -> Table:
        """As plain JSON."""
        return {
            "file": self.file,
            "general": _told(self.general),
            "types": {name: _told(locks) for name, locks in self.types.items()},
            "connections": list(self.connections),
            "flows": list(self.flows),
            "exports": list(self.exports),
        }

    @classmethod
    def heard(cls, told: Mapping[str, Any]) -> Locks:
        """From what ``told`` gave."""
        types = {str(name): _heard(locks) for name, locks in told["types"].items()}
        whole = (tuple(told[name]) for name in LISTS)
        return cls(told["file"], _heard(told["general"]), types, *whole)


def locked(table: object, locks: tuple[Lock, ...]) -> Table:
    """A table with what stands."""
    found: Table = deepcopy(dict(table)) if isinstance(table, Mapping) else {}
    for lock in locks:
        _set(found, lock.path, lock.value)
    return found


def at(table: object, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - a value of TOML
    """What stands there; MISSING."""
    here: Any = table
    for step in path:
        if not isinstance(here, Mapping) or step not in here:
            return MISSING
        here = here[step]
    return here


def leaves(table: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[Lock]:
    """Every value in a table of tables, with its place."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*before, name))
        else:
            yield Lock((*before, name), value)


def _set(table: Table, path: tuple[str, ...], value: object) -> None:
    here = table
    for step in path[:-1]:
        if not isinstance(here.get(step), dict):
            if value is None:
                return
            here[step] = {}
        here = here[step]
    if value is None:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = deepcopy(value)


def _put_back(found: Table, name: str, written: Mapping[str, Any], locks: tuple[Lock, ...]) -> None:
    table = found.setdefault(name, {})
    for lock in locks:
        _restore(table, written.get(name, {}), lock.path)
    if not table and name not in written:
        del found[name]


def _restore(table: Table, was: object, path: tuple[str, ...]) -> None:
    """As it was there; tables around it that were not there and are empty now go, too."""
    value = at(was, path)
    _set(table, path, None if value is MISSING else value)
    for length in range(len(path) - 1, 0, -1):
        if at(table, path[:length]) == {} and at(was, path[:length]) is MISSING:
            _set(table, path[:length], None)


def _rows(tables: Mapping[str, Any], name: str) -> list[Table]:
    rows = tables.get(name, [])
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _told(locks: tuple[Lock, ...]) -> list[Table]:
    return [{"path": list(lock.path), "value": lock.value} for lock in locks]


def _heard(told: list[Table]) -> tuple[Lock, ...]:
    return tuple(Lock(tuple(one["path"]), one["value"]) for one in told)
