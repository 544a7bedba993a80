"""A flow's mappings as the settings hold them: written below the flow or in files of their own, with their tables.

Knows the mapping by the model that it is given, and of it only what names files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from pydantic import BaseModel

from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.model import FlowMapping, Kinds, MappingHead
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.places import Path
from desktop_sync.settings.tables import LARGEST as LARGEST_TABLE
from desktop_sync.settings.tables import table as table_of
from desktop_sync.settings.text import LARGEST, Problems, parsed
from desktop_sync.settings.validating import validated
from desktop_sync.settings.wording import shown

Raw = Mapping[str, object]
_HEAD = tuple(MappingHead.model_fields)


def mappings(
    flow: Raw, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles
) -> tuple[FlowMapping, ...] | None:
    """All of them, or None when one is not sound."""
    found = [_mapping(table, place, problems, kinds, files) for table, place in _tables(flow, at, problems)]
    return tuple(one for one in found if one is not None) if found and None not in found else None


def _tables(flow: Raw, at: Path, problems: Problems) -> Iterator[tuple[Raw, Path]]:
    one, several = flow.get("mapping"), flow.get("mappings")
    if one is not None and several is not None:
        problems.add((*at, "mappings"), "write either [flows.mapping], or [[flows.mappings]] for each, not both")
    elif several is not None:
        if not isinstance(several, list) or not several or not all(isinstance(table, dict) for table in several):
            what = f"found {shown(several)}, expected tables that begin with [[flows.mappings]] each"
            problems.add((*at, "mappings"), what)
        else:
            yield from ((table, (*at, "mappings", number)) for number, table in enumerate(several))
    elif isinstance(one, dict):
        yield one, (*at, "mapping")
    else:
        what = "is missing; every flow has one" if one is None else f"found {shown(one)}, expected a table"
        problems.add((*at, "mapping"), f"{what}: write [flows.mapping] below its [[flows]]")


def _mapping(table: Raw, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles) -> FlowMapping | None:
    head = validated(MappingHead, {name: table[name] for name in _HEAD if name in table}, at, problems)
    rest = {name: value for name, value in table.items() if name not in _HEAD}
    if "mapping_file" not in table:
        model = _model(rest, at, problems, kinds, files, None)
        return None if head is None or model is None else FlowMapping(head.of, model, "", at, at)
    if rest:
        others = ", ".join(rest)
        problems.add((*at, "mapping_file"), f"the mapping is in the file: leave out what else stands here ({others})")
    return None if head is None else _from_file(head, at, problems, kinds, files)


def _from_file(head: MappingHead, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles) -> FlowMapping | None:
    name = head.mapping_file
    try:
        path = files.find(name)
        raw = parsed(files.text(path, LARGEST), name, problems)
    except SettingsError as error:
        problems.add((*at, "mapping_file"), error.what)
        return None
    if raw is None:
        return None
    model = _model(raw, (name,), problems, kinds, files, path)
    return None if model is None else FlowMapping(head.of, model, name, (name,), at)


def _model(
    raw: Raw, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles, file: FilePath | None
) -> BaseModel | None:
    """``file``: where it stands, when it is one of its own."""
    whole = {**raw, "tables": _with_files(raw, at, problems, files, file)} if "table_files" in raw else dict(raw)
    return validated(kinds.mapping, whole, at, problems, extra=_HEAD, context=files.context(file))


def _with_files(raw: Raw, at: Path, problems: Problems, files: NamedFiles, file: FilePath | None) -> object:
    """The tables with those that stand in files. One that cannot be read is empty, so that the rest is judged."""
    tables, named = raw.get("tables", {}), raw["table_files"]
    if not isinstance(tables, dict) or not isinstance(named, dict):
        return tables  # told by the model
    found = dict(tables)
    for name, options in named.items():
        place = (*at, "table_files", name)
        if name in tables:
            problems.add(place, "there is a table of this name in tables already")
        found[name] = _table(options, place, problems, files, file)
    return found


def _table(
    options: object, at: Path, problems: Problems, files: NamedFiles, file: FilePath | None
) -> Mapping[str, str | int | bool]:
    from desktop_sync.core.mapping_model import TableFile

    known = validated(TableFile, options, at, Problems("", ""), context=files.context(file))
    if known is None:
        return {}  # told with the mapping
    path = FilePath(known.file)
    try:
        return table_of(files.text(path, LARGEST_TABLE, known.encoding), path.name, known)
    except SettingsError as error:
        problems.add((*at, "file"), error.what)
        return {}
