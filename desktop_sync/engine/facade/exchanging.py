"""The theme of a configuration as one file: given away without secrets, looked at, taken over."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from desktop_sync.core.errors import Rejected, Stop
from desktop_sync.core.options import secret_references
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.configuring import files_told, tables, told
from desktop_sync.engine.facade.telling import Row
from desktop_sync.settings.exchange import Packed, pack, unpack
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Settings
from desktop_sync.settings.named_files import laid_out


class Exchanging:
    """Files travel as base64. ``reload`` and ``stored`` as in ``Configuring``."""

    def __init__(self, file: SettingsFile, reload: Callable[[], object], stored: Callable[[str], bool]) -> None:
        self._file, self._reload, self._stored = file, reload, stored

    def export_settings(self, call: Call) -> Row:
        """``content`` of one file with the settings and the ``files`` that they name by relative paths. No secret."""
        try:
            files = {name: path.read_bytes() for name, path in self._file.named().used.items()}
        except OSError as error:
            raise Stop(f"A file that the settings name cannot be read: {error.strerror or error}.") from error
        packed = pack(Packed(self._file.text(), files))
        return {"content": base64.b64encode(packed).decode(), "files": sorted(files)}

    def read_export(self, call: Call, *, content: str) -> Row:
        """What such a file says, as ``check_settings`` does, its ``tables``, and what becomes of each of the ``files``
        that it names (``settings.file_changes``); ``secrets``: those that its connections name and that are not stored
        here. Nothing is changed.
        """
        packed = unpack(_bytes(content))
        with laid_out(packed.files) as folder:
            checked = self._file.validated(packed.text, folder)
            files = self._file.brought(packed.text, folder)
        found = {"text": packed.text, "tables": tables(packed.text), "files": files_told(self._file, files, lines=True)}
        return {**found, **told(checked.report), "secrets": self._missing(checked.settings)}

    def import_settings(self, call: Call, *, content: str, over: str | None = None) -> Row:
        """In force from now on, with its files; what is replaced is kept. SettingsError with every problem.

        ``over``: the text whose differences were shown; RetryLater when the file says something else by now.
        """
        packed = unpack(_bytes(content))
        with laid_out(packed.files) as folder:
            report = self._file.save(packed.text, folder, over)
        self._reload()
        return told(report)

    def _missing(self, settings: Settings) -> list[str]:
        named = {one for each in settings.connections for one in secret_references(each.options).values()}
        return sorted(name for name in named if not self._stored(name))


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise Rejected("This file was damaged on its way here.", "Choose it again.") from error
