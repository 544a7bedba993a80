"""States of items and deliveries, and the moves between them (the picture is in delivery.md)."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """Where an item stands. The last four are ends."""

    NOTICED = "noticed"
    STAGED = "staged"
    REJECTED = "rejected"  # the payload could not be read; still to be settled
    SETTLING = "settling"
    DONE = "done"
    GONE = "gone"
    SKIPPED = "skipped"
    REPLACED = "replaced"  # replaced at source: the new content is a new item


class DeliveryState(StrEnum):
    """Where a delivery stands. ``pending`` with a time in the future is *pending, later*."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DISMISSED = "dismissed"


OPEN_DELIVERY = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN})


class Operation(StrEnum):
    """What the header data of a record decides. ``upsert`` lets the external reference decide."""

    UPSERT = "upsert"
    CREATE = "create"
    UPDATE = "update"
    CANCEL = "cancel"


class ItemOutcome(StrEnum):
    """How an item ended, for its source to settle."""

    SUCCESS = "success"
    PARTIAL = "partial"
    FAILURE = "failure"
