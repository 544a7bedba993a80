"""A name made of tokens, such as ``{flow} {from}``: typed, or chosen from a menu in words, with an example below.

Whether it will do, the engine says; the example is made as the engine will make the name.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.report_names import file_name
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.settings.editors import LineEditor
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.theme import NOTE
from desktop_sync.ui.tokens import INSIDE

WORDS: dict[str, object] = {
    "{flow}": QT_TRANSLATE_NOOP("Tokens", "Title of the export"),
    "{account}": QT_TRANSLATE_NOOP("Tokens", "Name of the account in Acme"),
    "{from:%Y-%m-%d}": QT_TRANSLATE_NOOP("Tokens", "First day of the period"),
    "{to:%Y-%m-%d}": QT_TRANSLATE_NOOP("Tokens", "Last day of the period"),
    "{now:%Y-%m-%d %H-%M}": QT_TRANSLATE_NOOP("Tokens", "Day and time of making"),
    "{from:%Y}": QT_TRANSLATE_NOOP("Tokens", "Year of the period"),
    "{from:%m}": QT_TRANSLATE_NOOP("Tokens", "Month of the period"),
    "{count}": QT_TRANSLATE_NOOP("Tokens", "How many rows"),
}


class TokensEditor(LineEditor):
    """The line, a menu of tokens, and what would come of it today."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.insert = QPushButton(self.tr("Insert"), self)
        menu = QMenu(self)
        for token, words in WORDS.items():
            menu.addAction(f"{QCoreApplication.translate('Tokens', str(words))}\t{token}").setData(token)
        menu.triggered.connect(self._insert)
        self.insert.setMenu(menu)
        self.example = Elided("", self, size=NOTE)
        self.example.setObjectName("secondary")
        self._put_below()
        self.line.textChanged.connect(self._show)
        self._show()

    def name_it(self, name: str, help_: str) -> None:
        super().name_it(name, help_)
        self.insert.setAccessibleName(self.tr("Insert into: {name}").format(name=name))

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        self.insert.setEnabled(not on)

    def _put_below(self) -> None:
        """The example, and beside the line the menu."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)  # noqa: S101 - made by the base
        layout.removeWidget(self.line)
        down = QVBoxLayout()
        down.setSpacing(INSIDE)
        down.addWidget(self.line)
        down.addWidget(self.example)
        layout.addLayout(down, 1)
        layout.addWidget(self.insert, 0, Qt.AlignmentFlag.AlignTop)

    @Slot(QAction)
    def _insert(self, action: QAction) -> None:
        self.line.insert(str(action.data()))
        self.line.setFocus()
        self.changed.emit()

    @Slot()
    def _show(self) -> None:
        made = example(self.line.text() or str(self.field["default"] or ""), self.tr("Orders of the day"))
        self.example.setText(self.tr("Such as: {name}").format(name=made) if made else "")


def example(template: str, flow: str) -> str:
    """Empty where it will not do, or has no tokens. Between ``/`` stand names of folders."""
    now = datetime.now(UTC).astimezone()
    day = (now - timedelta(days=1)).date()
    values: dict[str, Any] = {
        "flow": flow, "account": "Acme", "from": day, "to": day, "now": now, "count": 12, "number": 1,
        "reference": "4711",
    }  # fmt: skip
    if "{" not in template:
        return ""
    try:
        return "/".join(file_name(part, values) for part in template.split("/"))
    except ValueError:
        return ""
