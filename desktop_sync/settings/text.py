"""A settings text as TOML, and the gathering of its problems with their places in words and lines.

Knows no option and no connector; what the tables mean is asked in ``reading`` and ``checks``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_sync.settings.places import Path, line_index, nearest_line
from desktop_sync.settings.report import SettingsProblem
from desktop_sync.settings.wording import shown

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
LARGEST = 4 * 2**20  # characters: a settings file is written by people
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class Problems:
    """Gathers problems while a text is read. ``file`` is its name for people."""

    file: str
    text: str
    raw: Mapping[str, object] = field(default_factory=dict)
    found: list[tuple[Path, SettingsProblem]] = field(default_factory=list)
    _said: set[tuple[Path, str]] = field(default_factory=set)
    _lines: dict[Path, int] | None = None

    def add(self, path: Path, what: str) -> None:
        """One problem at ``path``; the same words at one place are said once."""
        problem = SettingsProblem(what, place_in_words(path, self.raw), self.file, self.line(path))
        if (path, what) not in self._said:
            self._said.add((path, what))
            self.found.append((path, problem))

    def line(self, path: Path) -> int | None:
        """Where ``path`` stands in the text; worked out only when there is a problem to place."""
        if self._lines is None:
            self._lines = line_index(self.text)
        return nearest_line(self._lines, path)

    def sorted(self) -> tuple[SettingsProblem, ...]:
        """In the order of the file."""
        return tuple(problem for _, problem in sorted(self.found, key=lambda one: one[1].line or 0))


def place_in_words(path: Path, raw: Mapping[str, object]) -> str:
    """``("flows", 0, "source", "min_age")`` as ``flows[0] "orders" → source.min_age``."""
    if len(path) < 2 or not isinstance(path[1], int):  # noqa: PLR2004 - a list and an index
        return _dotted(path)
    tables = raw.get(str(path[0]))
    one = tables[path[1]] if isinstance(tables, list) and path[1] < len(tables) else None
    identity = one.get("id") if isinstance(one, dict) else None
    head = f"{path[0]}[{path[1]}]" + (f" {shown(identity)}" if isinstance(identity, str) else "")
    return f"{head} → {_dotted(path[2:])}" if path[2:] else head


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        name = f"[{step}]" if isinstance(step, int) else step if _BARE_KEY.fullmatch(step) else shown(step)
        text += f".{name}" if text and isinstance(step, str) else name
    return text


def parse(text: str, problems: Problems) -> bool:
    """The text as TOML into ``problems.raw``; False, with one problem placed to the column, when it is none."""
    if len(text) > LARGEST:
        problems.found.append(((), SettingsProblem("is too large to be a settings file", file=problems.file)))
        return False
    try:
        problems.raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.found.append(((), _syntax(str(error), problems.file, text)))
        return False
    except RecursionError:
        problems.found.append(((), SettingsProblem("lists or tables are nested too deeply", file=problems.file)))
        return False
    return True


def _syntax(message: str, file: str, text: str) -> SettingsProblem:
    place = _TOML_PLACE.search(message)
    what = f"this is not TOML: {_TOML_PLACE.sub('', message)}"
    if place is None or place[1] is None:
        return SettingsProblem(f"{what} (at the end of the file)", file=file)
    lines = text.split("\n")
    if int(place[1]) <= len(lines) and "\\" in lines[int(place[1]) - 1]:
        what += r". In double quotes a backslash begins an escape: write Windows paths in single quotes, 'C:\Drop'"
    return SettingsProblem(what, file=file, line=int(place[1]), column=int(place[2]))
