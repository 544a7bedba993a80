"""How many, how much, how long: the bounds within which clients can ask, and none can harm the engine or another."""

from __future__ import annotations

from dataclasses import dataclass

PROTOCOL = 1  # what this program speaks
OLDEST = 1  # the oldest it still understands


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one server. Seconds, bytes, and numbers."""

    clients: int = 64
    looks: int = 4  # threads that serve calls that only look
    works: int = 64  # threads for the others, which may wait long
    looking: int = 64  # calls of one client at the same time that only look
    working: int = 16  # others, so that one client never has all threads
    answers: int = 128  # that wait to be taken, before nothing more is read from that client
    answer_bytes: int = 64 * 1024 * 1024  # the same in bytes, after which the client is given up
    events: int = 256  # that wait to be taken, before they are replaced by "resync"
    event_bytes: int = 4 * 1024 * 1024
    spacing: float = 0.1  # between two batches of events to one client
    hello: float = 10.0  # until a client must have said who it is
    farewell: float = 1.0  # to send what is left, when the engine stops
