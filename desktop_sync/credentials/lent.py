"""Secrets as a connection test sees them: what a person has just typed comes before what is stored. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.credentials.store import Credentials


class Lent(Credentials):
    """``under`` with ``values`` by name on top, kept in memory as long as this lives."""

    def __init__(self, under: Credentials, values: Mapping[str, str]) -> None:
        self._under = under
        self._values = dict(values)

    def __repr__(self) -> str:
        return "Lent()"

    def _read(self, reference: str) -> str | None:
        return self._values.get(reference) or self._under._read(reference)
