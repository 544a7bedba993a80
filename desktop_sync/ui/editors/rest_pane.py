"""What a mapping says beside its fields: rules, version, checks, tables; and why a version was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.editors.results import Results
from desktop_sync.ui.editors.source import Source
from desktop_sync.ui.editors.structure import Schema
from desktop_sync.ui.editors.structured import Structured
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.tokens import GRID


class RestPane(QWidget):
    """``changed``: it is another now, by ``value()``."""

    changed = Signal()

    def __init__(self, results: Results, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._why, self._options = Elided("", self), Structured(self.tr("Rules and further options"), self)
        self._options.changed.connect(self.changed)
        self._why.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._why.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addWidget(self._why)
        column.addWidget(self._options, 1)

    def show_table(self, whole: Schema, table: Mapping[str, Any]) -> None:
        """``whole``: the options that a mapping has."""
        properties = {name: one for name, one in whole["properties"].items() if name != "fields"}
        rest = {name: value for name, value in table.items() if name != "fields"}
        self._options.show_value(whole, {**whole, "properties": properties}, rest)
        version = rest.get("version")
        path = version.get("from") if isinstance(version, Mapping) and "one" not in version else None
        why = self._results.why("", [Source((), str(path))])
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def value(self) -> Any:  # noqa: ANN401 - TOML
        """The table without its fields."""
        return self._options.value()
