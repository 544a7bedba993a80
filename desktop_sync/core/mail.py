"""A mail as the program wants it sent, and what became of it. Values; it must not know how mail is spelt or sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail. ``open``: its bytes, exactly ``size`` of them, as often as it is called."""

    name: str
    media_type: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Mail:
    """``message_id`` names it for ever (``<…@…>``): sent a second time it is the same mail. ``at``: epoch seconds.

    ``only``: of its recipients, those that it is sent to this time; None: all. What stands in it stays the same.
    """

    message_id: str
    at: float
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    attachment: Attachment | None = None
    only: frozenset[str] | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody it is sent to now, each once."""
        everybody = dict.fromkeys((*self.to, *self.cc, *self.bcc))
        return tuple(one for one in everybody if self.only is None or one in self.only)


@dataclass(frozen=True, slots=True)
class Posted:
    """The mail server has taken the mail, but for these recipients; each with what it said about them."""

    refused: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    """Not now: the same mail may be sent to them again."""
