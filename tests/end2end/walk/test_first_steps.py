"""The first start: from an empty data folder through the guide to the first orders in Acme, by clicks and keys."""

from __future__ import annotations

import pytest

from tests.end2end.installation import Installation
from tests.end2end.judge import assert_promise
from tests.end2end.legacy import Order
from tests.end2end.person import Person
from tests.end2end.walk.steps import leaves, looks, opens_window, sent, watches_test

pytestmark = [pytest.mark.serial, pytest.mark.counterpart, pytest.mark.timeout(600)]  # a busy machine is slow


@pytest.mark.parametrize("look", looks("de-light"))
def test_from_nothing_to_the_first_orders(empty: Installation, person: Person) -> None:
    """A key that Acme refuses, then the right one; a folder that is not there, then the right one; a start."""
    desk = empty
    desk.legacy.drop(Order("4711"), Order("4712"))
    opens_window(person)
    person.clicks("Set up the first flow")
    account(desk, person)
    place(desk, person)
    person.reads("All 2 fit")
    person.shot("sample")
    person.clicks("Next")
    person.reads("When to look")
    person.shot("schedule")
    person.clicks("Next")
    person.shot("ready")
    person.clicks("Save and start")
    person.sees("Take them all")
    person.shot("asks")
    assert sent(desk) == [], "nothing old is sent without a word"
    person.clicks("Take them all")
    person.reads("2 documents arrived in Acme.")
    person.shot("arrived")
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    person.clicks("Show the flow")
    person.reads("All is well")
    person.shot("overview")
    person.presses("ctrl+q")
    person.clicks("Stop the engine and quit")
    leaves(person)


def account(desk: Installation, person: Person) -> None:
    """The focus is where the address follows."""
    person.sees("Title", kind="QLineEdit", focus=True)
    person.presses("Tab")
    person.writes(desk.acme.url)
    secret(person, "wrong-key")
    person.clicks("Test connection")
    watches_test(person, works=False)
    person.shot("account-refused")
    secret(person, desk.acme.api_key)
    person.clicks("Test connection")
    watches_test(person, works=True)
    person.shot("account")
    person.clicks("Next")


def secret(person: Person, key: str) -> None:
    """In place of what was typed before."""
    person.clicks("Set: API key")
    person.sees("API key", kind="QLineEdit", focus=True)
    person.writes(key)


def place(desk: Installation, person: Person) -> None:
    """A folder."""
    person.clicks("Folder", kind="QLineEdit")
    person.writes("/nowhere/at all")
    person.clicks("Test connection")
    person.reads("It does not work yet.")
    person.shot("place-missing")
    person.clicks("Folder", kind="QLineEdit")
    person.writes(str(desk.legacy.folder))
    person.clicks("Test connection")
    person.reads("It works.")
    person.shot("place")
    person.clicks("Next")
