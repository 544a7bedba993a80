"""One flow in the settings: behind its tabs where things come from, how they are read, where they go, when, and what is
expected.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.expecting import ExpectationsEditor
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.groups import Fields, Problem
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.parted import PartedDetail
from desktop_sync.ui.settings.source_form import SourceForm
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.settings.typed import TypedForm

NAME = "flows"
Part = Fields | ScheduleEditor | ExpectationsEditor | MappingPart
PARTS = ("source", "format", "mapping", "target", "schedule", "arrivals")


class FlowDetail(PartedDetail):
    """``parts``: those that were made."""

    beside = {"mappings": "mapping"}  # noqa: RUF012 - the base says what it is

    def __init__(self, draft: Draft) -> None:
        self.parts: dict[str, Part] = {}
        super().__init__(
            draft, NAME, "flow", dict(zip(PARTS, self._words(), strict=True)), self.tr("Parts of the flow")
        )
        self.turned.connect(self._renewed)

    def make(self, name: str) -> QWidget:
        forms, around = self._draft.forms, self._around
        part: Part
        if name == "schedule":
            part = ScheduleEditor(self._draft.link, self)
        elif name == "arrivals":
            part = ExpectationsEditor(forms["arrivals"], around, self._draft.link, self)
        elif name == "mapping":
            part = MappingPart(self._draft, self)
        elif name == "target":
            part = Form(forms["target"], around, self)
        elif name == "source":
            part = SourceForm(forms[name], forms["sources"], around, self._draft, self)
        else:
            part = TypedForm(forms[name], forms[f"{name}s"], around, self)
        part.changed.connect(self.edited)
        self.parts[name] = part
        return part

    def fill(self, name: str) -> None:
        one, saved, part = self.one, self.saved_id, self.parts[name]
        if isinstance(part, Fields):
            part.set_value(one.get(name, {}))
            return
        if isinstance(part, MappingPart):
            part.set_flow(one, saved)
            return
        part.set_value(one.get(name))
        if isinstance(part, ScheduleEditor):
            part.set_flow(saved)
        else:
            part.set_flow(saved or "")

    def tell(self, name: str, found: Sequence[Problem]) -> None:
        part = self.parts[name]
        if isinstance(part, Fields | ExpectationsEditor):
            part.show_problems(found)

    def allow(self, name: str, *, on: bool) -> None:
        part = self.parts[name]
        if isinstance(part, ScheduleEditor):
            part.setEnabled(on)
        else:
            part.set_read_only(on=not on)

    def take(self, name: str) -> None:
        part, one = self.parts[name], self.one
        if isinstance(part, MappingPart):  # which has edited the flow's table itself
            self.forget("format")
        elif (value := part.value()) is None:
            one.pop(name, None)
        else:
            former, one[name] = one.get(name), value
            if name == "source":
                self._format_of(former if isinstance(former, dict) else {}, value)

    def offered(self, serves: str) -> Sequence[tuple[str, str]]:
        types = self._draft.forms["serve"][serves]
        source = self.parts.get("source")
        if serves == "sources" and isinstance(source, TypedForm):
            types = self._draft.forms["serve"]["over"].get(source.type, types)
        return self.of_types(types)

    def _words(self) -> Sequence[str]:
        return (
            self.tr("Source"), self.tr("Format"), self.tr("Mapping"), self.tr("Target"), self.tr("Schedule"),
            self.tr("Expected"),
        )  # fmt: skip

    @Slot(str)
    def _renewed(self, name: str) -> None:
        """Format and target of a mapping may be others."""
        if name == "mapping":
            self.forget(name)

    def _format_of(self, former: Row, source: Row) -> None:
        """Another kind of source may say itself what its things are."""
        implied = self._draft.forms["serve"]["implied"].get(source.get("type"))
        if implied is not None and former.get("type") != source.get("type"):
            self.one["format"] = {"type": implied}
            self.forget("format")
