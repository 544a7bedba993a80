"""A mail as the program wants it sent, and what became of it. Values; it must not know how mail is spelt or sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mail:
    """``message_id`` names it for ever (``<…@…>``): sent a second time it is the same mail. ``at``: epoch seconds."""

    message_id: str
    at: float
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The mail server has taken the mail, but for these recipients; each with what it said about them."""

    refused: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    """Not now: the same mail may be sent to them again."""
