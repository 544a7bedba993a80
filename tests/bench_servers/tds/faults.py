"""Faults that tests order: each waits for a statement with certain words, then happens, as often as it was ordered.

It must not know the wire: what a fault does is done where the statement runs.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["cut_before", "cut_after", "delay", "error", "deadlock", "cut_in_rows", "silence"]


@dataclass
class Fault:
    """``number`` and ``text`` of an error; ``seconds`` of a delay; ``rows`` after which the connection is cut."""

    kind: Kind
    match: str = ""
    times: int = 1
    number: int = 50000
    text: str = "A fault that the test ordered."
    seconds: float = 0.0
    rows: int = 0


@dataclass
class Faults:
    """What is ordered."""

    ordered: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, fault: Fault) -> None:
        with self._lock:
            self.ordered.append(fault)

    def clear(self) -> None:
        with self._lock:
            self.ordered.clear()

    def take(self, text: str, *kinds: Kind) -> Fault | None:
        """The next fault of one of these kinds that means this statement; it is spent by that."""
        with self._lock:
            for fault in self.ordered:
                if fault.kind in kinds and fault.match.lower() in text.lower():
                    fault.times -= 1
                    if not fault.times:
                        self.ordered.remove(fault)
                    return fault
        return None
