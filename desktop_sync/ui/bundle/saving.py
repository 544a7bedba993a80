"""Fetches the .zip of a bundle piece by piece and writes it, in threads of its own: no file is touched by the GUI's.

It is written beside its name and takes it at the end, so that half a bundle never looks like a whole one.
"""

from __future__ import annotations

import base64
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_sync.core.errors import Stop, SyncError
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.columns import Row


class Saving(QObject):
    """``went``: bytes of how many; ``saved``: where it is; ``failed``: a SyncError; ``cancelled``."""

    went = Signal(int, int)
    saved = Signal(str)
    failed = Signal(object)
    cancelled = Signal()
    _written = Signal(object, object)

    def __init__(self, link: Link, bundle: int, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._link, self._bundle, self._path = link, bundle, path
        self._part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self._asked: Asked | None = None
        self._going = True
        self._writing = threading.Lock()
        self._written.connect(self._after, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """The first piece."""
        self._ask(0)

    def cancel(self) -> None:
        """Nothing of it is left."""
        if not self._going:
            return
        self._end()
        self.cancelled.emit()

    def _ask(self, at: int) -> None:
        self._asked = self._link.ask(self, "bundle_piece", self._take, self._fail, bundle=self._bundle, at=at)

    def _take(self, told: Row) -> None:
        if self._going:
            self._in_thread(lambda: _append(self._part, base64.b64decode(told["data"])), told)

    def _in_thread(self, work: Callable[[], None], told: Row | None) -> None:
        def run() -> None:
            error: SyncError | None = None
            try:
                with self._writing:
                    if self._going:
                        work()
            except OSError as wrong:
                error = Stop(
                    f"{self._path} cannot be written: {wrong.strerror or wrong}.",
                    "Choose another place, or see that the disk has room.",
                )
            with suppress(RuntimeError):  # the sheet is gone
                self._written.emit(told, error)

        threading.Thread(target=run, name="desk bundle", daemon=True).start()

    @Slot(object, object)
    def _after(self, told: Row | None, error: SyncError | None) -> None:
        """A piece is written, or the whole has its name."""
        if not self._going:
            return
        if error is not None:
            self._fail(error)
        elif told is None:
            self._going = False
            self.saved.emit(str(self._path))
        elif told["next"] is None:
            self._in_thread(lambda: os.replace(self._part, self._path), None)  # noqa: PTH105 - it gives nothing
        else:
            self.went.emit(told["next"], told["size"])
            self._ask(told["next"])

    def _fail(self, error: SyncError) -> None:
        if self._going:
            self._end()
            self.failed.emit(error)

    def _end(self) -> None:
        self._going = False
        if self._asked is not None:
            self._asked.forget()
        part, writing = self._part, self._writing

        def remove() -> None:
            with writing:  # what is being written now would make it anew
                _remove(part)

        threading.Thread(target=remove, name="desk bundle", daemon=True).start()


def _append(path: Path, data: bytes) -> None:
    """For this account only."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "ab") as file:
        file.write(data)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
