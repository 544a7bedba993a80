"""Which kinds of connection, source, format, report and destination there are: the settings are validated by these."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pydantic import BaseModel, ValidationError

from desktop_sync.core.errors import SettingsError
from desktop_sync.resources import resources
from desktop_sync.settings.model import Finding, FlowMapping, Kinds, TargetFacts

if TYPE_CHECKING:
    from desktop_sync.acme.profile import Profile
    from desktop_sync.core.mapping_model import MappingModel
    from desktop_sync.core.querying import QueryOptions
    from desktop_sync.core.row_tests import Place
    from desktop_sync.core.sources import Sources

Schemas = dict[str, dict[str, object]]


def kinds() -> Kinds:
    """The option models of all connectors; importing them is what costs, so this is called where settings are read."""
    from desktop_sync import destinations, formats, sources, stores
    from desktop_sync.acme.client import AcmeOptions
    from desktop_sync.core.mapping_model import MappingModel
    from desktop_sync.core.querying import QueryOptions

    return Kinds(
        connections={**stores.OPTIONS, **sources.CONNECTIONS, "acme": AcmeOptions, **destinations.OPTIONS},
        sources=sources.OPTIONS,
        formats=formats.OPTIONS,
        mapping=MappingModel,
        over={"files": frozenset(stores.OPTIONS), **{name: frozenset({name}) for name in sources.CONNECTIONS}},
        targets=frozenset({"acme"}),
        mailers=frozenset(destinations.OPTIONS),
        facts=_facts,
        judge=judge,
        implied=dict.fromkeys(sources.CONNECTIONS, "json"),
        queries={"acme": QueryOptions, **sources.QUERIES},
        reports=_reports,
        destinations=destinations.DESTINATIONS,
        delivers={"file": frozenset(stores.OPTIONS), "mail": frozenset(destinations.OPTIONS)},
        judge_export=judge_export,
    )


def _reports() -> Mapping[str, type[BaseModel]]:
    """Loaded where there are exports, or somebody looks for them."""
    from desktop_sync.reports import OPTIONS

    return OPTIONS


def _facts(options: BaseModel) -> TargetFacts:
    profile, _ = profile_of(options)
    return TargetFacts(frozenset(profile.resources), profile.exactly_once)


@runtime_checkable
class JudgesPaths(Protocol):
    """The options of a format that can tell of a path whether anything can stand there."""

    def path_problems(self, asked: Sources, kind: str) -> list[tuple[str, str]]: ...


def judge(one: FlowMapping, format_: BaseModel | None, target: BaseModel | None) -> Iterator[Finding]:
    """What is wrong between the parts of one flow: paths that the format, fields that Acme cannot have."""
    from desktop_sync.core.mapping import sources_of
    from desktop_sync.core.mapping_model import MappingModel, place_of

    mapping = one.model
    if not isinstance(mapping, MappingModel):
        return
    options: object = format_
    if isinstance(options, JudgesPaths):
        for path, why in options.path_problems(sources_of(mapping), one.of):
            yield Finding(place_of(mapping, path), f"found {path!r}: {why}")
    if target is not None:
        yield from _fields(mapping, target)


def _fields(mapping: MappingModel, target: BaseModel) -> Iterator[Finding]:
    from desktop_sync.core.mapping_fields import named
    from desktop_sync.core.schema import missing_fields, unknown_fields

    try:
        _, schemas = profile_of(target)
    except SettingsError:
        return  # told with the connection
    schema = schemas.get(mapping.resource)
    if schema is None:
        return  # told with the resource
    places = dict(named(mapping.fields))
    yield from (Finding(places[field], why) for field, why in unknown_fields(schema, places))
    if not mapping.partial:
        yield from (Finding(("fields",), why, warning=True) for why in missing_fields(schema, places))


@runtime_checkable
class JudgesRows(Protocol):
    """A query of rows that no schema describes: what is wrong between its parts, and by what a row is named."""

    key: tuple[str, ...]

    def problems(self) -> Iterator[tuple[Place, str]]: ...

    def paths(self, reads: Collection[str]) -> dict[str, str]: ...


def judge_export(
    query: object, format_: BaseModel | None, report: BaseModel | None, asked: BaseModel
) -> Iterator[Finding]:
    """What is wrong between query, report and the connection that is asked."""
    from desktop_sync.core.querying import QueryOptions

    if isinstance(query, QueryOptions):
        yield from _judge_documents(query, report, asked)
    elif isinstance(query, JudgesRows):
        yield from _judge_rows(query, report)
        yield from _judge_paths(query, format_, report)


def _judge_rows(query: JudgesRows, report: BaseModel | None) -> Iterator[Finding]:
    """A template is made of documents of Acme; rows have no name that could be that of a file, unless one is said."""
    from desktop_sync.reports.options import ReportOptions

    yield from (Finding(("query", *place), why) for place, why in query.problems())
    if not isinstance(report, ReportOptions):
        return
    if report.template:
        yield Finding(("report", "template"), "is made of Acme's documents, and Acme is not asked: write columns")
    elif report.files == "each" and not query.key:
        yield Finding(("report", "files"), "a file for each row needs its name: say the key of a row in the query")


def _judge_paths(query: JudgesRows, format_: BaseModel | None, report: BaseModel | None) -> Iterator[Finding]:
    """What a format cannot find in an answer; told at what is declared, else at the query's answer."""
    from desktop_sync.core.sources import Sources
    from desktop_sync.reports.options import ReportOptions

    options: object = format_
    if not isinstance(options, JudgesPaths):
        return
    reads = {field for _, field in report.reads()} if isinstance(report, ReportOptions) else set()
    places = query.paths(reads)
    for path, why in options.path_problems(Sources(set(places.values())), ""):
        yield Finding(("query", "fields"), f"found {path!r}: {why}")
    if isinstance(report, ReportOptions) and report.each:
        yield Finding(("report", "each"), "takes apart a list, and rows of a file have none")


