"""The page of what this program is: versions, licences, where its data are, and the ways to help."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_sync import __version__
from desktop_sync.program import product, vendor
from desktop_sync.ui import icons
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.labels import heading, note, text
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.row import CAPTION
from desktop_sync.ui.tokens import BETWEEN, GRID, MARGIN

PICTURE = 48
LOGS = "logs"


class About(QWidget):
    """``bundle_wanted``, ``help_wanted``: their buttons."""

    bundle_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        picture = QLabel(self)
        picture.setPixmap(icons.program().pixmap(PICTURE, PICTURE))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading(product(), self))
        words.addWidget(note(self.tr("Brings orders and invoices to Acme: nothing lost, nothing twice."), self))
        head = QHBoxLayout()
        head.setSpacing(MARGIN)
        head.addWidget(picture)
        head.addLayout(words, 1)
        self._values: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addLayout(head)
        column.addWidget(self._facts())
        column.addWidget(self._licences())
        column.addLayout(self._buttons())
        column.addStretch(1)
        draft.loaded.connect(self._told)
        draft.link.changed.connect(self._told)
        self._told()

    def _facts(self) -> Card:
        card = Card(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setColumnMinimumWidth(0, CAPTION)
        grid.setColumnStretch(1, 1)
        rows = (
            ("desk", self.tr("This desk")), ("engine", self.tr("Engine")), ("folder", self.tr("Data folder")),
        )  # fmt: skip
        for number, (name, caption) in enumerate(rows):
            self._values[name] = text("", card)
            grid.addWidget(QLabel(caption, card), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], number, 1)
        card.body.addLayout(grid)
        return card

    def _licences(self) -> Card:
        card = Card(self)
        words = self.tr(
            "Desktop Sync is under the Apache License 2.0. It is made with Qt and PySide6 (LGPL 3.0), Python (PSF), "
            "SQLite (public domain), icons of Material Design Icons (Apache 2.0), and other free software whose "
            "licences come with it."
        )
        card.body.addWidget(text(words, card))
        return card

    def _buttons(self) -> Flowing:
        self.bundle = QPushButton(icons.action("lifebuoy"), self.tr("Support bundle…"), self)
        self.bundle.clicked.connect(self.bundle_wanted)
        self.logs = QPushButton(icons.action("folder-open-outline"), self.tr("Open the log folder"), self)
        self.logs.clicked.connect(self._open_logs)
        self.help = QPushButton(icons.action("help-circle-outline"), self.tr("Help"), self)
        self.help.clicked.connect(self.help_wanted)
        row = Flowing()
        for one in (self.bundle, self.logs, self.help, *self._links()):
            row.addWidget(one)
        return row

    def _links(self) -> Iterator[QPushButton]:
        """To whoever ships it under a name of its own, or ours."""
        words = {
            "home": (self.tr("The vendor's website"), "web"),
            "support": (self.tr("The vendor's support"), "face-agent"),
        }
        for name, (title, icon) in words.items():
            if address := vendor(name):
                button = QPushButton(icons.action(icon), title, self)
                button.setToolTip(address)
                button.setAccessibleDescription(address)
                button.clicked.connect(self._open_link)
                yield button

    @property
    def folder(self) -> Path | None:
        """The data folder, once it is known."""
        return Path(self._draft.file).parent if self._draft.file else None

    @Slot()
    def _told(self) -> None:
        python = ".".join(str(one) for one in sys.version_info[:3])
        versions = self.tr("version {version} with Qt {qt} and Python {python}")
        self._values["desk"].setText(versions.format(version=__version__, qt=qVersion(), python=python))
        engine = self._draft.link.program
        self._values["engine"].setText(
            self.tr("version {version}").format(version=engine) if engine else self.tr("off, or not reached yet")
        )
        self._values["folder"].setText(str(self.folder or ""))
        self.logs.setEnabled(self.folder is not None)

    @Slot()
    def _open_link(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            QDesktopServices.openUrl(QUrl(sender.toolTip()))

    @Slot()
    def _open_logs(self) -> None:
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder / LOGS)))
