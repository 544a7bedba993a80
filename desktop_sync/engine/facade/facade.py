"""The facade: themes, each a handful of methods with plain JSON values, behind one table of names and roles.

It knows what may be asked and by whom, and nothing of what is done. No method gives a secret away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_sync.core.callers import Caller
from desktop_sync.core.errors import Rejected
from desktop_sync.core.events import Publish, nobody
from desktop_sync.engine.facade.calling import Call, Method, allowed, fitting
from desktop_sync.engine.facade.table import ROLES


class Facade:
    """Made of themes: every public method of one of them stands in the table under its name."""

    def __init__(self, *themes: object) -> None:
        self._methods: dict[str, Method] = {}
        self._going: dict[int, Call] = {}  # by the identity of its values
        for theme in themes:
            for name in _public(theme):
                if name not in ROLES or name in self._methods:
                    raise TypeError(f"{type(theme).__name__}.{name} is not in the table, or there twice")
                self._methods[name] = getattr(theme, name)

    def names(self) -> frozenset[str]:
        """What can be asked here."""
        return frozenset(self._methods)

    def call(
        self,
        method: str,
        values: Mapping[str, object],
        caller: Caller,
        tell: Publish = nobody,
    ) -> Any:  # noqa: ANN401 - plain JSON
        """Does it. Stop when the caller may not, Rejected for a name or values that do not fit, else what comes of it.

        Called by many threads at once. ``tell`` is called by the thread that works, in the order of what happens.
        """
        found = self._methods.get(method)
        if found is None:
            raise Rejected(f'"{method}" cannot be asked here.', "The program that asks is perhaps of another version.")
        allowed(caller, method, ROLES[method])
        going = self._going[id(values)] = Call(caller.account, tell)
        try:
            return found(going, **fitting(method, found, values))
        finally:
            del self._going[id(values)]

    def cancel(self, values: Mapping[str, object]) -> None:
        """The call that is under way with these very values is not wanted any more; those that can, end."""
        going = self._going.get(id(values))
        if going is not None:
            going.token.set()


class Local:
    """The desk of a facade in this process."""

    engine = False

    def __init__(self, facade: Facade, caller: Caller) -> None:
        self._facade = facade
        self._caller = caller

    def ask(self, method: str, listen: Publish = nobody, /, **values: object) -> Any:  # noqa: ANN401 - plain JSON
        """As ``core.desk.Desk``."""
        return self._facade.call(method, values, self._caller, listen)


def _public(theme: object) -> list[str]:
    return [name for name in dir(theme) if not name.startswith("_") and callable(getattr(theme, name))]
