"""What belongs to the desk of this account alone: language, theme, toasts, start at sign-in. It holds at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_sync.ui.languages import LANGUAGES, of_system
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.settings.row import CAPTION, HEIGHT
from desktop_sync.ui.sign_in_start import SignInStart, Standing
from desktop_sync.ui.theme import Scheme
from desktop_sync.ui.toasts import WISHES
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE


class Personal(QWidget):
    """``language_chosen``, ``scheme_chosen``: the desk is made anew. ``folder``: the data folder, once it is known."""

    language_chosen = Signal(str)
    scheme_chosen = Signal(str)

    def __init__(self, kept: QSettings, start: SignInStart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept, self._start, self._folder = kept, start, Path()
        self.language, self.scheme = QComboBox(self), QComboBox(self)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(str(kept.value("language", "")) or of_system()))
        for scheme, name in self._schemes():
            self.scheme.addItem(name, scheme.value)
        self.scheme.setCurrentIndex(self.scheme.findData(str(kept.value("theme", Scheme.SYSTEM.value))))
        self.toasts = {name: QCheckBox(words, self) for name, words in self._toasts()}
        for name, box in self.toasts.items():
            box.setChecked(bool(kept.value(f"notify/{name}", WISHES[name], bool)))
            box.setProperty("notify", name)
            box.clicked.connect(self._toast)
        self.sign_in = QCheckBox(self.tr("Start when I sign in, as an icon in the tray"), self)
        self.sign_in.setEnabled(False)
        self.sign_in.clicked.connect(self._sign_in)
        self._why = note("", self)
        self.language.activated.connect(self._language)
        self.scheme.activated.connect(self._scheme)
        start.known.connect(self._known)
        self._lay_out()

    def set_folder(self, folder: Path) -> None:
        """Of the installation that shall start."""
        self._folder = folder
        self._start.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._folder != Path():
            self._start.look()

    def _schemes(self) -> list[tuple[Scheme, str]]:
        return [
            (Scheme.SYSTEM, self.tr("As the system has it")),
            (Scheme.LIGHT, self.tr("Light")),
            (Scheme.DARK, self.tr("Dark")),
        ]

    def _toasts(self) -> list[tuple[str, str]]:
        return [
            ("problems", self.tr("New problems, and what is well again")),
            ("arrivals", self.tr("What did not come as expected")),
            ("success", self.tr("What was delivered")),
        ]

    def _lay_out(self) -> None:
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        for box in self.toasts.values():
            box.setMinimumHeight(HEIGHT)
            boxes.addWidget(box)
        start = QVBoxLayout()
        start.setSpacing(INSIDE)
        self.sign_in.setMinimumHeight(HEIGHT)
        start.addWidget(self.sign_in)
        start.addWidget(self._why)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(BETWEEN)
        grid.setColumnMinimumWidth(0, CAPTION)
        grid.setColumnStretch(2, 1)
        words = self.tr("Language"), self.tr("Theme"), self.tr("Tell me of"), self.tr("At sign-in")
        for number, caption in enumerate(words):
            label = QLabel(caption, self)
            label.setFixedWidth(CAPTION)
            label.setMinimumHeight(HEIGHT)
            grid.addWidget(label, number, 0)
            grid.setAlignment(label, Qt.AlignmentFlag.AlignTop)
            if number < len((self.language, self.scheme)):
                label.setBuddy((self.language, self.scheme)[number])
        grid.addWidget(self.language, 0, 1)
        grid.addWidget(self.scheme, 1, 1)
        grid.addLayout(boxes, 2, 1, 1, 2)
        grid.addLayout(start, 3, 1, 1, 2)
        hint = self.tr("These hold at once, for your account alone.")
        grid.addWidget(note(hint, self), 4, 1, 1, 2)

    @Slot()
    def _language(self) -> None:
        self.language_chosen.emit(str(self.language.currentData()))

    @Slot()
    def _scheme(self) -> None:
        self.scheme_chosen.emit(str(self.scheme.currentData()))

    @Slot()
    def _toast(self) -> None:
        box = self.sender()
        if isinstance(box, QCheckBox):
            self._kept.setValue(f"notify/{box.property('notify')}", box.isChecked())

    @Slot()
    def _sign_in(self) -> None:
        self.sign_in.setEnabled(False)
        self._start.put(self._folder, on=self.sign_in.isChecked())

    @Slot(object)
    def _known(self, found: Standing) -> None:
        self.sign_in.setChecked(found.on)
        self.sign_in.setEnabled(found.barred not in {"policy", "apps", "machine"})
        self._why.setText(self._words(found.barred))
        self._why.setVisible(bool(found.barred))

    def _words(self, barred: str) -> str:
        if barred == "policy":
            return self.tr("A policy of this computer forbids it. Ask whoever manages it.")
        if barred == "machine":
            return self.tr("It starts for everybody on this computer: the setup has set that.")
        if barred == "apps":
            return self.tr("It is switched off among the start-up apps of Windows. Switch it on there.")
        return self.tr("It could not be set: {why}").format(why=barred) if barred else ""
