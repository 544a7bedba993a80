"""How a request can fail before there is an answer: not a byte of it left, or nobody can tell.

Every foreign exception of the network becomes one of the two, with the stage it happened at. It must
not know what the request was about.
"""

from __future__ import annotations

from enum import StrEnum

from desktop_sync.core.errors import RetryLater, Unknown


class Stage(StrEnum):
    """How far a request had come when it failed without a byte sent."""

    NAME = "name"
    REACH = "reach"
    PROXY = "proxy"
    TLS = "TLS"
    BUSY = "busy"
    SEND = "send"


class NotSent(RetryLater):
    """No byte of the request was sent."""

    def __init__(self, stage: Stage, what: str, hint: str = "") -> None:
        super().__init__(what, hint)
        self.stage = stage


class Cut(Unknown):
    """A byte of the request may have arrived and no whole answer came back."""


class TooLarge(Cut):
    """More came back than is taken."""
