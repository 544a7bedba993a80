"""The sheet before a save: every difference in words, what is to be looked at, and the one button that saves."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.difference_list import DifferenceList
from desktop_sync.ui.settings.differences import differences, secret_differences
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.subjects import scrolling


class SaveSheet(Sheet):
    """``saved``: it is in force."""

    saved = Signal()

    def __init__(self, over: QWidget, draft: Draft) -> None:
        many = draft.count
        super().__init__(over, QCoreApplication.translate("SaveSheet", "%n change(s)", None, many))
        self._draft = draft
        self.bar = Bar(self)
        self.list = DifferenceList(self)
        found = differences(draft.changes(), draft.base, draft.now, draft.forms) + secret_differences(draft.secrets)
        self.list.show_differences(found, "")
        self.save = QPushButton(self.tr("Save %n change(s)", "", many), self)
        self.save.setEnabled(draft.ready)
        self.save.clicked.connect(self._save)
        self.buttons.addWidget(self.save)
        self.body.addWidget(self.bar)
        self.body.addWidget(scrolling(self.list), 1)
        if draft.warned():
            self.bar.say("attention", self.tr("It can be saved as it is. Look at this:"), _words(draft))
        draft.changed.connect(self._stale)

    @Slot()
    def _save(self) -> None:
        self.busy = True
        self.save.setEnabled(False)
        self._draft.save(self._done, self._failed)

    def _done(self) -> None:
        if not shiboken6.isValid(self):
            return
        self.busy = False
        self.saved.emit()
        self.close()

    def _failed(self, error: SyncError) -> None:
        if not shiboken6.isValid(self):
            return
        self.busy = False
        self.bar.show_error(error, "stopped")
        self.save.setEnabled(True)

    @Slot()
    def _stale(self) -> None:
        """Others saved meanwhile: what is shown is not what would be saved."""
        if self.save.isEnabled():
            self.close()


def _words(draft: Draft) -> str:
    return "\n".join(f"{one['place']}: {one['message']}" if one["place"] else one["message"] for one in draft.warned())
