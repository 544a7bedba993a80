"""The page of the sample: a file as the system writes it, or rows of its table, and what of it goes where in Acme."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.mapping import MappingEditor, Pieces, pieces
from desktop_sync.ui.settings.guide.page import EditorPage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.subjects import bare

CALLED = frozenset({"procedure"})
"""Modes in which looking may change something at the other end: somebody has to ask for it."""


class SamplePage(EditorPage):
    """Format and mapping of the flow. A sample says what the format is, until somebody says otherwise."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan, self._of = plan, self._reads(plan)
        if plan.has_files:
            self.headed(
                self.tr("One file, understood"),
                self.tr("The newest file is the sample. Look at what was connected by name, and add what is missing."),
            )
        else:
            self.headed(
                self.tr("Its rows, understood"),
                self.tr("These are rows as they are now. Look at what was connected by name, and add what is missing."),
            )
        self.editor: MappingEditor | None = None
        self._parts: Pieces | None = None
        plan.draft.checked.connect(self.changed)

    @staticmethod
    def _reads(plan: Plan) -> dict[str, Any]:
        """What its sample would be of."""
        return deepcopy({**plan.source, "place": plan.place})

    def outdated(self) -> bool:
        return self._of != self._reads(self._plan)

    def prepare(self) -> Iterator[None]:
        self._parts = yield from pieces(self)

    def make(self) -> QWidget:
        self.editor = editor = MappingEditor(self._plan.draft.link, self, self._parts)
        editor.set_draft(self._plan.draft.lent)
        self._around(editor)
        editor.changed.connect(self._mapped)
        editor.format_wanted.connect(self._formatted)
        editor.judged.connect(self.changed)
        return editor

    def framed(self, made: QWidget) -> QWidget:
        if self.editor is not None:
            self.beside(self.editor.become)
        return bare(made)

    def fill(self) -> None:
        if self.editor is None:
            return
        self._around(self.editor)
        self.editor.set_value(self._plan.flow.get("mapping"))
        if self._plan.source.get("mode") not in CALLED and not self.editor.has_sample:
            self.editor.take_first()

    def missing(self) -> str:
        if self.editor is None or self.editor.reading:
            return self.tr("The sample is being read…")
        if "format" not in self._plan.flow:
            return self.tr("Choose a sample first.")
        if not self._plan.draft.current:
            return ""  # what was wrong before says nothing, and one cannot go on yet anyway
        number = self._plan.flow_number
        for part in ("format", "mapping", "mappings"):
            wrong = [what for _, what, error in self._plan.draft.problems(("flows", number, part)) if error]
            if wrong:
                return self.tr("Not complete yet: {what}").format(what=wrong[0])
        unfit = self.editor.unfit()
        return self.tr("Not complete yet: {what}").format(what=unfit) if unfit else ""

    def _around(self, editor: MappingEditor) -> None:
        target = "" if self._plan.new_account else str(self._plan.account["id"])
        editor.set_around(str(self._plan.flow["id"]), self._plan.flow.get("format"), target)

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
