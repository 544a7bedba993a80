"""What the sending system sent against what Acme holds, document by document: the rows of the daily reconciliation.

Both sides come in the order of resource and reference, so that they are compared in one pass, however many there are.
Pure; it must not know where either side was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar, get_args

from desktop_sync.core.listing import Listing
from desktop_sync.core.reports import Row
from desktop_sync.core.states import OPEN_DELIVERY, DeliveryState

RECONCILIATION = "reconciliation"
"""What a query names as its resource to have these rows, instead of documents."""
Verdict: TypeAlias = Literal["arrived", "pending", "refused", "missing", "differs", "unsent"]
_TEXTS = ("resource", "reference", "flow", "file", "currency", "acme_id")
LISTING = Listing(
    {
        "type": "object",
        "properties": {
            "verdict": {"type": "string", "enum": list(get_args(Verdict))},
            **{name: {"type": "string"} for name in _TEXTS},
            "sent_at": {"type": "string", "format": "date-time"},
            "sent_amount": {"type": "string", "format": "decimal"},
            "acme_amount": {"type": "string", "format": "decimal"},
        },
    }
)
"""The fields of these rows, for filters and columns."""
Key: TypeAlias = tuple[str, str]

_REFUSED = frozenset({DeliveryState.REJECTED, DeliveryState.DISMISSED})


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest delivery of one document that should be in Acme. ``amount``: as its body says, with its currency.

    Left out: what was cancelled before it ever was there.
    """

    resource: str
    reference: str
    flow: str
    file: str
    noticed: datetime
    state: DeliveryState
    amount: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What Acme shows. ``same``: whether it is what was acknowledged last; a person may have changed it there."""

    resource: str
    reference: str
    id: str
    amount: str = ""
    currency: str = ""
    same: bool = True


def reconciled(sent: Iterable[Sent], held: Iterable[Held]) -> Iterator[Row]:
    """A row for each document that either side knows. Raises ValueError for a side out of order, or with one twice."""
    left, right = _in_order(sent), _in_order(held)
    ours, theirs = next(left, None), next(right, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and _key(ours) < _key(theirs)):
            yield _row(ours, None)
            ours = next(left, None)
        elif ours is None or _key(theirs) < _key(ours):
            yield _row(None, theirs)
            theirs = next(right, None)
        else:
            yield _row(ours, theirs)
            ours, theirs = next(left, None), next(right, None)


def verdict(sent: Sent | None, held: Held | None) -> Verdict:
    """What became of one document."""
    if sent is None:
        return "unsent"
    if sent.state in _REFUSED:
        return "refused"
    if sent.state in OPEN_DELIVERY:
        return "pending"
    if held is None:
        return "missing"
    return "arrived" if held.same else "differs"


def _row(sent: Sent | None, held: Held | None) -> Row:
    one = sent or held
    return {
        "verdict": verdict(sent, held),
        "resource": one.resource if one is not None else "",
        "reference": one.reference if one is not None else "",
        "currency": (sent.currency if sent is not None else "") or (held.currency if held is not None else ""),
        "flow": sent.flow if sent is not None else None,
        "file": sent.file if sent is not None else None,
        "sent_at": sent.noticed if sent is not None else None,
        "sent_amount": sent.amount if sent is not None else None,
        "acme_id": held.id if held is not None else None,
        "acme_amount": held.amount if held is not None else None,
    }


def _key(one: Sent | Held) -> Key:
    return one.resource, one.reference


Side = TypeVar("Side", Sent, Held)


def _in_order(side: Iterable[Side]) -> Iterator[Side]:
    last: Key | None = None
    for one in side:
        if last is not None and _key(one) <= last:
            raise ValueError(f"{one.resource} {one.reference} comes after {last[1]}")
        last = _key(one)
        yield one
