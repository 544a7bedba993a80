"""``policy.toml``: what an administrator sets for a machine, whatever the settings of its people say.

The same tables as in the settings, all of whose values stand; ``[connection_types.…]`` is for every connection of a
type. It knows no connector: which options there are is told by the option models that are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from desktop_sync.core.locks import LISTS, MISSING, Lock, Locks, at, leaves
from desktop_sync.settings.general import General
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.places import Path as Place
from desktop_sync.settings.policy_place import foreign_owner
from desktop_sync.settings.reading import check_version, meant_of, tables
from desktop_sync.settings.report import SettingsProblem
from desktop_sync.settings.text import LARGEST, Problems, parse
from desktop_sync.settings.validating import validated
from desktop_sync.settings.wording import meant, shown

TYPES = "connection_types"
_TOP = ("version", "general", TYPES, *LISTS)


@dataclass(frozen=True, slots=True)
class Policy:
    """``errors``: what is wrong with it; nothing of it holds then, and neither do settings that are read with it."""

    locks: Locks = field(default_factory=Locks)
    text: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[SettingsProblem, ...] = ()

    @property
    def file(self) -> str:
        """Where it stands; empty when there is none."""
        return self.locks.file


NO_POLICY = Policy()


class PolicyFile:
    """The file at ``path``, read anew each time. ``owned``: whose it is, when that is nobody to be believed."""

    def __init__(self, path: Path | None, kinds: Kinds, owned: Callable[[Path], str] = foreign_owner) -> None:
        self.path = path
        self._kinds = kinds
        self._owned = owned

    def read(self) -> Policy:
        """What it says, with every problem; NO_POLICY when there is none."""
        if self.path is None:
            return NO_POLICY
        name = str(self.path)
        try:
            text, wrong = self._text(self.path)
        except FileNotFoundError:
            return NO_POLICY
        except UnicodeDecodeError:
            text, wrong = "", "is not UTF-8 text: save it again with the encoding UTF-8"
        except OSError as error:
            text, wrong = "", f"cannot be read: {error.strerror or error}"
        if wrong:
            return Policy(Locks(name), errors=(SettingsProblem(wrong, file=name),))
        return policy_of(text, name, self._kinds)

    def _text(self, path: Path) -> tuple[str, str]:
        """The text, and why it is not believed."""
        if path.stat().st_size > LARGEST:
            return "", "is too large to be a policy"
        owner = self._owned(path)
        if owner:
            return "", f"belongs to {owner}: only administrators may write a policy"
        return path.read_bytes().decode("utf-8-sig"), ""


def policy_of(text: str, file: str, kinds: Kinds) -> Policy:
    """What a text says as the policy of a machine."""
    problems = Problems(file, text)
    if not parse(text, problems):
        return Policy(Locks(file), text, {}, problems.sorted())
    check_version(problems)
    for name in problems.raw.keys() - set(_TOP):
        problems.add((name,), "is not an option here" + meant(name, _TOP))
    locks = Locks(file, _general(problems), _types(problems, kinds), *(_whole(name, problems) for name in LISTS))
    return Policy(locks, text, problems.raw, problems.sorted())


def _general(problems: Problems) -> tuple[Lock, ...]:
    found = problems.raw.get("general", {})
    validated(General, found, ("general",), problems)
    return _locks(found, General) if isinstance(found, dict) else ()


def _types(problems: Problems, kinds: Kinds) -> dict[str, tuple[Lock, ...]]:
    found = problems.raw.get(TYPES, {})
    if not isinstance(found, dict):
        problems.add((TYPES,), f"found {shown(found)}, expected tables: write [{TYPES}.acme]")
        return {}
    locks = {}
    for name, table in found.items():
        model = kinds.connections.get(name)
        if model is None:
            known = meant_of(name, kinds.connections) or meant(name, kinds.connections)
            problems.add((TYPES, name), f"is no type of connection{known}")
        elif not isinstance(table, dict):
            problems.add((TYPES, name), f"found {shown(table)}, expected a table: write [{TYPES}.{name}]")
        else:
            validated(model, table, (TYPES, name), problems, whole=False)
            locks[name] = _locks(table, model)
    return locks


def _whole(name: str, problems: Problems) -> tuple[dict[str, Any], ...]:
    return tuple(table for _, table in tables(name, problems))


def _locks(table: Mapping[str, Any], model: type[BaseModel]) -> tuple[Lock, ...]:
    """Every value; and beside one that decides whether other options matter, these as the policy has them."""
    found = tuple(leaves(table))
    places = {lock.path for lock in found}
    left_out = (Lock(path, None) for path, decides in _beside(model) if decides in places and path not in places)
    return (*found, *left_out)


def _beside(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each option that matters only while another has a certain value, and that other."""
    for name, one in model.model_fields.items():
        extra, inner = one.json_schema_extra, one.annotation
        if isinstance(extra, dict) and isinstance(extra.get("x-when"), list):
            yield (*before, name), (*before, str(extra["x-when"][0]))  # type: ignore[index]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _beside(inner, (*before, name))


