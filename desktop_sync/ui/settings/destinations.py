"""Where an export's reports go: one card for each place, with the options of its kind. Each is delivered by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_sync.core.slugs import slug
from desktop_sync.ui.settings.form import Around
from desktop_sync.ui.settings.groups import Table
from desktop_sync.ui.settings.several import One, Several
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.settings.words import said

Offer = Callable[[Sequence[str]], Sequence[tuple[str, str]]]


class DestinationsEditor(Several):
    """The value is as the file has it: a list of tables. ``offer`` gives the connections of some types."""

    def __init__(self, forms: Mapping[str, Any], around: Around, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words.setText(self.tr("Nothing is delivered yet: add a folder or an e-mail."))
        self.add.setText(self.tr("Add a destination"))
        self._forms, self._around, self._offer = forms, around, offer
        self._types = QMenu(self)
        for name, told in forms["destinations"].items():
            self._types.addAction(said(told["title"]) or name).setData(name)
        self._types.triggered.connect(self._added)
        self.add.clicked.connect(self._add)
        if len(self._types.actions()) > 1:
            self.add.setMenu(self._types)

    def made(self) -> One:
        remove = self.tr("Remove this destination")
        return _Destination(remove, self._forms, self._around, self._offer, self)

    def set_value(self, value: Any, saved: Collection[str]) -> None:  # noqa: ANN401 - a JSON value
        """Without ``changed``. ``saved``: ids that stay as they are."""
        self.show_tables([one for one in value if isinstance(one, dict)] if isinstance(value, list) else [])
        for one in self.ones:
            if isinstance(one, _Destination):
                one.fix(on=one.form.value().get("id") in saved)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return self.tables() or None

    @Slot()
    def _add(self) -> None:
        actions = self._types.actions()
        if len(actions) == 1:
            self._added(actions[0])

    @Slot(QAction)
    def _added(self, action: QAction) -> None:
        """Over the first connection that can do it."""
        type_ = str(action.data())
        taken = [str(one.get("id", "")) for one in self.tables()]
        offered = self._offer(self._forms["serve"]["delivers"].get(type_, ()))
        table: Table = {"id": slug(type_, taken, "destination"), "type": type_}
        self.put(table | ({"connection": offered[0][0]} if offered else {})).form.begin()


class _Destination(One):
    """Named by its id."""

    def __init__(self, remove: str, forms: Mapping[str, Any], around: Around, offer: Offer, parent: QWidget) -> None:
        super().__init__("", remove, parent)
        self._delivers, self._offer, self._fixed = forms["serve"]["delivers"], offer, False
        here = Around(around.safe, self._offered, around.known)
        self._typed = TypedForm(forms["destination"], forms["destinations"], here, self)
        self._typed.changed.connect(self._named)
        self.hold(self._typed)

    def show_table(self, table: Table) -> None:
        super().show_table(table)
        self._named()

    def fix(self, *, on: bool) -> None:
        """Whether its id stays as it is."""
        self._fixed = on
        self._named()

    def _offered(self, _: str) -> Sequence[tuple[str, str]]:
        """Connections that can do what this is."""
        return self._offer(self._delivers.get(self._typed.type, ()))

    @Slot()
    def _named(self) -> None:
        self._typed.form.show_row("id", on=not self._fixed)
        self.title.setText(str(self._typed.value().get("id") or self.tr("Destination")))
