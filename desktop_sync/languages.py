"""The catalogues that ship with the program, English text → another language: ``resources/i18n``.

``LANGUAGE.json`` has what is said through ``Words``, ``engine_LANGUAGE.json`` the templates of what engines report,
``acme_LANGUAGE.json`` what the fields of Acme's documents mean, and
``phrases_LANGUAGE.json`` what the code puts together (schedules, expectations) or systems say (their errors).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial

from desktop_sync.core.searching import Meanings
from desktop_sync.core.translating import Translator
from desktop_sync.core.words import ENGLISH, Words
from desktop_sync.program import named
from desktop_sync.resources import resources


@lru_cache(maxsize=8)
def words(language: str = ENGLISH) -> Words:
    """The words of a language; English where there is no catalogue."""
    catalogue = _read(language)
    if language == ENGLISH or not catalogue:
        return Words(told=named, named=named)
    return Words(language, catalogue, partial(_told, language), partial(_meant, language), named)


def _told(language: str, text: str) -> str:
    """Most processes report nothing, so the catalogue of reports is read with the first text."""
    return named(_translator(language)(text)) if text else text


@lru_cache(maxsize=64)
def _meant(language: str, text: str) -> Sequence[str]:
    return _meanings(language)(text)


@lru_cache(maxsize=8)
def _meanings(language: str) -> Meanings:
    return Meanings(_read(f"engine_{language}"))


@lru_cache(maxsize=8)
def _translator(language: str) -> Translator:
    return Translator(_read(f"engine_{language}") | _read(f"acme_{language}"), _read(f"phrases_{language}"), language)


def _read(name: str) -> dict[str, str]:
    file = resources() / "i18n" / f"{name}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}
