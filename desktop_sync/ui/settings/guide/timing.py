"""The page of the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.schedule import Pieces, ScheduleEditor, pieces
from desktop_sync.ui.settings.guide.page import EditorPage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.subjects import scrolling


class TimingPage(EditorPage):
    """When the flow runs by itself."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._pieces: Pieces | None = None
        self.editor: ScheduleEditor | None = None
        plan.draft.checked.connect(self.changed)

    def entered(self) -> None:
        watched = self.tr("A folder of this computer is watched as well: a new file is taken within seconds.")
        asked = self.tr("So often it is asked what is new. What comes in between waits, and nothing is missed.")
        self.headed(self.tr("When to look"), watched if self._plan.place["type"] == "folder" else asked)
        super().entered()

    def prepare(self) -> Iterator[None]:
        self._pieces = yield from pieces(self)

    def make(self) -> QWidget:
        self.editor = editor = ScheduleEditor(self._plan.draft.link, self, self._pieces)
        editor.changed.connect(self._edited)
        return editor

    def framed(self, made: QWidget) -> QWidget:
        return scrolling(made)

    def fill(self) -> None:
        if self.editor is not None:
            self.editor.set_value(self._plan.flow.get("schedule"))

    def missing(self) -> str:
        at = ("flows", self._plan.flow_number, "schedule")
        wrong = [what for _, what, error in self._plan.draft.problems(at) if error]
        return self.tr("The schedule is not complete yet.") if wrong else ""

    @Slot()
    def _edited(self) -> None:
        table = None if self.editor is None else self.editor.value()
        if table is None:
            self._plan.flow.pop("schedule", None)
        else:
            self._plan.flow["schedule"] = table
        self._plan.draft.touched()
