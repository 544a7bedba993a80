"""Whether the sound parts of the settings fit together: ids, references, promises, and what disappeared.

Only facts that the option models do not know alone. Places in folders are judged in ``watching``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from desktop_sync.core.errors import SyncError
from desktop_sync.core.options import secret_references
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.model import Connection, Draft, Flow, Kinds, Settings, SourceHead, TargetFacts
from desktop_sync.settings.places import Path
from desktop_sync.settings.text import Problems
from desktop_sync.settings.wording import meant, shown

Named: TypeAlias = Connection | Flow | Export


def check_ids(problems: Problems) -> None:
    """Ids are unique within their list; asked of the raw tables, so that unsound ones count too."""
    for name, word in (("connections", "connection"), ("flows", "flow"), ("exports", "export")):
        seen: dict[str, int] = {}
        for number, identity in raw_ids(problems, name):
            if identity in seen:
                first = f"{name}[{seen[identity]}] has this id already"
                problems.add(
                    (name, number, "id"), f"found {shown(identity)} again: {first}; every {word} needs its own"
                )
            seen.setdefault(identity, number)


def raw_tables(problems: Problems, name: str) -> list[tuple[int, dict[str, object]]]:
    """Those of a list, sound or not."""
    tables = problems.raw.get(name)
    return [(n, one) for n, one in enumerate(tables) if isinstance(one, dict)] if isinstance(tables, list) else []


def raw_types(problems: Problems) -> dict[str, object]:
    """Of what type each connection is that has an id, sound or not."""
    tables = raw_tables(problems, "connections")
    return {name: table.get("type") for _, table in tables if isinstance(name := table.get("id"), str)}


def raw_ids(problems: Problems, name: str) -> list[tuple[int, str]]:
    """The ids that stand in a list."""
    named = ((number, table.get("id")) for number, table in raw_tables(problems, name))
    return [(number, identity) for number, identity in named if isinstance(identity, str)]


def check_references(problems: Problems, kinds: Kinds) -> None:
    """Every flow names connections that exist and can serve; asked of the raw tables, so that unsound flows count."""
    for number, flow in raw_tables(problems, "flows"):
        source, target = flow.get("source"), flow.get("target")
        if isinstance(source, dict):
            over = kinds.over.get(str(source.get("type", SourceHead.model_fields["type"].default)))
            for at, named in _named(("flows", number, "source", "connection"), source.get("connection")):
                refers(problems, at, named, over)
        if isinstance(target, dict):
            refers(problems, ("flows", number, "target", "connection"), target.get("connection"), kinds.targets)


def check_notices(problems: Problems, kinds: Kinds) -> None:
    """Mails go through a connection that exists and sends mail."""
    general = problems.raw.get("general")
    notices = general.get("notices") if isinstance(general, dict) else None
    if isinstance(notices, dict):
        refers(problems, ("general", "notices", "connection"), notices.get("connection"), kinds.mailers)


def _named(at: Path, found: object) -> list[tuple[Path, object]]:
    """One connection, or each of a list; one that stands there twice is no second place."""
    if not isinstance(found, list):
        return [(at, found)]
    return [((*at, number), one) for number, one in enumerate(found)]


def refers(problems: Problems, at: Path, identity: object, types: frozenset[str] | None) -> None:
    """The id is that of a connection of one of these types, else it is told."""
    if not isinstance(identity, str) or types is None:
        return  # told already: no text, or of no known type
    known = raw_types(problems)
    if identity not in known:
        problems.add(at, f"found {shown(identity)}, but there is no connection of this id{meant(identity, known)}")
    elif known[identity] not in types and isinstance(known[identity], str):
        wanted = " or ".join(f'"{one}"' for one in sorted(types))
        of = f"is a connection of type {shown(known[identity])}"
        problems.add(at, f"{shown(identity)} {of}, expected one of type {wanted}")


def check_targets(
    problems: Problems, warnings: Problems, settings: Settings, drafts: Sequence[Draft], kinds: Kinds
) -> None:
    """What the API profile of each target promises, and whether it knows the flows' resources."""
    facts: dict[str, TargetFacts] = {}
    for at, connection in _placed_connections(problems, settings):
        if connection.type not in kinds.targets or kinds.facts is None:
            continue
        try:
            facts[connection.id] = kinds.facts(connection.options)
        except SyncError as error:
            problems.add(at, str(error))
            continue
        if not facts[connection.id].exactly_once:
            warnings.add(at, _AT_LEAST_ONCE)
    for draft in drafts:
        if draft.target in facts:
            _knows_resource(problems, draft, facts[draft.target])


