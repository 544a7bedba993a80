"""The support bundle as a sheet: everything that would leave, to be read first, then saved as a .zip.

It is asked of the engine, or where there is none of whoever is handed in as ``link``. Nothing is sent anywhere.
"""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QDir, QModelIndex, QSettings, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.core.errors import SyncError
from desktop_sync.core.events import Event
from desktop_sync.ui import icons
from desktop_sync.ui.bundle.saving import Saving
from desktop_sync.ui.link import Asked, Link, State
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.columns import Column, Row
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.labels import Elided, note, text
from desktop_sync.ui.parts.paper import Paper
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.parts.table import Table
from desktop_sync.ui.spoken import size
from desktop_sync.ui.tokens import BETWEEN, GRID, ROW

FILES, CONTENT = 500, 480  # widths at first
MOST = 2_000_000  # signs of one file that show


class BundleSheet(Sheet):
    """``link``: to the engine, or to what stands in for it."""

    place = "bundle"

    def __init__(self, over: QWidget, link: Link, kept: QSettings) -> None:
        super().__init__(over, "")
        self.title.setText(self.tr("Support bundle"))
        self.setAccessibleName(self.title.text())
        self._link, self._kept = link, kept
        self.made: Row = {}
        self._asked: Asked | None = None
        self._number = 0  # of the bundle that is wanted
        self._reading: Asked | None = None
        self._saving: Saving | None = None
        self._saved = self._chosen = ""
        self._shown = 0  # signs of the file that is read
        self.save = QPushButton(self.tr("&Save as…"), self)
        self.save.clicked.connect(self._choose_place)
        self.buttons.addWidget(self.save)
        self.bar = Bar(self)
        self.body.addWidget(self.bar)
        self._make_head()
        self._make_files()
        self.closed.connect(self._put_away)
        self._linked()
        link.changed.connect(self._linked)

    # -- what it is made of -------------------------------------------------------------------

    def _make_head(self) -> None:
        what = text(self.tr("This is everything that would leave this machine, and nothing has left it yet."), self)
        more = note(
            self.tr(
                "None of your files, documents and secrets are in it. Names, numbers and addresses have stand-ins of"
                " the same shape. Read what you like, save it, and give the file to support."
            ),
            self,
        )
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(what)
        words.addWidget(more)
        self.body.addLayout(words)
        self.offline = QCheckBox(self.tr("&Without asking the network for certificates"), self)
        self.offline.toggled.connect(self._make)
        self.going = QProgressBar(self)
        self.going.setTextVisible(False)
        self.going.setFixedHeight(GRID)
        self.going.setAccessibleName(self.tr("How far it is"))
        self.step = Elided("", self)
        self.cancel = QPushButton(self.tr("Ca&ncel"), self)
        self.cancel.clicked.connect(self._cancel)
        self.open_folder = QPushButton(self.tr("Open &folder"), self)
        self.open_folder.clicked.connect(self._open_folder)
        self.open_folder.hide()
        self.row = QWidget(self)
        self.row.setFixedHeight(ROW)
        line = QHBoxLayout(self.row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(BETWEEN)
        line.addWidget(self.offline)
        line.addWidget(self.going, 1)
        line.addWidget(self.step, 1)
        line.addWidget(self.cancel)
        line.addWidget(self.open_folder)
        self.body.addWidget(self.row)

    def _make_files(self) -> None:
        columns = [
            Column("name", self.tr("File"), lambda row: str(row["name"]), 172),
            Column("what", self.tr("What it is"), lambda row: str(row["what"]), 0),
            Column("bytes", self.tr("Size"), lambda row: size(row["bytes"]), 96, right=True),
        ]
        self.files = Card(self)
        self.table = Table("bundle", self.tr("Files of the bundle"), columns, self._kept, self.files)
        self.rows = Rows(columns, self)
        self.table.setModel(self.rows)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.files.body.addWidget(self.table)
        content = Card(self)
        self.name = Elided("", content, semibold=True)
        self.paper = Paper(self.tr("What would leave"), content, numbered=True)
        self.waits = EmptyPlace(
            icons.action("text-search"),
            self.tr("Nothing is chosen yet"),
            self.tr("Choose a file to read it here, word for word as it would leave."),
            parent=content,
        )
        reading = QWidget(content)
        column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.name)
        column.addWidget(self.paper, 1)
        self.content = QStackedWidget(content)
        self.content.addWidget(self.waits)
        self.content.addWidget(reading)
        content.body.addWidget(self.content)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(BETWEEN)
        parts.addWidget(self.files)
        parts.addWidget(content)
        parts.setSizes([FILES, CONTENT])
        self.body.addWidget(parts, 1)

    # -- making it ----------------------------------------------------------------------------

    @Slot()
    def _linked(self) -> None:
        """Begins as soon as somebody answers."""
        may = self._link.may("bundle")
        if may and not self.made and self._asked is None:
            self._make()
        elif not may and self._link.state is State.CONNECTED:
            self.bar.say("attention", self._link.why_not("bundle"))
        self._allow()

    @Slot()
    def _make(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self.bar.hide()
        self.made = {}
        self.rows.show([])
        self.content.setCurrentWidget(self.waits)
        self.going.setRange(0, 0)
        self._number += 1
        number, link = self._number, self._link

        def wanted() -> bool:
            return shiboken6.isValid(self) and number == self._number

        def done(told: Row) -> None:
            if wanted():
                self._show(told)
            else:  # made for nobody: it would stay in the engine's memory
                put_away(link, told)

        def failed(error: SyncError) -> None:
            if wanted():
                self._failed(error)

        def hear(event: Event) -> None:
            if wanted():
                self._hear(event)

        self._asked = link.ask(link, "bundle", done, failed, hear, offline=self.offline.isChecked())
        self._allow()

    def _hear(self, event: Event) -> None:
        if event.get("event") == "bundle part":
            self.going.setRange(0, int(str(event["total"])))
            self.going.setValue(int(str(event["done"])))
            self.step.setText(str(event["name"]))

    def _show(self, told: Row) -> None:
        self._asked, self.made = None, told
        self.rows.show(told["files"])
        self.step.setText(
            self.tr("%n file(s), {size} when packed", "", len(told["files"])).format(size=size(told["size"]))
        )
        self._allow()
        if told["files"]:
            self.table.setCurrentIndex(self.rows.index(0, 0))

    def _failed(self, error: SyncError) -> None:
        self._asked = None
        self.step.setText("")
        self.bar.show_error(error)
        self._allow()

    # -- reading it ---------------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _: QModelIndex) -> None:
        if not index.isValid() or not self.made:
            return
        name = self.rows.rows[index.row()]["name"]
        self._shown = 0
        self._chosen = name
        self.name.setText(name)
        self._read(name, 0)

    def _read(self, name: str, at: int) -> None:
        if self._reading is not None:
            self._reading.forget()
        values = {"bundle": self.made["bundle"], "name": name, "at": at}
        self._reading = self._link.ask(self, "bundle_file", self._read_on, self.bar.show_error, **values)

    def _read_on(self, told: Row) -> None:
        """Piece by piece; the first shows at once."""
        self._reading = None
        if told["name"] != self._chosen:
            return
        if self._shown:
            self.paper.append_text(told["text"])
        else:
            self.paper.show_text(told["text"])
            self.content.setCurrentIndex(1)
        self._shown += len(told["text"])
        if told["next"] is not None and self._shown < MOST:
            self._read(told["name"], told["next"])
        elif told["next"] is not None:
            self.name.setText(self.tr("{name} (its beginning)").format(name=told["name"]))

    # -- saving it ----------------------------------------------------------------------------

    @Slot()
    def _choose_place(self) -> None:
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or QDir.homePath()
        dialog = QFileDialog(self, self.tr("Save the support bundle"), where, self.tr("Packed files (*.zip)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(self.made["name"])
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """At this place."""
        if not self.made or self._saving is not None:
            return
        self.bar.hide()
        self.going.setRange(0, self.made["size"])
        self.going.setValue(0)
        self.step.setText(Path(path).name)
        self._saving = Saving(self._link, self.made["bundle"], Path(path), self)
        self._saving.went.connect(self._went)
        self._saving.saved.connect(self._done)
        self._saving.failed.connect(self._not_saved)
        self._saving.cancelled.connect(self._cancelled)
        self._allow()
        self._saving.start()

    @Slot(int, int)
    def _went(self, done: int, _: int) -> None:
        self.going.setValue(done)

    @Slot(str)
    def _done(self, path: str) -> None:
        self._saved = path
        self.bar.say(
            "well",
            self.tr("Saved as {path}.").format(path=path),
            self.tr("Nothing was sent: give it to support yourself."),
        )
        self._end_saving()

    @Slot(object)
    def _not_saved(self, error: SyncError) -> None:
        self.bar.show_error(error)
        self._end_saving()

    @Slot()
    def _cancelled(self) -> None:
        self.bar.say("paused", self.tr("Cancelled. Nothing was saved."))
        self._end_saving()

    def _end_saving(self) -> None:
        if self._saving is not None:
            self._saving.deleteLater()
            self._saving = None
        self._allow()

    @Slot()
    def _cancel(self) -> None:
        if self._saving is not None:
            self._saving.cancel()
        elif self._asked is not None:
            self.close()

    @Slot()
    def _open_folder(self) -> None:
        folder = str(Path(self._saved).parent)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self.bar.say("attention", self.tr("The folder could not be opened."), folder)

    @Slot()
    def _put_away(self) -> None:
        self._number += 1
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if self._saving is not None:
            self._saving.cancel()
        if self.made:
            put_away(self._link, self.made)

    def _allow(self) -> None:
        going = self._asked is not None or self._saving is not None
        may = self._link.may("bundle")
        self.save.setEnabled(bool(self.made) and not going)
        self.table.setEnabled(bool(self.made))
        self.save.setToolTip(self._link.why_not("bundle"))
        self.going.setVisible(going)
        self.cancel.setVisible(going)
        self.offline.setVisible(not going)
        self.offline.setEnabled(may)
        self.open_folder.setVisible(bool(self._saved) and not going)


def put_away(link: Link, made: Row) -> None:
    """Nobody wants it any more."""
    link.ask(link, "put_bundle_away", None, _ignore, bundle=made["bundle"])


def _ignore(_: SyncError) -> None:
    """It is put away with the engine, too."""
