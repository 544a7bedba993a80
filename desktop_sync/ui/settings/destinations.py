"""Where an export's reports go: one card for each place, with the options of its kind. Each is delivered by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.slugs import slug
from desktop_sync.ui import icons
from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.settings.form import Around
from desktop_sync.ui.settings.groups import Problem, Table
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.settings.words import said
from desktop_sync.ui.tokens import BETWEEN

Offer = Callable[[Sequence[str]], Sequence[tuple[str, str]]]


class DestinationsEditor(QWidget):
    """The value is as the file has it: a list of tables. ``offer`` gives the connections of some types."""

    changed = Signal()

    def __init__(self, forms: Mapping[str, Any], around: Around, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms, self._around, self._offer = forms, around, offer
        self._read_only, self._saved = False, frozenset[str]()
        self._ones: list[_Destination] = []
        self._words = note(self.tr("Nothing is delivered yet: add a folder or an e-mail."), self)
        self._types = QMenu(self)
        for name, told in forms["destinations"].items():
            self._types.addAction(said(told["title"]) or name).setData(name)
        self._types.triggered.connect(self._added)
        self.add = QPushButton(icons.action("plus"), self.tr("Add a destination"), self)
        self.add.clicked.connect(self._add)
        if len(self._types.actions()) > 1:
            self.add.setMenu(self._types)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self._words)
        self._column.addLayout(row)

    def set_value(self, value: Any, saved: Collection[str]) -> None:  # noqa: ANN401 - a JSON value
        """Without ``changed``. ``saved``: ids that stay as they are."""
        self._saved = frozenset(saved)
        tables = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        while len(self._ones) > len(tables):
            self._drop(self._ones[-1])
        for number, table in enumerate(tables):
            one = self._ones[number] if number < len(self._ones) else self._new()
            one.show_table(table, fixed=str(table.get("id")) in self._saved)
        self._words.setVisible(not self._ones)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return [one.value() for one in self._ones] or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        for number, one in enumerate(self._ones):
            one.form.show_problems([(path[1:], what, error) for path, what, error in found if path[:1] == (number,)])

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._read_only = on
        self.add.setEnabled(not on)
        for one in self._ones:
            one.set_read_only(on=on)

    def _new(self) -> _Destination:
        one = _Destination(self._forms, self._around, self._offer, self)
        one.form.changed.connect(self.changed)
        one.gone.connect(self._gone)
        one.set_read_only(on=self._read_only)
        self._ones.append(one)
        self._column.insertWidget(self._column.count() - 1, one)
        before(self.add, one)
        return one

    def _drop(self, one: _Destination) -> None:
        self._ones.remove(one)
        self._column.removeWidget(one)
        one.setParent(None)
        one.deleteLater()

    @Slot()
    def _add(self) -> None:
        actions = self._types.actions()
        if len(actions) == 1:
            self._added(actions[0])

    @Slot(QAction)
    def _added(self, action: QAction) -> None:
        """Over the first connection that can do it."""
        type_ = str(action.data())
        taken = [str(one.value().get("id", "")) for one in self._ones]
        offered = self._offer(self._forms["serve"]["delivers"].get(type_, ()))
        table: Table = {"id": slug(type_, taken, "destination"), "type": type_}
        self._new().show_table(table | ({"connection": offered[0][0]} if offered else {}), fixed=False)
        self._words.hide()
        self.changed.emit()

    @Slot()
    def _gone(self) -> None:
        one = self.sender()
        if isinstance(one, _Destination):
            self._drop(one)
            self._words.setVisible(not self._ones)
            self.changed.emit()


class _Destination(Card):
    """One of them."""

    gone = Signal()

    def __init__(self, forms: Mapping[str, Any], around: Around, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self._delivers, self._offer = forms["serve"]["delivers"], offer
        here = Around(around.safe, self._offered, around.known)
        self.form = TypedForm(forms["destination"], forms["destinations"], here, self)
        self.form.changed.connect(self._named)
        self._fixed = False
        self._title = section("", self)
        self._remove = small("close", self.tr("Remove this destination"), self)
        self._remove.clicked.connect(self.gone)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._remove)
        self.body.addLayout(row)
        self.body.addWidget(self.form)

    def show_table(self, table: Table, *, fixed: bool) -> None:
        """``fixed``: its id stays as it is."""
        self._fixed = fixed
        self.form.set_value(table)
        self._named()

    def value(self) -> Table:
        """As it stands in the file."""
        return self.form.value()

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._remove.setEnabled(not on)
        self.form.set_read_only(on=on)

    def _offered(self, _: str) -> Sequence[tuple[str, str]]:
        """Connections that can do what this is."""
        return self._offer(self._delivers.get(self.form.type, ()))

    @Slot()
    def _named(self) -> None:
        self.form.form.show_row("id", on=not self._fixed)
        self._title.setText(str(self.form.value().get("id") or self.tr("Destination")))
