"""Identity: canonical bytes, content hashes, request keys, and the order of versions.

Pure functions. The rules stand in delivery.md ("Requests and keys", "Lanes and versions").
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from desktop_sync.core.states import Operation


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: keys sorted, no blanks, UTF-8. Floats are refused: money is a string."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_refuse).encode()


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no place in a document: {value!r}")


def sha256(data: bytes) -> str:
    """Lower-case hex digest."""
    return hashlib.sha256(data).hexdigest()


def content_hash(operation: Operation, body: Mapping[str, object]) -> str:
    """Hash that decides *unchanged*. Create, update and upsert of one body are the same content; cancel is not."""
    kind = "cancel" if operation is Operation.CANCEL else "put"
    return sha256(kind.encode() + b"\n" + canonical(body))


def request_key(ledger_id: str, lane: int, revision: int, number: int) -> str:
    """Idempotency key of one request: same bytes, same key; other bytes get another ``number``."""
    return sha256(f"{ledger_id}/{lane}/{revision}/{number}".encode())[:40]


def version_key(value: str | int | Decimal | datetime | date) -> str:
    """A spelling of a version whose text order is the order of versions of its kind.

    Numbers and digits inside text compare by value (``R9`` before ``R10``); times compare in UTC.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a version time needs a time zone")
        return "t" + value.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f")
    if isinstance(value, date):
        return "t" + value.strftime("%Y%m%dT000000.000000")
    if isinstance(value, int | Decimal):
        return _number_key(Decimal(value))
    return "s" + re.sub(r"\d+", lambda digits: digits.group().lstrip("0").zfill(24), value)


def _number_key(number: Decimal) -> str:
    if not number.is_finite() or abs(number) >= Decimal(10) ** 24:
        raise ValueError(f"{number} cannot serve as a version")
    whole, _, fraction = f"{abs(number):.12f}".partition(".")
    text = whole.zfill(24) + fraction
    if number >= 0:
        return "n1" + text
    return "n0" + text.translate(str.maketrans("0123456789", "9876543210"))
