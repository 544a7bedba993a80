"""The pages of the help: which there are, what they are called, and which words stand on them. Knows no widget.

A page is a Markdown file ``resources/help/LANGUAGE/NAME.md``; its first line is its title. ``NAMES`` has them in the
order in which somebody new would read them. A language that lacks a page shows the English one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.program import named
from desktop_sync.resources import resources

NAMES = (
    "start",
    "overview",
    "activity",
    "trail",
    "problems",
    "dry-run",
    "tray",
    "connections",
    "flows",
    "exports",
    "schedule",
    "mapping",
    "general",
    "keyboard",
    "firewall",
    "support",
)
PLACES = {"window": "start", "settings": "connections", "guide": "start", "bundle": "support"}
"""Places of the desk that have no page of their own name, and the page that speaks of them."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """``text``: Markdown, the title included."""

    name: str
    title: str
    text: str

    def speaks_of(self, words: str) -> bool:
        """Whether every word stands on it."""
        whole = self.text.casefold()
        return all(word in whole for word in words.casefold().split())


def pages(language: str) -> list[HelpPage]:
    """All of them."""
    return [_page(name, language) for name in NAMES]


def name_of(place: str) -> str:
    """The page for a place of the desk; the first where there is none."""
    found = PLACES.get(place, place).removeprefix("settings-")
    return found if found in NAMES else NAMES[0]


def slug(heading: str) -> str:
    """What a link to a heading says."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _page(name: str, language: str) -> HelpPage:
    file = _file(name, language)
    text = named(file.read_text(encoding="utf-8"))
    return HelpPage(name, text.partition("\n")[0].lstrip("# ").strip(), text)


def _file(name: str, language: str) -> Path:
    folder = resources() / "help"
    wanted = folder / language / f"{name}.md"
    return wanted if wanted.is_file() else folder / "en" / f"{name}.md"
