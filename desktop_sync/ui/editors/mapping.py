"""A flow's mapping edited beside a sample: its fields at the left, those of the resource at the right, what feeds what
between them, and beside each field what becomes of the record that is shown.

What is right about it, and what comes of a record, the engine says (``try_mapping``); what a person wrote stays as it
was written where it was not changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.between import Between
from desktop_sync.ui.editors.field_pane import FieldPane
from desktop_sync.ui.editors.finding import Finder
from desktop_sync.ui.editors.mapping_table import Misfit, Source
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.editors.proposed import proposed
from desktop_sync.ui.editors.results import Results
from desktop_sync.ui.editors.sample_bar import SampleBar
from desktop_sync.ui.editors.schedule_table import plain
from desktop_sync.ui.editors.sources import SourceTree
from desktop_sync.ui.editors.structured import Structured
from desktop_sync.ui.editors.targets import TargetTree
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.tokens import BETWEEN, GRID

SHOWN = 3  # things wrong with the mapping as a whole
PAUSE = 300  # ms without a change, after which the engine is asked
HIGH = 140  # a fifth of what trees and options have to begin with
HEADS = ("of", "mapping_file")
"""What a flow says of a mapping, beside what it is."""


class MappingEditor(QWidget):
    """``value()`` is the table ``[flows.mapping]``. ``changed``: by a person. ``format_wanted``: a table that fits the
    sample better than the present format, which a person chose to take over.
    """

    changed = Signal()
    format_wanted = Signal(dict)

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._former: dict[str, Any] | None = None
        self._table: dict[str, Any] = {}
        self._format: dict[str, Any] | None = None
        self._target, self._sample, self._at = "", "", 0
        self._whole: Mapping[str, Any] = {}
        self._resource: Mapping[str, Any] = {}
        self._results = Results(self)
        self._trying: Asked | None = None
        self._looking: Asked | None = None
        self._wanted = ""
        self._seen: dict[str, Any] | None = None  # the format that the sample seems to have
        self._general = text("", self)
        self._general.hide()
        self._bar, self._samples = Bar(self), SampleBar(link, self)
        self._sources, self._targets = SourceTree(self), TargetTree(self)
        self._between = Between(self._sources, self._targets, self)
        self._pane, self._rest = FieldPane(self), Structured(self.tr("Rules and further options"), self)
        self._finder, self._found = Finder(self), list[Source]()
        self._resources = QComboBox(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._join()
        link.changed.connect(self._linked)
        self._linked()

    def set_around(self, flow: str | None, format_: dict[str, Any] | None, target: str) -> None:
        """The flow whose files are offered, its present ``[flows.format]``, and the connection that documents go to."""
        fresh = target != self._target
        self._format, self._target = format_, target
        self._samples.set_flow(flow)
        if fresh:
            self._ask_resource()
        self._pause.start()

    def set_value(self, table: dict[str, Any] | None) -> None:
        """Shows a table, or that there is none yet; tells nobody."""
        self._former, self._table = table, dict(table or {})
        self._ask_resource()
        self._drawn()
        self._pause.start()

    def value(self) -> dict[str, Any] | None:
        """The table; the very one that was set where nothing was changed."""
        return self._former if self._table == (self._former or {}) else self._table

    def choose_field(self, field: str) -> None:
        """Shows it in full; when its row is not there yet, as soon as it is."""
        self._wanted = field
        self._targets.choose(field)

    def take_sample(self, given: dict[str, Any]) -> None:
        """As ``sample`` of the engine wants it."""
        self._samples.take(given)

    def connect_field(self, field: str, source: Source) -> None:
        """From now on this source feeds this field; why it cannot is said in the bar."""
        kind = str(self._targets.row(field).get("kind", "text"))
        try:
            self._now(tables.connected(self._table, field, kind, source))
            self._bar.hide()
        except Misfit as why:
            self._bar.say("attention", self._why_not(why.reason, field))
        self._targets.choose(field)

    def _why_not(self, reason: str, field: str) -> str:
        if reason == "not_repeated":
            return self.tr("{field} is a list: connect it with what repeats in the file.").format(field=field)
        if reason == "repeated":
            return self.tr("{field} holds one value: connect it with a field inside.").format(field=field)
        if reason == "outside":
            return self.tr("This field stands outside of what feeds the list around {field}.").format(field=field)
        return self.tr("This field repeats, and {field} is not in a list that is fed by it.").format(field=field)

    @Slot()
    def _linked(self) -> None:
        """The engine is there (again)."""
        if not self._whole and self._link.may("mapping_forms"):
            self._link.ask(self, "mapping_forms", self._forms)
            self._ask_resource()

    def _forms(self, whole: dict[str, Any]) -> None:
        heads = {name: {"type": "string", "description": ""} for name in HEADS}
        self._whole = {**whole, "properties": {**whole["properties"], **heads}}
        self._drawn()

    def _ask_resource(self) -> None:
        if not self._link.may("resource"):
            return
        if self._looking is not None:
            self._looking.forget()
        name = self._table.get("resource")
        wanted = name if isinstance(name, str) else None
        values = {"target": self._target, "name": wanted}
        self._looking = self._link.ask(self, "resource", self._resource_told, self._no_resource, **values)

    def _no_resource(self, error: SyncError) -> None:
        self._bar.show_error(error)
        if self._link.may("resource"):
            self._looking = self._link.ask(self, "resource", self._resource_told, target=self._target)

    def _resource_told(self, told: dict[str, Any]) -> None:
        self._resource = told
        self._resources.blockSignals(True)
        self._resources.clear()
        self._resources.addItems(told["resources"])
        self._resources.setCurrentText(str(self._table.get("resource", "")))
        if not self._table.get("resource"):
            self._resources.setCurrentIndex(-1)
        self._resources.blockSignals(False)
        self._drawn()

    @Slot(str)
    def _resource_chosen(self, name: str) -> None:
        if name:
            self._now({"resource": name, **{key: one for key, one in self._table.items() if key != "resource"}})
            self._ask_resource()

    @Slot(dict)
    def _taken(self, told: dict[str, Any]) -> None:
        self._sample, self._at = str(told["sample"]), 0
        self._seen = told["detected"]["table"] or None
        self._bar.hide()
        self._try()

    @Slot()
    def _use_format(self) -> None:
        if self._seen is not None:
            self._format = self._seen
            self.format_wanted.emit(self._seen)
            self._try()

    @Slot()
    def _propose(self) -> None:
        resource = self._table.get("resource")
        if not isinstance(resource, str) or not resource:
            self._bar.say("attention", self.tr("Choose first what the records become."))
            return
        format_ = plain(self._format) if self._format else None
        values = {"sample": self._sample, "format": format_, "target": self._target, "resource": resource}
        self._link.ask(self, "propose_mapping", self._proposed, self._bar.show_error, **values)

    def _proposed(self, told: list[dict[str, Any]]) -> None:
        made = proposed(self._table, told)
        self._results.propose(made.why)
        if made.filled:
            self._now(made.table)
        words = self.tr("%n field(s) were filled; look at each.", "", made.filled)
        if not made.filled:
            words = self.tr("There is nothing to propose for fields that are empty.")
        asked = [
            self.tr("{field}: {one} or {other}?").format(field=field, one=one, other=other)
            for field, one, other in made.asked
        ]
        self._bar.say("well" if made.filled else "attention", words, "  ".join(asked[:SHOWN]))

    @Slot(int)
    def _stepped(self, at: int) -> None:
        self._at = max(0, at)
        self._try()

    @Slot()
    def _try(self) -> None:
        if not self._sample or not self._link.may("try_mapping"):
            return
        if self._trying is not None:
            self._trying.forget()
        mapping = plain(self._table) if self._table else None
        values = {"format": plain(self._format) if self._format else None, "mapping": mapping, "target": self._target}
        self._trying = self._link.ask(
            self, "try_mapping", self._tried, self._bar.show_error, sample=self._sample, at=self._at, **values
        )

    def _tried(self, told: dict[str, Any]) -> None:
        self._results.take(told, self._table)
        self._samples.show_tried(told, self._at)
        self._sources.show_fields(told["fields"], (told["record"] or {}).get("values"))
        self._show_source()
        general = self._results.all_wrong("")
        self._general.setText("\n".join(general[:SHOWN]))
        self._general.setVisible(bool(general))
        reads = bool(told["read"]) and self._format is not None
        self._samples.offer_format(None if reads or self._format == self._seen else self._seen)
        self._filled()

    def _drawn(self) -> None:
        """The trees anew: the fields that there are have changed."""
        self._targets.show_fields(self._resource.get("fields", []), list(tables.named(self._table)))
        if self._wanted != self._targets.field():
            self._targets.choose(self._wanted)
        if self._whole:
            properties = {name: one for name, one in self._whole["properties"].items() if name != "fields"}
            rest = {name: value for name, value in self._table.items() if name != "fields"}
            self._rest.show_value(self._whole, {**self._whole, "properties": properties}, rest)
        self._filled()

    def _filled(self) -> None:
        """What stands beside the fields, and the lines."""
        pairs = []
        for field in self._targets.fields():
            found = tables.feeds(self._table, field)
            words = self._results.source_words(tables.entry(self._table, field), found)
            self._targets.show_entry(field, words, self._results.value(field), self._results.wrong(field))
            for one in found:
                left, right = self._sources.item_of(one), self._targets.item_of(field)
                if left is not None and right is not None:
                    pairs.append((left, right))
        self._between.show_pairs(pairs)
        self._field_pointed(self._targets.field())
        self._show_pane()

    def _show_source(self) -> None:
        """Of the chosen field: so that its line is seen."""
        for one in tables.feeds(self._table, self._targets.field()):
            if (item := self._sources.item_of(one)) is not None:
                self._sources.scrollToItem(item)

    def _show_pane(self) -> None:
        field = self._targets.field()
        self._pane.show_field(field, self._targets.row(field), tables.entry(self._table, field), self._whole)
        why = self._results.why(field, tables.feeds(self._table, field))
        self._pane.show_wrong([*self._results.all_wrong(field), *([why] if why else [])])

    @Slot()
    def _entry_edited(self) -> None:
        if not self._pane.field:
            return
        entry = self._pane.entry()
        former = tables.entry(self._table, self._pane.field)
        if isinstance(former, Mapping) and "fields" in former and isinstance(entry, Mapping):
            entry = {**entry, "fields": former["fields"]}
        self._now(tables.with_entry(self._table, self._pane.field, entry))

    @Slot()
    def _rest_edited(self) -> None:
        rest = self._rest.value()
        fields = {"fields": self._table["fields"]} if "fields" in self._table else {}
        former = self._table.get("resource")
        self._now({**rest, **fields})
        if self._table.get("resource") != former:
            self._ask_resource()

    @Slot(str)
    def _cleared(self, field: str) -> None:
        if tables.entry(self._table, field) is not None:
            self._now(tables.with_entry(self._table, field, None))

    def _now(self, table: dict[str, Any]) -> None:
        if table == self._table:
            return
        self._table = table
        self._drawn()
        self._pause.start()
        self.changed.emit()

    @Slot(str)
    def _dropped(self, field: str) -> None:
        if (source := self._sources.source()) is not None:
            self.connect_field(field, source)

    @Slot()
    def _search_here(self) -> None:
        self._search(self._targets.field())

    @Slot(str)
    def _search(self, field: str) -> None:
        """Opens below the row."""
        item = self._targets.item_of(field)
        if item is None:
            return
        self._targets.setCurrentItem(item)
        holds = self._targets.row(field).get("kind") in ("list", "object")
        self._found = [one for one in self._sources.sources() if one.group or not holds]
        if not self._found:
            self._bar.say("attention", self.tr("Choose a sample first: then its fields can be chosen here."))
            return
        rect = self._targets.visualItemRect(item)
        names = [(" › ".join([*one.groups, one.path]), self._sources.value_of(one)) for one in self._found]
        self._finder.open_at(self._targets.viewport().mapToGlobal(rect.bottomLeft() + QPoint(0, 1)), names)

    @Slot(int)
    def _source_chosen(self, number: int) -> None:
        self.connect_field(self._targets.field(), self._found[number])
        self._targets.setFocus()

    @Slot(object)
    def _source_pointed(self, source: Source | None) -> None:
        self._between.mark(None if source is None else self._sources.item_of(source))

    @Slot(str)
    def _field_pointed(self, field: str) -> None:
        self._between.mark(self._targets.item_of(field))

    def _join(self) -> None:
        self._samples.taken.connect(self._taken)
        self._samples.failed.connect(self._bar.show_error)
        self._samples.stepped.connect(self._stepped)
        self._samples.format_wanted.connect(self._use_format)
        self._samples.propose_wanted.connect(self._propose)
        self._pause.timeout.connect(self._try)
        self._resources.currentTextChanged.connect(self._resource_chosen)
        for tree in (self._sources, self._targets):
            tree.moved.connect(self._between.follow)
        self._sources.pointed.connect(self._source_pointed)
        self._targets.pointed.connect(self._field_pointed)
        self._targets.currentItemChanged.connect(self._field_chosen)
        self._targets.wanted.connect(self._search)
        self._targets.dropped.connect(self._dropped)
        self._targets.cleared.connect(self._cleared)
        self._pane.changed.connect(self._entry_edited)
        self._pane.wanted.connect(self._search_here)
        self._rest.changed.connect(self._rest_edited)
        self._finder.chosen.connect(self._source_chosen)

    @Slot()
    def _field_chosen(self) -> None:
        self._wanted = self._targets.field() or self._wanted
        self._show_source()
        self._show_pane()

    def _lay_out(self) -> None:
        self._resources.setAccessibleName(self.tr("What the records become"))
        label = QLabel(self.tr("Records &become"), self)
        label.setBuddy(self._resources)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(label)
        head.addWidget(self._resources)
        head.addStretch(1)
        trees = QWidget(self)
        side = QHBoxLayout(trees)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self._sources, 4)
        side.addWidget(self._between)
        side.addWidget(self._targets, 6)
        tabs = QTabWidget(self)
        tabs.addTab(self._pane, self.tr("&This field"))
        tabs.addTab(self._rest, self.tr("&Rules, version, checks, tables"))
        parts = QSplitter(self)
        parts.setOrientation(parts.orientation().Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(trees)
        parts.addWidget(tabs)
        parts.setSizes([3 * HIGH, 2 * HIGH])
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addLayout(head)
        column.addWidget(self._samples)
        column.addWidget(self._bar)
        column.addWidget(self._general)
        column.addWidget(parts, 1)
        in_order(self)
