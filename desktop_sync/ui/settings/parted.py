"""One of several in the settings whose parts stand behind tabs: title and switch above, each part made when somebody
turns to it. Which parts there are is told by what is made of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_sync.ui import icons
from desktop_sync.ui.editors import schedule
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.parts.labels import heading, note
from desktop_sync.ui.parts.piecemeal import Piecemeal
from desktop_sync.ui.parts.tabs import TabBar
from desktop_sync.ui.settings.connections import follow_title, headed
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Around
from desktop_sync.ui.settings.groups import Fields, Problem
from desktop_sync.ui.settings.head_form import HeadForm
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.several import Several
from desktop_sync.ui.settings.subjects import Detail, Row
from desktop_sync.ui.settings.tabbing import after, before
from desktop_sync.ui.tokens import BETWEEN

HIGH = 100  # of a page's empty rest one
Part = Fields | Several | ScheduleEditor | MappingPart


class PartedDetail(Detail):
    """``name``: of the list in the settings; ``form``: of its head among the forms; ``words``: of the tabs, by part.

    ``parts``: those that were made.
    """

    turned = Signal(str)
    beside: ClassVar[Mapping[str, str]] = {}
    """Further names in the table → the part that they belong to."""

    def __init__(self, draft: Draft, name: str, form: str, words: Mapping[str, str], said: str) -> None:
        super().__init__()
        self._draft, self._name, self._form, self._number = draft, name, form, -1
        self._read_only = False
        self.names = tuple(words)
        self._around = Around(draft, self.offered)
        self.title, self._identity = heading("", self), note("", self)
        self.tabs = TabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(said)
        for part, word in words.items():
            self.tabs.setTabData(self.tabs.addTab(word), part)
        self.tabs.currentChanged.connect(self._turned)
        self.head: HeadForm | None = None
        self.parts: dict[str, Part] = {}
        self._filled: set[str] = set()  # those that show it as it is
        self._preparing: dict[str, Iterator[None]] = {}
        self.schedule_pieces: schedule.Pieces | None = None
        self.growing = Piecemeal(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        named = QHBoxLayout()
        named.setSpacing(BETWEEN)
        named.addWidget(self.title)
        named.addWidget(self._identity, 1)
        self._column.addLayout(named)
        self._column.addWidget(self.tabs)

    # -- what is told by what is made of this -------------------------------------------------------

    def prepare(self, name: str) -> Iterator[None]:
        """Makes pieces of a part, where it is a large one."""
        if name == "schedule":
            self.schedule_pieces = yield from schedule.pieces(self)

    def make(self, name: str) -> Part:
        """A part."""
        raise NotImplementedError

    def place(self, name: str) -> None:
        """What of the part stands somewhere else than where it was made is put there."""

    def fill(self, name: str) -> None:
        """The part shows the table as it is."""
        raise NotImplementedError

    def take(self, name: str) -> None:
        """Somebody edited the part: what it says stands in the table."""
        part = self.parts[name]
        if isinstance(part, MappingPart):  # which has edited the table itself
            return
        value = part.value()
        if value is None:
            self.one.pop(name, None)
        else:
            self.one[name] = value

    def offered(self, serves: str) -> Sequence[tuple[str, str]]:
        """Connections of the types that serve so."""
        return self.of_types(self._draft.forms["serve"][serves])

    # -- what all of them have ----------------------------------------------------------------------

    @property
    def one(self) -> Row:
        """It, in the draft."""
        return self._draft.listed(self._name)[self._number]

    @property
    def saved_id(self) -> str | None:
        """Its id, where the engine knows it."""
        identity = str(self.one.get("id", ""))
        return identity if self._draft.is_saved(self._name, identity) else None

    def of_types(self, types: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Id and title of the connections of these types."""
        rows = self._draft.listed("connections")
        return [(str(one["id"]), str(one.get("title") or one["id"])) for one in rows if one.get("type") in types]

    def show_one(self, number: int) -> None:
        self._number = number
        one, identity = self.one, str(self.one.get("id", ""))
        saved = self._draft.is_saved(self._name, identity)
        self.title.setText(str(one.get("title") or identity))
        words = [identity] * saved + [self.tr("Set by your administrator.")] * self._draft.is_set(self._name, one)
        self._identity.setText(" · ".join(words))
        self._identity.setVisible(saved)
        if self.head is None:
            self.head = self._made_head()
        self.head.set_value(one)
        self.set_read_only(on=self._read_only)
        self.head.show_row("id", on=not saved)
        self._filled.clear()
        self._turned(self.tabs.currentIndex())

    def begin(self) -> None:
        if self.head is not None:
            self.head.begin()

    def show_problems(self) -> None:
        found = self._draft.problems((self._name, self._number))
        if self.head is not None:
            inner = (*self.names, *self.beside)
            self.head.show_problems([one for one in found if not one[0] or one[0][0] not in inner])
        for tab, name in enumerate(self.names):
            mine = [(path[1:], what, error) for path, what, error in found if path and self.part_of(path[0]) == name]
            part = self.parts.get(name)
            if isinstance(part, Fields | Several):
                part.show_problems(mine)
            self._mark(tab, mine)

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        if self.head is not None:
            self.head.set_read_only(on=self._fixed)
        for part in self.parts.values():
            part.set_read_only(on=self._fixed)

    @property
    def _fixed(self) -> bool:
        """Whether it can be read only."""
        return self._read_only or (self._number >= 0 and self._draft.is_set(self._name, self.one))

    @property
    def part(self) -> str:
        """The name of the part that shows."""
        return self.names[self.tabs.currentIndex()]

    def part_of(self, name: object) -> str:
        """The part to which a name in the table belongs."""
        return self.beside.get(str(name), str(name))

    def show_part(self, name: str) -> None:
        """Turns to it."""
        if self.part_of(name) in self.names:
            self.tabs.setCurrentIndex(self.names.index(self.part_of(name)))

    def forget(self, name: str) -> None:
        """The part is filled anew when somebody turns to it: what it depends on is another."""
        self._filled.discard(name)

    @Slot()
    def _edited(self) -> None:
        """The part that sends this says something else now."""
        self.take(str(self.sender().property("part")))
        self._draft.touched()

    def _made_head(self) -> HeadForm:
        fields = self._draft.forms[self._form]
        rest = [one for one in fields if one["name"] not in {"title", "id"}]
        head = HeadForm(headed(fields, rest), self._around, self)
        head.changed.connect(self._head_edited)
        head.set_read_only(on=self._fixed)
        self._column.insertWidget(1, head)
        before(self.tabs, head)
        return head

    def _made(self, name: str) -> None:
        part = self.parts[name] = self.make(name)
        part.changed.connect(self._edited)
        part.setProperty("part", name)
        self._column.addWidget(part)
        after(self.tabs, part)
        part.set_read_only(on=self._fixed)

    def _mark(self, tab: int, found: Sequence[Problem]) -> None:
        wrong, looked = any(error for _, _, error in found), bool(found)
        mood = "stopped" if wrong else "attention"
        self.tabs.setTabIcon(tab, icons.state(mood) if looked else QIcon())
        self.tabs.setTabToolTip(tab, found[0][1] if found else "")

    @Slot(int)
    def _turned(self, tab: int) -> None:
        if self._number < 0:
            return
        name = self.names[tab]
        self.turned.emit(name)
        for other, part in self.parts.items():
            part.setVisible(other == name)
        self._take_room(name)
        if name not in self._filled:
            self.growing.begin(self._grown(name))

    def _grown(self, name: str) -> Iterator[None]:
        """Makes the part that was turned to, then fills it, then shows it: each in a moment of its own."""
        if name not in self.parts:
            for _ in self._preparing.setdefault(name, self.prepare(name)):  # goes on where somebody turned away
                yield
            self._made(name)
            yield
            self.place(name)
            yield
        if self._number >= len(self._draft.listed(self._name)):
            return  # it was removed meanwhile
        self._filled.add(name)
        self.fill(name)
        yield
        self.parts[name].show()
        self._take_room(name)
        self.show_problems()

    def _take_room(self, name: str) -> None:
        """A mapping is as high as the page; all else as high as it has to be."""
        policy = self.sizePolicy()
        policy.setVerticalStretch(HIGH if isinstance(self.parts.get(name), MappingPart) else 0)
        self.setSizePolicy(policy)

    @Slot()
    def _head_edited(self) -> None:
        assert self.head is not None  # noqa: S101 - it was edited
        former, now = self.one, self.head.value()
        follow_title(self._draft, self._name, former, now)
        self._draft.listed(self._name)[self._number] = now
        if now.get("id") != former.get("id"):
            self.head.put("id", now.get("id"))
        self.title.setText(str(now.get("title") or now.get("id") or ""))
        self._draft.touched()
