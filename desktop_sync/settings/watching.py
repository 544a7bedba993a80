"""Which folder each flow watches, and whether two flows, or a flow and an archive, would take each other's files.

Two flows whose patterns overlap in one place are refused unless both keep (delivery.md, Identity). Knows the options
of sources and stores only by the shapes below; resolves links of local folders, and touches nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import Protocol, runtime_checkable

from desktop_sync.settings.model import Draft, Settings, Source
from desktop_sync.settings.overlap import PatternType, may_overlap
from desktop_sync.settings.text import Problems
from desktop_sync.settings.wording import shown
from desktop_sync.windows.drives import is_unc, unc_of


@runtime_checkable
class WatchesFiles(Protocol):
    """The options of a source over a store, as far as places are concerned."""

    @property
    def pattern(self) -> str: ...
    @property
    def pattern_type(self) -> PatternType: ...
    @property
    def recursive(self) -> bool: ...
    @property
    def after_success(self) -> str: ...
    @property
    def after_partial(self) -> str: ...
    @property
    def after_failure(self) -> str: ...
    @property
    def archive(self) -> str: ...
    @property
    def failed(self) -> str: ...


@runtime_checkable
class HasPath(Protocol):
    """The options of a connection that is a folder."""

    @property
    def path(self) -> object: ...


@runtime_checkable
class OnServer(HasPath, Protocol):
    """The same on a server: ``path`` is whole there, or below where ``username`` begins."""

    @property
    def place(self) -> object: ...
    @property
    def username(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Watch:
    """One flow's view of one place. ``host`` tells folders of this machine and its network from other stores."""

    flow: Draft
    options: WatchesFiles
    host: str
    folder: PurePath

    @property
    def keeps(self) -> bool:
        """Whether nothing is ever moved or deleted."""
        own = self.options
        return own.after_success == own.after_failure == "keep" and own.after_partial != "failed"

    def sees(self, folder: PurePath) -> bool:
        """Whether a file directly in ``folder`` is looked at."""
        return folder == self.folder or (self.options.recursive and self.folder in folder.parents)

    def settled_folders(self) -> list[tuple[str, PurePath]]:
        """(option, root folder) of the places this flow moves files to."""
        own = self.options
        uses_archive = own.after_success == "archive" or own.after_partial == "archive"
        uses_failed = own.after_failure == "failed" or own.after_partial == "failed"
        named = [("archive", own.archive)] * uses_archive + [("failed", own.failed)] * uses_failed
        joined = _joined if self.host == "folder" else _joined_on_server
        return [(option, joined(self.folder, steady_part(text))) for option, text in named]


def check_places(problems: Problems, warnings: Problems, settings: Settings, flows: Sequence[Draft]) -> None:
    """Every pair of flows, and every flow against the archives, whatever else is wrong with them."""
    watches = [
        watch
        for flow in flows
        if flow.source is not None
        for connection in flow.source.connections
        if (watch := _watch(flow, flow.source, connection, settings))
    ]
    for number, watch in enumerate(watches):
        _own_archive(problems, watch)
        for earlier in watches[:number]:
            _pair(problems, warnings, earlier, watch)
        for other in watches:
            if other is not watch:
                _foreign_archive(problems, watch, other)


def _watch(flow: Draft, source: Source, named: str, settings: Settings) -> Watch | None:
    connection = settings.connection_by_id.get(named)
    options = source.options
    if connection is None or not isinstance(options, WatchesFiles):
        return None
    if connection.type == "folder" and isinstance(connection.options, HasPath):
        return Watch(flow, options, "folder", _resolved(str(connection.options.path)))
    if isinstance(connection.options, OnServer):
        return _on_server(flow, options, connection.options)
    return Watch(flow, options, connection.id, PurePath("/"))


