"""Errors as values: what a call raises in the engine is raised again at the client, as the same class, same words.

Only the classes of core/errors.py travel. Anything else is a fault of the program: the client is told that it is one
and where its story stands; the story itself (traceback, values) stays in the engine's log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SettingsError, Stop, SyncError, Unknown


class ProgramFault(SyncError):
    """The program itself is at fault, not the settings, a connection, or the person who asked."""


def to_value(error: SyncError) -> dict[str, Any]:
    """``class``, ``what``, ``hint``, and what the class has besides. Subclasses travel as the class they refine."""
    name = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _MAKE)
    value: dict[str, Any] = {"class": name, "what": error.what, "hint": error.hint}
    if isinstance(error, RetryLater):
        value["after"] = error.after
    if isinstance(error, Rejected):
        value["reason"] = error.reason
    if isinstance(error, Rejected | Stop):
        value["owner"] = error.owner.value
    if isinstance(error, SettingsError):
        value["problems"] = list(error.problems)
    return value


def from_value(value: object) -> SyncError:
    """The error that ``to_value`` described; a plain SyncError for a class that this program does not know."""
    found = value if isinstance(value, dict) else {}
    what, hint = str(found.get("what") or "The engine refused without a reason."), str(found.get("hint", ""))
    return _MAKE.get(str(found.get("class")), _plain)(what, hint, found)


def _plain(what: str, hint: str, _: dict[str, Any]) -> SyncError:
    return SyncError(what, hint)


def _retry_later(what: str, hint: str, found: dict[str, Any]) -> SyncError:
    after = found.get("after")
    return RetryLater(what, hint, float(after) if isinstance(after, int | float) else None)


def _rejected(what: str, hint: str, found: dict[str, Any]) -> SyncError:
    return Rejected(what, hint, _owner(found, Owner.VENDOR), str(found.get("reason", "value")))


def _stop(what: str, hint: str, found: dict[str, Any]) -> SyncError:
    return Stop(what, hint, _owner(found, Owner.IT))


def _settings_error(what: str, hint: str, found: dict[str, Any]) -> SyncError:
    problems = found.get("problems")
    return SettingsError(what, tuple(map(str, problems)) if isinstance(problems, list) else (), hint)


def _owner(found: dict[str, Any], otherwise: Owner) -> Owner:
    try:
        return Owner(str(found.get("owner")))
    except ValueError:
        return otherwise


_MAKE: dict[str, Callable[[str, str, dict[str, Any]], SyncError]] = {
    "RetryLater": _retry_later,
    "Unknown": lambda what, hint, _: Unknown(what, hint),
    "Rejected": _rejected,
    "Stop": _stop,
    "SettingsError": _settings_error,
    "ProgramFault": lambda what, hint, _: ProgramFault(what, hint),
    "SyncError": _plain,
}
