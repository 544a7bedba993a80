"""The settings in force, for commands that only look: while an engine works by the last good ones, they tell by those.

An engine keeps what held before when the file gets a fault. Without an engine the file alone counts.
"""

from __future__ import annotations

import sys

from desktop_sync.app import App
from desktop_sync.core.errors import SettingsError
from desktop_sync.data_folder import engine_in
from desktop_sync.settings.current import last_good
from desktop_sync.settings.model import Settings


def settings_in_force(app: App) -> Settings:
    """Of a file with a fault, a line on standard error says that the former ones hold. SettingsError: none hold."""
    try:
        return app.settings()
    except SettingsError as error:
        if engine_in(app.folder.lock) is None:
            raise
        found = last_good(app.settings_file, app.folder.history, error)
    print(
        f"{app.folder.settings} has a fault; the former settings are in force. See it: desktop-sync config validate",
        file=sys.stderr,
    )
    return found
