"""The settings dialog put together of its pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.settings.about import About
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import Place, SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.exports import ICON, Exports
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.general import General


def settings_dialog(draft: Draft, kept: QSettings, parent: QWidget | None = None) -> SettingsDialog:
    """``draft`` may hold changes that a former dialog has left."""
    places = [
        Place("connections", _connections(), "lan-connect", lambda: Connections(draft)),
        Place("flows", _flows(), "transit-connection-variant", lambda: Flows(draft, kept)),
        Place("exports", _exports(), ICON, lambda: Exports(draft, kept)),
        Place("general", _general(), "tune-variant", lambda: _joined(dialog, kept)),
        Place("about", _about(), "information-outline", lambda: _helping(dialog)),
    ]
    dialog = SettingsDialog(draft, places, kept, parent)
    dialog.show_place(places[0].name)
    return dialog


def _joined(dialog: SettingsDialog, kept: QSettings) -> General:
    general = General(dialog.draft, kept)
    general.language_chosen.connect(dialog.language_chosen)
    general.scheme_chosen.connect(dialog.scheme_chosen)
    return general


def _helping(dialog: SettingsDialog) -> About:
    about = About(dialog.draft)
    about.bundle_wanted.connect(dialog.bundle_wanted)
    about.help_wanted.connect(dialog.show_help)
    return about


def _connections() -> str:
    return QCoreApplication.translate("SettingsDialog", "Connections")


def _flows() -> str:
    return QCoreApplication.translate("SettingsDialog", "Flows")


def _exports() -> str:
    return QCoreApplication.translate("SettingsDialog", "Exports")


def _general() -> str:
    return QCoreApplication.translate("SettingsDialog", "General")


def _about() -> str:
    return QCoreApplication.translate("SettingsDialog", "About")
