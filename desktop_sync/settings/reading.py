"""Makes settings of a parsed text: every table by its own model, all problems gathered with their places.

Options stand flat beside ``type`` in their table: a connection is ``id``, ``title``, ``type`` and the options of
that type. Whether the parts fit together is asked in ``checks``, once each part is sound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeVar

from pydantic import BaseModel

from desktop_sync.settings.arrivals import arrivals
from desktop_sync.settings.general import General
from desktop_sync.settings.mappings import mappings
from desktop_sync.settings.model import (
    VERSION,
    Connection,
    ConnectionHead,
    Draft,
    Flow,
    FlowHead,
    Format,
    FormatHead,
    Kinds,
    Settings,
    Source,
    SourceHead,
    Target,
)
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.network import NetworkOptions
from desktop_sync.settings.places import Path
from desktop_sync.settings.schedule import ScheduleOptions, faults
from desktop_sync.settings.text import Problems
from desktop_sync.settings.validating import validated
from desktop_sync.settings.wording import meant, shown

_CONTROL = re.compile(r"[\x00-\x1f]")
_TOP = ("version", "general", "connections", "flows", "exports")
_PARTS = ("source", "format", "target")
_NAMES = (*_PARTS, "mapping", "mappings", "schedule", "arrivals")
_Model = TypeVar("_Model", bound=BaseModel)


def read(problems: Problems, kinds: Kinds, files: NamedFiles) -> tuple[Settings, tuple[Draft, ...]]:
    """The settings, of every part that is sound, and the mappings of all flows; the rest is in ``problems``."""
    check_version(problems)
    for name in problems.raw.keys() - set(_TOP):
        problems.add((name,), "is not an option here" + meant(name, _TOP))
    general = _general(problems)
    connections = (
        _connection(table, ("connections", n), problems, kinds, general.network)
        for n, table in tables("connections", problems)
    )
    sound = tuple(c for c in connections if c)
    flows = [_flow(table, ("flows", n), problems, kinds, files) for n, table in tables("flows", problems)]
    settings = Settings(sound, tuple(flow for flow, _ in flows if flow), general)
    return settings, tuple(draft for _, draft in flows)


def check_version(problems: Problems) -> None:
    """Which version of these tables the text is written for."""
    found = problems.raw.get("version")
    if found is None:
        problems.add(("version",), f"is missing; expected: version = {VERSION} at the top of the file")
    elif found != VERSION or isinstance(found, bool):
        problems.add(("version",), f"found {shown(found)}, this program reads version {VERSION}")


def _general(problems: Problems) -> General:
    return validated(General, problems.raw.get("general", {}), ("general",), problems) or General()


def tables(name: str, problems: Problems) -> list[tuple[int, dict[str, object]]]:
    """Those of a list, each with its number; what is no table is told."""
    found = problems.raw.get(name, [])
    if not isinstance(found, list):
        problems.add((name,), f"found {shown(found)}, expected a list of tables: write [[{name}]] in double brackets")
        return []
    sound: list[tuple[int, dict[str, object]]] = []
    for number, table in enumerate(found):
        if isinstance(table, dict):
            sound.append((number, table))
        else:
            problems.add((name, number), f"found {shown(table)}, expected a table that begins with [[{name}]]")
    return sound


def _connection(
    table: dict[str, object], at: Path, problems: Problems, kinds: Kinds, network: NetworkOptions
) -> Connection | None:
    head, options = typed(table, at, problems, ConnectionHead, kinds.connections)
    if head is None or options is None:
        return None
    return Connection(head.id, head.type, head.title or head.id, network.given(options))


def _flow(
    table: dict[str, object], at: Path, problems: Problems, kinds: Kinds, files: NamedFiles
) -> tuple[Flow | None, Draft]:
    own = {name: value for name, value in table.items() if name not in _NAMES}
    head = validated(FlowHead, own, at, problems, extra=_NAMES)
    table = {**_implied(table, kinds), **table}
    parts = {name: part for name in _PARTS if (part := _part(table, name, at, problems)) is not None}
    source = _source(parts.get("source"), (*at, "source"), problems, kinds)
    format_ = format_of(parts.get("format"), (*at, "format"), problems, kinds, files)
    mapped = mappings(table, at, problems, kinds, files)
    target = validated(Target, parts["target"], (*at, "target"), problems) if "target" in parts else None
    planned = schedule(table.get("schedule"), (*at, "schedule"), problems)
    expected = arrivals(table, (*at, "arrivals"), problems)
    options = None if format_ is None else format_.options
    named, enabled = (str(table.get("id", "")), True) if head is None else (head.id, head.enabled)
    to = "" if target is None else target.connection
    draft = Draft(at, named, enabled, source, mapped.of, mapped.sound, options, to)
    if head is None or source is None or format_ is None or not mapped.whole or target is None:
        return None, draft
    if planned is False or expected is None:
        return None, draft
    title, when = head.title or head.id, planned or None
    return Flow(head.id, title, head.enabled, source, format_, mapped.sound, target, when, expected), draft


def _implied(table: dict[str, object], kinds: Kinds) -> dict[str, object]:
    """The format of a flow that names none, where its source says what its things are."""
    source = table.get("source")
    type_ = source.get("type") if isinstance(source, dict) else None
    return {"format": {"type": kinds.implied[type_]}} if isinstance(type_, str) and type_ in kinds.implied else {}


def schedule(found: object, at: Path, problems: Problems, of: str = "flows") -> ScheduleOptions | Literal[False] | None:
    """Of what stands at ``flows.schedule``. None: it is run by hand. False: what stands there is unsound."""
    if found is None:
        return None
    if not isinstance(found, dict):
        problems.add(at, f"found {shown(found)}, expected a table: write [{of}.schedule] below its [[{of}]]")
        return False
    options = validated(ScheduleOptions, found, at, problems)
    unsound = {path[len(at)] for path, _ in problems.found if path[: len(at)] == at and len(path) > len(at)}
    wrong = list(faults(found, unsound))
    for place, what in wrong:
        problems.add((*at, *place), what)
    return options if options is not None and not wrong else False


def _part(table: dict[str, object], name: str, at: Path, problems: Problems) -> dict[str, object] | None:
    found = table.get(name)
    if isinstance(found, dict):
        return found
    what = "is missing; every flow has one" if found is None else f"found {shown(found)}, expected a table"
    problems.add((*at, name), f"{what}: write [flows.{name}] below its [[flows]]")
    return None


def _source(table: dict[str, object] | None, at: Path, problems: Problems, kinds: Kinds) -> Source | None:
    if table is None:
        return None
    head, options = typed(table, at, problems, SourceHead, kinds.sources)
    return None if head is None or options is None else Source(head.type, head.connection, options)


def format_of(
    table: dict[str, object] | None, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles
) -> Format | None:
    """Of ``[flows.format]``."""
    if table is None:
        return None
    head, options = typed(table, at, problems, FormatHead, kinds.formats, files)
    return None if head is None or options is None else Format(head.type, options)


def typed(
    table: dict[str, object],
    at: Path,
    problems: Problems,
    head_model: type[_Model],
    models: Mapping[str, type[BaseModel]],
    files: NamedFiles | None = None,
) -> tuple[_Model | None, BaseModel | None]:
    """A table whose ``type`` chooses the model of its other options; both halves are validated, whatever the other."""
    names = head_model.model_fields.keys()
    own = {name: value for name, value in table.items() if name in names}
    type_ = table.get("type", head_model.model_fields["type"].default)
    if isinstance(type_, str) and type_ not in models:
        problems.add((*at, "type"), f"found {shown(type_)}, expected one of {_listed(models)}{meant_of(type_, models)}")
    head = validated(head_model, own, at, problems)
    if not isinstance(type_, str) or type_ not in models:
        return head, None
    rest = {name: value for name, value in table.items() if name not in names}
    _no_control_characters(rest, at, problems)
    context = None if files is None else files.context()
    return head, validated(models[type_], rest, at, problems, extra=tuple(names), context=context)


def _listed(models: Mapping[str, object]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(models))


def meant_of(found: str, known: Mapping[str, object]) -> str:
    """A near miss only; what is known was said already."""
    guess = meant(found, known)
    return guess if "did you mean" in guess else ""


def _no_control_characters(table: dict[str, object], at: Path, problems: Problems) -> None:
    r"""``path = "C:\new"`` is a line break and ``ew``: nobody means that in a place or a name."""
    for name, value in table.items():
        if isinstance(value, str) and _CONTROL.search(value):
            what = r"holds a control character; in double quotes \t and \n are escapes: use single quotes, 'C:\new'"
            problems.add((*at, name), what)
