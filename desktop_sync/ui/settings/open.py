"""The settings dialog put together of its pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import Place, SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.flows import Flows


def settings_dialog(draft: Draft, kept: QSettings, parent: QWidget | None = None) -> SettingsDialog:
    """``draft`` may hold changes that a former dialog has left."""
    connections = QCoreApplication.translate("SettingsDialog", "Connections")
    flows = QCoreApplication.translate("SettingsDialog", "Flows")
    places = [
        Place("connections", connections, "lan-connect", Connections(draft)),
        Place("flows", flows, "transit-connection-variant", Flows(draft)),
    ]
    return SettingsDialog(draft, places, kept, parent)
