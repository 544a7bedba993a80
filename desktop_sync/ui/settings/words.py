"""The words of the options in the reader's language, and a value as people read it. No option is known here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.ui.settings.part_words import part_words

Field = dict[str, Any]
CUT = 60  # characters of a value that are shown


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
    return choices.get(str(value)) or _cut(str(value))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CUT else line[: CUT - 1] + "…"
