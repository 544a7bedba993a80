"""The settings dialog put together of its pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.settings.about import About
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import Place, SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.general import General


def settings_dialog(draft: Draft, kept: QSettings, parent: QWidget | None = None) -> SettingsDialog:
    """``draft`` may hold changes that a former dialog has left."""
    general, about = General(draft, kept), About(draft)
    places = [
        Place("connections", _connections(), "lan-connect", Connections(draft)),
        Place("flows", _flows(), "transit-connection-variant", Flows(draft)),
        Place("general", _general(), "tune-variant", general),
        Place("about", _about(), "information-outline", about),
    ]
    dialog = SettingsDialog(draft, places, kept, parent)
    general.language_chosen.connect(dialog.language_chosen)
    general.scheme_chosen.connect(dialog.scheme_chosen)
    about.bundle_wanted.connect(dialog.bundle_wanted)
    about.help_wanted.connect(dialog.show_help)
    return dialog


def _connections() -> str:
    return QCoreApplication.translate("SettingsDialog", "Connections")


def _flows() -> str:
    return QCoreApplication.translate("SettingsDialog", "Flows")


def _general() -> str:
    return QCoreApplication.translate("SettingsDialog", "General")


def _about() -> str:
    return QCoreApplication.translate("SettingsDialog", "About")
