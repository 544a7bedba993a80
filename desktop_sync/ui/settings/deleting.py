"""A page whose ones leave something behind when they are deleted: how much is asked of the engine, then the person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.parts.question import ask
from desktop_sync.ui.settings.subjects import Row, Subjects


@dataclass(frozen=True, slots=True)
class Warned:
    """What a person reads before: what is left, what becomes of it, and the button that deletes all the same."""

    what: str
    more: str
    button: str


class Deleting(Subjects):
    """Of flows or exports."""

    _asked_of = ""  # its id

    def left_by(self, one: Row) -> tuple[str, dict[str, str]]:
        """What the engine is asked."""
        raise NotImplementedError

    def many_left(self, told: dict[str, Any], one: Row) -> int:
        """By its answer."""
        raise NotImplementedError

    def warned(self, many: int) -> Warned:
        """In words."""
        raise NotImplementedError

    @Slot()
    def delete(self) -> None:
        one = self.chosen_one
        if one is None:
            return
        name = str(one.get("id"))
        if not self._draft.is_saved(self._name, name):
            self.drop()
            return
        self.listing.delete.setEnabled(False)
        method, parameters = self.left_by(one)
        self._draft.link.ask(self, method, partial(self._told, name), self._unknown, **parameters)

    def _told(self, name: str, told: dict[str, Any]) -> None:
        one = self.chosen_one
        if one is None or str(one.get("id")) != name:  # meanwhile another is chosen, of which nothing was asked
            return
        if many := self.many_left(told, one):
            self._asked_of = name
            self._ask(self.title_of(one), self.warned(many))
        else:
            self.drop()

    def _unknown(self, error: SyncError) -> None:
        self._redraw()
        self.bar.show_error(error)

    def _ask(self, title: str, warned: Warned) -> None:
        no = self.tr("Keep it")
        box = ask(self, warned.what, warned.more, yes=warned.button, no=no, sure=self._sure, title=title, loses=True)
        box.finished.connect(self._redraw)

    @Slot()
    def _sure(self) -> None:
        """Unless others took it away meanwhile, and another one shows."""
        if self.chosen_one is not None and self.chosen_one.get("id") == self._asked_of:
            self.drop()
