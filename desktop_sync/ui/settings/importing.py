"""A configuration as one file: saved where a person wants it, and taken over from one, with what that changes.

Files are read and written in a thread, as the person at this desk may.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.core.errors import Stop, SyncError
from desktop_sync.core.tables import changes
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.difference_list import DifferenceList
from desktop_sync.ui.settings.differences import differences, file_differences
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.subjects import scrolling

Row = dict[str, Any]
LARGEST = 10 * 2**20  # bytes; base64 of it still travels in one message


class Exchange(QObject):
    """``exported``: where it is, and the files in it; ``read``: the content of a file, as base64; ``failed``."""

    exported = Signal(str, list)
    read = Signal(str)
    failed = Signal(object)
    _ended = Signal(object)

    def __init__(self, draft: Draft, parent: QObject) -> None:
        super().__init__(parent)
        self._draft = draft
        self._ended.connect(self._here, Qt.ConnectionType.QueuedConnection)

    def save(self, path: str) -> None:
        """The settings that hold, and their files, in one."""
        self._draft.link.ask(self, "export_settings", lambda told: self._write(Path(path), told), self.failed.emit)

    def load(self, path: str) -> None:
        """Reads it, and no more."""

        def job() -> Callable[[], None]:
            content = base64.b64encode(_read(Path(path))).decode()
            return lambda: self.read.emit(content)

        self._begin(job)

    def _write(self, path: Path, told: Row) -> None:
        def job() -> Callable[[], None]:
            path.write_bytes(base64.b64decode(told["content"]))
            return lambda: self.exported.emit(str(path), told["files"])

        self._begin(job)

    def _begin(self, job: Callable[[], Callable[[], None]]) -> None:
        def work() -> None:
            try:
                found = job()
            except SyncError as error:
                told = error
                found = lambda: self.failed.emit(told)  # noqa: E731 - called on the GUI thread
            except OSError as error:
                why = Stop(_why(error))
                found = lambda: self.failed.emit(why)  # noqa: E731 - called on the GUI thread
            try:
                self._ended.emit(found)
            except RuntimeError:  # the dialog is gone
                return

        threading.Thread(target=work, name="desk exchange", daemon=True).start()

    @Slot(object)
    def _here(self, found: Callable[[], None]) -> None:
        found()


def _why(error: OSError) -> str:
    words = QCoreApplication.translate("Exchange", "The file cannot be used: {why}.")
    return words.format(why=error.strerror or error)


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise Stop(QCoreApplication.translate("Exchange", "The file is too large to be a configuration."))
    return found


class ImportSheet(Sheet):
    """What a file would change here, which files come with it, which secrets are to be set; then the button."""

    def __init__(self, over: QWidget, draft: Draft, content: str, told: Row) -> None:
        super().__init__(over, QCoreApplication.translate("ImportSheet", "Import of a configuration"))
        self._draft, self._content, self._told = draft, content, told
        self._seen = ""  # the settings of which the differences show
        self.bar = Bar(self)
        self.list = DifferenceList(self)
        self.take = QPushButton(self)
        self._fill()
        self.take.clicked.connect(self._take)
        draft.loaded.connect(self._fill)
        self.buttons.addWidget(self.take)
        self.body.addWidget(self.bar)
        self.words = note(self._words(told), self)
        self.words.setVisible(bool(self.words.text()))
        self.body.addWidget(self.words)
        self.body.addWidget(scrolling(self.list), 1)
        if not told["ok"]:
            errors = "\n".join(f"{one['place']}: {one['message']}" for one in told["errors"])
            self.bar.say("stopped", self.tr("It cannot be imported as it is."), errors)

    @Slot()
    def _fill(self) -> None:
        """The differences from the settings as they are; others may save them while somebody reads."""
        draft, told = self._draft, self._told
        tables = told["tables"] or {}
        found = differences(changes(draft.settings, tables), draft.base, tables, draft.forms)
        found += file_differences(told["files"])
        self._seen = draft.text
        self.list.show_differences(found, self.tr("It says the same as the settings here."))
        self.take.setText(self.tr("Import %n change(s)", "", len(found)))
        self.take.setEnabled(bool(told["ok"]) and (bool(found) or told["text"] != draft.text) and not self.busy)

    def _words(self, told: Row) -> str:
        lines = []
        if same := [one["name"] for one in told["files"] if one["state"] == "same"]:
            lines.append(self.tr("Files that are the same here: {files}").format(files=", ".join(same)))
        if told["secrets"]:
            words = self.tr("No secret is in it. To be set afterwards, at its connections: {secrets}")
            lines.append(words.format(secrets=", ".join(told["secrets"])))
        return "\n".join(lines)

    @Slot()
    def _take(self) -> None:
        self.busy = True
        self.take.setEnabled(False)
        self._draft.link.ask(self, "import_settings", self._done, self._failed, content=self._content, over=self._seen)

    def _done(self, _: object) -> None:
        self.busy = False
        self._draft.refresh()
        self.close()

    def _failed(self, error: SyncError) -> None:
        self.busy = False
        self.bar.show_error(error, "stopped")
        self.take.setEnabled(True)
        self._draft.refresh()  # perhaps somebody else has saved, of whom nobody has told yet
