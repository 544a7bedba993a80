"""What engines report is told in every language: each text of the source has its template, and is known by it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import engine_texts
import pytest

from desktop_sync.languages import words
from desktop_sync.resources import resources

LANGUAGES = ("de",)
FOLDER = resources() / "i18n"


def catalogue(name: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_engines_report_is_told_in_every_language(language: str) -> None:
    """A text is new or another: python3 packaging/engine_texts.py brings the catalogues up to date."""
    texts, needed = catalogue(f"engine_{language}"), engine_texts.templates()
    assert {needed[text]: text for text in needed if not texts.get(text)} == {}
    assert texts.keys() - needed.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_acmes_fields_mean_is_told_in_every_language(language: str) -> None:
    texts, needed = catalogue(f"acme_{language}"), engine_texts.descriptions()
    assert [text for text in needed if not texts.get(text)] == []
    assert texts.keys() - set(needed) == set()
    assert words("de").told("Who sells.") == "Wer verkauft."


def test_every_report_is_known_again_with_its_values() -> None:
    """Each template with values in it is told in German, and its values stand there as they were."""
    german, lost = words("de").told, []
    for text, said in catalogue("engine_de").items():
        places = engine_texts.PLACE.findall(text)
        values = {place: f"W{number}x" for number, place in enumerate(places)}
        if re.match(r"\{\w*\} [A-Z]", text):
            values[places[0]] += "."  # a sentence before it
        filled = engine_texts.PLACE.sub(lambda place, values=values: values[place[0]], text)  # type: ignore[misc]
        told = german(filled)
        if text != said and (told == filled or any(value not in told for value in values.values())):
            lost.append(filled)
    assert lost == []
