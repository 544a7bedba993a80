"""The settings dialog: navigation at the left, a page beside it, at its foot what is not saved yet.

One at a time; closing it with changes asks. The draft is handed in, and outlives it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.tables import Change
from desktop_sync.ui import icons
from desktop_sync.ui.link import State
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.focus_chain import step
from desktop_sync.ui.parts.keys import pressed
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.navigation import Navigation
from desktop_sync.ui.parts.question import ask
from desktop_sync.ui.parts.room import begin_at
from desktop_sync.ui.settings.differences import differences
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.exports import Exports
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.general import General
from desktop_sync.ui.settings.more import More
from desktop_sync.ui.settings.saving import SaveSheet
from desktop_sync.ui.settings.showing import Showing
from desktop_sync.ui.settings.subjects import Subjects
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.tokens import GRID, MARGIN, NAVIGATION

SIZE = QSize(1440, 920)  # where the screen is as large
SMALLEST = QSize(760, 420)
NARROW = 1080  # px; below, the navigation has pictures alone
HELPED = frozenset({"schedule", "mapping"})
WIDER = 24  # px, for a number beside the longest word


@dataclass(frozen=True, slots=True)
class Place:
    """A page: ``name`` for code, ``title`` for people; made when it is first shown.

    Titles have no mnemonics, for pages hold editors that have their own; Ctrl with a number turns to a page.
    """

    name: str
    title: str
    icon: str
    make: Callable[[], QWidget]


class SettingsDialog(Showing):
    """``closed``: it is gone; what is in the draft then is thrown away, or saved."""

    closed = Signal()
    help_wanted = Signal(str)
    bundle_wanted = Signal()
    language_chosen = Signal(str)
    scheme_chosen = Signal(str)

    def __init__(self, draft: Draft, places: Sequence[Place], kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.draft, self._kept = draft, kept
        self._places = {one.name: one for one in places}
        self._pages: dict[str, QWidget] = {}
        self._asked_to_leave = False
        self._knew = draft.known
        self._sheet: SaveSheet | None = None
        self._soon = False  # it was wanted while what was typed is still being checked
        self._clashes: list[Change] = []
        self.setWindowTitle(self.tr("Settings"))
        self.setWindowIcon(icons.program())
        begin_at(self, SIZE, SMALLEST)
        self.bar = Bar(self)
        self.role = note("", self)
        self.stack = QStackedWidget(self)
        self._buttons: dict[str, Entry] = {}
        self.inside = QWidget(self)
        self._lay_out(places)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self.show_help)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save_soon)
        geometry = kept.value("settings window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for signal in (draft.loaded, draft.changed, draft.checked):
            signal.connect(self._redraw)
        draft.loaded.connect(self._loaded)
        draft.changed.connect(self._not_soon)
        draft.checked.connect(self._checked)
        draft.clashed.connect(self._clashed)
        draft.merged_in.connect(self._merged)
        draft.unreadable.connect(self._unreadable)
        draft.link.changed.connect(self._linked)
        draft.link.failed.connect(self.bar.show_error)
        self._linked()

    @property
    def place(self) -> str:
        """The name of the page that shows."""
        shown = self.stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is shown), "")

    def show_place(self, name: str) -> QWidget:
        """And gives its widget."""
        if name not in self._pages:
            self._pages[name] = page = self._places[name].make()
            self.stack.addWidget(page)
            before(self.more, page)
            self._allow(name)
        self.stack.setCurrentWidget(self._pages[name])
        self._buttons[name].setChecked(True)
        return self._pages[name]

    def bring(self, name: str = "", subject: str = "") -> None:
        """To the front, at a page, and there at a connection, flow or export by its id."""
        if name in self._places:
            page = self.show_place(name)
            if subject and isinstance(page, Subjects):
                page.choose_id(subject)
        self.show()
        self.raise_()
        self.activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.column.fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not pressed(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt's names
        """Round and round: the rows of forms are made after the foot, and Qt would halt at them once more behind it."""
        step(self, forward=next)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._sheet is not None and self._sheet.busy:
            event.ignore()
            return
        if self.draft.count and not self._asked_to_leave:
            event.ignore()
            self._ask()
            return
        self._kept.setValue("settings window", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()

    def _foot(self) -> None:
        self.state = Badge("paused", "", self, size=16)
        self.more = More(self.draft, self)  # the first of the foot, also by Tab
        self.look = QPushButton(self.tr("Show"), self)
        self.look.setToolTip(self.tr("Go to the first error"))
        self.look.clicked.connect(self._show_first)
        self.discard = QPushButton(self.tr("Discard"), self)
        self.discard.clicked.connect(self.draft.discard)
        self.save = QPushButton(self.tr("Save…"), self)
        self.save.clicked.connect(self._save)
        self.leave = QPushButton(self.tr("Close"), self)
        self.leave.clicked.connect(self.close)

    def _lay_out(self, places: Sequence[Place]) -> None:
        self.column = column = Navigation(NAVIGATION + WIDER, NARROW, self)
        for number, one in enumerate(places, 1):
            button = Entry(one.title, one.icon, column)
            button.setProperty("place", one.name)
            button.clicked.connect(self._chosen)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, button.click)
            self._buttons[one.name] = button
            column.add(button)
        column.end()
        self._foot()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(GRID)
        self.foot.addWidget(self.state, 1)
        self.foot.addWidget(self.more)
        for button_ in (self.look, self.discard, self.save, self.leave):
            self.foot.addWidget(button_)
        right = QVBoxLayout(self.inside)
        right.setContentsMargins(0, MARGIN, MARGIN, MARGIN)
        right.setSpacing(GRID)
        right.addWidget(self.bar)
        right.addWidget(self.role)
        right.addWidget(self.stack, 1)
        right.addLayout(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(column)
        row.addWidget(self.inside, 1)

    @Slot()
    def _chosen(self) -> None:
        self.show_place(str(self.sender().property("place")))

    @Slot()
    def _redraw(self) -> None:
        many, wrong, link = self.draft.count, len(self.draft.errors), self.draft.link
        if link.state is State.CONNECTING:
            self.state.show_state("paused", link.why_not("save_settings"))
        elif link.state is not State.CONNECTED:
            self.state.show_state("stopped", self.tr("There is no engine"))  # why stands above the page
        elif not self.draft.known:
            self.state.show_state("paused", self.tr("The engine is asked…"))
        elif self.draft.broken:
            self.state.show_state("stopped", self.tr("The file must be corrected first"))
        elif wrong:
            self.state.show_state("stopped", self.tr("%n error(s) to be corrected", "", wrong))
        elif many:
            self.state.show_state("attention", self.tr("%n change(s) not saved yet", "", many))
        else:
            self.state.show_state("well", self.tr("Everything is saved"))
        self.look.setVisible(wrong > 0 and not self.draft.broken)
        self.discard.setEnabled(many > 0)
        self.save.setEnabled(self.draft.ready)
        self.save.setToolTip(link.why_not("save_settings"))
        for name in ("connections", "flows", "exports", "general"):
            if name in self._buttons:
                self._buttons[name].count(sum(error for _, _, error in self.draft.problems((name,))))

    @Slot()
    def _show_first(self) -> None:
        """Where the first error is; one that no page shows is told in the bar."""
        first = self.draft.errors[0]
        path = first["path"]
        if not path or path[0] not in self._places:
            self.bar.say("stopped", str(first["message"]), str(first["place"]))
            return
        page = self.show_place(str(path[0]))
        if len(path) > 1 and isinstance(page, Subjects) and isinstance(path[1], int):
            page.choose(path[1])
        if isinstance(page, Flows | Exports) and len(path) > 2:  # noqa: PLR2004 - a flow, and a part of it
            page.detail.show_part(str(path[2]))
        elif isinstance(page, General) and len(path) > 1:
            page.show_part(str(path[1]))

    @Slot()
    def _linked(self) -> None:
        link, connected = self.draft.link, self.draft.link.state is State.CONNECTED
        self.role.setText("" if link.state is State.CONNECTING else link.why_not("save_settings"))
        self.role.setVisible(bool(self.role.text()))
        self._allow_all()
        if connected and not self.draft.known:
            self.draft.load()
        self._redraw()

    @Slot()
    def _loaded(self) -> None:
        """The first time; later the pages are about to hear that there are others."""
        if not self._knew:
            self._knew = True
            self._allow_all()

    def _allow_all(self) -> None:
        for name in self._pages:
            self._allow(name)

    def _allow(self, name: str) -> None:
        """Nothing is added before it is known what there can be."""
        page, may = self._pages[name], self.draft.may_change and self.draft.known
        if isinstance(page, Subjects | General):
            page.set_read_only(on=not may, why=self.draft.link.why_not("save_settings"))

    @Slot()
    def _save_soon(self) -> None:
        """By its key, which may come right after the last letter."""
        self._soon = self.draft.count > 0
        self._checked()

    @Slot()
    def _not_soon(self) -> None:
        self._soon = False

    @Slot()
    def _checked(self) -> None:
        if self._soon and self.draft.ready:
            self._save()

    @Slot()
    def _save(self) -> None:
        self._soon = False
        if self.draft.ready and self._sheet is None:
            self._sheet = SaveSheet(self, self.draft)
            self._sheet.closed.connect(self._sheet_closed)
            self._sheet.show()

    @Slot()
    def _sheet_closed(self) -> None:
        self._sheet = None

    def _ask(self) -> None:
        ask(
            self,
            self.tr("%n change(s) are not saved.", "", self.draft.count),
            self.tr("If you close the settings now, they are lost."),
            yes=self.tr("Close without saving"),
            no=self.tr("Go on editing"),
            sure=self._leave,
            title=self.windowTitle(),
            loses=True,
        )

    @Slot()
    def _leave(self) -> None:
        self._asked_to_leave = True
        self.draft.discard()
        self.close()

    @Slot()
    def _merged(self) -> None:
        self.bar.say(
            "working",
            self.tr("Somebody else saved settings meanwhile."),
            self.tr("Your changes are kept on top of them."),
        )

    @Slot(list)
    def _clashed(self, clashes: list[Change]) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.windowTitle(), "", QMessageBox.StandardButton.NoButton, self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Somebody else changed the same settings meanwhile."))
        found = differences(clashes, self.draft.base, self.draft.now, self.draft.forms)
        line = self.tr("{subject}, {what}: they say {theirs}, you say {mine}")
        box.setInformativeText(
            "\n".join(line.format(subject=d.subject, what=d.what, theirs=d.was, mine=d.now) for d in found)
        )
        mine = box.addButton(self.tr("Keep mine"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(self.tr("Take theirs"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(mine)
        self._clashes = clashes
        box.accepted.connect(self._yield)
        box.open()

    @Slot()
    def _yield(self) -> None:
        self.draft.yield_to(self._clashes)

    @Slot(str)
    def _unreadable(self, why: str) -> None:
        self.bar.say(
            "stopped",
            self.tr("The settings file cannot be shown as forms: {why}").format(why=why),
            self.tr("Correct the file {file}, or go back to a former version.").format(file=self.draft.file),
        )

    @Slot()
    def show_help(self) -> None:
        """Of the page that shows, and of a part of a flow that has a page of its own."""
        page, place = self.stack.currentWidget(), self.place
        if isinstance(page, Flows | Exports) and page.detail.part in HELPED:
            place = page.detail.part
        self.help_wanted.emit("support" if place == "about" else place)
