"""Settles items whose deliveries have all ended, at one place: the order is committed, carried out, confirmed.

A settle that fails is tried again as a settle, never as an import. It must not know how a source settles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from desktop_sync.core.delivering import backoff
from desktop_sync.core.errors import Ended, Owner, SyncError
from desktop_sync.core.model import Item, SettleResult, Settling
from desktop_sync.core.ports import SettlesMany
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome
from desktop_sync.engine.location import Located, RunResult
from desktop_sync.engine.side_by_side import each, pieces
from desktop_sync.ledger.ledger import Ledger

SETTLED_TOGETHER = 256  # items; two transactions
SETTLED_IN_ONE_GO = 4  # items one after the other; answers of Acme wait no longer than for that
MOST_AT_ONCE = 32  # items side by side, where their place is far away: as long as one takes

Order = tuple[Settling, ItemOutcome]


class Settles:
    """The settling of one place of a flow."""

    def __init__(self, location: Located, ledger: Ledger, result: RunResult, tell: Callable[[str, int], None]) -> None:
        self._location = location
        self._ledger = ledger
        self._result = result
        self._tell = tell
        self._most = MOST_AT_ONCE
        # Asked here, once: it costs more than a rename.
        self._many = location.source if isinstance(location.source, SettlesMany) else None

    def one_by_one(self) -> None:
        """Nothing is done in other threads."""
        self._most = 1

    def all(self) -> Iterator[float]:
        """Items whose deliveries have all ended, in small pieces; then those that are tried again."""
        yield from self.ended()
        left = self._ledger.settlings.ordered(self._location.place)
        for begin in range(0, len(left), SETTLED_TOGETHER):
            yield from self._carry_out(left[begin : begin + SETTLED_TOGETHER])

    def ended(self) -> Iterator[float]:
        """The order is committed, then carried out, then confirmed; nothing is yielded where there is none."""
        while ended := self._ledger.settlings.ended(self._location.place, SETTLED_TOGETHER):
            orders: list[Order] = []
            for piece in pieces(ended, self._at_once, lambda _: ()):
                found = each(lambda one: self._plan(one.item, one.outcome, one.reason), piece)
                for one, order in zip(piece, found, strict=True):
                    if isinstance(order, SyncError):
                        self._settle_later(one.item, order)
                    else:
                        orders.append(order)
            self._ledger.settlings.order(orders)
            yield 0.0
            yield from self._carry_out(orders)

    def _at_once(self) -> int:
        return min(self._many.settles_at_once, self._most) if self._many is not None else 1

    def _plan(self, item: Item, outcome: ItemOutcome, reason: Mapping[str, object] | None) -> Order:
        """Where the item goes. SyncError: not now (no free name), told as a problem and tried again."""
        return self._location.source.plan(item, outcome, dict(reason) if reason else None), outcome

    def _settle_later(self, item: Item, error: SyncError) -> None:
        wait = backoff(self._ledger.items.attempts(item))
        self._ledger.settlings.later(item, wait, self._settle_problem(item, error))

    def _carry_out(self, orders: Sequence[Order]) -> Iterator[float]:
        results: list[tuple[Settling, SettleResult]] = []
        for number, piece in enumerate(pieces(orders, self._at_once, _names), 1):
            found = each(lambda one: self._location.source.settle(one[0]), piece)
            for one, result in zip(piece, found, strict=True):
                if isinstance(result, SyncError):
                    self._not_settled(one, result)
                else:
                    results.append((one[0], result))
            if len(piece) > 1 or not number % SETTLED_IN_ONE_GO:
                yield 0.0
        self._ledger.settlings.settled(results)
        for _, result in results:
            self._result.counts[f"settled {result.value}"] += 1
        self._tell("settle", self._result.counts["settled done"])
        yield 0.0

    def _not_settled(self, ordered: Order, error: SyncError) -> None:
        """It is tried again; under another name, where something else has the planned one."""
        order, outcome = ordered
        if isinstance(error, Ended):
            return
        if getattr(error, "reason", "") == "target taken":
            try:
                again = self._plan(order.item, outcome, order.reason)
            except SyncError as none:
                self._settle_later(order.item, none)
            else:
                self._ledger.settlings.order([again])
        self._settle_later(order.item, error)

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


def _names(ordered: Order) -> Iterator[str]:
    """What one order touches: two that share a name are carried out one after the other."""
    yield ordered[0].item.entity.path
    if ordered[0].target is not None:
        yield ordered[0].target
