"""Whether a flow's mappings fit its format and its target: kinds of record, paths, fields.

What a format, a mapping and a target are is known by ``Kinds`` and by the shape below only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from desktop_sync.settings.model import Draft, Kinds, Settings
from desktop_sync.settings.text import Problems
from desktop_sync.settings.wording import meant, shown, written


@runtime_checkable
class TellsKinds(Protocol):
    """The options of a format that tells several kinds of record apart; one empty name where it does not."""

    def kinds(self) -> tuple[str, ...]: ...


def check_mappings(
    problems: Problems, warnings: Problems, settings: Settings, drafts: Sequence[Draft], kinds: Kinds
) -> None:
    """Of every flow what is sound of it, so that nothing waits until the rest is."""
    for draft in drafts:
        known = _known(draft.format)
        _kinds(problems, draft, known)
        if kinds.judge is not None:
            _judge(problems, warnings, draft, known, settings, kinds)


def _known(options: BaseModel | None) -> tuple[str, ...] | None:
    """Names of the kinds of record; None while the format is not sound."""
    if options is None:
        return None
    return options.kinds() if isinstance(options, TellsKinds) else ("",)


def _kinds(problems: Problems, draft: Draft, known: tuple[str, ...] | None) -> None:
    if known is None or not draft.of:
        return
    for of, at in draft.of:
        if of is not None and of not in known:
            problems.add(at, _of(of, known))
    taken = {of for of, _ in draft.of}
    for name in known:
        if name and name not in taken and None not in taken:
            what = (
                f'no mapping takes records of the kind "{name}", so they would be lost: write [[flows.mappings]] with '
                f'of = "{name}", or leave the kind out'
            )
            problems.add((*draft.at, "format"), what)


def _of(found: str, known: tuple[str, ...]) -> str:
    if known == ("",):
        return f"found {shown(found)}, but the format knows one kind of record only: leave of out"
    if not found:
        return f"the format knows several kinds of record; say which one this takes: {', '.join(known)}"
    return f"found {shown(found)}, but the format knows no such kind of record{meant(found, known)}"


def _judge(
    problems: Problems,
    warnings: Problems,
    draft: Draft,
    known: tuple[str, ...] | None,
    settings: Settings,
    kinds: Kinds,
) -> None:
    target = settings.connection_by_id.get(draft.target)
    options = target.options if target is not None and target.type in kinds.targets else None
    for mapping in draft.mappings:
        table = problems.table(mapping.at)
        fits = known is not None and mapping.of in known  # else told already
        judged = kinds.judge(mapping, draft.format if fits else None, options) if kinds.judge is not None else ()
        for found in judged:
            sink = warnings if found.warning else problems
            sink.add((*mapping.at, *written(found.at, table)), found.what)
