"""A configuration as one file: the settings and the files that they name by relative paths, in a zip. No secret.

A file from elsewhere is taken for what it may be: names that lead out, too many, too large are refused. Reads and
writes no disk but what it is given.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from desktop_sync.core.errors import Rejected
from desktop_sync.settings.text import LARGEST

SETTINGS = "settings.toml"
MOST = 200  # files
LARGEST_ALL = 12 * 2**20  # bytes of them all, unpacked
_WHEN = (2026, 1, 1, 0, 0, 0)  # of every file: the same configuration is the same file


@dataclass(frozen=True, slots=True)
class Packed:
    """``files``: content by name, as the settings name them."""

    text: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def pack(packed: Packed) -> bytes:
    """Rejected when it is too large to be read again."""
    if sum(map(len, packed.files.values())) > LARGEST_ALL or len(packed.files) > MOST:
        raise Rejected("The files that the settings name are too many or too large for one file.")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {SETTINGS: packed.text.encode(), **packed.files}.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpack(data: bytes) -> Packed:
    """Rejected for anything that ``pack`` would not have made."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST + 1 or sum(one.file_size for one in members) > LARGEST_ALL + LARGEST:
                raise Rejected("The file holds too much to be a configuration.")
            found = {_sound(one.filename): _content(archive, one) for one in members if not one.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _no_configuration() from error
    text = found.pop(SETTINGS, None)
    if text is None or len(text) > LARGEST:
        raise _no_configuration()
    try:
        return Packed(text.decode("utf-8-sig"), found)
    except UnicodeDecodeError as error:
        raise _no_configuration() from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """No more than it says: a bomb says little."""
    with archive.open(member) as stream:
        found = stream.read(member.file_size + 1)
    if len(found) > member.file_size:
        raise ValueError("larger than it says")
    return found


def _sound(name: str) -> str:
    parts = PurePosixPath(name).parts
    leads_out = not parts or ".." in parts or name.startswith("/") or "\\" in name or "\0" in name
    if leads_out or PureWindowsPath(name).drive or ":" in name:
        raise ValueError("a name that leads out")
    return name


def _no_configuration() -> Rejected:
    return Rejected(
        "This file is no configuration of Desktop Sync.", "Choose a file that was exported from these settings."
    )
