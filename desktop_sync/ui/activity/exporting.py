"""Exports as people make them: a name is asked for, the progress is told, and how many rows were written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.activity.export import Export
from desktop_sync.ui.activity.kinds import Kind
from desktop_sync.ui.link import Link

FOLDER = "export/folder"


class Exporting(QObject):
    """One at a time. ``told``: rows written, of about how many. ``said``: as a bar."""

    began = Signal()
    told = Signal(int, int)
    ended = Signal()
    said = Signal(str, str, str)

    def __init__(self, link: Link, kept: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._link, self._kept, self._over = link, kept, parent
        self._export: Export | None = None
        self._wanted: tuple[Kind, Mapping[str, Any], int] | None = None
        self._total = 0

    @property
    def going(self) -> bool:
        """Whether one is under way."""
        return self._export is not None

    def ask(self, kind: Kind, wish: Mapping[str, Any], total: int) -> None:
        """Where to; nothing waits for the answer."""
        self._wanted = kind, dict(wish), total
        folder = str(self._kept.value(FOLDER, "")) or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        dialog = QFileDialog(self._over.window(), self.tr("Export"), folder, self.tr("CSV files (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{kind.title.replace('&', '')} {date.today().isoformat()}.csv")  # noqa: DTZ011
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def export_to(self, file: str) -> None:
        """What was asked for, into this file."""
        if self._wanted is None or self.going:
            return
        kind, wish, self._total = self._wanted
        self._kept.setValue(FOLDER, str(Path(file).parent))
        self._export = Export(self._link, kind, wish, Path(file), self)
        self._export.told.connect(self._told)
        self._export.done.connect(self._done)
        self._export.failed.connect(self._failed)
        self.began.emit()
        self._told(0)
        self._export.start()

    @Slot()
    def cancel(self) -> None:
        """A person does not want it any more."""
        if self._export is not None:
            self._export.cancel()
            self.said.emit("paused", self.tr("The export was cancelled; no file was written."), "")
            self._end()

    @Slot(int)
    def _told(self, rows: int) -> None:
        self.told.emit(rows, self._total)

    @Slot(int)
    def _done(self, rows: int) -> None:
        file = self._export.file if self._export is not None else Path()
        what = self.tr("%Ln row(s) written to {name}.", "", rows).format(name=file.name)
        self.said.emit("well", what, self.tr("It lies in {folder}.").format(folder=str(file.parent)))
        self._end()

    @Slot(object)
    def _failed(self, error: SyncError) -> None:
        self.said.emit("attention", error.what, error.hint)
        self._end()

    def _end(self) -> None:
        if self._export is not None:
            self._export.deleteLater()
        self._export = None
        self.ended.emit()
