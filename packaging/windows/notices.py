"""The licences of what others wrote, as one file for people: first what Qt's asks for, then each library with its text.

The texts are those that the wheels bring; what a wheel lacks, the two that Qt's libraries are under, and what Qt holds
of others (its wheels tell nothing of it), lie in ``licences/``. A library without any text stops the build, and so does
another version of Qt than the one that was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from dev_steps import StepError
from windows.bill import canonical
from windows.branding import OURS, Brand
from windows.inside import Component

TEXTS = Path(__file__).parent / "licences"
PACKAGES = "Lib/site-packages"
QT = "6.12"  # Qt-within.txt is of it; the list of a version: https://doc.qt.io/qt-6/licenses-used-in-qt.html
_RULE = "=" * 100
_HEAD = """\
{program} under the Apache License 2.0.
{name} is delivered with the libraries below, each under its own licence, and with what these hold of others, which
stands below each of them.

Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3 (its text is below, with that
of the GNU General Public License, version 3, to which it refers). They are unchanged. They lie as files of their own in
Lib\\site-packages\\PySide6 and Lib\\site-packages\\shiboken6: you may replace them by versions that you have built or
changed yourself, as long as these have the same interfaces. Nothing in {name} checks or hinders that, and you may
take {name} apart as far as needed to find faults in such changes. The sources of the versions listed here are at
https://download.qt.io/official_releases/ (folders qt and QtForPython). Qt holds code of others, which
is listed below with its licences ("Within Qt"), and at https://doc.qt.io/qt-6/licenses-used-in-qt.html.

paramiko, and libiconv within lxml, are used, unchanged, under the GNU Lesser General Public License, version 2.1. They
may be replaced likewise: put yours into Lib\\site-packages\\paramiko or Lib\\site-packages\\lxml. Their sources are at
https://pypi.org/project/paramiko/ and https://www.gnu.org/software/libiconv/.

orjson and certifi are, wholly or in part, under the Mozilla Public License 2.0, unchanged; their sources are at
https://pypi.org/.

"""


def notices(folder: Path, components: Sequence[Component], whose: Brand) -> bytes:
    """``folder``: a payload with its wheels' metadata. StepError when a library has no text."""
    told = sorted(components, key=lambda one: str(one["name"]).lower())
    program = f"{OURS} is" if whose.name == OURS else f"{whose.name} is {OURS} under another name. {OURS} is"
    parts = [_HEAD.format(program=program, name=whose.name), *_listed(told)]
    for title, text in sorted(_texts(folder, told)):
        parts += [f"\n{_RULE}\n{title}\n{_RULE}\n\n", text.strip("\n") + "\n"]
    return "".join(parts).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _listed(components: Sequence[Component]) -> Iterator[str]:
    for one in components:
        yield f"{one['name']} {one['version']}: {expression(one)}\n"
        for part in cast(Sequence[Component], one.get("components", ())):
            yield "".join(
                (
                    "    ",
                    " ".join(str(part[key]) for key in ("name", "version") if key in part),
                    f": {expression(part)}\n",
                )
            )


def expression(component: Component) -> str:
    """Its licences in one line. StepError when the bill has none."""
    match component["licenses"]:
        case [{"expression": str(told)}]:
            return told
        case [*several] if several:
            licences = [cast(Mapping[str, Mapping[str, str]], one)["license"] for one in several]
            return " AND ".join(one.get("id") or one["name"] for one in licences)
    raise StepError(f"{component['name']} has no licence in the bill.")


def _texts(folder: Path, components: Sequence[Component]) -> Iterator[tuple[str, str]]:
    for component in components:
        if component["name"] == "Qt" and not str(component["version"]).startswith(f"{QT}."):
            raise StepError(f"Qt is {component['version']} now.", "Look what Qt-within.txt lacks, and see notices.py.")
    yield "Within Qt", _read(TEXTS / "Qt-within.txt")
    for name in ("LGPL-3.0", "GPL-3.0"):
        yield f"GNU {name} (Qt, PySide6, Shiboken)", _read(TEXTS / f"{name}.txt")
    yield "Python, and the libraries that come with it", _read(folder / "licenses" / "python.txt")
    yield "Fonts of reports", _read(folder / PACKAGES / "desktop_sync/_resources/fonts/LICENCES.txt")
    found = _by_library(folder)
    for component in components:
        name = str(component["name"])
        if not str(component["purl"]).startswith("pkg:pypi/"):
            continue
        own = TEXTS / f"{name}.txt"
        files = [*found.get(name, ()), *([own] if own.exists() else [])]
        if not files:
            raise StepError(f"{name} comes without the text of its licence.", f"Put it into {TEXTS.name}/{name}.txt.")
        yield from ((f"{name}: {file.name}", _read(file)) for file in files)


def _by_library(folder: Path) -> Mapping[str, Sequence[Path]]:
    infos = (folder / PACKAGES).glob("*.dist-info")
    return {canonical(info.name.partition("-")[0]): sorted(_licences(info)) for info in infos}


def _licences(info: Path) -> Iterator[Path]:
    for path in info.rglob("*"):
        if path.is_file() and re.search("licen[cs]e|copying|notice|authors", path.name, re.IGNORECASE):
            yield path


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
