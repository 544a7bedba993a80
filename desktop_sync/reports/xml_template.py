"""An XML file as a template: one element of it is repeated for every row, tokens in braces stand for values.

Read without DTD, entities and network; what is put in is always escaped, so no value can become markup.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.periods import Window
from desktop_sync.core.reports import About, Cell, Row
from desktop_sync.reports.cells import taker
from desktop_sync.reports.options import Column, ReportOptions
from desktop_sync.reports.table import Table
from desktop_sync.reports.xml_elements import attribute_of, speller, text_of
from desktop_sync.xml_schemas import xml_file

if TYPE_CHECKING:
    from lxml import etree

_EACH = "for-each"
_ROWS = "rows"
_TOKENS = frozenset({"title", "flow", "account", "from", "to", "now"})
_XML = "http://www.w3.org/XML/1998/namespace"
Value: TypeAlias = Callable[[Row], "str | None"]
Piece: TypeAlias = "str | tuple[str, bool] | tuple[str, list[Any]]"
"""Text as it is; a token and whether it stands in an attribute; a list's path and the pieces of one entry."""


class Template:
    """One template. Raises SettingsError with what is wrong."""

    def __init__(self, path: str) -> None:
        self._name = Path(path).name
        root = xml_file(Path(path)).getroot()
        self._pieces = list(self._element(root, {}, inside=False))
        rows = [piece for piece in self._pieces if isinstance(piece, tuple) and isinstance(piece[1], list)]
        if len(rows) != 1:
            raise SettingsError(f'{self._name} needs exactly one element with {_EACH}="{_ROWS}".')

    def pieces(self, options: ReportOptions, table: Table, rows: Iterable[Row], about: About) -> Iterator[str]:
        """The whole document, row by row."""
        cover = _cover(options, about)
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        for piece in self._pieces:
            if isinstance(piece, str):
                yield piece
            elif isinstance(piece[1], bool):
                yield _escaped(cover[piece[0]], in_attribute=piece[1])
            else:
                values = _values(piece[1], options, table)
                for row in table.wanted(rows):
                    table.rows += 1
                    yield "".join(_filled(piece[1], row, values))
        yield "\n"

    def _element(self, element: etree._Element, above: Mapping[str | None, str], *, inside: bool) -> Iterator[Piece]:
        each = element.get(_EACH)
        if each is not None and (each == _ROWS) is inside:
            where = "inside rows, name a list of the row" if inside else f'the outermost {_EACH} is "{_ROWS}"'
            raise SettingsError(
                f'{self._name}, line {element.sourceline}: {_EACH}="{each}" cannot stand here; {where}.'
            )
        within = inside or each is not None
        pieces = list(self._written(element, above, inside=within))
        if each is None:
            yield from pieces
        else:
            yield each, pieces

    def _written(self, element: etree._Element, above: Mapping[str | None, str], *, inside: bool) -> Iterator[Piece]:
        from lxml import etree

        name = etree.QName(element)
        spaces = {str(uri): prefix for prefix, uri in element.nsmap.items()}
        own = _called(name.localname, name.namespace, spaces)
        yield f"<{own}" + "".join(
            f' xmlns{":" if prefix else ""}{prefix or ""}="{attribute_of(str(uri))}"'
            for prefix, uri in element.nsmap.items()
            if above.get(prefix) != uri
        )
        for key, value in element.attrib.items():
            if key != _EACH:
                attribute = etree.QName(str(key))
                yield f' {_called(attribute.localname, attribute.namespace, spaces, attribute=True)}="'
                yield from self._text(str(value), element, in_attribute=True, inside=inside)
                yield '"'
        yield ">"
        yield from self._text(element.text or "", element, in_attribute=False, inside=inside)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._element(child, element.nsmap, inside=inside)
            yield from self._text(child.tail or "", element, in_attribute=False, inside=inside)
        yield f"</{own}>"

    def _text(self, text: str, at: etree._Element, *, in_attribute: bool, inside: bool) -> Iterator[Piece]:
        try:
            parsed = list(string.Formatter().parse(text))
        except ValueError:
            raise SettingsError(
                f"{self._name}, line {at.sourceline}: a brace has no counterpart; write {{{{ for a brace in the text."
            ) from None
        for before, token, form, conversion in parsed:
            yield _escaped(before, in_attribute=in_attribute)
            if token is None:
                continue
            whole = token + (f":{form}" if form else "")
            if not token or conversion or (not inside and token not in _TOKENS):
                known = ", ".join(f"{{{one}}}" for one in sorted(_TOKENS))
                raise SettingsError(
                    f"{self._name}, line {at.sourceline}: {{{whole}}} is not known here; outside of rows: {known}."
                )
            yield whole, in_attribute


def _called(name: str, namespace: str | None, spaces: Mapping[str, str | None], *, attribute: bool = False) -> str:
    if not namespace:
        return name
    prefix = "xml" if namespace == _XML else spaces.get(namespace)
    if attribute and prefix is None:
        prefix = next((one for uri, one in spaces.items() if uri == namespace and one), None)
    return f"{prefix}:{name}" if prefix else name


def _escaped(text: str, *, in_attribute: bool) -> str:
    return attribute_of(text) if in_attribute else text_of(text)


def _cover(options: ReportOptions, about: About) -> dict[str, str]:
    window = about.window or Window(None, about.made_at)
    return {
        "title": options.title,
        "flow": about.flow,
        "account": about.account,
        "from": "" if window.start is None else window.start.astimezone(about.zone).isoformat(timespec="seconds"),
        "to": window.end.astimezone(about.zone).isoformat(timespec="seconds"),
        "now": about.made_at.astimezone(about.zone).isoformat(timespec="seconds"),
    }


def _values(pieces: Sequence[Piece], options: ReportOptions, table: Table) -> dict[str, Value]:
    """How each token is taken from a row: a column of this heading, else a field of this path."""
    columns = {column.name: column for column in (*options.group_by, *options.columns)}
    found: dict[str, Value] = {}
    for piece in pieces:
        if isinstance(piece, tuple) and isinstance(piece[1], bool):
            token = piece[0]
            column = columns.get(token) or Column.model_validate({"name": token, "from": token})
            found[token] = _spelt(taker(column, table.zone), speller(column))
        elif isinstance(piece, tuple) and isinstance(piece[1], list):
            found |= _values(piece[1], options, table)
    return found


def _spelt(take: Callable[[Row], Cell], spell: Callable[[Cell], str | None]) -> Value:
    return lambda row: spell(take(row))


def _filled(pieces: Sequence[Piece], row: Row, values: Mapping[str, Value]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece[1], bool):
            yield _escaped(values[piece[0]](row) or "", in_attribute=piece[1])
        else:
            entries = row.get(piece[0])
            for entry in entries if isinstance(entries, list | tuple) else ():
                yield from _filled(piece[1], {**row, piece[0]: entry}, values)
