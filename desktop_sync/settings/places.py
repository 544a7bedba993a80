"""Where each key of a TOML text stands: path → line. For messages only; the values are read by ``tomllib``.

The scanner is right for texts that ``tomllib`` has accepted, and is given no others.
"""

from __future__ import annotations

from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes from the top of the file, e.g. ``("flows", 0, "source", "min_age")``."""

_BLANK = " \t\r\n"
_END_OF_VALUE = ",]}#\r\n"


def line_index(text: str) -> dict[Path, int]:
    """Path → 1-based line of the key, the table's header or the list's element."""
    return _Scanner(text).scan()


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """The line of ``path`` or, where it is not written (a missing option), of the table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip():
            if self._text.startswith("[[", self._at):
                table = self._header(2)
            elif self._text[self._at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
        return self._lines

    def _header(self, brackets: int) -> Path:
        self._move(brackets)
        path: Path = ()
        keys = self._keys()
        for key in keys[:-1]:
            path = self._inside((*path, key))
            self._lines.setdefault(path, self._line)
        path = (*path, keys[-1])
        if brackets == 2:  # noqa: PLR2004 - [[ ]] opens one more table of a list
            self._counts[path] = self._counts.get(path, 0) + 1
            self._lines.setdefault(path, self._line)
        path = self._inside(path)
        self._lines.setdefault(path, self._line)
        self._skip()
        self._move(brackets)
        return path

    def _inside(self, path: Path) -> Path:
        """A list of tables stands for its newest table."""
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _pair(self, table: Path) -> None:
        line = self._line
        path = table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._skip()
        self._move(1)  # =
        self._value(path)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip()
            keys.append(self._quoted() if self._text[self._at] in "\"'" else self._bare())
            self._skip()
            if self._text[self._at] != ".":
                return keys
            self._move(1)

    def _bare(self) -> str:
        start = self._at
        while self._text[self._at].isalnum() or self._text[self._at] in "-_":
            self._at += 1
        return self._text[start : self._at]

    def _value(self, path: Path) -> None:
        self._skip()
        first = self._text[self._at]
        if first in "\"'":
            self._quoted()
        elif first == "[":
            self._list(path)
        elif first == "{":
            self._table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _END_OF_VALUE:
                self._at += 1

    def _list(self, path: Path) -> None:
        self._move(1)
        number = 0
        while self._skip() and self._text[self._at] != "]":
            if self._text[self._at] == ",":
                self._move(1)
                continue
            self._lines[(*path, number)] = self._line
            self._value((*path, number))
            number += 1
        self._move(1)

    def _table(self, path: Path) -> None:
        self._move(1)
        while self._skip() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._move(1)
            else:
                self._pair(path)
        self._move(1)

    def _quoted(self) -> str:
        """Passes a string of any of the four kinds; returns its raw text (escapes are not needed for a place)."""
        sign = self._text[self._at]
        mark = sign * 3 if self._text.startswith(sign * 3, self._at) else sign
        self._move(len(mark))
        start = self._at
        while not self._text.startswith(mark, self._at):
            self._move(2 if self._text[self._at] == "\\" and sign == '"' else 1)
        while len(mark) > 1 and self._text.startswith(sign, self._at + len(mark)):
            self._move(1)  # up to two quotes may stand before the closing three
        found = self._text[start : self._at]
        self._move(len(mark))
        return found

    def _skip(self) -> bool:
        """Passes blanks and comments; False at the end of the text."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in _BLANK:
                self._move(1)
            else:
                return True
        return False

    def _move(self, count: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count
