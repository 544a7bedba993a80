"""A folder, local or on a server, as the destination of finished reports: over any store.

A file is there when one of its name with its SHA-256 is there: so a try that was cut off anywhere is made again safely.
It must not know which store it is, nor what the ledger remembers.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection
from typing import BinaryIO, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.core.exporting import DestinationOptions, Finished, Put, Where
from desktop_sync.core.model import Entity
from desktop_sync.core.options import form
from desktop_sync.core.ports import Store
from desktop_sync.core.report_names import name_problem, numbered

BLOCK = 1 << 20
_NAME = "{name}"


class FileOptions(DestinationOptions):
    """A file in a folder: on this machine, on a share, on an SFTP server."""

    model_config = ConfigDict(title="File in a folder")

    folder: str = Field(
        default="",
        max_length=500,
        title="Folder",
        description="below the folder of the connection, such as reports/{from:%Y}; folders are made where they are "
        "missing. Left out: that folder itself",
        json_schema_extra=form(first=True, path="tokens"),
    )
    existing: Literal["number", "replace", "refuse"] = Field(
        default="number",
        title="A file of this name is there",
        description="add a number to the name, replace the file, or refuse, which is a problem",
        json_schema_extra=form(
            choices={"number": "Add a number to the name", "replace": "Replace it", "refuse": "Refuse"}
        ),
    )
    done_file: str = Field(
        default="",
        max_length=100,
        title="Done file",
        description="an empty file that is written when the report is there whole, such as {name}.done; left out: none",
    )

    @property
    def below(self) -> str:
        return self.folder

    @field_validator("folder")
    @classmethod
    def _folder(cls, value: str) -> str:
        for part in value.split("/") if value else ():
            if why := name_problem(part):
                raise PydanticCustomError(
                    "folder", "in which {part} is no name of a folder: {why}", {"part": part, "why": why}
                )
        return value

    @field_validator("done_file")
    @classmethod
    def _done_file(cls, value: str) -> str:
        if not value:
            return value
        if _NAME not in value or value == _NAME:
            raise PydanticCustomError("done_file", "expected a name with {name} in it, such as {name}.done")
        if why := name_problem(value.replace(_NAME, "name")):
            raise PydanticCustomError("done_file", "which is no name of a file: {why}", {"why": why})
        return value


class Files:
    """The Destination. Names have their folder before them: ``2026/orders.pdf``."""

    def __init__(self, options: FileOptions, store: Store) -> None:
        self._options = options
        self._store = store

    def choose(self, wanted: str, taken: Collection[str]) -> str:
        """A number is added until the name is free."""
        if self._options.existing == "replace":
            return wanted
        others = {one.casefold() for one in taken}
        name, number = wanted, 2
        while name.casefold() in others or self._store.stat(name) is not None:
            if self._options.existing == "refuse":
                raise Rejected(
                    f"There is a file {name} already, and it shall not be replaced.",
                    "Move it away and deliver again, or choose another name.",
                    Owner.IT,
                    "exists",
                )
            name, number = numbered(wanted, number), number + 1
        return name

    def look(self, file: Finished) -> Where:
        """One that is there without its done file is not there yet."""
        there = self._is_ours(self._store.stat(file.name), file)
        return Where.THERE if there and self._is_done(file.name) else Where.ABSENT

    def put(self, file: Finished, before_end: Callable[[], None]) -> Put:
        found = self._store.stat(file.name)
        if not self._is_ours(found, file):
            if self._options.existing == "replace":
                self._replace(file, before_end)
            else:
                if found is not None and not self._cut_off(found, file):
                    raise FileExistsError(file.name)
                self._write(file, found, before_end)
        self._tell_done(file.name)
        return Put()

    def close(self) -> None:
        self._store.close()

    def _write(self, file: Finished, found: Entity | None, before_end: Callable[[], None]) -> None:
        before_end()
        if found is not None:
            self._store.delete(file.name)
        with file.open() as data:
            self._verify(self._store.write(file.name, data), file)

    def _replace(self, file: Finished, before_end: Callable[[], None]) -> None:
        """The new one is there whole, under a name of ours, before the former one goes."""
        folder, slash, _ = file.name.rpartition("/")
        temporary = f"{folder}{slash}.desktop-sync-{file.delivery}.part"
        self._store.delete(temporary)
        with file.open() as data:
            self._verify(self._store.write(temporary, data), file)
        before_end()
        if self._options.done_file:
            self._store.delete(self._done_name(file.name))
        self._store.delete(file.name)
        self._store.move(temporary, file.name)

    def _verify(self, written: Entity, file: Finished) -> None:
        if written.size != file.size:
            self._store.delete(written.path)
            raise RetryLater(
                f"{written.path} arrived with {written.size:,} bytes instead of {file.size:,}; it was taken back.",
                "It is tried again by itself.",
            )

    def _is_ours(self, found: Entity | None, file: Finished) -> bool:
        if found is None or found.size != file.size:
            return False
        with self._store.open(found.path) as data:
            return _sha256(data) == file.sha256

    def _cut_off(self, found: Entity, file: Finished) -> bool:
        """Whether it is the beginning of ours, written by a try that was cut off where a place knows no renaming."""
        if not file.again or found.size >= file.size:
            return False
        with self._store.open(found.path) as there, file.open() as ours:
            while block := there.read(BLOCK):
                if ours.read(len(block)) != block:
                    return False
        return True

    def _is_done(self, name: str) -> bool:
        return not self._options.done_file or self._store.stat(self._done_name(name)) is not None

    def _tell_done(self, name: str) -> None:
        if not self._is_done(name):
            self._store.write(self._done_name(name), io.BytesIO())

    def _done_name(self, name: str) -> str:
        folder, slash, own = name.rpartition("/")
        return folder + slash + self._options.done_file.replace(_NAME, own)


def _sha256(data: BinaryIO) -> str:
    hashed = hashlib.sha256()
    while block := data.read(BLOCK):
        hashed.update(block)
    return hashed.hexdigest()
