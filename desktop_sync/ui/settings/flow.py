"""One flow in the settings: its title and switch, and behind tabs where things come from, how they are read, where they
go, when, and what is expected.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout

from desktop_sync.ui import icons
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.parts.labels import heading, note
from desktop_sync.ui.parts.tabs import TabBar
from desktop_sync.ui.settings.connections import follow_title, headed
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.expecting import ExpectationsEditor
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Fields, Problem
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.subjects import Detail, Row
from desktop_sync.ui.settings.tabbing import after, before
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.tokens import BETWEEN

NAME = "flows"
Part = Fields | ScheduleEditor | ExpectationsEditor | MappingPart
PARTS = ("source", "format", "mapping", "target", "schedule", "arrivals")


class FlowDetail(Detail):
    """Each part is made when somebody turns to it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft, self._number = draft, -1
        self._read_only = False
        self._around = Around(draft, self._offered)
        self.title, self._identity = heading("", self), note("", self)
        self.tabs = TabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Parts of the flow"))
        for name, words in zip(PARTS, self._words(), strict=True):
            self.tabs.setTabData(self.tabs.addTab(words), name)
        self.tabs.currentChanged.connect(self._turned)
        self.head: Form | None = None
        self.parts: dict[str, Part] = {}
        self._filled: set[str] = set()  # those that show the flow as it is
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._grow)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self.title)
        self._column.addWidget(self._identity)
        self._column.addWidget(self.tabs)

    @property
    def one(self) -> Row:
        """It, in the draft."""
        return self._draft.listed(NAME)[self._number]

    def show_one(self, number: int) -> None:
        self._number = number
        one, identity = self.one, str(self.one.get("id", ""))
        saved = self._draft.is_saved(NAME, identity)
        self.title.setText(str(one.get("title") or identity))
        words = [identity] * saved + [self.tr("Set by your administrator.")] * self._draft.is_set(NAME, one)
        self._identity.setText(" · ".join(words))
        self._identity.setVisible(saved)
        if self.head is None:
            self.head = self._made_head()
        self.head.set_value(one)
        self.set_read_only(on=self._read_only)
        self.head.show_row("id", on=not saved)
        self._filled.clear()
        self._turned(self.tabs.currentIndex())

    def show_problems(self) -> None:
        found = self._draft.problems((NAME, self._number))
        if self.head is not None:
            self.head.show_problems([one for one in found if not one[0] or one[0][0] not in (*PARTS, "mappings")])
        for tab, name in enumerate(PARTS):
            names = (name, "mappings") if name == "mapping" else (name,)
            mine = [(path[1:], what, error) for path, what, error in found if path and path[0] in names]
            part = self.parts.get(name)
            if isinstance(part, Fields | ExpectationsEditor):
                part.show_problems(mine)
            self._mark(tab, mine)

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        if self.head is not None:
            self.head.set_read_only(on=self._fixed)
        for part in self.parts.values():
            self._allow(part)

    @property
    def _fixed(self) -> bool:
        """Whether it can be read only."""
        return self._read_only or (self._number >= 0 and self._draft.is_set(NAME, self.one))

    @property
    def part(self) -> str:
        """The name of the part that shows."""
        return PARTS[self.tabs.currentIndex()]

    def show_part(self, name: str) -> None:
        """Turns to it."""
        if name in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(name))
        while self._soon.isActive():
            self._soon.stop()
            self._grow()

    def _made_head(self) -> Form:
        fields = self._draft.forms["flow"]
        switch = [one for one in fields if one["name"] == "enabled"]
        head = Form(headed(fields, switch), self._around, self)
        head.changed.connect(self._head_edited)
        head.set_read_only(on=self._fixed)
        self._column.insertWidget(2, head)
        before(self.tabs, head)
        return head

    def _made(self, name: str) -> Part:
        """When it is first turned to: forms are many."""
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
        else:
            part = TypedForm(forms[name], forms[f"{name}s"], around, self)
        part.setProperty("part", name)
        part.changed.connect(self._part_edited)
        self._column.addWidget(part)
        after(self.tabs, part)
        self._allow(part)
        return part

    def _fill(self, name: str, part: Part) -> None:
        one, identity = self.one, str(self.one.get("id", ""))
        saved = self._draft.is_saved(NAME, identity)
        if isinstance(part, Fields):
            part.set_value(one.get(name, {}))
            return
        if isinstance(part, MappingPart):
            part.set_flow(one, identity if saved else None)
            return
        part.set_value(one.get(name))
        if isinstance(part, ScheduleEditor):
            part.set_flow(identity if saved else None)
        else:
            part.set_flow(identity if saved else "")

    def _allow(self, part: Part) -> None:
        if isinstance(part, ScheduleEditor):
            part.setEnabled(not self._fixed)
        else:
            part.set_read_only(on=self._fixed)

    def _words(self) -> Sequence[str]:
        return (
            self.tr("Source"), self.tr("Format"), self.tr("Mapping"), self.tr("Target"), self.tr("Schedule"),
            self.tr("Expected"),
        )  # fmt: skip

    def _mark(self, tab: int, found: Sequence[Problem]) -> None:
        wrong, looked = any(error for _, _, error in found), bool(found)
        mood = "stopped" if wrong else "attention"
        self.tabs.setTabIcon(tab, icons.state(mood) if looked else QIcon())
        self.tabs.setTabToolTip(tab, found[0][1] if found else "")

    def _offered(self, serves: str) -> Sequence[tuple[str, str]]:
        """Connections of the types that serve as sources or targets."""
        types = self._draft.forms["serve"][serves]
        source = self.parts.get("source")
        if serves == "sources" and isinstance(source, TypedForm):
            types = self._draft.forms["serve"]["over"].get(source.type, types)
        rows = self._draft.listed("connections")
        return [(str(one["id"]), str(one.get("title") or one["id"])) for one in rows if one.get("type") in types]

    @Slot(int)
    def _turned(self, tab: int) -> None:
        if self._number < 0:
            return
        name = PARTS[tab]
        if name == "mapping":
            self._filled.discard(name)  # format and target may be others
        for other, part in self.parts.items():
            part.setVisible(other == name)
        if name not in self._filled:
            self._soon.start(0)

    @Slot()
    def _grow(self) -> None:
        """Makes the part that was turned to, then fills it: each in a moment of its own."""
        if self._number < 0 or self._number >= len(self._draft.listed(NAME)):
            return
        name = PARTS[self.tabs.currentIndex()]
        if name not in self.parts:
            self.parts[name] = self._made(name)
            self._soon.start(0)
            return
        self._filled.add(name)
        self._fill(name, self.parts[name])
        self.parts[name].show()
        self.show_problems()

    @Slot()
    def _head_edited(self) -> None:
        assert self.head is not None  # noqa: S101 - it was edited
        former, now = self.one, self.head.value()
        follow_title(self._draft, NAME, former, now)
        self._draft.listed(NAME)[self._number] = now
        if now.get("id") != former.get("id"):
            self.head.put("id", now.get("id"))
        self.title.setText(str(now.get("title") or now.get("id") or ""))
        self._draft.touched()

    @Slot()
    def _part_edited(self) -> None:
        name = str(self.sender().property("part"))
        part, one = self.parts[name], self.one
        if isinstance(part, MappingPart):  # which has edited the flow's table itself
            self._filled.discard("format")
        elif (value := part.value()) is None:
            one.pop(name, None)
        else:
            former, one[name] = one.get(name), value
            if name == "source":
                self._format_of(former if isinstance(former, dict) else {}, value)
        self._draft.touched()

    def _format_of(self, former: Row, source: Row) -> None:
        """Another kind of source may say itself what its things are."""
        implied = self._draft.forms["serve"]["implied"].get(source.get("type"))
        if implied is not None and former.get("type") != source.get("type"):
            self.one["format"] = {"type": implied}
            self._filled.discard("format")
