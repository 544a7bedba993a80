"""What a resource's list at the API offers: the fields that documents have there, and the filters it knows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_sync.core.comparing import Schema
from desktop_sync.core.resource_fields import resource_fields


@dataclass(frozen=True, slots=True)
class ApiFilter:
    """What one parameter of the API's list asks: that ``field`` is, or is at least, at most, above or below a value."""

    parameter: str
    field: str
    test: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a resource's list: its fields with those that Acme adds (name → text or time), its filters."""

    schema: Schema
    own_fields: Mapping[str, str] = field(default_factory=dict)
    filters: Sequence[ApiFilter] = ()

    def kinds(self) -> dict[str, str]:
        """Every field by its path (``lines[].sku``), with its kind."""
        return {str(one["path"]): str(one["kind"]) for one in self.fields()}

    def fields(self) -> Iterator[dict[str, Any]]:
        """As ``resource_fields``, the inner ones too."""
        yield from _all(resource_fields(self.schema))
        yield from ({"path": name, "kind": kind, "choices": []} for name, kind in self.own_fields.items())

    def open(self, path: str) -> bool:
        """Whether it lies in a field that takes any name, such as attributes."""
        return any(one.get("open") and path.startswith(f"{one['path']}.") for one in self.fields())


def _all(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield dict(row)
        yield from _all(row["children"])
