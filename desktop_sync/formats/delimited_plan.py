"""What is asked of a delimited payload, compiled to what makes its records; and the words for what cannot be.

It must not know lines or rows. Settings that say the names of the columns are judged when the flow is built; those
that leave them to the header row once more when a payload shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from desktop_sync.core.mapping import Sources
from desktop_sync.formats.delimited_columns import Columns, Taken
from desktop_sync.formats.delimited_grouping import Flat, Grouping
from desktop_sync.formats.delimited_keyed import ByKey, Keyed
from desktop_sync.formats.delimited_layouts import Layouts, columns_of, width
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_types import ByType

Asked: TypeAlias = Sources | Mapping[str, Sources]
"""What mappings want, by kind of record; where there is one kind, its name is empty, or the sources stand alone."""
Plan: TypeAlias = Callable[[], Grouping]
"""Makes what groups the rows of one payload."""
Problem: TypeAlias = tuple[str, str]
"""A path, and why it cannot be."""


class Misasked(ValueError):
    """``problems``: every path that cannot be, and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(f"{path!r}: {why}" for path, why in problems)
        super().__init__("; ".join(self.problems))


def plan(options: DelimitedOptions, asked: Asked, header: Sequence[str] | None) -> Plan:
    """``header``: what the header row says; None while no payload is read. Raises Misasked."""
    by_kind = {"": asked} if isinstance(asked, Sources) else asked
    problems, made = compiled(options, by_kind, header)
    if problems:
        raise Misasked(problems)
    return made


def compiled(
    options: DelimitedOptions, asked: Mapping[str, Sources], header: Sequence[str] | None
) -> tuple[list[Problem], Plan]:
    """All problems, and the plan, which holds when there are none."""
    if options.record_type:
        return _by_type(options, asked, header)
    columns, sources = columns_of(options, header), asked.get("", Sources())
    problems = [(kind, "there is one kind of record here, without a name") for kind in asked if kind]
    found, made = _by_key(options, sources, columns) if options.key else _flat(options, sources, columns)
    return problems + found, made


def _flat(options: DelimitedOptions, sources: Sources, columns: Columns) -> tuple[list[Problem], Plan]:
    wanted, problems = _found(sources.scalars, columns)
    why = "every row is a record here; lines are made by key, or by record_type, in the format"
    problems += [(path, why) for path in sorted(sources.groups)]
    fits = width(options, columns, max(wanted.values(), default=0) + 1)
    taken = Taken.of(wanted.items())
    return problems, lambda: Flat(options, columns, fits, taken)


def _by_key(options: DelimitedOptions, sources: Sources, columns: Columns) -> tuple[list[Problem], Plan]:
    inside, asked = sources.groups.get(options.group, Sources()), options.group in sources.groups
    head, problems = _found(sources.scalars, columns)
    line, others = _found(inside.scalars, columns)
    key, more = _found(options.key, columns)
    problems += [*others, *((path, f"in key of the format, {why}") for path, why in more)]
    problems += _group_problems(options, sources)
    fits = width(options, columns, max([*head.values(), *line.values(), *key.values()], default=0) + 1)
    indexes = tuple(key.values()) or (0,)
    keyed = Keyed(indexes, tuple(key), Taken.of(head.items()), Taken.of(line.items()), asked)
    return problems, lambda: ByKey(options, columns, fits, keyed)


def _group_problems(options: DelimitedOptions, sources: Sources) -> Iterator[Problem]:
    group = options.group
    if group in sources.scalars and group in sources.groups:
        yield group, "it is asked as a column and as the group of lines; give the group another name, by group"
    for path in sorted(sources.groups.keys() - {group}):
        yield path, f"the only group is {group!r}: the rows of a record"
    for path in sorted(sources.groups.get(group, Sources()).groups):
        yield path, "rows of one type have no groups inside; give them types, by record_type"


def _by_type(
    options: DelimitedOptions, asked: Mapping[str, Sources], header: Sequence[str] | None
) -> tuple[list[Problem], Plan]:
    layouts = Layouts(options, header)
    problems: list[Problem] = []
    for kind, sources in asked.items():
        if kind in layouts.kinds:
            problems += layouts.ask(kind, sources)
        elif kind:
            problems.append((kind, f"there is no such kind of record; there are {', '.join(layouts.kinds)}"))
        else:  # all kinds are meant: it is enough when one of them has it
            by_kind = [layouts.ask(name, sources) for name in layouts.kinds]
            problems += [one for one in by_kind[0] if all(one[0] in dict(others) for others in by_kind)]
    at = 0
    if header is not None or not waits(options):
        try:
            at = layouts.type_column()
        except ValueError as error:
            problems.append((options.record_type, f"as record_type of the format, {error}"))
    by_text = layouts.compiled()
    return problems, lambda: ByType(options, by_text, at)


def waits(options: DelimitedOptions) -> bool:
    """Whether names of columns are known only when a header row is read."""
    if not options.header or options.columns:
        return False
    return not options.records or any(not one.columns for one in options.records.values())


def _found(paths: Iterable[str], columns: Columns) -> tuple[dict[str, int], list[Problem]]:
    wanted: dict[str, int] = {}
    problems: list[Problem] = []
    for path in paths if isinstance(paths, tuple) else sorted(paths):
        try:
            index = columns.index(path)
        except ValueError as error:
            problems.append((path, str(error)))
            continue
        if index is not None:
            wanted[path] = index
    return wanted, problems