def origin(locks: Locks, own: Mapping[str, Any]) -> Callable[[Place], Place]:
    """From a place in the merged tables to where it is written: one in the policy begins with its file's name."""
    numbers = {
        name: locks.own_numbers(name, rows) if isinstance(rows := own.get(name, []), list) else [] for name in LISTS
    }

    def written(path: Place) -> Place:
        top, steps = path[0] if path else "", tuple(str(step) for step in path)
        if top == "general" and any(lock.path == steps[1 : 1 + len(lock.path)] for lock in locks.general):
            return (locks.file, *path)
        number = path[1] if len(path) > 1 else None
        if top not in numbers or not isinstance(number, int):
            return path
        presets, mine = locks.presets(str(top)), numbers[str(top)]
        if number < len(presets):
            one, place = presets[number], (locks.file, *path)
        elif number - len(presets) < len(mine):
            real = mine[number - len(presets)]
            one, place = own[str(top)][real], (top, real, *path[2:])
        else:
            return path
        typed = top == "connections" and any(lock.path == steps[2 : 2 + len(lock.path)] for lock in locks.of(one))
        return (locks.file, TYPES, one["type"], *path[2:]) if typed else place

    return written


def check_locked(
    problems: Problems, warnings: Problems, locks: Locks, own: Mapping[str, Any], was: Mapping[str, Any]
) -> None:
    """What a settings text says against the policy: an error when it is new, a warning when it stood there before."""
    spoken = Problems(problems.file, problems.text, own)
    for path, value, before, what in _against(locks, own, was):
        told = path if path[0] == "general" else _merged(path, locks, own)
        stood = before is not MISSING and before == value
        spoken.add(path, f"has no effect: {what}" if stood else f"cannot be changed: {what}")
        place, problem = spoken.found.pop()
        (warnings if stood else problems).found.append((place, replace(problem, path=told)))


def _against(
    locks: Locks, own: Mapping[str, Any], was: Mapping[str, Any]
) -> Iterator[tuple[Place, object, object, str]]:
    for lock in locks.general:
        value = at(own.get("general"), lock.path)
        if value not in (MISSING, lock.value):
            yield ("general", *lock.path), value, at(was.get("general"), lock.path), _set_by(lock, locks)
    for name in LISTS:
        former = {one.get("id"): one for one in was.get(name, ()) if isinstance(one, dict)}
        for number, one in enumerate(own.get(name, ())):
            before = former.get(one.get("id"), MISSING) if isinstance(one, dict) else MISSING
            if isinstance(one, dict) and one.get("id") in locks.ids(name):
                if one not in locks.presets(name):
                    yield (name, number), one, before, _set_whole(name, locks)
                continue
            for lock in locks.of(one) if name == "connections" else ():
                value = at(one, lock.path)
                if value not in (MISSING, lock.value):
                    yield (name, number, *lock.path), value, at(before, lock.path), _set_by(lock, locks)


def _set_by(lock: Lock, locks: Locks) -> str:
    value = "nothing" if lock.value is None else shown(lock.value)
    return f"your administrator has set it to {value} in {locks.file}"


def _set_whole(name: str, locks: Locks) -> str:
    if name == "flows":
        return f"your administrator has set up the flow of this id in {locks.file}"
    if name == "exports":
        return f"your administrator has set up the export of this id in {locks.file}"
    return f"your administrator has set up the connection of this id in {locks.file}"


def _merged(path: Place, locks: Locks, own: Mapping[str, Any]) -> Place:
    """A place of the file in the merged tables."""
    name, number = str(path[0]), path[1]
    mine, presets = locks.own_numbers(name, own[name]), locks.presets(name)
    if number in mine:
        return (name, len(presets) + mine.index(int(number)), *path[2:])
    identity = own[name][number].get("id")
    return (name, [one.get("id") for one in presets].index(identity), *path[2:])
