"""A history of as many rows as a test wants, answered as the facade does, of numbers alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from tests.fake_engine import FakeEngine

NOW = 1_780_000_000.0
SLICE, BLOCK = 50_000, 256


_LISTS: WeakKeyDictionary[FakeEngine, dict[str, History]] = WeakKeyDictionary()


class History:
    """One list of an engine. ``newest``: the number of its newest thing; ``gone``: those that are not there now."""

    def __init__(
        self,
        engine: FakeEngine,
        newest: int,
        row: Callable[[int], dict[str, Any]] | None = None,
        show: str = "documents",
    ) -> None:
        self.newest, self.gone = newest, set[int]()
        self.states: dict[int, str] = {}
        self.row = row or self.document
        self.wait = threading.Event()
        self.wait.set()
        lists = _LISTS.setdefault(engine, {})
        lists[show] = self
        engine.answers["history"] = lambda show, **wish: lists[show[0]].history(show, **wish)
        engine.answers["history_blocks"] = lambda show, **wish: lists[show].blocks(show, **wish)

    def numbers(self, low: int, high: int, text: str = "", state: object = None, item: int | None = None) -> list[int]:
        states = [state] if isinstance(state, str) else state
        return [
            number
            for number in range(high, low - 1, -1)
            if number not in self.gone
            and text in str(number)
            and (not isinstance(states, list) or self.state(number) in states)
            and (item is None or number // 100 == item)
        ]

    def state(self, number: int) -> str:
        return self.states.get(number, "created")

    def document(self, number: int) -> dict[str, Any]:
        return {
            "id": number, "flow": "orders", "resource": "orders", "reference": str(4_000_000 + number), "version": None,
            "state": self.state(number), "note": "", "reason": "", "owner": None, "ended_at": NOW, "claimable": 1,
            "path": f"ORD_{number // 100:04}.xml", "noticed_at": NOW, "item": number // 100, "record": 1, "plan": None,
        }  # fmt: skip

    def history(self, show: list[str], before: int = 2**62, after: int = 0, limit: int = 50, **wish: Any) -> Any:  # noqa: ANN401
        self.wait.wait(5)
        high = min(before - 1, self.newest)
        if not set(wish) & {"text", "state", "item"}:
            high_enough = range(high, max(after, high - limit - len(self.gone)), -1)
            found = [number for number in high_enough if number not in self.gone]
        else:
            found = self.numbers(after + 1, high, **_known(wish))
        return {show[0]: [self.row(number) for number in found[:limit]]}

    def blocks(self, show: str, before: int = 2**62, after: int = 0, **wish: Any) -> Any:  # noqa: ANN401
        top = min(before - 1, self.newest)
        low = max(after, top - SLICE)
        told = []
        for high in range(top, low, -BLOCK):
            lowest = max(low + 1, high - BLOCK + 1)
            if set(wish) & {"text", "state", "item"}:
                count = len(self.numbers(lowest, high, **_known(wish)))
            else:
                count = high - lowest + 1 - sum(lowest <= one <= high for one in self.gone)
            told.append([lowest, high, count])
        return {"newest": self.newest, "blocks": told, "next": low + 1 if low > after else None, "cut": False}


def _known(wish: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wish.items() if name in {"text", "state", "item"}}
