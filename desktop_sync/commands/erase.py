"""``erase REFERENCE``: a person's data goes; what would go, and what remains where, is shown before."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_sync.commands.console import Exit, counted, moment, say, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk


@dataclass(frozen=True, slots=True)
class How:
    """What was said beside the reference. ``sure``: nobody is asked."""

    reason: str = ""
    only_look: bool = False
    sure: bool = False
    keep_payloads: bool = False
    remove_copies: bool = False


def erase(data: str | None, reference: str, resource: str | None, how: How, *, as_json: bool) -> int:
    """Exit 4 when nobody has said yes, or something of it is under way."""
    with open_desk(data, "erase") as desk:
        told = desk.ask("erasable", reference=reference, resource=resource)
        if how.only_look or told["why_not"]:
            _show(told, as_json=as_json)
            return int(Exit.PERSON if told["why_not"] else Exit.DONE)
        if not how.sure:
            _ask(told, as_json=as_json)
        told = desk.ask(
            "erase",
            reference=reference,
            resource=resource,
            reason=how.reason,
            keep_payloads=how.keep_payloads,
            remove_copies=how.remove_copies,
        )
    if as_json:
        show_json(told)
    else:
        say(
            [
                "Erased.",
                *_remains(told),
                *([f"Not yet gone from the files: {told['finished']}"] if told["finished"] else []),
            ]
        )
    return int(Exit.WAITS if told["finished"] else Exit.DONE)


def _show(told: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        show_json(told)
        return
    say([*_goes(told), *_remains(told), *([told["why_not"]] if told["why_not"] else [])])


def _ask(told: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json or not sys.stdin.isatty():
        raise SettingsError("Nothing was erased: nobody has said that it shall be.", hint="Add --yes to say it.")
    say([*_goes(told), *_remains(told), "It cannot be brought back. Type the reference once more to erase it."])
    if input("> ").strip() != told["reference"]:
        raise SettingsError("Nothing was erased.")


def _goes(told: Mapping[str, Any]) -> Iterator[str]:
    yield "What goes:"
    for one in told["documents"]:
        yield f"  {one['resource']} {one['reference']} of {one['tenant']}: {counted(one['versions'], 'version')}"
    counts = told["counts"]
    yield f"  {counted(counts['requests'], 'request')} with answers, {counted(counts['problems'], 'problem')}"
    for file in told["files"]:
        if file["payload_kept"]:
            others = f", with {counted(file['others'], 'other document')}" if file["others"] else ""
            yield f"  the kept bytes of {file['path']}{others} (--keep-payloads leaves them)"
    for one in told["kept_reports"]:
        yield f"  {_reports(one)} (--keep-payloads leaves them)"


def _remains(told: Mapping[str, Any]) -> Iterator[str]:
    lines = [f"  in Acme: {one['resource']} {one['remote_id']}" for one in told["documents"] if one["remote_id"]]
    for file in told["files"]:
        place = file["target"] or (file["path"] if file["lies_there"] else "")
        if place:
            lines.append(f"  at the source, not touched: {place} ({file['connection']})")
    lines.extend(f"  perhaps in reports of {one} that are not delivered yet" for one in told["reports"])
    lines.extend(f"  where reports of {one['export']} were delivered, not touched" for one in told["kept_reports"])
    if told.get("payloads_kept"):
        lines.extend(f"  in {_reports(one)}" for one in told["kept_reports"])
    if not told.get("copies_removed"):
        lines.extend(f"  in a copy: {one['file']} (--remove-copies removes it)" for one in told["copies"])
    lines.extend(
        f"  in the log: {counted(one['lines'], 'line')} of {one['file']}, until {moment(one['until'])}"
        for one in told["logs"]
    )
    yield "What remains:" if lines else "Nothing else of it is known here."
    yield from lines


def _reports(one: Mapping[str, Any]) -> str:
    """Those of an export. Of some nobody knows what they show: they may show it."""
    many, unknown = one["many"], one["unknown"]
    said = f"{counted(many, 'kept report')} of {one['export']}"
    if not unknown:
        return said
    return f"{said}; of {'all' if unknown == many else f'{unknown:,}'} of these it is not known what they show"
