"""Texts known again by their templates, in whole and in parts; what is the customer's stays; schedules in German."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.translating import LONGEST, Translator
from desktop_sync.languages import words

REPORTS = {
    "The folder {0} cannot be reached: {1}.": "Der Ordner {0} ist nicht erreichbar: {1}.",
    "{0} cannot be read: {1}{2}": "{0} ist nicht lesbar: {1}{2}",
    "It breaks off at {0}.": "Sie bricht bei {0} ab.",
    "It is empty.": "Sie ist leer.",
    'There is no flow "{0}".': "Es gibt keinen Ablauf „{0}“.",
    "{0} documents are held: {1}. Nothing of it is sent.": "{0} Belege sind gehalten: {1}. Nichts davon wird gesendet.",
    "{0} documents in one run, more than {1}": "{0} Belege in einem Lauf, mehr als {1}",
    "Copied from {0} to {1}.": "Nach {1} kopiert, von {0}.",
    "{0} {1} was refused: {2}": "{0} {1} wurde abgelehnt: {2}",
    "expected {0}": "erwartet: {0}",
    "found {0}, {1}": "gefunden {0}, {1}",
    "one of {0}": "eines von {0}",
    "Ask him. He knows.": "Fragen Sie ihn, er weiß es.",
}
PHRASES = {
    "{0} and {1}": "{0} und {1}", "Friday": "Freitag", "Monday": "Montag", "Order": "Auftrag", "met": "erfüllt",
    "{0} files": "{0} Dateien", "Every {0} at {1} ({2})": "Jeden {0} um {1} ({2})", "timed out": "Zeitüberschreitung",
}  # fmt: skip


@pytest.fixture(scope="module")
def say() -> Translator:
    return Translator(REPORTS, PHRASES)


@pytest.mark.parametrize(
    "text,said",
    [
        ("It is empty.", "Sie ist leer."),
        (r"The folder \\erp\out cannot be reached: timed out.",
         r"Der Ordner \\erp\out ist nicht erreichbar: Zeitüberschreitung."),
        ("a.xml cannot be read: It breaks off at line 3.", "a.xml ist nicht lesbar: Sie bricht bei line 3 ab."),
        ("a.xml cannot be read: It breaks off at line 3", "a.xml ist nicht lesbar: Sie bricht bei line 3 ab"),
        ("It is empty. Nobody knows this. It is empty.", "Sie ist leer. Nobody knows this. Sie ist leer."),
        ("1,204 documents are held: 1,204 documents in one run, more than 1,000. Nothing of it is sent.",
         "1.204 Belege sind gehalten: 1.204 Belege in einem Lauf, mehr als 1.000. Nichts davon wird gesendet."),
        ("Nothing of it is sent.", "Nichts davon wird gesendet."),
        ("Copied from a to b.", "Nach b kopiert, von a."),
        ("Ask him. He knows.", "Fragen Sie ihn, er weiß es."),
        ("The folder C:\\a. B cannot be reached: x. It is empty.",
         "Der Ordner C:\\a. B ist nicht erreichbar: x. Sie ist leer."),
        ("Copied from 2026-11-01 14:02 to 2026-11-27.", "Nach 27.11.2026 kopiert, von 01.11.2026 14:02."),
        ("ERP: found 2026-11-27, expected one of a-2026-11-27",
         "ERP: gefunden 27.11.2026, erwartet: eines von a-2026-11-27"),
        ("ERP: found 1, expected one of 2", "ERP: gefunden 1, erwartet: eines von 2"),
        ("met: 2 files, 18:10", "erfüllt: 2 Dateien, 18:10"),
        ("Every Monday and Friday at 16:00 (UTC)", "Jeden Montag und Freitag um 16:00 (UTC)"),
        ("Every Monday, Friday at 16:00 (UTC)", "Jeden Montag, Freitag um 16:00 (UTC)"),
        ("", ""),
        ("Unknown to all.", "Unknown to all."),
    ],
)  # fmt: skip
def test_known_again(say: Translator, text: str, said: str) -> None:
    assert say(text) == said
    assert say(text) == said  # as it is remembered


@pytest.mark.parametrize(
    "text,said",
    [
        ("Order 4711 was refused: Miller and Sons are not known.",
         "Auftrag 4711 wurde abgelehnt: Miller and Sons are not known."),
        ('There is no flow "Order".', "Es gibt keinen Ablauf „Order“."),
        ('There is no flow "Monday and Friday".', "Es gibt keinen Ablauf „Monday and Friday“."),
        ("Miller and Sons", "Miller and Sons"),
        ("Every line must be at least one.", "Every line must be at least one."),
        ("found Miller and Sons, expected one of 2", "gefunden Miller and Sons, erwartet: eines von 2"),
    ],
)  # fmt: skip
def test_what_is_the_customers_stays(say: Translator, text: str, said: str) -> None:
    assert say(text) == said


def test_english_figures_stay_in_another_language() -> None:
    assert Translator({"{0} documents in a run": "{0} in a run"}, language="xx")("1,204 documents in a run") == (
        "1,204 in a run"
    )


def test_what_is_too_long_is_left_and_nothing_takes_long(say: Translator) -> None:
    assert say("It is empty. " * LONGEST) == "It is empty. " * LONGEST
    began = time.thread_time()
    for hostile in ("a, " * 2000, "met: " * 1500, "; " * 3000, "1. " * 2500, "expected found x, " * 400):
        say(hostile)
    assert time.thread_time() - began < 5


@given(st.text(max_size=200), st.text(max_size=50))
def test_no_text_breaks_it_and_values_are_kept(text: str, name: str) -> None:
    say = Translator(REPORTS, PHRASES)
    say(text)
    assert name.strip() in say(f'There is no flow "{name}".') or name != name.strip()


ZONE = " (Europe/Berlin)"


@pytest.mark.parametrize(
    "english,german",
    [
        ("Every 5 minutes, counted from the end of the last run",
         "Alle 5 Minuten, gezählt ab dem Ende des letzten Laufs"),
        ("Every hour, counted from the end of the last run; only Monday to Friday, 07:00 to 12:00",
         "Jede Stunde, gezählt ab dem Ende des letzten Laufs; nur Montag bis Freitag, 07:00 bis 12:00"),
        ("Every day at 06:00 and 18:30", "Täglich um 06:00 und 18:30"),
        ("Every Monday to Friday at 06:00", "Montag bis Freitag um 06:00"),
        ("Every Monday, Tuesday and Saturday at 06:00", "Jeden Montag, Dienstag und Samstag um 06:00"),
        ("On the 1st, the 13th, the 22nd and the last day of every month at 06:00",
         "Am 1., 13., 22. und letzten Tag jedes Monats um 06:00"),
        ("By the cron line 0 6 * * 1-5 (At 06:00 on Monday through Friday)", "Nach der Cron-Zeile 0 6 * * 1-5"),
        ("Every day from 18:05, every 2 minutes until something has been seen, by 19:00 at the latest; else a problem",
         "Täglich ab 18:05, alle 2 Minuten, bis etwas da ist, spätestens um 19:00; sonst ein Problem"),
        ("at least 1 file by 18:30 on workdays", "mindestens 1 Datei bis 18:30 an Werktagen"),
        ("at least 1 file every week, by 16:00 on Friday", "mindestens 1 Datei jede Woche, bis Freitag, 16:00"),
        ("at least 1 file within 1 hour 30 minutes after 18:00 every day",
         "mindestens 1 Datei innerhalb von 1 Stunde 30 Minuten nach 18:00 täglich"),
    ],
)  # fmt: skip
def test_schedules_and_expectations_in_german(english: str, german: str) -> None:
    assert words("de").told(english + ZONE) == german + ZONE


@pytest.mark.parametrize(
    "english,german",
    [
        ("late since 18:30: none has come", "überfällig seit 18:30: nichts ist gekommen"),
        ("met late: 1 file, Sat 09:00", "verspätet erfüllt: 1 Datei, Sa 09:00"),
        ("ERP orders: expected at least 1 file by 18:30, none has come. Usually 18:10.",
         "ERP orders: erwartet mindestens 1 Datei bis 18:30, gekommen ist nichts. Üblich ist 18:10."),
        (r"The folder \\erp\out cannot be reached: Permission denied. It is tried again by itself.",
         r"Der Ordner \\erp\out ist nicht erreichbar: Zugriff verweigert. Es wird von selbst erneut versucht."),
        ("orders.xml cannot be read: It breaks off at line 3, column 7.",
         "orders.xml ist nicht lesbar: Sie bricht bei Zeile 3 ab, Spalte 7."),
    ],
)  # fmt: skip
def test_what_is_met_every_day(english: str, german: str) -> None:
    assert words("de").told(english) == german
