"""Through every window by keys alone: once it is open, the pointer is never used. What Tab halts at has a name."""

from __future__ import annotations

import pytest

from tests.end2end.engines import until
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order
from tests.end2end.person import Person
from tests.end2end.walk.steps import leaves, looks, opens_window, sent, settings, watches_test

pytestmark = [pytest.mark.serial, pytest.mark.counterpart, pytest.mark.timeout(600)]  # a busy machine is slow


@pytest.mark.parametrize("look", looks("de-dark"))
def test_by_keys_alone(desk: Installation, person: Person) -> None:
    """Run, follow a trail, mend what was refused, change the settings and go back, try dry and send, read, quit."""
    desk.legacy.drop(Order("4711"), Order("4712", customer="UNKNOWN-1"))
    opens_window(person)
    person.has_pointer = False
    runs(desk, person, "4711")
    follows_trail(person)
    edits(desk, person)
    runs(desk, person, "4711", "4712")
    changes_settings(desk, person)
    tries_dry(desk, person)
    reads_help(person)
    person.presses("ctrl+q")
    person.alts("Stop the engine and quit")
    leaves(person)


def runs(desk: Installation, person: Person, *references: str) -> None:
    """Until Acme has these."""
    person.presses("ctrl+1")
    person.goes_to("Run ERP orders now")
    person.presses("Return")
    person.waits(lambda: sent(desk) == [*references], f"{references} to be sent")


def follows_trail(person: Person) -> None:
    """Found by its number; its file is read, and what Acme answered."""
    person.presses("ctrl+2", "ctrl+f")
    person.sees("Search", focus=True)
    person.writes("4711")
    person.reads("1 document")
    person.presses("Down", "Return")
    person.reads("It is in Acme once")
    person.goes_to("Content of the file")
    person.shot("keys-trail")
    person.presses("Escape")
    person.sees("Documents", kind="QTableView", focus=True)


def edits(desk: Installation, person: Person) -> None:
    """The customer's number is another."""
    person.presses("ctrl+3")
    person.alts("Edit and try…")
    person.sees("Fields of the document", focus=True)
    person.presses("F2")
    person.sees("UNKNOWN-1", kind="QLineEdit", focus=True)
    person.writes("K-1204")
    person.presses("Return")
    person.goes_to("Reason", kind="QLineEdit")
    person.writes("wrong on the phone")
    person.shot("keys-edit")
    person.alts("Save and send")
    person.reads("is sent by the next run")


def changes_settings(desk: Installation, person: Person) -> None:
    """A title, saved with its difference and taken back; a connection, tested."""
    person.alts("Settings…")
    person.sees("ERP export folder", kind="Cell", checked=True)
    person.goes_to("Connections", kind="QListWidget")
    person.presses("Down")
    person.sees("Acme", kind="Cell", checked=True)
    person.goes_to("Test connection")
    person.presses("Return")
    watches_test(person, works=True)
    person.goes_to("Title", kind="QLineEdit")
    person.writes("Acme of the north")
    person.presses("ctrl+s")
    person.reads("1 change")
    person.shot("keys-save")
    person.goes_to("Save 1 change")
    person.presses("Return")
    person.reads("Everything is saved")
    assert 'title = "Acme of the north"' in settings(desk)
    person.goes_to("More", kind="QPushButton")
    person.presses("Return")
    person.sees("History…", kind="Entry")
    person.presses("Down", "Return")
    person.reads("What going back would change:")
    person.goes_to("Go back to this")
    person.presses("Return")
    until(lambda: "Acme of the north" not in settings(desk))
    person.reads("Everything is saved")
    person.presses("Escape")
    person.sees("Settings…", window="Desktop Sync")


def tries_dry(desk: Installation, person: Person) -> None:
    """Seen first, then exactly that."""
    desk.legacy.drop(Order("4711").changed(quantity="41"), Order("4720"))
    person.presses("ctrl+1")
    person.goes_to("More about ERP orders")
    person.presses("Return")
    person.sees("Dry run: what would happen now…", kind="Entry")
    person.presses("Down", "Return")
    person.reads("A run would send 2 changes to Acme.")
    person.goes_to("What would happen")
    person.reads("lines[1].quantity")
    person.shot("keys-dry-run")
    person.alts("Send 2 changes to Acme")
    person.reads("2 changes are in Acme now.")
    assert sent(desk)[-2:] == ["4711", "4720"]
    person.presses("Escape")


def reads_help(person: Person) -> None:
    """The page of where one is, and another one."""
    person.presses("F1")
    person.goes_to("Pages of the help")
    person.presses("Home")
    person.reads("What Desktop Sync does")
    person.shot("keys-help")
    person.presses("Escape")
