"""The sheet in which one document is edited: its fields, what is wrong with them, the difference, the reason.

What Acme would take is asked of the engine while somebody types; saving is refused there too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.editing.changes import Changes
from desktop_sync.ui.editing.field_tree import FieldTree
from desktop_sync.ui.editing.fields import Fields
from desktop_sync.ui.editing.nodes import named_in
from desktop_sync.ui.editing.plain import Plain
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.labels import note as note_
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.question import ask
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.tokens import BETWEEN

Row = dict[str, Any]
SOON = 300  # ms after the last key until it is asked what is wrong
LEFT, RIGHT = 600, 360


class EditSheet(Sheet):
    """Of the document of that reference. ``note``: why it was refused. ``done``: saved, and what to say."""

    place = "problems"
    done = Signal(str)

    def __init__(
        self, over: QWidget, link: Link, kept: QSettings, reference: str, resource: str, note: str = ""
    ) -> None:
        super().__init__(over, "")
        self._link, self._reference, self._resource, self._note = link, reference, resource, note
        self.title.setText(self.tr("Edit and try: {name}").format(name=said(reference)))
        self.setAccessibleName(self.title.text())
        self._delivery = 0
        self._changed = False
        self._sound = True
        self._asked: Asked | None = None
        self.save = QPushButton(icons.action("send-outline"), self.tr("Sa&ve and send"), self)
        self.buttons.addWidget(self.save)
        self.bar = Bar(self)
        self.fields = Fields(self)
        self.tree = FieldTree(self.tr("Fields of the document"), self.fields, self)
        self.plain, self.changes = Plain(self), Changes(kept, self)
        self.trouble = EmptyPlace(icons.state("attention"), "", "", self.tr("&Try again"), self)
        self._stack = QStackedWidget(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._lay_out()
        self._join()
        self.load()

    def _lay_out(self) -> None:
        left = QWidget(self)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(BETWEEN)
        down.addWidget(note_(self.tr("Click a value, or press F2, to change it."), self))
        down.addWidget(self.tree, 1)
        down.addWidget(self.plain)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(BETWEEN)
        splitter.addWidget(left)
        splitter.addWidget(self.changes)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([LEFT, RIGHT])
        self._stack.addWidget(splitter)
        self._stack.addWidget(self.trouble)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._stack, 1)

    def _join(self) -> None:
        self._soon.timeout.connect(self._check)
        self.fields.edited.connect(self._edited)
        self.plain.opened.connect(self._fill_plain)
        self.plain.taken.connect(self._take)
        self.changes.reasoned.connect(self._dress)
        self.save.clicked.connect(self._save)
        self.trouble.button.clicked.connect(self.load)
        self._link.changed.connect(self._linked)

    def close(self) -> bool:
        """Asks before what was typed is thrown away."""
        if self._changed and not self.busy:
            self._ask()
            return False
        return super().close()

    # -- what is there ------------------------------------------------------------------------

    @Slot()
    def load(self) -> None:
        """The newest version; what was typed is gone."""
        self._changed = False
        self._link.ask(self, "document", self._loaded, self._not_loaded, name=self._reference, resource=self._resource)
        self._dress()

    def _loaded(self, told: Row) -> None:
        self._delivery = told["delivery"]
        self._stack.setCurrentIndex(0)
        self.fields.show(told["body"], told["reference"])
        spoken_of = named_in(self._note, self.fields.root, self._reference)
        self.fields.mark({one.path: self._note for one in spoken_of})
        self.tree.unfold(spoken_of)
        self.changes.show_changes([], [])
        if self._note:
            self.bar.say("attention", said(self._note))
        self.tree.setFocus()
        self._dress()

    def _not_loaded(self, error: SyncError) -> None:
        self.trouble.show_words(said(error.what), said(error.hint))
        self._stack.setCurrentIndex(1)
        self._dress()

    @Slot()
    def _linked(self) -> None:
        """An engine is there again: what was typed meanwhile it has not seen."""
        if self._link.may("edit_faults") and self._changed and not self._sound:
            self.bar.hide()
            self._check()
        self._dress()

    def _ask(self) -> None:
        ask(
            self,
            self.tr("What you changed is not saved."),
            self.tr("If you leave now, it is lost."),
            yes=self.tr("Leave"),
            no=self.tr("Go on"),
            sure=self._leave,
            title=self.title.text(),
            loses=True,
        )

    @Slot()
    def _leave(self) -> None:
        self._changed = False
        self.close()

    # -- what is typed ------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._changed, self._sound = True, False
        if self._asked is not None:  # it is about what stood there before
            self._asked.forget()
        self._soon.start()
        self._dress()

    @Slot()
    def _fill_plain(self) -> None:
        self.plain.show_body(self.fields.root.body())

    @Slot(dict)
    def _take(self, body: Mapping[str, Any]) -> None:
        self.fields.show(body, self._reference)
        self.tree.unfold([])
        self._edited()

    @Slot()
    def _check(self) -> None:
        if self._asked is not None:
            self._asked.forget()
        body = self.fields.root.body()
        self._asked = self._link.ask(
            self, "edit_faults", self._checked, self._not_checked, delivery=self._delivery, body=body
        )

    def _checked(self, told: Row) -> None:
        self._sound, self._changed = not told["faults"], bool(told["changes"])
        self.fields.mark({one["field"]: one["message"] for one in told["faults"]})
        self.changes.show_changes(told["changes"], told["faults"])
        if self.plain.fold.isChecked() and not self.plain.text.hasFocus():
            self._fill_plain()
        self._dress()

    def _not_checked(self, error: SyncError) -> None:
        self.bar.show_error(error)
        self._dress()

    # -- saving -------------------------------------------------------------------------------

    @Slot()
    def _save(self) -> None:
        if self.busy:
            return
        self.busy = True
        self._link.ask(
            self, "edit", self._saved, self._refused,
            name=self._reference, delivery=self._delivery, body=self.fields.root.body(),
            reason=self.changes.reason.text().strip(), resource=self._resource,
        )  # fmt: skip
        self._dress()

    def _saved(self, results: list[Row]) -> None:
        self.busy = False
        first = results[0]
        if not first["done"]:
            self.bar.say("attention", said(first["what"]))
            self._dress()
            return
        self._changed = False
        self.done.emit(self.tr("{name}: what you changed is sent by the next run.").format(name=said(first["name"])))
        self.close()

    def _refused(self, error: SyncError) -> None:
        """The engine says why, at the fields where it can; else above them."""
        self.busy = False
        self.bar.say("attention", said(error.what), said(error.hint))
        self._check()
        self._dress()

    @Slot()
    def _dress(self) -> None:
        may, shown = self._link.may("edit"), self._stack.currentIndex() == 0
        reason = bool(self.changes.reason.text().strip())
        self.save.setVisible(shown)
        self.save.setEnabled(may and self._changed and self._sound and reason and not self.busy)
        self.save.setToolTip(self._link.why_not("edit") or self._why(reason=reason))

    def _why(self, *, reason: bool) -> str:
        """Why it cannot be saved now; empty when it can."""
        if not self._changed:
            return self.tr("Nothing is changed yet.")
        if not self._sound:
            return self.tr("Something is still wrong.")
        return "" if reason else self.tr("Say why, in a few words.")
