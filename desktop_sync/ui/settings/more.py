"""What is done with the settings as a whole: their history, an export, an import. A menu at the dialog's foot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.history import HistorySheet
from desktop_sync.ui.settings.importing import Exchange, ImportSheet
from desktop_sync.ui.settings.showing import Showing

ENDING = ".zip"


class More(QPushButton):
    """``over`` is the dialog, which its sheets cover and whose bar says what was done."""

    def __init__(self, draft: Draft, over: Showing) -> None:
        super().__init__(over)
        self._draft, self._over = draft, over
        self.setText(self.tr("More"))
        self._menu = QMenu(self)
        self.history = QAction(self.tr("&History…"), self)
        self.export = QAction(self.tr("&Export…"), self)
        self.take = QAction(self.tr("&Import…"), self)
        self._menu.addActions([self.history, self.export, self.take])
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._may)
        self.setMenu(self._menu)
        self.history.triggered.connect(self.show_history)
        self.export.triggered.connect(self._export)
        self.take.triggered.connect(self._import)
        self.exchange = Exchange(draft, self)
        self.exchange.exported.connect(self._exported)
        self.exchange.read.connect(self._read)
        self.exchange.failed.connect(self._failed)

    @Slot()
    def show_history(self) -> None:
        """As a sheet."""
        HistorySheet(self._over, self._draft).show()

    @Slot()
    def _may(self) -> None:
        link, changed = self._draft.link, self._draft.count > 0
        of = (self.history, "settings_history"), (self.export, "export_settings"), (self.take, "import_settings")
        for action, method in of:
            action.setEnabled(link.may(method))
            action.setToolTip(link.why_not(method))
        if changed and self.take.isEnabled():
            self.take.setEnabled(False)
            self.take.setToolTip(self.tr("Save or discard your changes first."))

    @Slot()
    def _export(self) -> None:
        dialog = self._dialog(self.tr("Export the settings, without secrets"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)
        dialog.selectFile(f"desktop-sync-settings{ENDING}")
        dialog.fileSelected.connect(self.exchange.save)
        dialog.open()

    @Slot()
    def _import(self) -> None:
        dialog = self._dialog(self.tr("Import settings from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.exchange.load)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Configurations (*{ending})").format(ending=ENDING))
        return dialog

    @Slot(str, list)
    def _exported(self, path: str, files: list[str]) -> None:
        words = self.tr("The settings stand in {path}.").format(path=path)
        with_ = self.tr("With these files: {files}. No secret is in it.").format(files=", ".join(files))
        self._over.bar.say("well", words, with_ if files else self.tr("No secret is in it."))

    @Slot(str)
    def _read(self, content: str) -> None:
        def told(found: Any) -> None:  # noqa: ANN401 - plain JSON
            ImportSheet(self._over, self._draft, content, found).show()

        self._draft.link.ask(self, "read_export", told, self._failed, content=content)

    @Slot(object)
    def _failed(self, error: SyncError) -> None:
        self._over.bar.show_error(error)
