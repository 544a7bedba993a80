"""What can be done with a row of the history: a document's trail, a file's documents and folder, what a run brought."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu

from desktop_sync.core.errors import Rejected
from desktop_sync.ui import icons
from desktop_sync.ui.activity.view import LongTable
from desktop_sync.ui.link import Link
from desktop_sync.ui.spoken import number

Row = dict[str, Any]
TRAIL, DOCUMENTS, FILES, FOLDER, COPY, MADE = "trail", "documents", "files", "folder", "copy", "made"


class Opening(QObject):
    """``only_wanted``: a list of only what belongs to a file (``item``) or a ``run``, with the words for it.

    ``exports``: whether a flow is an export. ``made_wanted``: what that has made.
    """

    trail_wanted = Signal(str, str)
    only_wanted = Signal(str, str, int, str)
    made_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, link: Link, exports: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._link, self._exports = link, exports
        self._row: tuple[str, Row, LongTable] | None = None

    def open(self, show: str, row: Row) -> None:
        """What Enter and a double click do."""
        match show:
            case "documents":
                self.trail_wanted.emit(row["reference"], row["resource"])
            case "files":
                self._documents_of(row["id"], row["path"])
            case "runs" | "missed" if self._exports(row["flow"]):
                self.made_wanted.emit(row["flow"])
            case "runs":
                self._of_run("files", row["id"])
            case "missed" if row["run"] is not None:
                self._of_run("files", row["run"])

    def menu(self, show: str, row: Row, table: LongTable) -> QMenu:
        """For a list and one of its rows."""
        menu = QMenu(table)
        menu.setAccessibleName(self.tr("What can be done with it"))
        run = row["id"] if show == "runs" else row.get("run")
        export = show in {"runs", "missed"} and self._exports(row["flow"])
        for words, icon, what, fits in (
            (self.tr("Show its &trail"), "map-marker-path", TRAIL, show == "documents"),
            (self.tr("Show what was &made"), "file-export-outline", MADE, export),
            (self.tr("Show its &files"), "file-outline", FILES,
             not export and (show == "runs" or (show == "missed" and run))),
            (self.tr("Show its &documents"), "file-document-multiple-outline", DOCUMENTS,
             not export and show in {"files", "runs"}),
            (self.tr("Show all of its &file"), "file-document-multiple-outline", DOCUMENTS, show == "documents"),
            (self.tr("&Open its folder"), "folder-open-outline", FOLDER, show in {"files", "documents"}),
            (self.tr("&Copy"), "content-copy", COPY, True),
        ):  # fmt: skip
            if fits:
                action = QAction(icons.action(icon), words, menu)
                action.setData(what)
                menu.addAction(action)
        self._row = show, row, table
        menu.triggered.connect(self._picked)
        return menu

    @Slot(QAction)
    def _picked(self, action: QAction) -> None:
        if self._row is None:
            return
        show, row, table = self._row
        match str(action.data()):
            case "trail":
                self.open(show, row)
            case "documents" if show == "runs":
                self._of_run("documents", row["id"])
            case "documents":
                self._documents_of(row["item"] if show == "documents" else row["id"], row["path"])
            case "made":
                self.made_wanted.emit(row["flow"])
            case "files":
                self.open(show, row)
            case "folder":
                self.open_folder(row["item"] if show == "documents" else row["id"])
            case "copy":
                table.copy()

    def open_folder(self, item: int) -> None:
        """Of a file, in the system's own program for it."""
        self._link.ask(self, "find_file", self._found, self.failed.emit, item=item)

    def _found(self, told: Row) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(told["folder"])):
            self.failed.emit(
                Rejected(
                    self.tr("The folder {folder} could not be opened.").format(folder=told["folder"]),
                    self.tr("It is seen by the engine; perhaps your account may not look into it."),
                )
            )

    def _documents_of(self, item: int, path: str) -> None:
        self.only_wanted.emit("documents", "item", item, PurePosixPath(path).name or path)

    def _of_run(self, show: str, run: int) -> None:
        self.only_wanted.emit(show, "run", run, self.tr("Run {number}").format(number=number(run)))
