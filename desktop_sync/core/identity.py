"""Identity: canonical bytes, content hashes, request keys, and the order of versions.

Pure functions. The rules stand in delivery.md ("Requests and keys", "Lanes and versions").
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import orjson

from desktop_sync.core.states import Operation


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: keys sorted, no blanks, UTF-8. TypeError for what JSON has no word for."""
    try:
        return orjson.dumps(value, _refuse, _OPTIONS)
    except TypeError:
        return _SPELLING.encode(value).encode()  # whole numbers beyond 64 bits; raises for all else


_OPTIONS = (
    orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)  # fmt: skip


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no place in a document: {value!r}")


_SPELLING = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_refuse)


def sha256(data: bytes) -> str:
    """Lower-case hex digest."""
    return hashlib.sha256(data).hexdigest()


def content_hash(operation: Operation, spelt: bytes) -> str:
    """Hash that decides *unchanged*, of a body's canonical bytes.

    Create, update and upsert of one body are the same content; cancel is not.
    """
    return sha256((b"cancel\n" if operation is Operation.CANCEL else b"put\n") + spelt)


def request_key(ledger_id: str, lane: int, revision: int, number: int) -> str:
    """Idempotency key of one request: same bytes, same key; other bytes get another ``number``."""
    return sha256(f"{ledger_id}/{lane}/{revision}/{number}".encode())[:40]


_HEX = re.compile(r"0[xX]([0-9a-fA-F]+)")
_OF_HEX = (
    "s0001x"  # after what such a text was spelt as before, ``s0000x…``; no other is: a digit would follow ``0001``
)
_LENGTH = 4  # digits


def version_key(value: str | int | Decimal | datetime | date) -> str:
    """A spelling of a version whose text order is the order of versions of its kind.

    Numbers and digits inside text compare by value (``R9`` before ``R10``), also a database's row version, which is
    written as ``0x00…7D1``; times compare in UTC.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a version time needs a time zone")
        return "t" + value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return "t" + value.isoformat() + "T00:00:00.000000"
    if isinstance(value, int | Decimal):
        return _number_key(Decimal(value))
    if found := _HEX.fullmatch(value):
        return _OF_HEX + _digits_key(found[1].lstrip("0").upper())
    return "s" + re.sub(r"[0-9]+", lambda digits: _digits_key(digits.group().lstrip("0")), value)


def _digits_key(digits: str) -> str:
    """Their number first: more digits, greater value."""
    return f"{len(digits):0{_LENGTH}}{digits}"


def _number_key(number: Decimal) -> str:
    if not number.is_finite() or abs(number) >= Decimal(10) ** 24:
        raise ValueError(f"{number} cannot serve as a version")
    whole, _, fraction = f"{number.copy_abs():.12f}".partition(".")
    text = whole.zfill(24) + fraction
    if number >= 0:
        return "n1" + text
    return "n0" + text.translate(str.maketrans("0123456789", "9876543210"))


def version_words(key: str | None) -> str:
    """A version key as people know it; empty for none."""
    if not key:
        return ""
    kind, text = key[0], key[1:]
    if kind == "n":
        digits = text[1:] if text[0] == "1" else text[1:].translate(str.maketrans("0123456789", "9876543210"))
        number = Decimal(f"{digits[:24]}.{digits[24:]}").normalize()
        return f"{'' if text[0] == '1' else '-'}{number:f}"
    if key.startswith(_OF_HEX):
        return f"0x{key[len(_OF_HEX) + _LENGTH :] or '0'}"
    if kind == "s":
        return re.sub(r"[0-9]{4,}", lambda run: run.group()[_LENGTH:] or "0", text)
    return text.replace("T00:00:00.000000", "").replace(".000000", "")
