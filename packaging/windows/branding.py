"""Whose program it is: name, publisher, links, licence, icon and the address of the API, as one file says them.

Plain Python without dependencies. It knows nothing of how the program or its setup is made.
"""

from __future__ import annotations

import re
import runpy
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from dev_steps import ROOT, StepError

BRAND = ROOT / "installer" / "brand.toml"
OURS = "Desktop Sync"
CONSOLE = "desktop-sync.exe"  # for everybody: texts, documents and scripts name it
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,40}")
_LINK = re.compile(r"(https://[^\s\"'$`\\]+)?")


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose program it is. ``licence`` and ``icon`` are whole paths; no icon: that of the program."""

    name: str
    publisher: str
    home: str
    support: str
    licence: Path
    icon: Path | None
    api_address: str

    @property
    def windowed(self) -> str:
        """The file that people start: what stands in the task manager, and what a firewall asks about."""
        return f"{self.name.replace(' ', '')}.exe"


def brand(file: Path = BRAND) -> Brand:
    """What a file says. StepError names what is wrong with it."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {one.name for one in fields(Brand)}
    if found.keys() != known:
        raise StepError(f"{file} has {sorted(found)}.", f"It needs these, and no others: {sorted(known)}")
    for name in ("name", "publisher"):
        if not _NAME.fullmatch(str(found[name])):
            raise StepError(
                f'{file}: {name} = "{found[name]}"', "Letters, digits, blanks, '.', '_' and '-', at most 41."
            )
    if f"{found['name'].replace(' ', '')}.exe".lower() == CONSOLE:
        raise StepError(f'{file}: name = "{found["name"]}"', f"{CONSOLE} is the program for consoles.")
    for name in ("home", "support", "api_address"):
        if not _LINK.fullmatch(str(found[name])):
            raise StepError(f'{file}: {name} = "{found[name]}"', "An address that begins with https://, or nothing.")
    licence, icon = file.parent / found["licence"], file.parent / found["icon"] if found["icon"] else None
    for path in (licence, icon):
        if path is not None and not path.is_file():
            raise StepError(f"{file} names {path}, which is not there.", "Paths are relative to the file.")
    links = found["home"], found["support"]
    return Brand(found["name"], found["publisher"], *links, licence, icon, found["api_address"])


def in_page(text: str, whose: Brand) -> str:
    """A page for administrators, with the vendor's name where the product is meant, and its programs and their folder;
    what bears our name whoever ships it keeps it, as in the texts that the program shows (``desktop_sync/program.py``).
    """
    if whose.name == OURS:
        return text
    renamed = runpy.run_path(str(ROOT / "desktop_sync" / "program.py"))["renamed"]
    text = text.replace(f"Program Files\\{OURS}", f"Program Files\\{whose.name}")
    text = text.replace("DesktopSync", whose.windowed.removesuffix(".exe"))
    return str(renamed(text, whose.name))
