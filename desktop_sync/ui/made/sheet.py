"""What an export has made, newest first: each file and each destination; opened, delivered again, answered; and a
period issued once more. A period of which every document has a file of its own is one row; its files are looked into.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons, spoken
from desktop_sync.ui.link import Link
from desktop_sync.ui.made import words
from desktop_sync.ui.made.issuing import Issuing
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.labels import note, text
from desktop_sync.ui.parts.opened_file import OpenedFile
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.parts.table import Table
from desktop_sync.ui.tokens import GRID

Row = dict[str, Any]
MOST = 200  # exports that are shown
LINES = 3  # that a remark has, so that nothing moves with what is chosen
MOST_FILES = 1000  # of one period
SOON = 500  # ms in which what happens at once is looked at once


class MadeSheet(Sheet):
    """Of the export of that id. ``places``: the destinations in words."""

    place = "exports"

    def __init__(self, over: QWidget, link: Link, kept: QSettings, export: str, title: str, places: str) -> None:
        super().__init__(over, "")
        self._link, self._export = link, export
        self.title.setText(self.tr("Made by {export}").format(export=said(title)))
        self.setAccessibleName(self.title.text())
        self._files = OpenedFile(self)
        self._going = False
        self._period: Row | None = None  # whose files are shown
        self.bar, self.about = Bar(self), note("", self)
        self.remark = text("", self)  # of the chosen one
        self.remark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.remark.setMinimumHeight(LINES * self.remark.fontMetrics().lineSpacing())
        self.issuing = Issuing(said(places), self)
        self.back = QPushButton(icons.action("arrow-left"), self.tr("All &periods"), self)
        self.inside = QPushButton(icons.action("file-multiple-outline"), self.tr("&Files of the period"), self)
        self.open_file = QPushButton(icons.action("open-in-new"), self.tr("&Open the file"), self)
        self.again = QPushButton(icons.action("refresh"), self.tr("&Deliver again"), self)
        self.arrived = QPushButton(icons.action("check"), self.tr("It a&rrived"), self)
        self.not_arrived = QPushButton(icons.action("send-outline"), self.tr("It did &not arrive"), self)
        columns = self._columns()
        self.table = Table("made", self.tr("Files of this export"), columns, kept, self)
        self.model = Rows(columns, self)
        self.table.setModel(self.model)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._lay_out()
        self._join()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Asks anew."""
        period = self._period

        def told(found: list[Row]) -> None:
            if period is self._period:
                self._show(found)

        if period is None:
            self._link.ask(self, "exports", told, self.bar.show_error, export=self._export, limit=MOST)
        else:
            self._link.ask(self, "export_files", told, self.bar.show_error, period=period["id"], limit=MOST_FILES)

    def _columns(self) -> list[Column]:
        return [
            Column("period", self.tr("Period"), words.period, 168),
            Column("made", self.tr("Made"), lambda row: spoken.moment(row["made_at"]), 172),
            Column("place", self.tr("Destination"), lambda row: _of(row, "title"), 112),
            Column("state", self.tr("Outcome"), words.state, 248, tip=_note, mood=words.mood),
            Column("file", self.tr("File"), words.file, 0, tip=words.file),
            Column("rows", self.tr("Rows"), lambda row: spoken.number(row["rows"]), 72, right=True),
            Column("who", self.tr("Issued by"), lambda row: said(row["who"] or ""), 120, shown=False),
            Column("note", self.tr("What was said"), _note, 260, shown=False),
        ]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for one in (self.back, self.inside, self.open_file, self.again, self.arrived, self.not_arrived):
            row.addWidget(one)
        row.addStretch(1)
        for part in (self.bar, self.issuing, self.about):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.remark)

    def _join(self) -> None:
        self.issuing.wanted.connect(self._issue)
        self.open_file.clicked.connect(self._open)
        self.inside.clicked.connect(self._look_inside)
        self.back.clicked.connect(self._look_back)
        self.table.opened.connect(self._open)
        self.again.clicked.connect(self._deliver_again)
        self.arrived.clicked.connect(self._arrived)
        self.not_arrived.clicked.connect(self._not_arrived)
        self.table.selectionModel().selectionChanged.connect(self._dress)
        self._files.failed.connect(self.bar.show_error)
        self._link.happened.connect(self._happened)
        self._link.changed.connect(self._linked)
        self._soon.timeout.connect(self.refresh)

    def _show(self, told: list[Row]) -> None:
        rows = [{**one, "delivery": each} for one in told for each in (one["deliveries"] or [None])]
        meant = _key(self.chosen)
        if rows != self.model.rows:
            self.model.show(rows)
        now = _key(self.chosen)
        if rows and (now is None or meant not in {None, now}):
            keys = [_key(one) for one in rows]
            asking = next((number for number, one in enumerate(rows) if _asks(one)), 0)
            self.table.selectRow(keys.index(meant) if meant in keys else asking)
        self.about.setText(self._told(told))
        self._dress()

    def _told(self, told: list[Row]) -> str:
        if self._period is None:
            many = self.tr("%Ln export(s), newest first", "", len(told))
            return many if told else self.tr("Nothing was made yet. The next run does it, or issue a period.")
        many = self.tr("%Ln file(s)", "", self._period["files"])
        if len(told) < self._period["files"]:
            many = self.tr("the first {shown} of {many}").format(shown=spoken.number(len(told)), many=many)
        return f"{words.period(self._period)}: {many}"

    @property
    def chosen(self) -> Row | None:
        """The first row that is chosen."""
        return next(iter(self.table.chosen()), None)

    @Slot()
    def _dress(self) -> None:
        row = self.chosen
        one: Row = {} if row is None or row["delivery"] is None else row["delivery"]
        many = row is not None and row["files"] > 1
        asks = row is not None and _asks(row) and not many
        self.remark.setText("" if row is None else _note(row))
        self.back.setVisible(self._period is not None)
        self.inside.setVisible(many)
        self.open_file.setVisible(not many)
        self.open_file.setEnabled(row is not None and bool(row["kept"]) and self._link.may("export_file"))
        self.open_file.setToolTip("" if row is None or row["kept"] else self.tr("The file is not kept any more."))
        self.again.setVisible(one.get("state") == "rejected")
        self.arrived.setVisible(asks)
        self.not_arrived.setVisible(asks)
        ways = (self.again, "deliver_again"), (self.arrived, "answer_export"), (self.not_arrived, "answer_export")
        for button, method in (*ways, (self.issuing.go, "issue_again")):
            button.setEnabled(self._link.may(method) and not self._going)
            button.setToolTip(self._link.why_not(method))

    @Slot()
    def _linked(self) -> None:
        self._dress()
        if self._link.may("exports"):
            self._soon.start()

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if event.get("event") in {"run ended", "problems changed", "resync"}:
            self._soon.start()

    # -- what people do -----------------------------------------------------------------------------

    @Slot()
    def _open(self) -> None:
        row = self.chosen
        if row is not None and row["files"] > 1:
            self._look_at(row)
        elif row is not None and self.open_file.isEnabled():
            self._piece(int(row["id"]), [], 0)

    @Slot()
    def _look_inside(self) -> None:
        row = self.chosen
        if row is not None and row["files"] > 1:
            self._look_at(row)

    @Slot()
    def _look_back(self) -> None:
        self._look_at(None)

    def _look_at(self, period: Row | None) -> None:
        """Its files; None: all periods."""
        self._period = period
        self.model.show([])
        self.refresh()
        self.table.setFocus()

    def _piece(self, number: int, pieces: list[str], at: int) -> None:
        def told(found: Row) -> None:
            pieces.append(str(found["data"]))
            if found["next"] is None:
                self._files.show(str(found["name"]), pieces)
            else:
                self._piece(number, pieces, int(found["next"]))

        self._link.ask(self, "export_file", told, self.bar.show_error, number=number, at=at)

    @Slot()
    def _deliver_again(self) -> None:
        self._do("deliver_again", self.tr("The next run delivers it again."))

    @Slot()
    def _arrived(self) -> None:
        self._do("answer_export", self.tr("It counts as delivered."), arrived=True)

    @Slot()
    def _not_arrived(self) -> None:
        self._do("answer_export", self.tr("The next run sends it once more."), arrived=False)

    def _do(self, method: str, done: str, **values: object) -> None:
        row = self.chosen
        if row is not None and row["delivery"] is not None:
            self._begin(method, lambda _: ("well", done), delivery=row["delivery"]["id"], **values)

    @Slot(str, str)
    def _issue(self, first: str, last: str) -> None:
        self.bar.say("working", self.tr("It is being made and delivered…"))
        self._begin("issue_again", self._issued, flow=self._export, first_day=first, last_day=last)

    def _issued(self, told: Row) -> tuple[str, str]:
        if told["outcome"] == "done":
            return "well", self.tr("It was made and delivered.")
        if told["outcome"] in {"waiting", "problems"}:
            mood = "working" if told["outcome"] == "waiting" else "attention"
            return mood, self.tr("It was made. Below stands how far its deliveries are.")
        return "attention", said(told["note"])

    def _begin(self, method: str, done: Callable[[Row], tuple[str, str]], **values: object) -> None:
        """One after the other: a second click does nothing. ``done``: a mood and the words for what became of it."""
        if self._going:
            return
        self._going = True

        def told(found: Row) -> None:
            self._going = False
            self.bar.say(*done(found))
            self._dress()
            self.refresh()

        self._link.ask(self, method, told, self._failed, **values)
        self._dress()

    def _failed(self, error: SyncError) -> None:
        self._going = False
        self.bar.show_error(error)
        self._dress()


def _of(row: Row, name: str) -> str:
    one = row["delivery"]
    return "" if one is None else said(str(one[name] or ""))


def _note(row: Row) -> str:
    """What is to be said of it: of this delivery, else of the report."""
    return _of(row, "note") or said(str(row["note"] or ""))


def _asks(row: Row) -> bool:
    """Whether a person is asked if it arrived."""
    one = row["delivery"]
    return one is not None and one["state"] == "unknown" and bool(one["asked"])


def _key(row: Row | None) -> tuple[int, str] | None:
    """By which a row is known again: the export, and its delivery where it has one."""
    return None if row is None else (row["id"], "" if row["delivery"] is None else row["delivery"]["id"])
