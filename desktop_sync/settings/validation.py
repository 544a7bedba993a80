"""Validates a settings text whole: all errors and warnings at once. Reads no file; ``file`` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop_sync.settings.checks import (
    check_former,
    check_ids,
    check_notices,
    check_references,
    check_secrets,
    check_targets,
    check_unwise,
)
from desktop_sync.settings.exports import check_exports, exports
from desktop_sync.settings.matching import check_mappings
from desktop_sync.settings.model import Draft, Kinds, Settings
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.policy import NO_POLICY, Policy, check_locked, origin
from desktop_sync.settings.reading import read
from desktop_sync.settings.report import Report
from desktop_sync.settings.text import Problems, parse
from desktop_sync.settings.watching import check_places


@dataclass(frozen=True, slots=True)
class Validated:
    """``settings`` holds every sound part; it may be used only when ``report.ok``. ``drafts``: parts of the flows."""

    settings: Settings
    report: Report
    drafts: tuple[Draft, ...] = ()


def validate(
    text: str,
    kinds: Kinds,
    file: str = "settings.toml",
    former: Settings | None = None,
    files: NamedFiles | None = None,
    stored: Callable[[str], bool] | None = None,
    policy: Policy = NO_POLICY,
    was: Mapping[str, Any] | None = None,
) -> Validated:
    """Everything wrong with ``text``, in the order of the file. ``former``: the version before, for what vanished.

    ``files`` finds and reads the files that it names; without them relative paths lead nowhere. ``stored`` tells
    whether there is a secret of a name; left out, nobody is asked. ``policy``: what the machine's administrator
    has set; ``was``: the tables of the file before, whose values against it are told and not refused.
    """
    problems = Problems(file, text)
    warnings = Problems(file, text, others=problems.others)
    settings, drafts = Settings(), tuple[Draft, ...]()
    if policy.file:
        problems.others[policy.file] = (policy.text, policy.raw)
        problems.found += [((), one) for one in policy.errors]
    if parse(text, problems):
        _merge(problems, warnings, policy, was or {})
        settings, drafts = read(problems, kinds, files or NamedFiles())
        sound, questions = exports(problems, kinds)
        settings = replace(settings, exports=sound)
        check_ids(problems)
        check_references(problems, kinds)
        check_notices(problems, kinds)
        check_targets(problems, warnings, settings, drafts, kinds)
        check_unwise(problems, warnings, settings)
        check_mappings(problems, warnings, settings, drafts, kinds)
        check_places(problems, warnings, settings, drafts)
        check_exports(problems, settings, questions, kinds)
        if stored is not None:
            check_secrets(problems, warnings, settings, stored)
        if former is not None and not problems.found:
            check_former(warnings, former, settings)
    return Validated(settings, Report(problems.sorted(), warnings.sorted()), drafts)


def _merge(problems: Problems, warnings: Problems, policy: Policy, was: Mapping[str, Any]) -> None:
    """From now on what holds is asked, the policy in it as far as it is sound."""
    own = problems.raw
    if policy.locks and not policy.errors:
        check_locked(problems, warnings, policy.locks, own, was)
        problems.raw, problems.own = policy.locks.over(own), own
        problems.origin = warnings.origin = origin(policy.locks, own)
    warnings.raw, warnings.own = problems.raw, problems.own
