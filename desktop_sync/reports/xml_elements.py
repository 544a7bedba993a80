"""Cells of a row as nested elements and attributes, written out from a plan that is made once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias
from xml.sax.saxutils import escape

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.cells import places_of
from desktop_sync.reports.locales import rounded
from desktop_sync.reports.options import Column
from desktop_sync.reports.table import Table

_NAME = re.compile(r"[A-Za-z_\u00c0-\u02ff\u0370-\u1fff][\w.\-\u00b7]*")
_QUOTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_CR = {"\r": "&#13;"}
_PLAIN = re.compile(r"[ -%'-;=?-~]+").fullmatch  # ASCII without & < >
Strings: TypeAlias = "Sequence[str | None]"


def is_name(text: str) -> bool:
    """Whether an element can be called so, without a prefix."""
    return _NAME.fullmatch(text) is not None


def named(column: Column) -> str:
    """Where it stands: as it says itself, else its heading as far as it is a name."""
    if column.element:
        return column.element
    name = re.sub(r"[^\w.-]+", "_", column.name).strip("_.-")
    return name if is_name(name) else f"_{name}"


def speller(column: Column) -> Callable[[Cell], str | None]:
    """A cell as XML Schema writes it: plain numbers, ISO days, true and false. None: nothing stands there."""
    places = places_of(column)

    def spell(value: Cell) -> str | None:
        if value is None or isinstance(value, str):
            return value or None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal | int):
            return format(value if places is None else rounded(value, places), "f")
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()

    return spell


def text_of(value: str) -> str:
    """Escaped, for the content of an element."""
    return escape(value, _CR) if "\r" in value or not value.isalnum() else value


def attribute_of(value: str) -> str:
    """Escaped, for an attribute in double quotes."""
    return escape(value, _QUOTE)


@dataclass(slots=True)
class _Node:
    name: str
    attributes: list[tuple[str, int]] = field(default_factory=list)
    text: int | None = None
    children: list[_Node] = field(default_factory=list)


def _leaf(spell: Callable[[Cell], str | None], wrap: tuple[str, str], empty: str) -> Callable[[Cell], str]:
    def write(cell: Cell) -> str:
        said = spell(cell)
        return empty if said is None else f"{wrap[0]}{text_of(said)}{wrap[1]}"

    return write


class Elements:
    """Writes rows. Raises ValueError in words for columns that cannot stand in one element together."""

    def __init__(self, columns: Sequence[Column], row: str, *, empty: bool) -> None:
        self._spells = [speller(column) for column in columns]
        self._empty = empty
        self._root = _Node(row)
        for number, column in enumerate(columns):
            self._place(number, named(column))
        self._write = self._writer(self._root, "  ", always=True)

    def __call__(self, cells: Sequence[Cell]) -> str:
        strings = [spell(cell) for spell, cell in zip(self._spells, cells, strict=True)]
        parts: list[str] = []
        self._write(strings, parts)
        return "".join(parts)

    def rows(self, table: Table, rows: Iterable[Row]) -> Iterator[str]:
        """All of them; quickly where every column is an element of its own."""
        if self._root.attributes or any(node.attributes or node.children for node in self._root.children):
            yield from map(self, table.flat(rows))
            return
        names = [node.name for node in self._root.children]
        wrap = [(f"    <{name}>", f"</{name}>\n") for name in names]
        empty = [f"    <{name}/>\n" if self._empty else "" for name in names]
        writes = [_leaf(spell, *pair) for spell, pair in zip(self._spells, zip(wrap, empty, strict=True), strict=True)]
        before, after = f"  <{self._root.name}>\n", f"  </{self._root.name}>\n"
        for parts in table.lines(rows, writes, _PLAIN, wrap):
            body = "".join(parts)
            yield f"{before}{body}{after}" if body else f"  <{self._root.name}/>\n"

    def _place(self, number: int, path: str) -> None:
        *outer, last = path.split("/")
        node = self._root
        for name in outer:
            node = self._child(node, name, path)
        if last.startswith("@"):
            if not is_name(last[1:]) or last[1:] in {name for name, _ in node.attributes}:
                raise ValueError(f"{path!r} is no attribute that can be written, or there are two of it")
            node.attributes.append((last[1:], number))
            return
        node = self._child(node, last, path)
        if node.text is not None:
            raise ValueError(f"two columns stand in the element {path}: give one of them another")
        node.text = number

    def _child(self, node: _Node, name: str, path: str) -> _Node:
        if not is_name(name):
            raise ValueError(f"{path!r} is no path of XML elements")
        if node.text is not None:
            raise ValueError(f"{path!r} stands inside an element that holds a value of its own")
        if not node.children or node.children[-1].name != name:
            if any(child.name == name for child in node.children):
                raise ValueError(f"the columns inside {name} must stand side by side")
            node.children.append(_Node(name))
        return node.children[-1]

    def _writer(self, node: _Node, indent: str, *, always: bool = False) -> Callable[[Strings, list[str]], None]:
        if node.text is not None and not node.attributes and not node.children:
            return self._leaf(node.text, f"{indent}<{node.name}>", f"</{node.name}>\n", f"{indent}<{node.name}/>\n")
        inner = [self._writer(child, indent + "  ") for child in node.children]
        attributes = [(f' {name}="', number) for name, number in node.attributes]
        opening, closing, empty = f"{indent}<{node.name}", f"{indent}</{node.name}>\n", self._empty
        own = node.text

        def write(strings: Strings, parts: list[str]) -> None:
            head, body = opening, list[str]()
            for start, number in attributes:
                if (value := strings[number]) is not None or empty:
                    head += f'{start}{attribute_of(value or "")}"'
            for one in inner:
                one(strings, body)
            text = None if own is None else strings[own]
            if text is not None:
                parts.append(f"{head}>{text_of(text)}{closing.lstrip()}")
            elif body:
                parts.append(f"{head}>\n")
                parts += body
                parts.append(closing)
            elif always or empty or len(head) > len(opening):
                parts.append(f"{head}/>\n")

        return write

    def _leaf(self, number: int, opening: str, closing: str, nothing: str) -> Callable[[Strings, list[str]], None]:
        empty = self._empty

        def write(strings: Strings, parts: list[str]) -> None:
            if (value := strings[number]) is not None:
                parts.append(f"{opening}{text_of(value)}{closing}")
            elif empty:
                parts.append(nothing)

        return write
