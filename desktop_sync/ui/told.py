"""What the engine tells, in the desk's language: the texts of its answers, events and errors, and nothing that is data.

Engines speak English to every desk, whatever its language. Where an answer arrives, in its own thread, the values under
the names of texts are translated; what came from outside (payloads, records, settings) stays byte for byte.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.ui.advice import here

Say = Callable[[str], str]
Meant = Callable[[str], Sequence[str]]

TEXTS = frozenset(
    {"what", "hint", "why", "note", "notes", "question", "detail", "words", "schedule", "missed_in_words", "expected",
     "evidence", "alarms", "missing", "odd", "clocks", "closed_by", "cause_in_words", "says", "problem", "reason",
     "message", "advice", "became_note", "left_alone", "position"}
)  # fmt: skip
"""Names under which texts of the engine stand in its answers."""
ADVICE = frozenset({"hint", "advice", "message"})
"""Those that may tell what to do: as it is done on the desk."""
DATA = frozenset(
    {"payload", "values", "body", "request", "answer", "response", "document", "settings", "toml", "options", "fields",
     "contents", "text", "before", "after", "old", "new"}
)  # fmt: skip
"""Names under which there is what somebody else wrote, or what is written back as it is."""
SILENT = frozenset(
    {"payload", "record", "settings", "settings_history", "save_settings", "roll_back", "tables", "draft_tables"}
)
"""Methods whose answers are data wholly."""
DESCRIBED = frozenset({"mapping_forms", "resource"})
"""Methods whose answers describe options or fields."""
BY_NAME: Mapping[str, Sequence[str]] = {"ask_again": ("places",), "sample": ("detected", "why")}
"""Methods whose answers have texts by the place or option they are about, and where these stand in it."""
SEARCHING = frozenset({"history", "history_blocks"})
"""Methods that are told what to search for, as ``text``; and ``also``: in other words."""


def question(method: str, values: Mapping[str, Any], meant: Meant) -> Mapping[str, Any]:
    """The values of a call: of a search, with the engine's own words for what a person wrote in another language."""
    text = values.get("text") if method in SEARCHING else None
    also = list(meant(text)) if isinstance(text, str) and text else []
    return {**values, "also": also} if also else values


def answer_told(method: str, value: Any, say: Say) -> Any:  # noqa: ANN401 - a JSON value
    """The answer of a method."""
    if method in DESCRIBED:
        return _described(value, say)
    if method in BY_NAME:
        return _by_name(value, BY_NAME[method], say)
    return value if method in SILENT else told(value, say)


def _by_name(value: Mapping[str, Any], steps: Sequence[str], say: Say) -> dict[str, Any]:
    if not steps:
        return {name: say(words) for name, words in value.items()}
    return {**value, steps[0]: _by_name(value[steps[0]], steps[1:], say)}


def _described(value: Any, say: Say) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, Mapping):
        return {
            name: say(one) if name == "description" and isinstance(one, str) else _described(one, say)
            for name, one in value.items()
        }
    return [_described(one, say) for one in value] if isinstance(value, list | tuple) else value


def told(value: Any, say: Say) -> Any:  # noqa: ANN401 - a JSON value
    """A JSON value with its texts in another language."""
    if isinstance(value, Mapping):
        sentence = "key" in value  # the honest one is made of values that tell
        return {
            name: told(one, say) if sentence and name == "values" else _named(name, one, say)
            for name, one in value.items()
        }
    return [told(one, say) for one in value] if isinstance(value, list | tuple) else value


def _named(name: str, value: Any, say: Say) -> Any:  # noqa: ANN401 - a JSON value
    if name in ADVICE:
        return _texts(value, lambda text: here(say(text)))
    if name in TEXTS:
        return _texts(value, say)
    if name in DATA and not isinstance(value, bool | int | float):
        return value
    return told(value, say)


def _texts(value: Any, say: Say) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, str):
        return say(value)
    if isinstance(value, list | tuple):
        return [_texts(one, say) for one in value]
    return told(value, say)


def error_told(error: SyncError, say: Say) -> SyncError:
    """The same error in another language."""
    said = copy.copy(error)
    said.what, said.hint = say(error.what), here(say(error.hint))
    if isinstance(said, SettingsError):
        said.problems = tuple(say(one) for one in said.problems)
    return said
