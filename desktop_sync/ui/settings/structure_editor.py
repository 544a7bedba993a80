"""What has no form of its own, such as converters: a tree by the JSON Schema of its options."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.structured import Structured
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.words import Field, said
from desktop_sync.ui.tokens import ROW

HIGH = 4 * ROW


class StructureEditor(Editor):
    """Its value is the list; None: left out."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        whole = field["schema"]
        self._inner = next(iter(whole["properties"].values()))
        self._whole = {"$defs": whole["$defs"]}
        self.tree = Structured(said(field["title"]), self)
        self.tree.setFixedHeight(HIGH)
        self.tree.changed.connect(self.changed)
        self._row(self.tree)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        name = self.field["name"]
        table = {} if value is None else {name: value}
        self.tree.show_value(self._whole, {"type": "object", "properties": {name: self._inner}}, table)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        found = self.tree.value()
        return (found.get(self.field["name"]) if isinstance(found, dict) else None) or None
