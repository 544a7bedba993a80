"""What somebody searches for in German is found as the English texts say it; names and numbers stay as they are."""

from __future__ import annotations

import pytest

from desktop_sync.core.searching import MOST, Meanings
from desktop_sync.languages import words

REPORTS = {
    "The customer {0} is not known in Acme.": "Der Kunde {0} ist in Acme nicht bekannt.",
    "The folder {0} cannot be reached.": "Der Ordner {0} ist nicht erreichbar.",
    "Order {0}": "Auftrag {0}",
    "same": "same",
}


@pytest.mark.parametrize(
    "asked, found",
    [
        ("Kunde", ["the customer is not known in acme"]),
        ("kund", ["the customer is not known in acme"]),
        ("nicht bekannt", ["the customer is not known in acme"]),
        ("Kunde 90012", ["the customer is not known in acme 90012"]),
        ("Ordner erp", ["the folder cannot be reached erp"]),
        ("Kunde Ordner", []),
        ("4711", []),
        ("ist", []),
        ("same", []),
        ("", []),
    ],
)
def test_words_of_a_translation_mean_those_of_its_text(asked: str, found: list[str]) -> None:
    assert list(Meanings(REPORTS)(asked)) == found


def test_those_with_most_of_the_words_stand_first() -> None:
    found = Meanings({**REPORTS, "The customer {0} is new.": "Der Kunde {0} ist neu."})("Kunde bekannt")
    assert found == ("the customer is not known in acme",)
    assert Meanings({"One of two": "Eine Datei", "Two of two": "Eine Datei fehlt"})("Datei fehlt")[0] == "two of"


def test_the_catalogue_that_ships_is_searched_and_bounded() -> None:
    german = words("de").meant
    assert any("certificate" in way for way in german("Zertifikat"))
    assert len(german("der Datei")) <= MOST
    assert words("en").meant("certificate") == ()
    assert german("x" * 10_000) == ()
