"""The main window: a column of navigation at the left, one page at a time beside it, sheets over the pages.

It knows its pages only as widgets with a name; what they show is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.program import product
from desktop_sync.ui import icons
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.keys import pressed
from desktop_sync.ui.parts.navigation import Navigation
from desktop_sync.ui.parts.room import begin_at
from desktop_sync.ui.tokens import GRID, MARGIN, NAVIGATION

SIZE, SMALLEST = QSize(1040, 680), QSize(720, 420)
NARROW = 860  # px; below, the navigation has pictures alone


@dataclass(frozen=True, slots=True)
class Page:
    """``name`` for code, ``title`` with its mnemonic for people. ``make`` gives its widget when it is first shown."""

    name: str
    title: str
    icon: str
    make: Callable[[], QWidget]


class Window(QMainWindow):
    """``help_wanted`` names the page that shows; ``settings_wanted``: the button at the foot.

    ``closed``: it does not show any more. A window that ``stays`` does not close by itself: ``close_wanted`` says that
    somebody wants it. ``quit_wanted``: the whole desk shall end, which else only the menu of the icon offers.
    """

    help_wanted = Signal(str)
    settings_wanted = Signal()
    closed = Signal()
    close_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, pages: Sequence[Page], kept: QSettings) -> None:
        super().__init__()
        self._kept = kept
        self.stays = False
        self._pages = {page.name: page for page in pages}
        self._made: dict[str, QWidget] = {}
        self._buttons: dict[str, Entry] = {}
        self.setWindowTitle(product())
        self.setWindowIcon(icons.program())
        begin_at(self, SIZE, SMALLEST)
        self.column = self._column(pages)  # made first: Tab begins there
        self.stack = QStackedWidget(self)
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self._help)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.quit_wanted.emit)  # Windows has no key of its own for it
        geometry = kept.value("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if pages:
            self.show_page(pages[0].name)

    @property
    def names(self) -> frozenset[str]:
        """Of its pages."""
        return frozenset(self._pages)

    @property
    def page(self) -> str:
        """The name of the page that shows."""
        shown = self.stack.currentWidget()
        return next((name for name, widget in self._made.items() if widget is shown), "")

    def show_page(self, name: str) -> QWidget:
        """And gives its widget."""
        if name not in self._made:
            self._made[name] = self._pages[name].make()
            self.stack.addWidget(self._made[name])
        if name != self.page:
            self.bar.pass_by()
        self.stack.setCurrentWidget(self._made[name])
        self._buttons[name].setChecked(True)
        return self._made[name]

    def bring(self, name: str | None = None) -> None:
        """To the front, at a page."""
        if name is not None:
            self.show_page(name)
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def count(self, name: str, number: int) -> None:
        """How many things of a page need somebody: beside its title."""
        if name in self._buttons:
            self._buttons[name].count(number)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._kept.setValue("window", self.saveGeometry())
        if self.stays:
            event.ignore()
            self.close_wanted.emit()
            return
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.column.fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not pressed(event):
            super().keyPressEvent(event)

    def _column(self, pages: Sequence[Page]) -> Navigation:
        column = Navigation(NAVIGATION, NARROW, self)
        for number, page in enumerate(pages, 1):
            button = Entry(page.title, page.icon, column)
            button.clicked.connect(self._chosen)
            button.setProperty("page", page.name)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, button.click)
            self._buttons[page.name] = button
            column.add(button)
        settings = Entry(self.tr("&Settings…"), "cog-outline", column, chosen_stays=False)
        settings.clicked.connect(self.settings_wanted)
        column.end(settings)
        return column

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, MARGIN, MARGIN, MARGIN)
        right.setSpacing(GRID)
        right.addWidget(self.stack, 1)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.column)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.bar = Bar(whole)
        self.bar.float_over(self.stack)

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.show_page(str(sender.property("page")))

    @Slot()
    def _help(self) -> None:
        self.help_wanted.emit(self.page)
