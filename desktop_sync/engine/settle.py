"""Settles items whose deliveries have all ended, at one place: the order is committed, carried out, confirmed.

A settle that fails is tried again as a settle, never as an import. It must not know how a source settles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from desktop_sync.core.delivering import backoff
from desktop_sync.core.errors import Ended, Owner, SyncError
from desktop_sync.core.model import Item, SettleResult, Settling
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome
from desktop_sync.engine.location import Located, RunResult
from desktop_sync.ledger.ledger import Ledger

SETTLED_TOGETHER = 256  # items; two transactions
SETTLED_IN_ONE_GO = 4  # items; answers of Acme wait no longer than for that


class Settles:
    """The settling of one place of a flow."""

    def __init__(self, location: Located, ledger: Ledger, result: RunResult, tell: Callable[[str, int], None]) -> None:
        self._location = location
        self._ledger = ledger
        self._result = result
        self._tell = tell

    def all(self) -> Iterator[float]:
        """Items whose deliveries have all ended, in small pieces; then those that are tried again."""
        yield from self.ended()
        left = self._ledger.items.to_settle(self._location.place)
        for begin in range(0, len(left), SETTLED_TOGETHER):
            yield from self._carry_out(left[begin : begin + SETTLED_TOGETHER])

    def ended(self) -> Iterator[float]:
        """The order is committed, then carried out, then confirmed; nothing is yielded where there is none."""
        while ended := self._ledger.items.ended(self._location.place, SETTLED_TOGETHER):
            orders = [order for one in ended if (order := self._plan(one.item, one.outcome, one.reason)) is not None]
            self._ledger.items.order_settling(orders)
            yield 0.0
            yield from self._carry_out(orders)

    def _plan(
        self, item: Item, outcome: ItemOutcome, reason: Mapping[str, object] | None
    ) -> tuple[Settling, ItemOutcome] | None:
        """Where the item goes; None: not now (no free name), told as a problem and tried again."""
        try:
            return self._location.source.plan(item, outcome, dict(reason) if reason else None), outcome
        except SyncError as error:
            self._settle_later(item, error)
            return None

    def _settle_later(self, item: Item, error: SyncError) -> None:
        wait = backoff(self._ledger.items.attempts(item))
        self._ledger.items.settle_later(item, wait, self._settle_problem(item, error))

    def _carry_out(self, orders: Sequence[tuple[Settling, ItemOutcome]]) -> Iterator[float]:
        results: list[tuple[Settling, SettleResult]] = []
        for number, (order, outcome) in enumerate(orders, 1):
            result = self._settle_one(order, outcome)
            if result is not None:
                results.append((order, result))
            if not number % SETTLED_IN_ONE_GO:
                yield 0.0
        self._ledger.items.settled(results)
        for _, result in results:
            self._result.counts[f"settled {result.value}"] += 1
        self._tell("settle", self._result.counts["settled done"])
        yield 0.0

    def _settle_one(self, order: Settling, outcome: ItemOutcome) -> SettleResult | None:
        try:
            return self._location.source.settle(order)
        except Ended:
            return None
        except SyncError as error:
            if getattr(error, "reason", "") == "target taken":
                again = self._plan(order.item, outcome, order.reason)
                self._ledger.items.order_settling([again] if again else [])
            self._settle_later(order.item, error)
            return None

    def _settle_problem(self, item: Item, error: SyncError) -> Problem:
        return Problem(
            key=f"settle:{item.id}",
            cause="settle",
            what=f"{item.entity.path} was processed but could not be moved away: {error.what}",
            hint=error.hint or "It is tried again by itself and never imported twice.",
            owner=Owner.IT,
            flow=item.flow,
            connection=item.connection,
            item=item.id,
        )
