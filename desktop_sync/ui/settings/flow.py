"""One flow in the settings: behind its tabs where things come from, how they are read, where they go, when, and what is
expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSettings, Slot

from desktop_sync.ui.editors.mapping import Pieces, pieces
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.expecting import ExpectationsEditor
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.groups import Fields
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.parted import Part, PartedDetail
from desktop_sync.ui.settings.source_form import SourceForm
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.settings.typed import TypedForm

NAME = "flows"
PARTS = ("source", "format", "mapping", "target", "schedule", "arrivals")


class FlowDetail(PartedDetail):
    beside = {"mappings": "mapping"}  # noqa: RUF012 - the base says what it is

    def __init__(self, draft: Draft, kept: QSettings) -> None:
        self._kept = kept
        self._pieces: Pieces | None = None
        super().__init__(
            draft, NAME, "flow", dict(zip(PARTS, self._words(), strict=True)), self.tr("Parts of the flow")
        )
        self.turned.connect(self._renewed)

    def prepare(self, name: str) -> Iterator[None]:
        if name == "mapping":
            self._pieces = yield from pieces(self)
        else:
            yield from super().prepare(name)

    def make(self, name: str) -> Part:
        forms, around = self._draft.forms, self._around
        match name:
            case "schedule":
                return ScheduleEditor(self._draft.link, self, self.schedule_pieces)
            case "arrivals":
                return ExpectationsEditor(forms["arrivals"], around, self._draft.link, self)
            case "mapping":
                return MappingPart(self._draft, self._kept, self._pieces, self)
            case "target":
                return Form(forms["target"], around, self)
            case "source":
                return SourceForm(forms[name], forms["sources"], around, self._draft, self)
            case _:
                return TypedForm(forms[name], forms[f"{name}s"], around, self)

    def place(self, name: str) -> None:
        part = self.parts[name]
        if isinstance(part, MappingPart):
            part.place()

    def fill(self, name: str) -> None:
        one, saved, part = self.one, self.saved_id, self.parts[name]
        if isinstance(part, Fields):
            part.set_value(one.get(name, {}))
        elif isinstance(part, MappingPart):
            part.set_flow(one, saved)
        elif isinstance(part, ScheduleEditor):
            part.set_value(one.get(name))
            part.set_flow(saved)
        elif isinstance(part, ExpectationsEditor):
            part.set_value(one.get(name))
            part.set_flow(saved or "")

    def take(self, name: str) -> None:
        former = self.one.get(name)
        super().take(name)
        if name == "mapping":
            self.forget("format")
        elif name == "source":
            self._format_of(former if isinstance(former, dict) else {}, self.one["source"])

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
