"""A sample, and where its documents would go: what is kept of one while nobody tries anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from desktop_sync.acme.profile import Profile
    from desktop_sync.kinds import Schemas

Row = dict[str, Any]
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sample:
    """``cut``: this is only its beginning."""

    name: str
    data: bytes
    cut: bool


@dataclass(frozen=True, slots=True)
class Target:
    """Where documents would go. ``options``: None for the built-in profile."""

    options: BaseModel | None
    profile: tuple[Profile, Schemas]
