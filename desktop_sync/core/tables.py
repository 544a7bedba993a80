"""Two versions of plain tables (a settings file as JSON values) compared, and changes of one put on another. Pure.

Tables of a list are the same one by their ``id``, wherever they stand; a list of anything else is one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
"""Names of tables and options, and ids in lists: ``("connections", "acme", "base_url")``."""
Tables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """At a place, what was and what is now; None: nothing."""

    path: Path
    was: Any
    now: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any], at: Path = ()) -> list[Change]:
    """In the order of ``after``, what is gone at the end. A new table is told by what is in it, a new one of a list
    as a whole.
    """
    found: list[Change] = []
    for name in _names(before, after):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if isinstance(now, Mapping) and now and (was is None or isinstance(was, Mapping)):
            found += changes(was or {}, now, (*at, name))
        elif _named(was) and _named(now):
            found += _of_lists(_by_id(was), _by_id(now), (*at, name))
        else:
            found.append(Change((*at, name), was, now))
    return found


def _of_lists(before: Mapping[str, Any], after: Mapping[str, Any], at: Path) -> list[Change]:
    found: list[Change] = []
    for identity in _names(before, after):
        was, now = before.get(identity), after.get(identity)
        if was is None or now is None:
            found.append(Change((*at, identity), was, now))
        else:
            found += changes(was, now, (*at, identity))
    return found


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [*after, *(one for one in before if one not in after)]


def merged(base: Tables, mine: Tables, theirs: Tables) -> tuple[Tables, list[Change]]:
    """``theirs`` with what was changed from ``base`` to ``mine``, and those of my changes that they changed, too.

    The latter are made as well; ``was`` of each is what they say.
    """
    other = changes(base, theirs)
    own = changes(base, mine)
    found = applied(theirs, own)
    clashing = [one for one in own if any(_touch(one.path, two.path) and one.now != two.now for two in other)]
    return found, [Change(one.path, at(theirs, one.path), one.now) for one in clashing]


def applied(tables: Tables, made: Iterable[Change]) -> Tables:
    """A copy of ``tables`` with these changes."""
    found = deepcopy(tables)
    for one in made:
        _put(found, one.path, deepcopy(one.now))
    return found


def at(tables: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401 - a JSON value
    """What stands there; None where nothing does."""
    here: Any = tables
    for step in path:
        if isinstance(here, list):
            here = _by_id(here) if _named(here) else {}
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _put(tables: Any, path: Path, value: object) -> None:  # noqa: ANN401 - tables, or a list of them
    step, rest = path[0], path[1:]
    if isinstance(tables, list):
        _put_listed(tables, step, rest, value)
    elif rest:
        inside = tables.get(step)
        if not isinstance(inside, dict | list):
            if value is None:
                return
            inside = tables[step] = [] if _first_of_list(rest, value) else {}
        _put(inside, rest, value)
    elif value is None:
        tables.pop(step, None)
    else:
        tables[step] = value


def _first_of_list(rest: Path, value: object) -> bool:
    return len(rest) == 1 and isinstance(value, Mapping) and value.get("id") == rest[0]


def _put_listed(tables: list[Any], identity: str, rest: Path, value: object) -> None:
    number = next((n for n, one in enumerate(tables) if one.get("id") == identity), None)
    if rest:
        if number is None:
            tables.append({"id": identity})
        _put(tables[-1 if number is None else number], rest, value)
    elif value is None:
        if number is not None:
            del tables[number]
    elif number is None:
        tables.append(value)
    else:
        tables[number] = value


def _named(value: object) -> bool:
    """Whether it is a list of tables with ids of their own; an empty list may be one."""
    if value is None:
        return True
    if not isinstance(value, list):
        return False
    ids = [one.get("id") if isinstance(one, Mapping) else None for one in value]
    return all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)


def _by_id(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a list of tables
    return {one["id"]: one for one in value or ()}


def _touch(one: Path, two: Path) -> bool:
    length = min(len(one), len(two))
    return one[:length] == two[:length]
