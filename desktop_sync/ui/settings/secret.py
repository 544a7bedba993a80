"""A secret: whether it is stored, and another one in its place. What is stored cannot be asked for, by nobody."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import INSIDE


class Safe(Protocol):
    """The draft, as far as secrets go."""

    @property
    def knows_secrets(self) -> bool: ...

    def has_secret(self, name: str) -> bool: ...

    def waits(self, name: str) -> bool: ...

    def keep_secret(self, name: str, value: str | None) -> None: ...


class SecretEditor(Editor):
    """The value is the name of the secret. ``name``: under which a new one is kept, decided when it is set."""

    def __init__(self, field: Field, safe: Safe, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._safe, self._name, self._proposed = safe, "", ""
        self.state = Badge("paused", "", self, size=16)
        self.set = QPushButton(self)
        self.delete = QPushButton(self.tr("Delete"), self)
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText(self.tr("Type or paste it here"))
        self.line.setVisible(False)
        self.set.clicked.connect(self._open)
        self.delete.clicked.connect(self._delete)
        self.line.textEdited.connect(self._typed)
        row = Flowing()
        for one in (self.state, self.set, self.delete):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(row)
        column.addWidget(self.line)
        self.setFocusProxy(self.set)

    def propose(self, name: str) -> None:
        """Under which name a secret is kept that has none yet."""
        self._proposed = name

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        name = str(value or "")
        if name != self._name:
            self.line.clear()
            self.line.setVisible(False)
        self._name = name
        self.refresh()

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return self._name or None

    def refresh(self) -> None:
        """Others may have stored it meanwhile."""
        there = bool(self._name) and self._safe.has_secret(self._name)
        if self.line.text() and not self._safe.waits(self._name):  # it was stored, or thrown away
            self.line.clear()
            self.line.setVisible(False)
        if self.line.text():
            self.state.show_state("working", self.tr("stored when you save"))
        elif not self._safe.knows_secrets:
            self.state.show_state("paused", self.tr("seen by those who may change settings"))
        elif there:
            self.state.show_state("well", self.tr("stored"))
        else:
            self.state.show_state("attention" if self.field["needed"] else "paused", self.tr("not stored yet"))
        self.set.setText(self.tr("Change…") if there else self.tr("Set…"))
        self.delete.setVisible(bool(self._name))

    def set_read_only(self, *, on: bool) -> None:
        for one in (self.set, self.delete, self.line):
            one.setEnabled(not on)

    def name_it(self, name: str, help_: str) -> None:
        self.line.setAccessibleName(name)
        self.set.setAccessibleName(self.tr("Set: {name}").format(name=name))
        self.delete.setAccessibleName(self.tr("Delete: {name}").format(name=name))
        words = self.tr("Kept as {secret} by the system's keyring; nobody can read it from here.")
        self.setToolTip(tip(words.format(secret=self._name or self._proposed)))

    @Slot()
    def _open(self) -> None:
        self.line.setVisible(True)
        self.line.setFocus()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._name = self._name or self._proposed
        self._safe.keep_secret(self._name, text)
        self.refresh()
        self.changed.emit()

    @Slot()
    def _delete(self) -> None:
        """The name goes out of the settings; what is stored goes with the save."""
        self._safe.keep_secret(self._name, None)
        self.line.clear()
        self.line.setVisible(False)
        self._name = ""
        self.refresh()
        self.changed.emit()
