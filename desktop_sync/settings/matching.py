"""Whether a flow's mappings fit its format and its target: kinds of record, paths, fields.

What a format, a mapping and a target are is known by ``Kinds`` and by the shape below only.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from desktop_sync.settings.checks import placed_flows
from desktop_sync.settings.model import Flow, Kinds, Settings
from desktop_sync.settings.places import Path
from desktop_sync.settings.text import Problems
from desktop_sync.settings.wording import meant, shown, written


@runtime_checkable
class TellsKinds(Protocol):
    """The options of a format that tells several kinds of record apart; one empty name where it does not."""

    def kinds(self) -> tuple[str, ...]: ...


def check_mappings(problems: Problems, warnings: Problems, settings: Settings, kinds: Kinds) -> None:
    """Of every sound flow."""
    for at, flow in placed_flows(problems, settings):
        _kinds(problems, at, flow)
        if kinds.judge is not None:
            _judge(problems, warnings, flow, settings, kinds)


def _kinds(problems: Problems, at: Path, flow: Flow) -> None:
    options = flow.format.options
    known = options.kinds() if isinstance(options, TellsKinds) else ("",)
    for mapping in flow.mappings:
        if mapping.of not in known:
            problems.add((*mapping.head, "of"), _of(mapping.of, known))
    taken = {mapping.of for mapping in flow.mappings}
    for name in known:
        if name and name not in taken:
            what = (
                f'no mapping takes records of the kind "{name}", so they would be lost: write [[flows.mappings]] with '
                f'of = "{name}", or leave the kind out'
            )
            problems.add((*at, "format"), what)


def _of(found: str, known: tuple[str, ...]) -> str:
    if known == ("",):
        return f"found {shown(found)}, but the format knows one kind of record only: leave of out"
    if not found:
        return f"the format knows several kinds of record; say which one this takes: {', '.join(known)}"
    return f"found {shown(found)}, but the format knows no such kind of record{meant(found, known)}"


def _judge(problems: Problems, warnings: Problems, flow: Flow, settings: Settings, kinds: Kinds) -> None:
    target = settings.connection_by_id.get(flow.target.connection)
    for mapping in flow.mappings:
        table = problems.table(mapping.at)
        options = target.options if target is not None and target.type in kinds.targets else None
        for found in kinds.judge(mapping.model, flow.format.options, options) if kinds.judge is not None else ():
            sink = warnings if found.warning else problems
            sink.add((*mapping.at, *written(found.at, table)), found.what)
