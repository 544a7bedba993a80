"""The page of the sample: one file as the system writes it, and what of it goes where in Acme."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.mapping import MappingEditor
from desktop_sync.ui.settings.guide.page import EditorPage
from desktop_sync.ui.settings.guide.plan import Plan


class SamplePage(EditorPage):
    """Format and mapping of the flow. A sample says what the format is, until somebody says otherwise."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headed(
            self.tr("One file, understood"),
            self.tr("Choose a file as your system writes it. Then connect what Acme needs with where it stands."),
        )
        self._plan = plan
        self.editor: MappingEditor | None = None
        plan.draft.checked.connect(self.changed)

    def make(self) -> QWidget:
        self.editor = editor = MappingEditor(self._plan.draft.link, self)
        editor.changed.connect(self._mapped)
        editor.format_wanted.connect(self._formatted)
        return editor

    def fill(self) -> None:
        if self.editor is not None:
            self._around(self.editor)
            self.editor.set_value(self._plan.flow.get("mapping"))

    def missing(self) -> str:
        if "format" not in self._plan.flow:
            return self.tr("Choose a sample first.")
        number = self._plan.flow_number
        for part in ("format", "mapping", "mappings"):
            wrong = [what for _, what, error in self._plan.draft.problems(("flows", number, part)) if error]
            if wrong:
                return self.tr("Not complete yet: {what}").format(what=wrong[0])
        return ""

    def _around(self, editor: MappingEditor) -> None:
        target = "" if self._plan.new_account else str(self._plan.account["id"])
        editor.set_around(None, self._plan.flow.get("format"), target)

    @Slot()
    def _mapped(self) -> None:
        table = None if self.editor is None else self.editor.value()
        if table is not None:
            self._plan.flow["mapping"] = table
        self._plan.draft.touched()
        self.changed.emit()

    @Slot(dict)
    def _formatted(self, table: dict[str, Any]) -> None:
        self._plan.flow["format"] = table
        if self.editor is not None:
            self._around(self.editor)
        self._plan.draft.touched()
        self.changed.emit()
