"""An export: every row that is wished for, page by page from the engine into a file that spreadsheets open as it is.

A thread formats and writes; the GUI thread only hands pages on. The file has its name when it is whole, not before.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.ui.activity.kinds import Exported, Kind
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.spoken import locale

PAGE = 1000  # rows
PART = ".part"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Row = dict[str, Any]
translate = QCoreApplication.translate


def harmless(value: object) -> object:
    """A spreadsheet runs what begins like a formula; after an apostrophe it is text. Numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def delimiter() -> str:
    """As spreadsheets of the reader expect it: a semicolon where the comma is the decimal sign."""
    return ";" if locale().decimalPoint() == "," else ","


class Export(QObject):
    """One of them. ``told``: so many rows are written; ``done``: all of them are; ``failed``: with why. Once."""

    told = Signal(int)
    done = Signal(int)
    failed = Signal(object)
    _written = Signal(int, object)

    def __init__(self, link: Link, kind: Kind, wish: Mapping[str, Any], file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.file, self.rows = file, 0
        self._link, self._kind, self._wish = link, kind, dict(wish)
        self._asked: Asked | None = None
        self._going = True
        self._writing = False
        self._here: list[Row] | None = None  # the page that is written next; an empty one ends it
        self._paper = _Paper(file, kind.exported, delimiter())
        self._written.connect(self._wrote, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._paper.leave)

    def start(self) -> None:
        """Once."""
        self._work(self._paper.begin)
        self._ask()

    @Slot()
    def cancel(self) -> None:
        """Nothing of it is left, unless it is whole already."""
        if not self._going or self._paper.ended:
            return
        self._going = False
        if self._asked is not None:
            self._asked.forget()
            self._asked.cancel()
        self._paper.leave()

    def _ask(self, **after: int) -> None:
        values = {**self._wish, "show": [self._kind.show], "limit": PAGE, **after}
        self._asked = self._link.ask(self, "history", self._came, self._broke, **values)

    def _came(self, told: Row) -> None:
        if self._going:
            self._here = told[self._kind.show]
            self._next()

    def _next(self) -> None:
        """While a page is written, the one after it is asked for."""
        rows = self._here
        if rows is None or self._writing:
            return
        self._here = None
        if rows:
            self._work(partial(self._paper.write, rows))
            self._ask(before=int(rows[-1]["id"]))
        else:
            self._work(self._paper.end)

    def _work(self, what: Callable[[], int]) -> None:
        self._writing = True
        threading.Thread(target=self._do, args=(what,), name="desk export", daemon=True).start()

    def _do(self, what: Callable[[], int]) -> None:
        many, error = 0, None
        try:
            many = what()
        except OSError as raised:
            error = _not_written(self.file.name, raised)
        try:
            self._written.emit(many, error)
        except RuntimeError:  # the window is gone, and whoever wanted it
            self._paper.drop()

    @Slot(int, object)
    def _wrote(self, many: int, error: SyncError | None) -> None:
        self._writing = False
        if not self._going:
            return
        if error is not None:
            self._broke(error)
            return
        self.rows += many
        self.told.emit(self.rows)
        if self._paper.ended:
            self._going = False
            self.done.emit(self.rows)
        else:
            self._next()

    def _broke(self, error: SyncError) -> None:
        self.cancel()
        self.failed.emit(error)


def _not_written(name: str, error: OSError) -> SyncError:
    what = translate("Activity", "{name} cannot be written: {why}.")
    hint = translate("Activity", "Close it in other programs and see that its folder has room; then export again.")
    return RetryLater(what.format(name=name, why=error.strerror or error), hint)


class _Paper:
    """The file, for one thread at a time."""

    def __init__(self, file: Path, columns: Sequence[Exported], sign: str) -> None:
        self.ended = False
        self._file, self._part = file, file.with_name(file.name + PART)
        self._columns, self._sign = columns, sign
        self._open: TextIO | None = None
        self._lock = threading.Lock()
        self._dropped = False

    def begin(self) -> int:
        """With the titles; the mark at its begin tells spreadsheets that it is UTF-8."""
        with self._lock:
            if not self._dropped:
                self._open = self._part.open("w", encoding="utf-8-sig", newline="")
                self._rows([[one.title for one in self._columns]])
        return 0

    def write(self, rows: Sequence[Row]) -> int:
        """So many."""
        with self._lock:
            if not self._dropped:
                self._rows([[harmless(one.value(row)) for one in self._columns] for row in rows])
        return len(rows)

    def end(self) -> int:
        """It is whole, and has its name."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._part.replace(self._file)
                self.ended = True
        return 0

    def leave(self) -> None:
        """Nobody waits until it is gone."""
        threading.Thread(target=self.drop, name="desk export", daemon=True).start()

    def drop(self) -> None:
        """Nothing of it is left, unless it is whole."""
        with self._lock:
            self._dropped = True
            if self._open is not None and not self.ended:
                self._open.close()
                self._part.unlink(missing_ok=True)

    def _rows(self, rows: Sequence[Sequence[object]]) -> None:
        if self._open is not None:
            csv.writer(self._open, delimiter=self._sign, lineterminator="\r\n").writerows(rows)
