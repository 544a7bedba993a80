"""A walk through every window by real clicks and keys, in a real tray, beside a real engine and Acme.

Each step is judged by what it did: Acme's log of writes, files, the settings, what the ledger tells. With ``--shots``
there is a picture of each.
"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from tests.end2end.engines import until
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order
from tests.end2end.person import Person
from tests.end2end.walk.steps import leaves, looks, opens_window, sent, settings, told, watches_test

pytestmark = [pytest.mark.serial, pytest.mark.counterpart, pytest.mark.timeout(600)]  # a busy machine is slow


@pytest.mark.parametrize("look", looks("en-light"))
def test_from_the_icon_to_the_end(desk: Installation, person: Person) -> None:
    """Run, look it up, follow its trail, mend what was refused, quit with both answers."""
    good, missing, wrong = Order("4711"), Order("4712", customer="UNKNOWN-1"), Order("4713", customer="UNKNOWN-2")
    desk.legacy.drop(good, missing, wrong, Order("4714", quantity="many"))
    person.opens_menu()
    person.shot("menu")
    person.clicks("Overview", kind="Entry")
    runs(desk, person, "4711")
    person.reads("3 problems to look at")
    person.shot("overview")
    looks_up(desk, person)
    tries_again(desk, person)
    edits(desk, person)
    dismisses(desk, person)
    person.presses("ctrl+1")
    person.reads("All is well")

    quits(person, "Quit, the engine goes on")
    assert told(desk, "status")["engine"]
    person.begins()
    quits(person, "Stop the engine and quit")
    until(lambda: not told(desk, "status")["engine"])


def runs(desk: Installation, person: Person, *references: str) -> None:
    """From its card, until Acme has these."""
    person.clicks("Run ERP orders now")
    person.waits(lambda: sent(desk) == [*references], f"{references} to be sent")


def looks_up(desk: Installation, person: Person) -> None:
    """By its number, down to its trail, and into a file for a spreadsheet."""
    person.presses("ctrl+2")
    person.clicks("Search")
    person.writes("4711")
    person.reads("1 document")
    person.clicks("4711", kind="Cell", times=2)
    person.reads("It is in Acme once")
    person.shot("trail")
    person.presses("Escape")
    file = desk.place / "what was done.csv"
    person.clicks("Export…")
    saves(person, file)
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = text.read().splitlines()
    rows = list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))
    assert [row[name] for row in rows for name in person.says("Document") if name in row] == ["4711"]


def tries_again(desk: Installation, person: Person) -> None:
    """After somebody has added the customer in Acme."""
    person.presses("ctrl+3")
    person.clicks("…UNKNOWN-1", kind="Cell")
    person.sees("ERP orders", kind="QLabel")  # whose problem it is
    person.shot("problems")
    desk.acme.customers(add=["UNKNOWN-1"])
    person.clicks("Try 4712 again")
    person.reads("the next run tries it again")
    person.presses("ctrl+1")
    runs(desk, person, "4711", "4712")


def edits(desk: Installation, person: Person) -> None:
    """The customer's number is another."""
    person.presses("ctrl+3")
    person.clicks("…UNKNOWN-2", kind="Cell")
    person.clicks("Edit and try…")
    person.clicks("UNKNOWN-2", kind="Cell")
    person.sees("UNKNOWN-2", kind="QLineEdit", focus=True)
    person.writes("K-1204")
    person.presses("Return")
    person.clicks("Reason", kind="QLineEdit")
    person.writes("wrong on the phone")
    person.shot("edit")
    person.clicks("Save and send")
    person.reads("is sent by the next run")
    person.presses("ctrl+1")
    runs(desk, person, "4711", "4712", "4713")
    assert desk.acme.writes()[2]["body"]["buyer"]["number"] == "K-1204"


def dismisses(desk: Installation, person: Person) -> None:
    """What nobody wants any more."""
    person.presses("ctrl+3")
    person.clicks("…'many'", kind="Cell")
    person.clicks("More", kind="QToolButton")
    person.clicks("End it with a reason…", kind="Entry")
    person.sees("Reason", focus=True)
    person.writes("a test")
    person.shot("dismiss")
    person.clicks("End 1 problem")
    until(lambda: not told(desk, "problems"))


@pytest.mark.parametrize("look", looks())
def test_what_is_not_done_every_day(desk: Installation, person: Person) -> None:
    """Cancelled and paused, tried dry, held and approved; settings changed and undone; an export; help and support."""
    opens_window(person)
    cancels(desk, person)
    pauses(desk, person)
    tries_dry(desk, person)
    tries_connections(person)
    changes_settings(desk, person)
    approves(desk, person)
    undoes_settings(desk, person)
    exports(desk, person)
    reads_help(person)
    bundles(desk, person)
    quits(person, "Stop the engine and quit")


def cancels(desk: Installation, person: Person) -> None:
    """What was cancelled is sent by the next run, once."""
    desk.acme.fault("latency", seconds=0.2)
    desk.legacy.drop(*[Order(str(number)) for number in range(1000, 1400)])
    person.clicks("Run ERP orders now")
    until(lambda: sent(desk))
    person.shot("going")
    person.clicks("Cancel the run of ERP orders")
    person.sees("Run ERP orders now")
    assert 0 < len(sent(desk)) < 400
    desk.acme.clear_faults()
    person.clicks("Run ERP orders now")
    person.waits(lambda: len(sent(desk)) == 400, "all to be sent")
    assert sorted(sent(desk)) == sorted(desk.legacy.expected)


