"""The sample on which a mapping is tried: chosen from the flow's folder, its former payloads or the disk; its records
one by one, and how many of them fit.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import spoken
from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.editors.kept import as_written
from desktop_sync.ui.link import Asked, Done, Link
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.labels import Elided, text
from desktop_sync.ui.tokens import GRID, INSIDE

LARGEST = 4_000_000  # bytes that are read of a file on disk
SHOWN = 12  # entries of one part of the menu
MARK = 16
Given = tuple[dict[str, Any], str]


class SampleBar(QWidget):
    """``taken``: what the engine says of the chosen sample; ``stepped``: the number of the record wanted, from 0;
    ``sought``: it is wanted for what does not fit; ``turned``: ``reading`` is another now.
    """

    taken = Signal(dict)
    failed = Signal(object)
    stepped = Signal(int)
    sought = Signal()
    format_wanted = Signal()
    propose_wanted = Signal()
    turned = Signal()
    _read = Signal(str, str)

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._flow: str | None = None
        self._draft: Callable[[], dict[str, Any]] | None = None
        self._called = ""  # how the sample is called here, where its own name says nothing
        self._asked: Asked | None = None  # for a sample: of several that were wanted only the latest counts
        self._of = ""  # the flow that it is a sample of
        self._wanted: Given = {}, ""
        self._given: dict[str, Given] = {}  # by flow: what was taken, and how it is called here
        self._lost = False  # the engine was away, and what it had taken with it
        self._before = ""  # the name of the sample that is there while another one is read
        self._why: Mapping[str, str] = {}  # it seems to be what it seems to be, by option
        self._at, self._many = 0, 0
        self._wrong: list[int] = []
        self._menu = QMenu(self)
        self._choose = QPushButton(self.tr("&Sample"), self)
        self._choose.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._offer)
        self._name = Elided("", self)
        self._back = small("chevron-left", self.tr("The record before"), self)
        self._record = text("", self)
        self._record.setWordWrap(False)
        widest = self.tr("Record {number} of {all}").format(number=spoken.number(2000), all=spoken.number(2000))
        self._record.setMinimumWidth(self._record.fontMetrics().horizontalAdvance(widest))
        self._record.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._next = small("chevron-right", self.tr("The next record"), self)
        self._propose = QPushButton(self.tr("&Propose"), self)
        self._propose.setToolTip(self.tr("Fills empty fields with what the names in the sample say beyond doubt."))
        self._propose.clicked.connect(self.propose_wanted)
        self._odd = QPushButton(self.tr("Next that does not &fit"), self)
        self._format = QPushButton(self.tr("&Use the format of the sample"), self)
        self._format.hide()
        self._format.clicked.connect(self.format_wanted)
        self._fit = Badge("well", "", self, size=MARK)
        self._lay_out()
        self._back.clicked.connect(self._step_back)
        self._next.clicked.connect(self._step)
        self._odd.clicked.connect(self._step_odd)
        self._read.connect(self._was_read)
        self._fill({"files": [], "former": [], "away": ""})
        self.show_none()
        link.changed.connect(self._linked)
        self._linked()

    def set_flow(self, flow: str | None) -> None:
        """Whose files and former payloads are offered."""
        self._flow = flow

    def turn_to(self, flow: str, *, renamed: bool = False) -> None:
        """Samples are of this flow from now on: that which was taken for it is taken again. ``renamed``: it is the same
        flow, which is called so now.
        """
        former, self._of = self._of, flow
        if renamed:
            if former in self._given:
                self._given[flow] = self._given.pop(former)
            return
        if self._asked is not None:
            self._asked.forget()
            self._ended()
        self.show_none()
        self.offer_format(None)
        self._take_again()

    def _take_again(self) -> None:
        """Not rows of a system that is asked: there somebody has to want it."""
        given, called = self._given.get(self._of, ({}, ""))
        if given and not called and self._link.may("sample"):
            self.take(given)

    def set_draft(self, draft: Callable[[], dict[str, Any]] | None) -> None:
        """By what the flow is looked for that is not saved yet: see ``Draft.lent``."""
        self._draft = draft

    def show_none(self) -> None:
        """No sample is chosen."""
        self._before = self.tr("Choose a file as your system writes it.")
        self._name.setText(self._before)
        self._name.explain("")
        self._many = 0
        self._fit.setVisible(False)
        self._turn()

    def show_tried(self, told: Mapping[str, Any], at: int) -> None:
        """As ``try_mapping`` answers."""
        self._at, self._many = at, int(told["read"])
        self._wrong = [int(one["at"]) for one in told["wrong"]]
        odd = self._many - int(told["fit"]) - int(told["ignored"])
        self._fit.setVisible(True)
        if told["ended"]:
            self._fit.show_state("attention", str(told["ended"]))
        elif not self._many:
            self._fit.show_state("attention", self.tr("There is no record in it."))
        elif odd:
            words = self.tr("{fit} of {all} fit; %n need(s) a look", "", odd)
            self._fit.show_state("attention", words.format(fit=spoken.number(told["fit"]), all=self._all(told)))
        elif told["ignored"]:
            words = self.tr("{fit} of {all} fit; %n left out by a rule", "", told["ignored"])
            self._fit.show_state("well", words.format(fit=spoken.number(told["fit"]), all=self._all(told)))
        else:
            self._fit.show_state("well", self.tr("All {all} fit").format(all=self._all(told)))
        self._turn()

    def offer_format(self, table: Mapping[str, Any] | None) -> None:
        """What the sample seems to be; None: the present format reads it."""
        self._format.setVisible(table is not None)
        self._format.setToolTip("" if table is None else tip(_explained(table, self._why)))

    def words(self) -> str:
        """What stands there about what fits."""
        return self._fit.accessibleName()

    def offered(self) -> list[str]:
        """The entries of the menu."""
        return [one.text() for one in self._menu.actions() if one.text()]

    def menu(self) -> QMenu:
        return self._menu

    @property
    def reading(self) -> bool:
        """Whether a sample is looked for or read."""
        return self._asked is not None

    def take(self, given: dict[str, Any], called: str = "") -> None:
        """The engine takes it as the sample; ``called``: how it is called here."""
        self._called, self._wanted = called, (given, called)
        self._name.setText(called or str(given.get("name") or given.get("path") or ""))
        self._ask("sample", self._taken, given=given)

    def take_first(self) -> None:
        """What is offered first, where there is anything that the flow would take."""
        self._ask("samples", self._take_offered, flow=self._flow)

    def _ask(self, method: str, done: Done, **values: object) -> None:
        if self._asked is not None:
            self._asked.forget()
        self._asked = self._link.ask(self, method, done, self._not_taken, **values, **self._lent())
        self.turned.emit()

    def _take_offered(self, told: Mapping[str, Any]) -> None:
        self._fill(told)
        if told["files"] and told["files"][0]["wanted"]:
            self._take_row(told["files"][0])
        elif told["away"]:
            self._not_taken(SyncError(str(told["away"])))
        else:
            self._ended()

    def _not_taken(self, error: SyncError) -> None:
        """The sample is the one before."""
        self._name.setText(self._before)
        self._ended()
        self.failed.emit(error)

    def _ended(self) -> None:
        self._asked = None
        self.turned.emit()

    def _take_row(self, row: Mapping[str, Any]) -> None:
        wanted = {key: row[key] for key in ("connection", "path", "payload", "name") if key in row}
        self.take(wanted, self._rows() if row.get("rows") else "")

    def _rows(self) -> str:
        return self.tr("The first rows, as they are now")

    def _lent(self) -> dict[str, Any]:
        return {} if self._draft is None else {"draft": self._draft()}

    def _all(self, told: Mapping[str, Any]) -> str:
        many = spoken.number(self._many)
        return self.tr("the first {number}").format(number=many) if told["more"] else many

    def _taken(self, told: dict[str, Any]) -> None:
        self._before = self._called or str(told["name"])
        self._name.setText(self._before)
        self._given[self._of] = self._wanted
        self._why = told["detected"]["why"]
        self._name.explain(_explained(told["detected"]["table"], self._why))
        self.taken.emit(told)
        self._ended()

    @Slot()
    def _linked(self) -> None:
        self._choose.setEnabled(self._link.may("sample"))
        self._choose.setToolTip(self._link.why_not("sample"))
        if not self._link.may("sample"):
            self._lost = True
        elif self._lost:
            self._lost = False
            self._take_again()

    @Slot()
    def _offer(self) -> None:
        """Not when it is only laid out anew, which tells that it is about to show, too."""
        if self._link.may("samples") and not self._menu.isVisible():
            self._link.ask(self, "samples", self._fill, self._not_offered, flow=self._flow, **self._lent())

    def _not_offered(self, error: SyncError) -> None:
        self._fill({"files": [], "former": [], "away": error.what})

    def _fill(self, told: Mapping[str, Any]) -> None:
        self._menu.clear()
        rows = [one for one in told["files"] if one.get("rows")]
        self._part(self.tr("In the database"), [(self._rows(), one) for one in rows])
        self._part(self.tr("In the folder"), [(one["path"], one) for one in told["files"] if one not in rows])
        if told["away"]:
            self._menu.addAction(str(told["away"])).setEnabled(False)
        former = [(one["name"], {"payload": one["payload"], "name": one["name"]}) for one in told["former"]]
        self._part(self.tr("Came before"), former)
        disk = self._menu.addAction(self.tr("From the &disk…"))
        disk.triggered.connect(self._from_disk)
        if self._menu.isVisible():
            self._menu.popup(self._choose.mapToGlobal(QPoint(0, self._choose.height())))

    def _part(self, title: str, entries: list[tuple[str, dict[str, Any]]]) -> None:
        if not entries:
            return
        self._menu.addSection(title)
        for name, given in entries[:SHOWN]:
            action = QAction(name.replace("&", "&&"), self._menu)
            action.setData(dict(given))
            action.triggered.connect(self._picked)
            self._menu.addAction(action)
        self._menu.addSeparator()

    @Slot()
    def _picked(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._take_row(dict(action.data()))

    @Slot()
    def _from_disk(self) -> None:
        asks = QFileDialog(self, self.tr("A sample"))
        asks.setFileMode(QFileDialog.FileMode.ExistingFile)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.fileSelected.connect(self.take_file)
        asks.open()

    @Slot(str)
    def take_file(self, file: str) -> None:
        """Its beginning is read in a thread of its own, and given to the engine."""
        if self._asked is not None:
            self._asked.forget()
        self._name.setText(Path(file).name)
        threading.Thread(target=partial(self._reading, Path(file)), name="desk sample", daemon=True).start()

    def _reading(self, file: Path) -> None:
        try:
            with file.open("rb") as stream:
                content = base64.b64encode(stream.read(LARGEST)).decode()
        except OSError as error:
            self._read.emit(
                "", self.tr("{file} cannot be read: {why}").format(file=file.name, why=error.strerror or "")
            )
            return
        self._read.emit(file.name, content)

    @Slot(str, str)
    def _was_read(self, name: str, content: str) -> None:
        if name:
            self.take({"name": name, "content": content})
        else:
            self._not_taken(SyncError(content))

    @Slot()
    def _step_back(self) -> None:
        self.stepped.emit(max(0, self._at - 1))

    @Slot()
    def _step(self) -> None:
        self.stepped.emit(min(self._many - 1, self._at + 1))

    @Slot()
    def _step_odd(self) -> None:
        later = [one for one in self._wrong if one > self._at]
        self.sought.emit()
        self.stepped.emit((later or self._wrong)[0])

    def _turn(self) -> None:
        self._back.setEnabled(self._at > 0 and self._many > 0)
        self._next.setEnabled(self._at + 1 < self._many)
        self._propose.setEnabled(self._many > 0 and self._link.may("propose_mapping"))
        self._odd.setVisible(bool(self._wrong) and self._many > 0)
        here = self.tr("Record {number} of {all}").format(
            number=spoken.number(self._at + 1), all=spoken.number(self._many)
        )
        self._record.setText(here if self._many else "")

    def _lay_out(self) -> None:
        row, below, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(row)
        column.addLayout(below)
        row.setSpacing(GRID)
        row.addWidget(self._choose)
        row.addWidget(self._name, 1)
        row.addWidget(self._propose)
        for one in (self._back, self._record, self._next):
            row.addWidget(one)
        below.setSpacing(GRID)
        below.addWidget(self._fit, 1)
        below.addWidget(self._format)
        below.addWidget(self._odd)
        self._fit.setMinimumHeight(self._odd.sizeHint().height())  # nothing moves when it is filled


def _explained(table: Mapping[str, Any], why: Mapping[str, str]) -> str:
    """A format that was detected, option by option, each with the reason that there is for it."""
    lines = [(f"{name} = {as_written(value)}", why.get(name, "")) for name, value in table.items()]
    return "\n".join(f"{option}: {reason}" if reason else option for option, reason in lines)
