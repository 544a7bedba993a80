"""A flow's mapping edited beside a sample: its fields at the left, those of the resource at the right, what feeds what
between them, and beside each field what becomes of the record that is shown.

What is right about it, and what comes of a record, the engine says (``trying``); what a person wrote stays as it was
written where it was not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.field_pane import FieldPane
from desktop_sync.ui.editors.mapping_table import Misfit
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.editors.proposed import proposed
from desktop_sync.ui.editors.rest_pane import RestPane
from desktop_sync.ui.editors.results import Results
from desktop_sync.ui.editors.sample_bar import SampleBar
from desktop_sync.ui.editors.source import Source
from desktop_sync.ui.editors.trees import Trees
from desktop_sync.ui.editors.trying import Trying
from desktop_sync.ui.editors.two_parts import TwoParts
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.parts.piecemeal import at_once
from desktop_sync.ui.tokens import GRID

SHOWN = 3  # things wrong with the mapping as a whole, and questions of a proposal
HEADS = ("of", "mapping_file")
"""What a flow says of a mapping, beside what it is."""


class Pieces(NamedTuple):
    """What a ``MappingEditor`` is made of: half of the work of making it."""

    results: Results
    trees: Trees
    pane: FieldPane
    rest: RestPane


def pieces(parent: QWidget) -> Generator[None, None, Pieces]:
    """For who makes an editor while people look on."""
    results = Results(parent)
    trees = Trees(results, parent)
    yield
    pane = FieldPane(parent)
    yield
    return Pieces(results, trees, pane, RestPane(results, parent))


class MappingEditor(QWidget):
    """``value()`` is the table ``[flows.mapping]``. ``changed``: by a person. ``format_wanted``: a table that fits the
    sample better than the present format, which a person chose to take over. ``judged``: ``unfit()`` or ``reading``
    may be another.
    """

    changed = Signal()
    judged = Signal()
    format_wanted = Signal(dict)

    def __init__(self, link: Link, parent: QWidget | None = None, made: Pieces | None = None) -> None:
        """``made``: its pieces, where they were made before."""
        super().__init__(parent)
        self._former: dict[str, Any] | None = None
        self._table: dict[str, Any] = {}
        self._whole: Mapping[str, Any] = {}
        self._resource: Mapping[str, Any] = {}
        self._wanted = ""  # the field to be shown in full
        self._eager = self._seeks = False
        self._undo: dict[str, Any] | None = None  # the table before what the bar tells
        self._unfit = ""
        self._trying = Trying(link, self)
        self._bar, self._samples, self._general = Bar(self), SampleBar(link, self), text("", self)
        self._results, self._trees, self._pane, self._rest = made or at_once(pieces(self))
        self.become = QWidget(self)  # which resource; who has more of such a kind takes it into a row of its own
        self._resources = QComboBox(self.become)
        self._general.hide()
        self._lay_out()
        self._join()
        self._trying.look()

    def set_around(self, flow: str | None, format_: dict[str, Any] | None, target: str) -> None:
        """The flow whose files are offered, its present ``[flows.format]``, and the connection that documents go to."""
        fresh = target != self._trying.target
        self._trying.format, self._trying.target = format_, target
        self._samples.set_flow(flow)
        if fresh:
            self._trying.look_at_resource()
        self._trying.show_table(self._table)

    def set_draft(self, draft: Callable[[], dict[str, Any]]) -> None:
        """The flow is of this draft (``Draft.lent``), and of it only the source has to be there. While the mapping is
        empty, the first sample that can be read gets proposals by itself.
        """
        self._samples.set_draft(draft)
        self._eager = True

    def remember(self, kept: QSettings) -> None:
        """How it is divided and folded: as somebody left it."""
        self._parts.remember(kept)
        self._trees.remember(kept)

    def turn_to(self, flow: str, *, renamed: bool = False) -> None:
        """The mapping of this flow is shown next, with a sample of its own; ``renamed``: it is the same flow."""
        self._trees.turn_to(flow, renamed=renamed)
        if not renamed:
            self._bar.hide()
            self._general.hide()
            self._results.clear()
            self._trying.drop()
            self._unfit, self._wanted = "", ""
        self._samples.turn_to(flow, renamed=renamed)

    @property
    def has_sample(self) -> bool:
        """Whether one was taken."""
        return self._trying.has_sample

    @property
    def reading(self) -> bool:
        """Whether one is looked for or read."""
        return self._samples.reading

    def unfit(self) -> str:
        """Why not one record of the sample fits; empty: one does, or there is none to judge by."""
        return self._unfit

    def take_first(self) -> None:
        """The sample that is offered first, where there is any."""
        self._samples.take_first()

    def set_file(self, file: str) -> None:
        """Where the mapping stands, from the settings; empty: in these. What it names is looked for beside it."""
        self._trying.file = file

    def set_value(self, table: dict[str, Any] | None) -> None:
        """Shows a table, or that there is none yet; tells nobody."""
        self._former, self._table = table, dict(table or {})
        self._trying.show_table(self._table)
        self._trying.look_at_resource()
        self._draw()

    def value(self) -> dict[str, Any] | None:
        """The table; the very one that was set where nothing was changed."""
        return self._former if self._table == (self._former or {}) else self._table

    def choose_field(self, field: str) -> None:
        """Shows it in full; when its row is not there yet, as soon as it is."""
        self._wanted = field
        self._trees.targets.choose(field)

    def take_sample(self, given: dict[str, Any]) -> None:
        """As ``sample`` of the engine wants it."""
        self._samples.take(given)

    @Slot(str, object)
    def connect_field(self, field: str, source: Source) -> None:
        """From now on this source feeds this field; why it cannot is said in the bar."""
        if self._stands_elsewhere():
            return
        kind = str(self._trees.targets.row(field).get("kind", "text"))
        try:
            table, source = self._connected(field, kind, source)
        except Misfit as why:
            self._bar.say("attention", self._why_not(why.reason, field))
        else:
            self._bar.hide()
            former = self._table
            self._now(table)
            if "where" in (tables.entry(table, field) or {}) and source.one:
                self._take_one(field, source, former)
        self._trees.targets.choose(field)

    def _connected(self, field: str, kind: str, source: Source) -> tuple[dict[str, Any], Source]:
        """The table then. A field of an element that comes several times stands for that one which is shown."""
        try:
            return tables.connected(self._table, field, kind, source), source
        except Misfit:
            one = None if source.group else self._trees.sources.apart(source)
            if one is None:
                raise
            return tables.connected(self._table, field, kind, one), one

    def _take_one(self, field: str, source: Source, former: dict[str, Any]) -> None:
        self._results.propose({field: ("marked", source)})
        self._show_pane()
        words = self.tr("Of several {one}, the one whose {mark} is {value} is taken.")
        what = words.format(one=source.one, mark=source.mark, value=source.value)
        self._say_undoable("well", what, self.tr("Its options one and where say so; they can be changed."), former)

    def _say_undoable(self, mood: str, what: str, hint: str, former: dict[str, Any]) -> None:
        self._undo = former
        self._bar.say(mood, what, hint, self.tr("Undo"))

    @Slot()
    def _undone(self) -> None:
        if self._undo is not None:
            self._bar.hide()
            self._now(self._undo)

    def _why_not(self, reason: str, field: str) -> str:
        if reason == "not_repeated":
            return self.tr("{field} is a list: connect it with what repeats in the file.").format(field=field)
        if reason == "repeated":
            return self.tr("{field} holds one value: connect it with a field inside.").format(field=field)
        if reason == "outside":
            return self.tr("This field stands outside of what feeds the list around {field}.").format(field=field)
        if reason == "another":
            return self.tr("What {field} belongs to takes another element: see its where.").format(field=field)
        return self.tr("This field repeats, and {field} is not in a list that is fed by it.").format(field=field)

    def _stands_elsewhere(self) -> bool:
        """Whether the mapping is in a file of its own, which is said then."""
        file = self._table.get("mapping_file")
        if file:
            words = self.tr("This mapping stands in the file {file}, which several flows may share.")
            self._bar.say("attention", words.format(file=file), self.tr("Change it there; here it is only shown."))
        return bool(file)

    @Slot(dict)
    def _forms_told(self, whole: dict[str, Any]) -> None:
        heads = {name: {"type": "string", "description": ""} for name in HEADS}
        self._whole = {**whole, "properties": {**whole["properties"], **heads}}
        self._draw()

    @Slot(dict)
    def _resource_told(self, told: dict[str, Any]) -> None:
        self._resource = told
        self._resources.blockSignals(True)
        self._resources.clear()
        self._resources.addItems(told["resources"])
        self._resources.setCurrentIndex(self._resources.findText(str(self._table.get("resource", ""))))
        self._resources.blockSignals(False)
        self._draw()

    @Slot(str)
    def _resource_chosen(self, name: str) -> None:
        if name:
            self._now({"resource": name, **{key: one for key, one in self._table.items() if key != "resource"}})

    @Slot(dict)
    def _taken(self, told: dict[str, Any]) -> None:
        self._bar.hide()
        self._trying.take(told)
        if self._trying.format is None:  # nobody has said what it is yet
            self._use_format()

    @Slot()
    def _use_format(self) -> None:
        if self._trying.seen is not None:
            self._trying.format = self._trying.seen
            self.format_wanted.emit(self._trying.seen)
            self._trying.now()

    @Slot()
    def _propose(self) -> None:
        if not self._table.get("resource"):
            self._bar.say("attention", self.tr("Choose first what the records become."))
        elif not self._stands_elsewhere():
            self._trying.propose()

    @Slot(list)
    def _proposed(self, told: Sequence[Mapping[str, Any]]) -> None:
        former, made = self._table, proposed(self._table, told)
        self._results.propose(made.why)
        if made.filled or made.version:
            self._general.hide()  # what was wrong with it before
            self._now(made.table)
        words = self.tr("%n field(s) were filled; look at each.", "", made.filled)
        if not made.filled:
            words = self.tr("There is nothing to propose for fields that are empty.")
        question = self.tr("{field}: {one} or {other}?")
        asked = [question.format(field=field, one=one, other=other) for field, one, other in made.asked]
        if made.version:
            more = self.tr("By {path} an older file never overwrites newer data.").format(path=made.version)
            words = f"{words} {more}" if made.filled else more
        questions = "  ".join(asked[:SHOWN])
        if made.filled or made.version:
            self._say_undoable("well", words, questions, former)
        else:
            self._bar.say("attention", words, questions)

    @Slot(dict)
    def _tried(self, told: dict[str, Any]) -> None:
        self._results.take(told, self._table)
        self._samples.show_tried(told, self._trying.at)
        self._trees.sources.show_fields(told["fields"], (told["record"] or {}).get("values"))
        general = self._results.all_wrong("")
        self._general.setText("\n".join(general[:SHOWN]))
        self._general.setVisible(bool(general))
        now, seen = self._trying.format, self._trying.seen
        reads = bool(told["read"]) and now is not None
        self._samples.offer_format(None if reads or now == seen else seen)
        self._fill()
        self._trees.show_source()
        wrong = self._first_wrong()
        fits = told["fit"] or told["read"] == told["ignored"]
        self._unfit = "" if fits else self._in_words(wrong) or next(iter(general), "")
        if wrong and (self._seeks or not self._trees.targets.field()):
            self._seeks = False
            self._trees.targets.choose(wrong)
        self.judged.emit()
        if self._eager and told["fields"] and self._table.get("resource") and not self._table.get("fields"):
            self._eager = False
            self._propose()

    def _first_wrong(self) -> str:
        """The first field of the record shown that will not do; empty: none."""
        return next((field for field in self._trees.targets.fields() if self._results.wrong(field)), "")

    def _in_words(self, field: str) -> str:
        return f"{field}: {self._results.wrong(field)}" if field else ""

    @Slot()
    def _seek(self) -> None:
        self._seeks = True

    def _draw(self) -> None:
        """The fields that there are may be others."""
        targets = self._trees.targets
        targets.show_fields(self._resource.get("fields", []), list(tables.named(self._table)))
        if self._wanted != targets.field():
            targets.choose(self._wanted)
        if self._whole:
            self._rest.show_table(self._whole, self._table)
        self._fill()

    def _fill(self) -> None:
        self._trees.show_table(self._table)
        self._show_pane()

    def _show_pane(self) -> None:
        targets = self._trees.targets
        field = targets.field()
        self._pane.show_field(field, targets.row(field), tables.entry(self._table, field), self._whole)
        why = self._results.why(field, tables.feeds(self._table, field))
        self._pane.show_wrong([*self._results.all_wrong(field), *([why] if why else [])])
        self._pane.setEnabled(not self._table.get("mapping_file"))

    @Slot()
    def _entry_edited(self) -> None:
        if not self._pane.field:
            return
        entry, former = self._pane.entry(), tables.entry(self._table, self._pane.field)
        if isinstance(former, Mapping) and "fields" in former and isinstance(entry, Mapping):
            entry = {**entry, "fields": former["fields"]}
        self._now(tables.with_entry(self._table, self._pane.field, entry))

    @Slot()
    def _rest_edited(self) -> None:
        fields = {"fields": self._table["fields"]} if "fields" in self._table else {}
        self._now({**self._rest.value(), **fields})

    @Slot(str)
    def _cleared(self, field: str) -> None:
        if tables.entry(self._table, field) is not None:
            self._now(tables.with_entry(self._table, field, None))

    def _now(self, table: dict[str, Any]) -> None:
        if table == self._table:
            return
        self._undo = None
        self._bar.withdraw()
        other = table.get("resource") != self._table.get("resource")
        self._table = table
        self._trying.show_table(table)
        if other:
            self._trying.look_at_resource()
        self._draw()
        self.changed.emit()

    @Slot()
    def _search(self) -> None:
        self._trees.search(self._trees.targets.field())

    @Slot()
    def _nothing_found(self) -> None:
        self._bar.say("attention", self.tr("Choose a sample first: then its fields can be chosen here."))

    @Slot()
    def _field_chosen(self) -> None:
        self._wanted = self._trees.targets.field() or self._wanted
        self._show_pane()

    def _join(self) -> None:
        for signal, slot in (
            (self._trying.forms, self._forms_told),
            (self._trying.resource, self._resource_told),
            (self._trying.tried, self._tried),
            (self._trying.proposed, self._proposed),
            (self._trying.failed, self._bar.show_error),
            (self._samples.taken, self._taken),
            (self._samples.failed, self._bar.show_error),
            (self._samples.turned, self.judged),
            (self._samples.sought, self._seek),
            (self._samples.stepped, self._trying.step),
            (self._samples.format_wanted, self._use_format),
            (self._samples.propose_wanted, self._propose),
            (self._resources.currentTextChanged, self._resource_chosen),
            (self._trees.connected, self.connect_field),
            (self._trees.cleared, self._cleared),
            (self._trees.chosen, self._field_chosen),
            (self._trees.nothing, self._nothing_found),
            (self._pane.changed, self._entry_edited),
            (self._pane.wanted, self._search),
            (self._rest.changed, self._rest_edited),
            (self._bar.taken, self._undone),
        ):
            signal.connect(slot)

    def _lay_out(self) -> None:
        self._resources.setAccessibleName(self.tr("What the records become"))
        label = QLabel(self.tr("Records &become"), self.become)
        label.setBuddy(self._resources)
        head = QHBoxLayout(self.become)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(GRID)
        head.addWidget(label)
        head.addWidget(self._resources)
        self._parts = parts = TwoParts(self._trees, self)
        parts.add(self._pane, self.tr("&This field"))
        parts.add(self._rest, self.tr("&Rules, version, checks, tables"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.become, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._samples)
        column.addWidget(self._bar)
        column.addWidget(self._general)
        column.addWidget(parts, 1)
        in_order(self)
