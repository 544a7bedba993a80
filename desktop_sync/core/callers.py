"""Who asks the engine for something, and how much they may: look, steer, or change. Knows no pipe and no account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What somebody may do with an engine. Each includes the ones before it."""

    LOOK = 1
    STEER = 2
    CHANGE = 3

    @property
    def word(self) -> str:
        """The role as it travels and as people read it: ``look``, ``steer``, ``change``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that called, by its name, and its role. Found out by whoever was called, never claimed."""

    account: str
    role: Role
