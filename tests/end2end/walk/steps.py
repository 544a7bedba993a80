"""What the walks have in common: the looks of a desk, and steps whose effect is judged from outside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end2end.engines import SOON
from tests.end2end.installation import Installation
from tests.end2end.person import Person

LOOKS = ("en-light", "de-dark", "de-light", "en-dark")


def looks(*every_day: str) -> list[Any]:
    """All languages and themes; those of every day also without ``--long``."""
    return [pytest.param(one, marks=[] if one in every_day else [pytest.mark.long]) for one in LOOKS]


def sent(desk: Installation) -> list[str]:
    """The references that Acme was told, in turn."""
    return [one["reference"] for one in desk.acme.writes()]


def told(desk: Installation, *command: str) -> Any:  # noqa: ANN401 - whatever it tells
    return desk.call(*command, "--json").json


def settings(desk: Installation) -> str:
    return (desk.data / "settings.toml").read_text(encoding="utf-8")


def opens_window(person: Person) -> None:
    """From the menu of the icon."""
    person.opens_menu()
    person.clicks("Overview", kind="Entry")


def watches_test(person: Person, *, works: bool) -> None:
    """Of a connection, to its end."""
    person.reads("It works." if works else "It does not work yet.")


def leaves(person: Person) -> None:
    """The desk has ended, and well."""
    assert person.process.wait(timeout=SOON) == 0
