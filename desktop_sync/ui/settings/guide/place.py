"""The page of the place that orders come from: a folder, a server, a database; a new one, or one that is set up."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.focus_chain import begin
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.settings.guide.connecting import ConnectingPage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.row import CAPTION, WIDEST
from desktop_sync.ui.tokens import BETWEEN, GRID


class PlacePage(ConnectingPage):
    """``turned``: another kind of place is meant; ``elsewhere``: one that only the settings can set up."""

    turned = Signal()
    elsewhere = Signal()

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(plan, parent)
        self.headed(
            self.tr("Where your system puts its orders"),
            self.tr("Choose the place, fill in how it is reached, then test it. Nothing is changed there by the test."),
        )
        self.kinds = Choice(self)
        self.radios: dict[str, QRadioButton] = {}
        self.there = QComboBox(self)
        self.pattern, self._which = QLineEdit(self), QLabel(self.tr("Which &files"), self)
        self.other = QPushButton(self.tr("Open the settings"), self)
        self._choices()
        self._files()
        self.body.addWidget(self.area, 1)
        self._settings()
        stops = [*self.radios.values(), self.there, self.pattern, self.detail.test.button, self.other]
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)
        self._dress()

    @property
    def number(self) -> int:
        return self.plan.place_number

    def entered(self) -> None:
        super().entered()
        self._dress()

    def begin(self) -> bool:
        return begin(self)

    def missing(self) -> str:
        if not self.plan.has_files:
            return super().missing()
        if not self.pattern.text().strip():
            return super().missing() or self.tr("Say which files, such as *.xml.")
        at = ("flows", self.plan.flow_number, "source")
        wrong = [what for _, what, error in self.plan.draft.problems(at) if error]
        return super().missing() or (self.tr("Not complete yet: {what}").format(what=wrong[0]) if wrong else "")

    @property
    def filled(self) -> bool:
        place = self.plan.place
        if place["type"] == "sftp":
            return any(place.get(name) for name in ("password", "key_file", "agent"))
        signs_in = place.get("sign_in") == "windows" or (place.get("username") and place.get("password"))
        return place["type"] != "mssql" or bool(signs_in)

    def advice(self) -> str:
        """A server shows its key at the first test."""
        if self.plan.place["type"] != "sftp" or not self.plan.new_place or self.detail.test.steps():
            return ""
        return self.tr("Test it first: then you can compare the server's key and trust it.")

    def _choices(self) -> None:
        words = {
            "folder": self.tr("A f&older of this computer or network"),
            "sftp": self.tr("An SFTP &server"),
            "mssql": self.tr("A &database (MS SQL Server)"),
            "": self.tr("One that is set &up already:"),
        }
        fresh, former = Flowing(spacing=BETWEEN), QHBoxLayout()
        for kind, word in words.items():
            radio = self.radios[kind] = QRadioButton(word, self)
            self.kinds.addButton(radio)
            radio.clicked.connect(self._chosen)
            (fresh if kind else former).addWidget(radio)
        for one in self.plan.there():
            self.there.addItem(said(str(one.get("title") or one["id"])), one["id"])
        self.there.setAccessibleName(self.tr("Connections that are set up"))
        self.there.activated.connect(self._chosen)
        former.setSpacing(GRID)
        former.addWidget(self.there)
        former.addStretch(1)
        for widget in (self.radios[""], self.there):
            widget.setVisible(self.there.count() > 0)
        self.body.addLayout(fresh)
        self.body.addLayout(former)

    def _files(self) -> None:
        self.pattern.setPlaceholderText("ORD_*.xml")
        self.pattern.textEdited.connect(self._patterned)
        self.pattern.setMaximumWidth(WIDEST)
        self._which.setBuddy(self.pattern)
        self._which.setFixedWidth(CAPTION)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._which)
        row.addWidget(self.pattern, 100)
        row.addStretch(1)
        self.body.addLayout(row)

    def _settings(self) -> None:
        words = note(self.tr("Your system answers over HTTP, or in another way? The settings have more."), self)
        self.other.clicked.connect(self.elsewhere)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(words, 1)
        row.addWidget(self.other)
        self.body.addLayout(row)

    def _dress(self) -> None:
        place = self.plan.place
        self.radios[str(place["type"]) if self.plan.new_place else ""].setChecked(True)
        if not self.plan.new_place:
            self.there.setCurrentIndex(self.there.findData(place["id"]))
        self.detail.kind.setVisible(self.plan.draft.is_set("connections", place))  # which says so
        for one in (self._which, self.pattern):
            one.setVisible(self.plan.has_files)
        if self.plan.has_files and self.pattern.text().strip() != self.plan.source["pattern"]:
            self.pattern.setText(str(self.plan.source["pattern"]))

    @Slot()
    def _chosen(self) -> None:
        if self.sender() is self.there:
            self.radios[""].setChecked(True)
        kind = next(name for name, radio in self.radios.items() if radio.isChecked())
        if kind:
            self.plan.use_new(kind)
        else:
            self.plan.use(str(self.there.currentData()))
        self.entered()
        self.turned.emit()

    @Slot(str)
    def _patterned(self, text: str) -> None:
        self.plan.source["pattern"] = text.strip()
        self.plan.draft.touched()
