"""A file that the engine hands over, opened in the system's own program for it: put into a folder of its own, which
goes with whoever made it. It is written in a thread: no file is touched by the GUI's.
"""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_sync.core.errors import Stop


class OpenedFile(QObject):
    """``failed``: a SyncError; it was not opened."""

    failed = Signal(object)
    _written = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None
        self._number = 0
        self._written.connect(self._after, Qt.ConnectionType.QueuedConnection)

    def show(self, name: str, pieces: Sequence[str]) -> None:
        """``pieces``: its bytes in Base64, from the first to the last. A name is that of a file, never a path."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        self._number += 1
        path = Path(self._folder.path()) / str(self._number) / (Path(name).name or "report")
        threading.Thread(target=self._write, args=(path, list(pieces)), name="desk file", daemon=True).start()

    def _write(self, path: Path, pieces: Sequence[str]) -> None:
        wrong = ""
        try:
            path.parent.mkdir(mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(base64.b64decode(piece))
        except OSError as error:
            wrong = error.strerror or str(error)
        with suppress(RuntimeError):  # whoever wanted it is gone
            self._written.emit(str(path), wrong)

    @Slot(str, str)
    def _after(self, path: str, wrong: str) -> None:
        if wrong:
            what = self.tr("{path} cannot be written: {why}.").format(path=path, why=wrong)
            self.failed.emit(Stop(what, self.tr("See that the disk has room.")))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            what = self.tr("No program opens {name}.").format(name=Path(path).name)
            self.failed.emit(Stop(what, self.tr("Install one that does, such as a PDF reader.")))
