"""A settings text as TOML, and the gathering of its problems with their places in words and lines.

Knows no option and no connector; what the tables mean is asked in ``reading`` and ``checks``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop_sync.settings.places import Path, line_index, nearest_line
from desktop_sync.settings.report import SettingsProblem
from desktop_sync.settings.wording import shown

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
LARGEST = 4 * 2**20  # characters: a settings file is written by people
_TWICE = ("Cannot overwrite", "Cannot mutate", "Cannot declare", "Duplicate inline")  # of tomllib
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class Problems:
    """Gathers problems while a text is read. ``file`` is its name for people.

    ``others``: further files that the text names, each with its text and tables; a path that begins with the name of
    one is a place in that file. ``raw`` is what holds; where that is more than the text says, ``own`` is what it says
    itself, and ``origin`` leads from a place in ``raw`` to where it is written.
    """

    file: str
    text: str
    raw: Mapping[str, object] = field(default_factory=dict)
    others: dict[str, tuple[str, Mapping[str, object]]] = field(default_factory=dict)
    found: list[tuple[Path, SettingsProblem]] = field(default_factory=list)
    own: Mapping[str, object] | None = None
    origin: Callable[[Path], Path] = lambda path: path
    _said: set[tuple[Path, str]] = field(default_factory=set)
    _lines: dict[str, dict[Path, int]] = field(default_factory=dict)

    def add(self, path: Path, what: str) -> None:
        """One problem at ``path``; the same words at one place are said once."""
        if (path, what) not in self._said:
            self._said.add((path, what))
            self.found.append((path, self._problem(path, what)))

    def table(self, path: Path) -> object:
        """What stands at ``path``; an empty table when nothing does."""
        _, _, here, path = self._file(path)
        found: object = here
        for step in path:
            if isinstance(found, dict):
                found = found.get(step, {})
            else:
                found = found[step] if isinstance(found, list) and isinstance(step, int) and step < len(found) else {}
        return found

    def sorted(self) -> tuple[SettingsProblem, ...]:
        """In the order of the file, then of the files that it names."""
        files = [self.file, *self.others]
        return tuple(
            problem for _, problem in sorted(self.found, key=lambda one: (files.index(one[1].file), one[1].line or 0))
        )

    def _file(self, path: Path) -> tuple[str, str, Mapping[str, object], Path]:
        """Name, text and tables of the file in which ``path`` stands, and the path in it."""
        path = self.origin(path)
        other = self.others.get(path[0]) if path and isinstance(path[0], str) else None
        own = self.raw if self.own is None else self.own
        return (self.file, self.text, own, path) if other is None else (str(path[0]), *other, path[1:])

    def _problem(self, path: Path, what: str) -> SettingsProblem:
        """Lines are worked out only when there is a problem to place."""
        file, text, raw, inside = self._file(path)
        if file not in self._lines:
            self._lines[file] = line_index(text)
        line = nearest_line(self._lines[file], inside)
        return SettingsProblem(what, place_in_words(inside, raw), file, line, path=path)


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


def parsed(text: str, name: str, problems: Problems) -> Mapping[str, object] | None:
    """A further file as TOML, so that problems can be placed in it; None, with one problem, when it is none."""
    other = Problems(name, text)
    problems.others.setdefault(name, (text, {}))
    if not parse(text, other):
        problems.found.extend(one for one in other.found if one not in problems.found)
        return None
    problems.others[name] = (text, other.raw)
    return other.raw


def _syntax(message: str, file: str, text: str) -> SettingsProblem:
    place = _TOML_PLACE.search(message)
    said = "a name or table that was written before" if message.startswith(_TWICE) else _TOML_PLACE.sub("", message)
    what = f"this is not TOML: {said}"
    if place is None or place[1] is None:
        return SettingsProblem(f"{what} (at the end of the file)", file=file)
    lines = text.split("\n")
    if int(place[1]) <= len(lines) and "\\" in lines[int(place[1]) - 1]:
        what += r". In double quotes a backslash begins an escape: write Windows paths in single quotes, 'C:\Drop'"
    return SettingsProblem(what, file=file, line=int(place[1]), column=int(place[2]))
