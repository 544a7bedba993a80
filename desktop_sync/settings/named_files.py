"""The files that settings name: mappings, lookup tables, schemas. Finds them and reads them; knows no connector.

One rule for all: a relative path is looked for beside the file that names it. So a data folder can be moved with them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import SettingsError


class NamedFiles:
    """``folders``: of the settings; the first that has the file counts. ``used``: what was found by a relative path;
    ``found``: everything. ``instead``: what some files are to say, of those that are there.
    """

    def __init__(self, *folders: Path, instead: Mapping[Path, bytes] | None = None) -> None:
        self._folders = folders
        self._instead = instead or {}
        self.used: dict[str, Path] = {}
        self.found: set[Path] = set()

    def find(self, name: str, beside: Path | None = None) -> Path:
        """``beside``: the file that names it, where that is not the settings. Raises SettingsError."""
        path = Path(name)
        folders = self._folders if beside is None else (beside.parent,)
        tried = [path] if path.is_absolute() else [folder / path for folder in folders]
        for one in tried:
            if one.is_file():
                self._use(one)
                self.found.add(one.absolute())
                return one.absolute()
        where = " or ".join(str(one) for one in tried) or "nowhere, for a relative path needs a settings file"
        raise SettingsError(f"there is no file {name} (looked for: {where})")

    def context(self, beside: Path | None = None) -> Mapping[str, Callable[[str], str]]:
        """For the validation of options that name files."""

        def find(name: str) -> str:
            try:
                return str(self.find(name, beside))
            except SettingsError as error:
                raise PydanticCustomError("file", "{why}", {"why": error.what}) from None

        return {"find": find}

    def text(self, path: Path, largest: int, encoding: str = "utf-8") -> str:
        """Its text, without a byte order mark. Raises SettingsError."""
        try:
            new = self._instead.get(path)
            if (path.stat().st_size if new is None else len(new)) > largest:
                raise SettingsError(f"{path.name} is larger than {largest:,} bytes")
            data = path.read_bytes() if new is None else new
            return data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
        except LookupError:
            raise SettingsError(f"there is no encoding {encoding!r}; known are utf-8, windows-1252 …") from None
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise SettingsError(
                f"{path.name} is not {encoding} (line {line}): save it so, or say its encoding"
            ) from None
        except OSError as error:
            raise SettingsError(f"{path.name} cannot be read: {error.strerror or error}") from error

    def _use(self, path: Path) -> None:
        """What leads out of the folders is nobody's; a ``..`` may stay inside, such as to the table of a mapping."""
        whole = Path(os.path.normpath(path.absolute()))
        if ".." in path.parts and not whole.samefile(path):
            return
        for folder in self._folders:
            if whole.is_relative_to(folder.absolute()):
                self.used.setdefault(whole.relative_to(folder.absolute()).as_posix(), whole)
                return


def brought(files: NamedFiles, beside: Path | None) -> Mapping[str, bytes]:
    """Of what was found, that which stands ``beside``, by name. Raises OSError."""
    if beside is None:
        return {}
    return {name: path.read_bytes() for name, path in files.used.items() if path.is_relative_to(beside.absolute())}


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with these files, for so long."""
    with tempfile.TemporaryDirectory(prefix="desktop-sync-settings-") as folder:
        for name, content in files.items():
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield Path(folder)


def read_or_none(path: Path) -> bytes | None:
    """None: there is no such file. Raises OSError."""
    return path.read_bytes() if path.is_file() else None
