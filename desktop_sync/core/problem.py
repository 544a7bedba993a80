"""A problem: what happened to which thing, why, who can fix it, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_sync.core.errors import Owner


@dataclass(frozen=True, slots=True)
class Problem:
    """``key`` names the trouble, so that its return is counted and not told again; ``cause`` groups the like."""

    key: str
    cause: str
    what: str
    hint: str = ""
    owner: Owner = Owner.VENDOR
    flow: str = ""
    connection: str = ""
    item: int | None = None
    delivery: int | None = None
    lane: int | None = None
    record: int | None = None
    position: str = ""
    field: str = ""
    value: str = ""