_AT_LEAST_ONCE = (
    'its API profile has neither idempotency keys nor unique references, so only "at least once" can be promised: '
    "after a time-out a document may arrive twice"
)


def _knows_resource(problems: Problems, draft: Draft, facts: TargetFacts) -> None:
    for mapping in draft.mappings:
        resource = getattr(mapping.model, "resource", None)
        if isinstance(resource, str) and resource not in facts.resources:
            known = meant(resource, facts.resources)
            what = f"found {shown(resource)}, but the API profile has no such resource{known}"
            problems.add((*mapping.at, "resource"), what)


def check_unwise(problems: Problems, warnings: Problems, settings: Settings) -> None:
    """What the options of a connection themselves warn of."""
    for at, connection in _placed_connections(problems, settings):
        if isinstance(connection.options, Warns):
            for name, why in connection.options.warnings():
                warnings.add((*at, name), why)


def check_secrets(problems: Problems, warnings: Problems, settings: Settings, stored: Callable[[str], bool]) -> None:
    """A connection whose secret is missing is set up to its end by storing it."""
    for at, connection in _placed_connections(problems, settings):
        for name, reference in secret_references(connection.options).items():
            if not stored(reference):
                what = f"no secret is stored under this name yet: desktop-sync secret set {reference}"
                warnings.add((*at, name), what)


@runtime_checkable
class Warns(Protocol):
    """Options that can be sound and still unwise."""

    def warnings(self) -> Iterator[tuple[str, str]]:
        """The option, and why."""


def check_former(warnings: Problems, former: Settings, new: Settings) -> None:
    """Ids are what the ledger remembers things by: one that vanishes or changes its type is worth a warning."""
    for name, word, before, after in (
        ("connections", "connection", former.connections, new.connections),
        ("flows", "flow", former.flows, new.flows),
        ("exports", "export", former.exports, new.exports),
    ):
        kept = {one.id for one in after}
        fresh = [one for one in after if one.id not in {old.id for old in before}]
        for old in before:
            if old.id not in kept:
                warnings.add((name,), _vanished(word, old, fresh))
    for old_connection in former.connections:
        now = new.connection_by_id.get(old_connection.id)
        if now is not None and now.type != old_connection.type:
            at = ("connections", new.connections.index(now), "type")
            what = (
                f'"{now.id}" was of type "{old_connection.type}": what is known of its items will not fit the new type'
            )
            warnings.add(at, what)


def _vanished(word: str, old: Named, fresh: Sequence[Named]) -> str:
    renamed = [new.id for new in fresh if _alike(old, new)]
    if renamed:
        return (
            f'the {word} "{old.id}" is gone and "{renamed[0]}" looks like it. An id never changes: under a new one '
            "everything is noticed again. Keep the id and change the title instead"
        )
    return f'the {word} "{old.id}" of the former version is gone; what it left unfinished stays unfinished'


def _alike(old: Named, new: Named) -> bool:
    if isinstance(old, Connection) and isinstance(new, Connection):
        return old.options == new.options
    if isinstance(old, Flow) and isinstance(new, Flow):
        return old.mappings == new.mappings and old.source.connections == new.source.connections
    if isinstance(old, Export) and isinstance(new, Export):
        return old.query == new.query and old.report == new.report
    return False


def _placed_connections(problems: Problems, settings: Settings) -> list[tuple[Path, Connection]]:
    places = {identity: number for number, identity in reversed(raw_ids(problems, "connections"))}
    return [(("connections", places[one.id]), one) for one in settings.connections]