def pauses(desk: Installation, person: Person) -> None:
    """All flows, and on."""
    person.sees("Run ERP orders now")
    person.clicks("Pause", kind="QPushButton")
    person.shot("pause")
    person.clicks("Until I resume", kind="Entry")
    until(lambda: all(one["paused"] for one in told(desk, "status")["flows"]))
    person.reads("Paused until resumed")
    person.clicks("Resume", kind="QPushButton")
    until(lambda: not any(one["paused"] for one in told(desk, "status")["flows"]))


def tries_dry(desk: Installation, person: Person) -> None:
    """Seen first, then exactly that."""
    before = len(sent(desk))
    desk.legacy.drop(Order("1000").changed(quantity="41"), Order("1400"))
    person.clicks("More about ERP orders")
    person.clicks("Dry run: what would happen now…", kind="Entry")
    person.reads("A run would send 2 changes to Acme.")
    person.clicks("1000", kind="Cell")
    person.reads("lines[1].quantity")
    person.shot("dry-run")
    assert len(sent(desk)) == before
    person.clicks("Send 2 changes to Acme")
    person.reads("2 changes are in Acme now.")
    person.shot("dry-run-done")
    assert sent(desk)[before:] == ["1000", "1400"]
    person.clicks("Back")


def changes_settings(desk: Installation, person: Person) -> None:
    """Every page; and what is changed on one is seen, saved, and in force."""
    person.clicks("Settings…")
    for page in ("Connections", "Exports", "General", "About", "Flows"):
        person.clicks(page, window="Settings")
        person.shot(f"settings-{page.lower()}")
    person.clicks("Target", kind="Tab")
    person.clicks("Hold runs above", kind="QLineEdit")
    person.writes("2")
    person.clicks("Save…")
    person.sees("Save 1 change")
    person.shot("settings-save")
    person.clicks("Save 1 change")
    person.reads("Everything is saved")
    assert "hold_above = 2" in settings(desk)
    person.clicks("Close")


def tries_connections(person: Person) -> None:
    """One that works, and one whose address nobody answers at."""
    person.clicks("Settings…")
    person.clicks("Acme", kind="Cell")
    person.clicks("Test connection")
    watches_test(person, works=True)
    person.shot("test-works")
    person.clicks("Address of the API", kind="QLineEdit")
    person.writes("http://127.0.0.1:9")
    person.clicks("Test connection")
    watches_test(person, works=False)
    person.sees("Discard")
    person.shot("test-fails")
    person.clicks("Discard")
    person.reads("Everything is saved")
    person.clicks("Close")


def approves(desk: Installation, person: Person) -> None:
    """More than two at once wait for a word."""
    before = len(sent(desk))
    desk.legacy.drop(Order("1401"), Order("1402"), Order("1403"))
    person.clicks("Run ERP orders now")
    person.clicks("Look at them")
    person.sees("1403", kind="Cell")
    person.shot("held")
    assert len(sent(desk)) == before
    person.clicks("Send 3 orders to Acme")
    person.waits(lambda: sorted(sent(desk)[before:]) == ["1401", "1402", "1403"], "what was held to be sent")


def undoes_settings(desk: Installation, person: Person) -> None:
    """Back to the version before."""
    person.clicks("Settings…")
    person.clicks("More", kind="QPushButton")
    person.clicks("History…", kind="Entry")
    person.reads("What going back would change:")
    person.shot("settings-history")
    person.clicks("Go back to this")
    until(lambda: "hold_above" not in settings(desk))
    person.reads("Everything is saved")
    person.clicks("Close")


def exports(desk: Installation, person: Person) -> None:
    """Made, and looked at afterwards."""
    person.clicks("Make Daily orders now")
    file = desk.place / "reports" / "Daily orders 1.csv"
    until(file.exists)
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 1 + len(desk.acme.documents("orders"))
    person.clicks("More about Daily orders")
    person.clicks("What was made, and issue again…", kind="Entry")
    person.clicks("Daily orders 1.csv", kind="Cell")
    person.shot("made")
    person.clicks("Open the file")
    opened = desk.place / "bin" / "opened"
    until(opened.exists)
    until(lambda: "Daily%20orders%201.csv" in opened.read_text(encoding="utf-8"))
    person.clicks("Back")


def reads_help(person: Person) -> None:
    """At the page of where one is."""
    person.presses("F1")
    person.reads("Pages of the help")
    person.shot("help")
    person.clicks("Back")


def bundles(desk: Installation, person: Person) -> None:
    """Read, and saved."""
    person.clicks("Settings…")
    person.clicks("About", window="Settings")
    person.clicks("Support bundle…")
    person.sees("Save as…")
    person.shot("bundle")
    person.clicks("Save as…")
    file = desk.place / "for support.zip"
    saves(person, file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert "Baumarkt" not in "".join(archive.read(name).decode() for name in archive.namelist())


def saves(person: Person, file: Path) -> None:
    """In the dialog that asks for a name."""
    person.sees("File name:", kind="QLineEdit", focus=True)
    person.writes(str(file))
    person.shot("save")
    person.presses("Return")
    until(file.exists)


def quits(person: Person, answer: str) -> None:
    """From the menu of the icon."""
    person.opens_menu()
    person.clicks("Quit…", kind="Entry")
    person.shot("quit")
    person.clicks(answer)
    leaves(person)
