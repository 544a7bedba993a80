"""One settings dialog at a time: opened, brought to the front, made anew with other words while its draft lives on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from desktop_sync.ui.link import Link

if TYPE_CHECKING:
    from desktop_sync.ui.settings.dialog import SettingsDialog
    from desktop_sync.ui.settings.draft import Draft


class Opening(QObject):
    """What dialog and draft are made of is loaded when it is first wanted."""

    help_wanted = Signal(str)
    bundle_wanted = Signal()
    language_chosen = Signal(str)
    scheme_chosen = Signal(str)

    def __init__(self, link: Link, kept: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._kept = link, kept
        self._draft: Draft | None = None
        self.dialog: SettingsDialog | None = None

    @Slot()
    def show(self, place: str = "", subject: str = "") -> None:
        """At a page, and there at a connection, flow or export by its id."""
        if self.dialog is None:
            self.dialog = self._made()
        self.dialog.bring(place, subject)

    def anew(self) -> None:
        """In another language or theme. What was not saved is still there."""
        old, self.dialog = self.dialog, None
        if old is None:
            return
        place, geometry = old.place, old.saveGeometry()
        old.blockSignals(True)  # it does not ask
        old.hide()
        old.deleteLater()
        made = self.dialog = self._made()
        made.bring(place)
        made.restoreGeometry(geometry)

    def _made(self) -> SettingsDialog:
        from desktop_sync.ui.settings.draft import Draft
        from desktop_sync.ui.settings.open import settings_dialog

        if self._draft is None:
            self._draft = Draft(self._link, self)
        dialog = settings_dialog(self._draft, self._kept)
        dialog.closed.connect(self._closed)
        dialog.help_wanted.connect(self.help_wanted)
        dialog.bundle_wanted.connect(self.bundle_wanted)
        dialog.language_chosen.connect(self.language_chosen)
        dialog.scheme_chosen.connect(self.scheme_chosen)
        return dialog

    @Slot()
    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        draft, self._draft = self._draft, None
        for one in (dialog, draft):
            if one is not None:
                one.deleteLater()
