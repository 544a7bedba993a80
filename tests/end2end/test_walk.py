"""A walk through every window by real clicks and keys, in a real tray, beside a real engine and Acme.

Each step is judged by what it did: Acme's log of writes, files, the settings, what the ledger tells. With ``--shots``
there is a picture of each.
"""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from desktop_sync.data_folder import DataFolder, holder
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import SOON, until
from tests.end2end.installation import FLOW, Installation
from tests.end2end.legacy import Order
from tests.end2end.person import Person
from tests.end2end.screen import Screen

pytestmark = [pytest.mark.serial, pytest.mark.counterpart]  # a busy machine misses clicks

EXPORT = """
[[exports]]
id = "daily"
title = "Daily orders"
[exports.query]
connection = "acme"
resource = "orders"
[exports.report]
type = "delimited"
columns = [{ name = "Order", from = "external_reference" }]
[[exports.destinations]]
id = "folder"
connection = "reports"
name = "{flow} {number}.csv"
"""


@pytest.fixture
def desk(installation: MakesInstallations, screen: Screen) -> Iterator[Installation]:
    """Nothing runs unless somebody wants it."""
    made = installation()
    made.flow(FLOW)["target"]["batch"] = False
    (made.place / "reports").mkdir()
    folder = {"id": "reports", "title": "Reports", "type": "folder", "path": made.spelled(made.place / "reports")}
    made.settings["connections"].append(tomlkit.item(folder))
    made.settings["exports"] = tomlkit.parse(EXPORT)["exports"]
    made.save()
    made.environment |= screen.environment
    chosen = Path(screen.environment["XDG_CONFIG_HOME"]) / "Desktop Sync" / "desk.conf"
    chosen.parent.mkdir()
    chosen.write_text("[General]\nlanguage=en\n[told]\nhidden=true\n", encoding="ascii")
    yield made
    found = holder(DataFolder(made.data).lock)
    if found is not None:
        os.kill(found.pid, signal.SIGKILL)


@pytest.fixture
def person(desk: Installation, screen: Screen, request: pytest.FixtureRequest) -> Iterator[Person]:
    wanted = request.config.getoption("--shots")
    folder = None if wanted is None else Path(wanted).absolute()
    made = Person(desk, screen, folder)
    until(lambda: told(desk, "status")["engine"])  # then the icon has its menu
    yield made
    made.ends()
    assert "Traceback" not in made.complaints, made.complaints


def sent(desk: Installation) -> list[str]:
    """The references that Acme was told, in turn."""
    return [one["reference"] for one in desk.acme.writes()]


def told(desk: Installation, *command: str) -> Any:  # noqa: ANN401 - whatever it tells
    return desk.call(*command, "--json").json


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
        assert [row["Document"] for row in csv.DictReader(text)] == ["4711"]


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
    assert person.process.wait(timeout=SOON) == 0
