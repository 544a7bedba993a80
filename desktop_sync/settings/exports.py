"""Makes exports of a parsed text: ``[[exports]]``, every table by its own model, and whether the parts fit together.

All that is wrong is gathered with its place. It must not know kinds of reports or destinations, nor any file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from desktop_sync.core.errors import SyncError
from desktop_sync.settings.checks import raw_ids, raw_tables, raw_types, refers
from desktop_sync.settings.export_model import (
    AnswerFormat,
    DestinationHead,
    Export,
    ExportDestination,
    ExportHead,
    Query,
    QueryHead,
    Report,
    ReportHead,
)
from desktop_sync.settings.model import FormatHead, Kinds, Settings
from desktop_sync.settings.places import Path
from desktop_sync.settings.reading import schedule, tables, typed
from desktop_sync.settings.text import Problems
from desktop_sync.settings.validating import validated
from desktop_sync.settings.wording import shown

if TYPE_CHECKING:
    from desktop_sync.settings.export_model import Asks

NAME = "exports"
_PARTS = ("query", "format", "report", "destinations", "schedule")
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """What an export asks and shows, as far as it is sound; the rest of the export may not be."""

    at: Path
    query: Query
    report: Report | None
    format: AnswerFormat | None


def exports(problems: Problems, kinds: Kinds) -> tuple[tuple[Export, ...], tuple[Question, ...]]:
    """Those that are sound in themselves; and the questions of all."""
    found = [_export(table, (NAME, number), problems, kinds) for number, table in tables(NAME, problems)]
    sound = tuple(export for export, _ in found if export is not None)
    return sound, tuple(question for _, question in found if question is not None)


def _export(table: Table, at: Path, problems: Problems, kinds: Kinds) -> tuple[Export | None, Question | None]:
    own = {name: value for name, value in table.items() if name not in _PARTS}
    head = validated(ExportHead, own, at, problems, extra=_PARTS)
    query = _query(table.get("query"), (*at, "query"), problems, kinds)
    format_ = _format(table, at, problems, kinds, query)
    report = _report(table.get("report"), (*at, "report"), problems, kinds)
    destinations = _destinations(table.get("destinations"), (*at, "destinations"), problems, kinds)
    planned = schedule(table.get("schedule"), (*at, "schedule"), problems, NAME)
    if planned and planned.after is not None:
        problems.add((*at, "schedule", "after"), "belongs to flows: an export waits for nothing; write at or every")
    question = None if query is None else Question(at, query, report, format_ or None)
    if head is None or query is None or report is None or destinations is None or planned is False or format_ is False:
        return None, question
    title = head.title or head.id
    return Export(head.id, title, head.enabled, head.empty, query, report, destinations, planned, format_), question


def _query(found: object, at: Path, problems: Problems, kinds: Kinds) -> Query | None:
    """By the model that the type of its connection names; where that names none, it is told with the reference."""
    table = _table(found, at, problems)
    if table is None:
        return None
    names = QueryHead.model_fields.keys()
    own = {name: value for name, value in table.items() if name in names}
    rest = {name: value for name, value in table.items() if name not in names}
    head = validated(QueryHead, own, at, problems)
    type_ = str(raw_types(problems).get(str(own.get("connection"))))
    model = kinds.queries.get(type_)
    if model is None:
        return None
    for name in [one for one in rest if one not in model.model_fields]:
        others = [f'"{other}"' for other, one in kinds.queries.items() if name in one.model_fields]
        if others:
            del rest[name]
            told = f'belongs to queries of {" or ".join(others)}, and the connection is of type "{type_}"'
            problems.add((*at, name), told)
    options = validated(model, rest, at, problems, extra=tuple(names))
    return None if head is None or options is None else Query(head.connection, cast("Asks", options))


def _format(
    table: Table, at: Path, problems: Problems, kinds: Kinds, query: Query | None
) -> AnswerFormat | Literal[False] | None:
    """False: it is not as it should be, and told."""
    found, files = table.get("format"), query is not None and query.options.takes_files
    if found is None:
        if files:
            problems.add((*at, "format"), "is missing; answers that are files are read by it: write [exports.format]")
        return False if files else None
    if query is not None and not files:
        problems.add((*at, "format"), 'belongs to a query whose answers are files: answer = "file"')
        return False
    if not isinstance(found, dict):
        problems.add((*at, "format"), f"found {shown(found)}, expected a table: write [exports.format]")
        return False
    head, options = typed(found, (*at, "format"), problems, FormatHead, kinds.formats)
    return False if head is None or options is None else AnswerFormat(head.type, options)


def _report(found: object, at: Path, problems: Problems, kinds: Kinds) -> Report | None:
    table = _table(found, at, problems)
    if table is None:
        return None
    head, options = typed(table, at, problems, ReportHead, kinds.reports())
    return None if head is None or options is None else Report(head.type, options)


def _destinations(found: object, at: Path, problems: Problems, kinds: Kinds) -> tuple[ExportDestination, ...] | None:
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        told = "are missing; every export has at least one" if found in (None, []) else f"found {shown(found)}"
        problems.add(at, f"{told}: write [[exports.destinations]] below its [[exports]]")
        return None
    made, seen = [], dict[str, int]()
    for number, table in enumerate(found):
        place = (*at, number)
        head, options = typed(table, place, problems, DestinationHead, kinds.destinations)
        if head is not None and seen.setdefault(head.id, number) != number:
            problems.add((*place, "id"), f"found {shown(head.id)} again; every destination of an export needs its own")
        if head is not None and options is not None:
            made.append(ExportDestination(head.id, head.type, head.connection, options))
    return tuple(made) if len(made) == len(found) else None


def _table(found: object, at: Path, problems: Problems) -> dict[str, object] | None:
    if isinstance(found, dict):
        return found
    told = "is missing; every export has one" if found is None else f"found {shown(found)}, expected a table"
    problems.add(at, f"{told}: write [exports.{at[-1]}] below its [[exports]]")
    return None


def check_exports(problems: Problems, settings: Settings, questions: Sequence[Question], kinds: Kinds) -> None:
    """Ids, connections, and whether what is asked and shown is something that the connection has."""
    flows = {identity for _, identity in raw_ids(problems, "flows")}
    for number, identity in raw_ids(problems, NAME):
        if identity in flows:
            problems.add((NAME, number, "id"), f"found {shown(identity)}, but a flow has this id already")
    for at, named, types in _references(problems, kinds):
        refers(problems, at, named, types)
    for one in questions:
        _judge(one, problems, settings, kinds)


def _references(problems: Problems, kinds: Kinds) -> Iterator[tuple[Path, object, frozenset[str] | None]]:
    """Of the raw tables, so that unsound exports count."""
    for number, table in raw_tables(problems, NAME):
        query, destinations = table.get("query"), table.get("destinations")
        if isinstance(query, dict):
            yield (NAME, number, "query", "connection"), query.get("connection"), frozenset(kinds.queries)
        for index, one in enumerate(destinations if isinstance(destinations, list) else ()):
            if isinstance(one, dict):
                types = kinds.delivers.get(str(one.get("type", DestinationHead.model_fields["type"].default)))
                yield (NAME, number, "destinations", index, "connection"), one.get("connection"), types


def _judge(one: Question, problems: Problems, settings: Settings, kinds: Kinds) -> None:
    connection = settings.connection_by_id.get(one.query.connection)
    if connection is None or connection.type not in kinds.queries or kinds.judge_export is None:
        return  # told with the reference
    report = None if one.report is None else one.report.options
    try:
        answers = None if one.format is None else one.format.options
        for finding in kinds.judge_export(one.query.options, answers, report, connection.options):
            problems.add((*one.at, *finding.at), finding.what)
    except SyncError:
        return  # told with the connection
