"""A settings text rewritten to what its tables shall say, and nothing else of it touched: comments, order, spelling.

Connections and flows are the same ones by their id, wherever they stand. Knows no option.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_sync.core.errors import SettingsError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Item, Table

    _Filled = TypeVar("_Filled", TOMLDocument, Table)

EMPTY = "version = 1\n"
_MISSING = object()


def plain(value: object) -> Any:  # noqa: ANN401 - plain JSON
    """A parsed TOML value as plain JSON: times and dates as they are written."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, time) and not value.second and not value.microsecond:
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def rewritten(text: str, tables: Mapping[str, Any]) -> str:
    """``text`` with the values of ``tables``. SettingsError when it is no TOML."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text or EMPTY)
        _table(document, tables)
        found = tomlkit.dumps(document)
        if plain(tomllib.loads(found)) == tables:
            return found
    except (tomllib.TOMLDecodeError, TOMLKitError) as error:
        if not _sound(text):
            raise SettingsError(f"The settings cannot be edited, for they are no TOML: {error}.") from error
    return tomlkit.dumps(_filled(tomlkit.document(), tables))  # what is said counts more than how it was written


def _sound(text: str) -> bool:
    try:
        return bool(tomllib.loads(text)) or not text
    except tomllib.TOMLDecodeError:
        return False


def _table(here: MutableMapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for name in [name for name in here if name not in wanted]:
        del here[name]
    for name, value in wanted.items():
        if plain(here.get(name, _MISSING)) != value:
            _put(here, name, value)


def _put(here: MutableMapping[str, Any], name: str, value: object) -> None:
    found = here.get(name)
    if isinstance(value, Mapping) and isinstance(found, MutableMapping):
        _table(found, value)
    elif isinstance(value, list) and isinstance(found, list) and _tables(value) and _tables(found):
        _list(here, name, found, value)
    else:
        _fresh(here, name, value)


def _list(here: MutableMapping[str, Any], name: str, found: list[Any], wanted: list[Any]) -> None:
    """Tables are rewritten where they stand; only another order makes the list anew."""
    pairs = list(_by_id(found, wanted))
    kept = [there for there, _ in pairs if there is not None]
    for there, one in pairs:
        if there is not None:
            _table(there, one)
    order = [there for there in found if any(there is one for one in kept)]
    news = [there is None for there, _ in pairs]
    if not kept or news != sorted(news) or any(a is not b for a, b in zip(order, kept, strict=True)):
        here[name] = _several([_item(one) if there is None else there for there, one in pairs])
        return
    for number in reversed(range(len(found))):
        if not any(found[number] is one for one in kept):
            del found[number]
    for there, one in pairs:
        if there is None:
            found.append(_item(one))


def _by_id(found: list[Any], wanted: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each table that is wanted, with the one that was there: of the same id, or the next one where none has any."""
    left = list(found)
    for one in wanted:
        there = next((two for two in left if two.get("id") == one.get("id")), None)
        if there is not None:
            left = [two for two in left if two is not there]
        yield there, one


def _fresh(here: MutableMapping[str, Any], name: str, value: object) -> None:
    """A plain value of a name that was there keeps the comment beside it; a table stands in a table of its own."""
    item = _item(value)
    beside = getattr(here.get(name), "trivia", None)
    if beside is not None and not isinstance(value, Mapping | list):
        item.trivia.comment_ws, item.trivia.comment = beside.comment_ws, beside.comment
    here[name] = item


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _several(tables: list[Any]) -> Item:
    import tomlkit

    several = tomlkit.aot()
    for one in tables:
        several.append(one)
    return several


def _filled(table: _Filled, values: Mapping[str, Any]) -> _Filled:
    """Plain values before tables, as TOML has it."""
    for name, one in sorted(values.items(), key=lambda pair: isinstance(pair[1], Mapping) or _tables(pair[1])):
        table.append(name, _item(one))
    return table


def _item(value: object) -> Item:
    import tomlkit

    if isinstance(value, Mapping):
        return _filled(tomlkit.table(), value)
    if _tables(value) and isinstance(value, list):
        return _several([_item(one) for one in value])
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return tomlkit.string(value, literal=True)  # as people write paths of Windows
    return tomlkit.item(value)
