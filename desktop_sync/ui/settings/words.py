"""The words of the options in the reader's language, and a value as people read it. No option is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.ui.settings.part_words import part_words

Field = dict[str, Any]
CUT = 60  # characters of a value that are shown
DURATION = "duration"
_PARTS = re.compile(r"(\d+)\s*(ms|s|min|h|d)\b")
_TIME = re.compile(r"(?:\d+\s*(?:ms|s|min|h|d)(?:\s+|$))+")


def said(words: str) -> str:
    """Words of the option models; see ``option_words.py``."""
    return QCoreApplication.translate("Options", words) if words else ""


def first_sentence(words: str) -> str:
    """Of a help text: what stands below a field."""
    head, dot, rest = words.partition(". ")
    return f"{head}." if dot and rest else words


def value_words(value: object, field: Field | None = None) -> str:
    """On one line. ``field``: as its form has it, where it is known."""
    usual = (field or {}).get("default")
    if value is None and usual not in (None, "", []):
        return QCoreApplication.translate("Values", "{value} (as usual)").format(value=value_words(usual, field))
    if value is None:
        return QCoreApplication.translate("Values", "nothing")
    if isinstance(value, bool):
        return QCoreApplication.translate("Values", "yes") if value else QCoreApplication.translate("Values", "no")
    choices = {one["value"]: said(one["title"]) for one in (field or {}).get("choices", ())}
    if isinstance(value, list):
        listed = ", ".join(value_words(one, field) for one in value)
        return _cut(listed) if listed else QCoreApplication.translate("Values", "nothing")
    if isinstance(value, Mapping):
        return _cut(", ".join(f"{part_words(name)}: {value_words(one)}" for name, one in value.items()))
    return choices.get(str(value)) or _text(str(value), (field or {}).get("kind", DURATION))


def _text(value: str, kind: str) -> str:
    if kind == DURATION and _TIME.fullmatch(value):
        return " ".join(_time_words(int(many), unit) for many, unit in _PARTS.findall(value))
    return _cut(value)


def _time_words(many: int, unit: str) -> str:
    """``400``, ``d`` → ``400 days``."""
    match unit:
        case "d":
            return QCoreApplication.translate("Values", "%n day(s)", None, many)
        case "h":
            return QCoreApplication.translate("Values", "%n hour(s)", None, many)
        case "min":
            return QCoreApplication.translate("Values", "%n minute(s)", None, many)
        case "s":
            return QCoreApplication.translate("Values", "%n second(s)", None, many)
        case _:
            return QCoreApplication.translate("Values", "%n millisecond(s)", None, many)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CUT else line[: CUT - 1] + "…"
