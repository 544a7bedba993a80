"""The honest sentence in German: every key, with one and with many, and times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop_sync.core.sentence_german import GERMAN, at, clock, coming
from desktop_sync.core.sentence_parts import first_part
from desktop_sync.core.sentence_words import ENGLISH, LANGUAGES, said

NOW = datetime(2026, 11, 25, 14, 35, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)


def moment(hour: int, minute: int = 0, days: int = 0) -> str:
    return (NOW.replace(hour=hour, minute=minute) + days * DAY).isoformat()


NO_PROOF: dict[str, Any] = {"delivered_at": None, "delivered_what": "", "answered_at": None, "answered_by": ""}
PROOF = {**NO_PROOF, "delivered_at": moment(14, 32), "delivered_what": "orders", "answered_at": moment(14, 35)}
SAID = "letzter Auftrag zugestellt 14:32, Antwort von Acme 14:35"
THEN = f"Letzter{SAID.removeprefix('letzter')}."
SHARE: dict[str, Any] = {
    "who": "ERP-Aufträge", "what": r"Der Ordner \\erp\export ist nicht erreichbar. Prüfen Sie ihn.",
    "since": moment(13, 10), "owner": "it", "more": 0,
}  # fmt: skip

TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("well", {"flows": 3, **PROOF}, f"Alles in Ordnung. 3 Abläufe, {SAID}."),
    ("well", {"flows": 1, **NO_PROOF}, "Alles in Ordnung. 1 Ablauf, noch kein Beleg zugestellt."),
    (
        "well", {"flows": 2000, **PROOF, "delivered_what": "invoices", "answered_by": "Acme Nord"},
        "Alles in Ordnung. 2.000 Abläufe, letzte Rechnung zugestellt 14:32, Antwort von Acme Nord 14:35.",
    ),
    (
        "well", {"flows": 2, **PROOF, "delivered_what": "shipments", "delivered_at": moment(9, 0, -1)},
        "Alles in Ordnung. 2 Abläufe, letzter Beleg zugestellt gestern 09:00, Antwort von Acme 14:35.",
    ),
    (
        "trying", {**SHARE, "again": moment(14, 37)},
        r"ERP-Aufträge: Der Ordner \\erp\export ist nicht erreichbar, seit 13:10. Nächster Versuch in 2 min.",
    ),
    (
        "trying", {**SHARE, "again": moment(14, 30), "more": 2},
        (r"ERP-Aufträge: Der Ordner \\erp\export ist nicht erreichbar, seit 13:10. Nächster Versuch jetzt."
         " 2 weitere Probleme."),
    ),
    (
        "problem", {**SHARE, "more": 1},
        (r"ERP-Aufträge: Der Ordner \\erp\export ist nicht erreichbar, seit 13:10. Die IT kann es beheben."
         " 1 weiteres Problem."),
    ),
    (
        "problem", {**SHARE, "who": "Acme", "what": "Acme ist nicht erreichbar.", "owner": "vendor"},
        "Acme ist nicht erreichbar, seit 13:10. Der Hersteller kann es beheben.",
    ),
    (
        "problem", {**SHARE, "who": "", "what": "Nichts geht.", "owner": "nobody"},
        "Nichts geht, seit 13:10. Jemand kann es beheben.",
    ),
    (
        "problems", {**SHARE, "problems": 2, "owners": {"vendor": 1, "clerk": 1}, "what": "Auftrag 4711."},
        ("2 Probleme offen (1 für die Sachbearbeitung, 1 für den Hersteller), das erste seit 13:10:"
         " ERP-Aufträge: Auftrag 4711."),
    ),
    ("engine_off", {"since": moment(9, 12), "problems": 1},
     "Nichts läuft: Die Engine ist seit 09:12 aus. 1 Problem offen."),
    ("engine_off", {"since": None, "problems": 0}, "Nichts läuft: Die Engine ist aus."),
    ("engine_silent", {"problems": 1200},
     "Die Engine antwortet nicht: Starten Sie sie neu, wenn das so bleibt. 1.200 Probleme offen."),
    ("overdue", {"who": "ERP", "at": moment(14, 20)},
     ("ERP hätte um 14:20 laufen sollen und ist nicht gelaufen. Sehen Sie ins Protokoll oder starten Sie die Engine"
      " neu.")),
    ("stale", {"who": "ERP", "at": moment(18, 5, -2)}, "ERP läuft, aber seit Montag 18:05 ohne Erfolg."),
    ("paused", {"until": moment(0, 0, 1), **PROOF}, f"Pausiert bis morgen 00:00. {THEN}"),
    ("paused", {"until": moment(18), **PROOF}, f"Pausiert bis 18:00. {THEN}"),
    ("paused", {"until": moment(0, 0, 3), **NO_PROOF}, "Pausiert bis 28.11.2026 00:00. Noch kein Beleg zugestellt."),
    ("some_paused", {"who": ["ERP"], "until": None, **PROOF},
     f"ERP: pausiert, bis jemand fortsetzt; die anderen laufen. {THEN}"),
    ("held", {"held": 1, **PROOF}, f"1 Beleg wartet auf Freigabe. {THEN}"),
    ("held", {"held": 1200, **PROOF}, f"1.200 Belege warten auf Freigabe. {THEN}"),
    ("working", {"who": ["A", "B", "C", "D"], "waiting": 12, **PROOF},
     f"In Arbeit: A, B und 2 weitere, 12 warten. {THEN}"),
    ("working", {"who": ["A", "B"], "waiting": 0, **PROOF}, f"In Arbeit: A und B. {THEN}"),
    ("waiting", {"waiting": 1, "next": moment(14, 37), **PROOF},
     f"In Arbeit: 1 wartet, nächster Lauf in 2 min. {THEN}"),
    ("waiting", {"waiting": 2, "next": None, **PROOF}, f"In Arbeit: 2 warten auf den nächsten Lauf. {THEN}"),
    ("no_flows", {}, "Noch ist kein Ablauf eingerichtet."),
    ("all_off", {"flows": 1}, "Nichts läuft: Der einzige Ablauf ist ausgeschaltet."),
    ("all_off", {"flows": 2}, "Nichts läuft: Alle 2 Abläufe sind ausgeschaltet."),
    ("not_yet", {"next": moment(18, 5)}, "Noch ist kein Ablauf gelaufen; der erste läuft um 18:05."),
    ("not_yet", {"next": None}, "Noch ist kein Ablauf gelaufen."),
    ("disk_full", {"since": moment(12)},
     ("Der Datenträger ist seit 12:00 voll: Neues wird nicht angenommen. Schaffen Sie Platz; dann geht es von selbst"
      " weiter.")),
    ("ledger", {"why": "Das Journal ist beschädigt."}, "Nichts läuft. Das Journal ist beschädigt."),
    ("no_settings", {"why": "Zeile 3."}, "Nichts läuft: Die Einstellungen sind nicht brauchbar. Zeile 3."),
]  # fmt: skip


@pytest.mark.parametrize("key,values,text", TABLE, ids=[f"{row[0]}-{n}" for n, row in enumerate(TABLE)])
def test_what_it_says(key: str, values: dict[str, Any], text: str) -> None:
    assert said(key, values, NOW, "de") == text


def test_every_language_has_every_key_and_every_german_one_an_example() -> None:
    assert {language: set(words) for language, words in LANGUAGES.items()} == {one: set(ENGLISH) for one in LANGUAGES}
    assert {row[0] for row in TABLE} == set(GERMAN)


@pytest.mark.parametrize(
    "when,words,then",
    [
        (moment(14, 32), "14:32", "um 14:32"),
        (moment(14, 32, -1), "gestern 14:32", "gestern um 14:32"),
        (moment(7, 5, -3), "Sonntag 07:05", "am Sonntag um 07:05"),
        (moment(7, 5, -9), "16.11.2026 07:05", "am 16.11.2026 um 07:05"),
        (moment(7, 5, 2), "27.11.2026 07:05", "am 27.11.2026 um 07:05"),
    ],
)
def test_past_times(when: str, words: str, then: str) -> None:
    assert (clock(when, NOW), at(when, NOW)) == (words, then)


@pytest.mark.parametrize(
    "when,words",
    [
        (moment(14, 30), "jetzt"),
        (moment(14, 37), "in 2 min"),
        (moment(15, 35), "in 60 min"),
        (moment(18, 5), "um 18:05"),
        (moment(6, 0, 1), "morgen um 06:00"),
        (moment(6, 0, 5), "am Montag um 06:00"),
        (moment(6, 0, 29), "am 24.12.2026 um 06:00"),
    ],
)
def test_coming_times(when: str, words: str) -> None:
    assert coming(when, NOW) == words


def test_a_sentence_ends_before_an_umlaut_too() -> None:
    assert first_part("Der Ordner fehlt. Ändern Sie ihn.") == "Der Ordner fehlt"