def _judge_documents(query: QueryOptions, report: BaseModel | None, target: BaseModel) -> Iterator[Finding]:
    """Fields and values that Acme cannot have."""
    from desktop_sync.core.querying import field_problems, query_problems
    from desktop_sync.core.reconciling import LISTING, RECONCILIATION
    from desktop_sync.reports.options import ReportOptions
    from desktop_sync.reports.templates import whole

    profile, schemas = profile_of(target)
    if query.resource not in {*profile.resources, RECONCILIATION}:
        known = ", ".join(f'"{name}"' for name in (*profile.resources, RECONCILIATION))
        yield Finding(("query", "resource"), f'found "{query.resource}", but the API profile has {known} only')
        return
    named = profile.resources.get(query.resource)
    listing = LISTING if named is None else named.listing(schemas[query.resource])
    yield from (Finding(("query", *place), why) for place, why in query_problems(query, listing))
    if not isinstance(report, ReportOptions):
        return
    own = {field for _, field in report.reads()}
    yield from (Finding(("report", *place), why) for place, why in field_problems(report.reads(), listing))
    below = ((("template",), field) for _, field in whole(report).reads() if field not in own)
    yield from (Finding(("report", *place), why) for place, why in field_problems(below, listing))


def profile_of(options: BaseModel) -> tuple[Profile, Schemas]:
    """The API profile that an Acme connection names (or the built-in one) with the schemas of its resources."""
    named = str(getattr(options, "profile", ""))
    if named and not Path(named).is_absolute():
        raise SettingsError(f"The API profile {named} needs a whole path: nobody knows from where it is looked for.")
    return load_profile(Path(named) if named else resources() / "acme" / "profile.json")


def load_profile(file: Path) -> tuple[Profile, Schemas]:
    """SettingsError when the file or a schema beside it cannot be used."""
    from desktop_sync.acme.profile import Profile

    try:
        profile = Profile.model_validate_json(file.read_bytes())
        return profile, {name: profile.schema_of(name, file.parent) for name in profile.resources}
    except (OSError, ValidationError, json.JSONDecodeError, TypeError) as error:
        raise SettingsError(f"The API profile {file} cannot be used: {error}") from error
