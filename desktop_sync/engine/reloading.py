"""Brings the settings that hold now to those who work by them, and tells of a file that cannot be used.

Runs under way finish with what they began. It must not know what the settings say.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop_sync.core.errors import Owner, SettingsError
from desktop_sync.core.events import Publish, nobody
from desktop_sync.core.problem import Problem
from desktop_sync.engine.runs import Problems
from desktop_sync.settings.current import CurrentSettings
from desktop_sync.settings.model import Settings

log = logging.getLogger("settings")
KEY = "settings"


class Reloading:
    """``apply`` is told the settings that hold from now on."""

    def __init__(
        self,
        current: CurrentSettings,
        apply: Callable[[Settings], None],
        problems: Problems,
        publish: Publish = nobody,
    ) -> None:
        self._current = current
        self._apply = apply
        self._problems = problems
        self._publish = publish
        self._told: SettingsError | None = None

    def start(self) -> None:
        """The settings at the start; the file may be broken already."""
        self._tell(self._current.error)
        self._apply(self._current())

    def look(self, *, anyway: bool = False) -> bool:
        """Whether others hold from now on; ``anyway``: they are applied even if the file is as it was."""
        found = self._current.look(anyway=anyway)
        self._tell(found.error)
        if found.error is None and (found.changed or anyway):
            log.info("the settings were read again")
            self._apply(self._current())
            self._publish({"event": "settings changed"})
        return found.changed

    def reload(self) -> bool:
        """As a person asks: SettingsError when the file is broken, and what held before holds."""
        changed = self.look(anyway=True)
        if self._current.error is not None:
            raise self._current.error
        return changed

    def _tell(self, error: SettingsError | None) -> None:
        if error is self._told:
            return
        self._told = error
        if error is None:
            self._problems.resolve(KEY, "they can be used again")
        else:
            log.error("%s What held before still holds. %s", error.what, "; ".join(error.problems))
            places = "".join(f"\n{one}" for one in error.problems)
            what = f"{error.what} What held before still holds.{places}"
            self._problems.report([Problem(KEY, "settings", what, error.hint, Owner.IT)])
        self._publish({"event": "problems changed"})