def _on_server(flow: Draft, options: WatchesFiles, server: OnServer) -> Watch:
    """Names of servers are spelt with '/', and large and small letters differ, whatever this computer does."""
    path = str(server.path)
    host = str(server.place) if path.startswith("/") else f"{server.username}@{server.place}"
    return Watch(flow, options, host.lower(), PurePosixPath(posixpath.normpath(f"/{path}")))


def _resolved(path: str) -> PurePath:
    """One spelling of a folder. A network path is not asked for (its server may be away), only tidied."""
    path = unc_of(path)
    away = is_unc(path)
    return PurePath(os.path.normcase(os.path.normpath(path) if away else os.path.realpath(path)))


def _joined(folder: PurePath, below: str) -> PurePath:
    return PurePath(os.path.normcase(os.path.normpath(folder / below)))


def _joined_on_server(folder: PurePath, below: str) -> PurePath:
    return PurePosixPath(posixpath.normpath(folder.as_posix() + "/" + below.replace("\\", "/")))


def steady_part(template: str) -> str:
    """The leading folders of ``archive/{yyyy}/{MM}`` that are the same every day: ``archive``."""
    parts = re.split(r"[/\\]", template)
    steady = []
    for part in parts:
        if "{" in part:
            break
        steady.append(part)
    return "/".join(steady)


def _own_archive(problems: Problems, watch: Watch) -> None:
    for option, root in watch.settled_folders():
        template = str(getattr(watch.options, option))
        into_itself = root == watch.folder and (watch.options.recursive or "{" not in template)
        if into_itself or root in watch.folder.parents:
            what = (
                f"found {shown(template)}: settled files would lie where they are picked up; name a folder of its own"
            )
            problems.add((*watch.flow.at, "source", option), what)


def _pair(problems: Problems, warnings: Problems, one: Watch, other: Watch) -> None:
    if one.host != other.host or not _one_place(one, other) or not _patterns_meet(one, other):
        return
    if one.keeps and other.keeps and one.flow is not other.flow:
        return
    if one.flow is other.flow:
        what = "names two connections that lead to one place: every file there would be taken twice"
        problems.add((*other.flow.at, "source", "connection"), what)
        return
    what = (
        f'may pick up the same files as the flow "{one.flow.flow}" (pattern {shown(one.options.pattern)} in the same '
        "place). Make the patterns differ, use another folder, or let both keep their files"
    )
    # A flow that is off takes nothing; turning it on is a save, and is asked again.
    sink = problems if one.flow.enabled and other.flow.enabled else warnings
    sink.add((*other.flow.at, "source", "pattern"), what)


def _one_place(one: Watch, other: Watch) -> bool:
    return one.sees(other.folder) or other.sees(one.folder)


def _patterns_meet(one: Watch, other: Watch) -> bool:
    if _excludes(one, other) or _excludes(other, one):
        return False
    a, b = one.options, other.options
    return may_overlap(a.pattern, b.pattern, a.pattern_type, b.pattern_type)


def _excludes(one: Watch, other: Watch) -> bool:
    """Whether ``one`` leaves out, word for word, what ``other`` asks for."""
    excluded = getattr(one.options, "exclude", "")
    patterns = [excluded] if isinstance(excluded, str) else list(excluded or ())
    return one.options.pattern_type == other.options.pattern_type and other.options.pattern in patterns


def _foreign_archive(problems: Problems, watch: Watch, owner: Watch) -> None:
    """``watch`` looks into the folder where ``owner`` puts what it has settled."""
    if watch.host != owner.host or watch.folder == owner.folder or not watch.flow.enabled or not owner.flow.enabled:
        return
    for option, root in owner.settled_folders():
        inside = root == watch.folder or root in watch.folder.parents or watch.sees(root)
        if inside and not _one_place(watch, owner) and _patterns_meet(watch, owner) and not watch.keeps:
            what = f'watches the {option} folder of the flow "{owner.flow.flow}" and would take its files away'
            problems.add((*watch.flow.at, "source", "connection"), what)
