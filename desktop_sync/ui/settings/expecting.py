"""What is expected of a flow: none, one or several forms; or one proposed from what has come so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Problem
from desktop_sync.ui.settings.several import One, Several
from desktop_sync.ui.settings.words import Field


class ExpectationsEditor(Several):
    """The value is as the file has it: None, one table, or a list of them."""

    def __init__(self, fields: Sequence[Field], around: Around, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words.setText(self.tr("Nothing is expected: nobody is told when nothing comes."))
        self.add.setText(self.tr("Add an expectation"))
        self.add.clicked.connect(self._added)
        self._fields, self._around, self._link = fields, around, link
        self._flow, self._listed = "", False
        self.suggest = QPushButton(self.tr("Propose from what has come"), self)
        self.suggest.clicked.connect(self._suggest)
        self.buttons.insertWidget(1, self.suggest)

    def made(self) -> One:
        one = One(self.tr("Expected"), self.tr("Remove this expectation"), self)
        one.hold(Form(self._fields, self._around, one))
        return one

    def set_flow(self, flow: str) -> None:
        """Of which something may have come; empty: it is not saved yet."""
        self._flow = flow
        self._may()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        """Without ``changed``."""
        self._listed = isinstance(value, list)
        tables = value if isinstance(value, list) else [] if value is None else [value]
        self.show_tables([one if isinstance(one, dict) else {} for one in tables])

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        found = self.tables()
        return found[0] if len(found) == 1 and not self._listed else found or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        if not self._listed and len(self.ones) == 1:  # it stands without a list, and may stand in one by now
            found = [(path if path[:1] == (0,) else (0, *path), what, error) for path, what, error in found]
        super().show_problems(found)

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        self._may()

    def _may(self) -> None:
        may = self._link.may("suggest_arrivals")
        self.suggest.setEnabled(bool(self._flow) and may and not self._read_only)
        why = "" if self._flow else self.tr("Save the flow first: nothing has come yet.")
        self.suggest.setToolTip(self._link.why_not("suggest_arrivals") or why)

    @Slot()
    def _added(self) -> None:
        self.put({}).form.begin()

    @Slot()
    def _suggest(self) -> None:
        self.suggest.setEnabled(False)
        self._link.ask(self, "suggest_arrivals", self._suggested, self._not_suggested, flow=self._flow)

    def _suggested(self, told: Any) -> None:  # noqa: ANN401 - plain JSON
        self._may()
        for one in told[0]["proposed"]:
            self.put(dict(one["options"]))
        if not told[0]["proposed"]:
            self.words.setText(str(told[0]["missing"]))
            self.words.setVisible(True)

    def _not_suggested(self, error: SyncError) -> None:
        self._may()
        self._link.failed.emit(error)
