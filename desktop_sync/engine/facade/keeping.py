"""The theme of secrets: they come in, are listed by name and deleted. There is no way to get one out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_sync.core.errors import SettingsError
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row


class Keeper(Protocol):
    """Puts secrets away, such as the credentials of the account that runs this process."""

    def set(self, reference: str, value: str) -> None: ...

    def delete(self, reference: str) -> bool: ...

    def list(self) -> tuple[str, ...]: ...


class Keeping:
    """``changed`` is called after a secret was: whoever signed in with the former one signs in anew."""

    def __init__(self, keeper: Keeper, changed: Callable[[], object]) -> None:
        self._keeper = keeper
        self._changed = changed

    def put_secret(self, call: Call, *, name: str, value: str) -> Row:
        """Kept under a name that settings may refer to."""
        self._keeper.set(name, value)
        self._changed()
        return {"kept": name}

    def delete_secret(self, call: Call, *, name: str) -> Row:
        """SettingsError when there is none of this name."""
        if not self._keeper.delete(name):
            raise SettingsError(f"There is no secret {name}.", hint="See the names with: desktop-sync secret list")
        self._changed()
        return {"deleted": name}

    def list_secrets(self, call: Call) -> list[str]:
        """The names that were set here."""
        return list(self._keeper.list())
