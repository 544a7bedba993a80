"""The documents hold together: links lead somewhere, and the README names every command."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from desktop_sync.commands.arguments import parser
from desktop_sync.kinds import kinds

CHECKOUT = Path(__file__).parents[2]
PAGES = [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *sorted((CHECKOUT / "resources" / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")


def headings(page: Path) -> set[str]:
    """Names that a link may lead to, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, place in LINK.findall(page.read_text(encoding="utf-8")):
        led_to = (page.parent / target) if target else page
        assert led_to.exists(), target
        assert not place or place in headings(led_to), f"{target}#{place}"


def test_the_readme_names_every_command() -> None:
    (commands,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    table = re.findall(r"^\| (`.+?) \|", (CHECKOUT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {word for cell in table for word in re.findall(r"`([a-z-]+)", cell)}
    assert not set(commands.choices) - named


def test_firewalls_are_told_of_every_kind_of_connection() -> None:
    page = (CHECKOUT / "resources" / "docs" / "network-and-protection.md").read_text(encoding="utf-8")
    assert [kind for kind in kinds().connections if f"| `{kind}` |" not in page] == []
