"""A flow's mappings as the settings hold them: written below the flow or in files of their own, with their tables.

Knows the mapping by the model that it is given, and of it only what names files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Found:
    """``of``: kind of record of every mapping and its place, None where it is not told. ``sound``: those that are."""

    of: tuple[tuple[str | None, Path], ...]
    sound: tuple[FlowMapping, ...]

    @property
    def whole(self) -> bool:
        """Whether all are sound, and there is one."""
        return bool(self.of) and len(self.of) == len(self.sound)


def mappings(flow: Raw, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles) -> Found:
    """All mappings of a flow, with what is wrong with them in ``problems``."""
    of: list[tuple[str | None, Path]] = []
    sound: list[FlowMapping] = []
    for table, place in _tables(flow, at, problems):
        own = {name: table[name] for name in _HEAD if name in table}
        head = validated(MappingHead, own, place, problems)
        of.append((None if head is None else head.of, (*place, "of")))
        found = _mapping(table, head or MappingHead(), place, problems, kinds, files)
        if found is not None and head is not None:
            sound.append(found)
    return Found(tuple(of), tuple(sound))


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


def _mapping(
    table: Raw, head: MappingHead, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles
) -> FlowMapping | None:
    rest = {name: value for name, value in table.items() if name not in _HEAD}
    if "mapping_file" not in table:
        model = _model(rest, at, problems, kinds, files, None)
        return None if model is None else FlowMapping(head.of, model, "", at)
    if rest:
        others = ", ".join(rest)
        problems.add((*at, "mapping_file"), f"the mapping is in the file: leave out what else stands here ({others})")
    return _from_file(head, at, problems, kinds, files) if head.mapping_file else None


def _from_file(head: MappingHead, at: Path, problems: Problems, kinds: Kinds, files: NamedFiles) -> FlowMapping | None:
    name = head.mapping_file or ""
    try:
        path = files.find(name)
        raw = parsed(files.text(path, LARGEST), name, problems)
    except SettingsError as error:
        problems.add((*at, "mapping_file"), error.what)
        return None
    if raw is None:
        return None
    model = _model(raw, (name,), problems, kinds, files, path)
    return None if model is None else FlowMapping(head.of, model, name, (name,))


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
