"""The catalogues that ship with the program: ``resources/i18n/LANGUAGE.json``, English text → that language."""

from __future__ import annotations

import json

from desktop_sync.core.words import ENGLISH, Words
from desktop_sync.resources import resources


def words(language: str = ENGLISH) -> Words:
    """The words of a language; English where there is no catalogue."""
    file = resources() / "i18n" / f"{language}.json"
    if language == ENGLISH or not file.is_file():
        return Words()
    return Words(language, json.loads(file.read_text(encoding="utf-8")))
