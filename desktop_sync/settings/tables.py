"""Lookup tables in files: CSV with headings, or TOML. Text in, a table out; every fault with its line."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_sync.core.errors import SettingsError

if TYPE_CHECKING:
    from desktop_sync.core.mapping_model import TableFile

LARGEST = 16 * 2**20  # bytes
Table = Mapping[str, str | int | bool]


def table(text: str, name: str, options: TableFile) -> Table:
    """``name``: of the file; one that ends with .toml is TOML. Raises SettingsError."""
    return _from_toml(text, name) if name.lower().endswith(".toml") else _from_csv(text, name, options)


def _from_toml(text: str, name: str) -> Table:
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {error}") from None
    for key, value in found.items():
        if not isinstance(value, str | int):
            raise SettingsError(f'{name}: {key}: expected a text, a whole number, true or false: key = "value"')
    return found


def _from_csv(text: str, name: str, options: TableFile) -> Table:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=options.delimiter, strict=True)
    found: dict[str, str] = {}
    try:
        headings = [heading.strip() for heading in next(rows, [])]
        key = _column(headings, options.key, 0, name, options.delimiter)
        value = _column(headings, options.value, 1, name, options.delimiter)
        for row in rows:
            if any(cell.strip() for cell in row):
                _add(found, row, (key, value), f"{name}, line {rows.line_num}")
    except csv.Error as error:
        raise SettingsError(f"{name}, line {rows.line_num}: {error}") from None
    return found


def _column(headings: list[str], wanted: str, otherwise: int, name: str, delimiter: str) -> int:
    if wanted in headings:
        return headings.index(wanted)
    if not wanted and len(headings) > otherwise:
        return otherwise
    listed = ", ".join(repr(one) for one in headings) or "none"
    missing = f"there is no column {wanted!r}" if wanted else f"there are fewer than {otherwise + 1} columns"
    raise SettingsError(f"{name}, line 1: {missing}; divided by {delimiter!r} its headings are {listed}")


def _add(found: dict[str, str], row: list[str], columns: tuple[int, int], where: str) -> None:
    if len(row) <= max(columns):
        raise SettingsError(f"{where}: it has {len(row)} columns, and column {max(columns) + 1} is needed")
    key, value = row[columns[0]].strip(), row[columns[1]].strip()
    if not key:
        raise SettingsError(f"{where}: the key is empty")
    if found.setdefault(key, value) != value:
        raise SettingsError(f"{where}: {key!r} stands there before, with another value ({found[key]!r})")
