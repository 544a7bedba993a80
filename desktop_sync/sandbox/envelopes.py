"""JSON Schemas of what stands around documents: the batch and the look-up. They check requests and describe the API.

Documents inside are not judged here: each is on its own, and its faults are its own result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ID = "[A-Za-z0-9_-]{1,100}"
VERSION = "^[0-9]{1,18}$"
_LONGEST_KEY = 255


def batch(resource: str, collection: str, one: str, most: int) -> dict[str, object]:
    """The body of a batch of ``resource``, whose documents are created at ``collection`` and changed at ``one``."""
    before, _, after = one.partition("{id}")
    path = f"^({re.escape(collection)}|{re.escape(before)}{ID}{re.escape(after)})$".replace("\\-", "-")
    words = f"For POST one of {resource}, for PUT a change of one; checked on its own, its faults are its own result."
    entry = {
        "key": {
            **_TEXT,
            "minLength": 1,
            "maxLength": _LONGEST_KEY,
            "description": "As Idempotency-Key of a single request.",
        },
        "method": {**_TEXT, "enum": ["POST", "PUT"]},
        "path": {**_TEXT, "pattern": path, "description": "As of a single request."},
        "if_match": {"type": ["string", "null"], "pattern": VERSION, "description": "The version you know; for PUT."},
        "body": {"type": "object", "description": words},
    }
    return closed({"requests": _array(closed(entry, optional=("if_match",)), most)})


def lookup(most: int) -> dict[str, object]:
    """The body of a look-up by references."""
    return closed({"references": _array(_TEXT, most)})


def heartbeat() -> dict[str, object]:
    """What a client says of itself. Times are RFC 3339; null: not yet, or not known."""
    run = closed({"started_at": _TIME, "ended_at": _OPEN_TIME, "outcome": {"type": ["string", "null"], **_SHORT}})
    flow = {
        "id": {**_TEXT, **_SHORT},
        "state": {**_TEXT, "enum": ["idle", "syncing", "paused", "attention", "stopped", "off"]},
        "last_run": {"anyOf": [run, {"type": "null"}]},
        "next_run_at": _OPEN_TIME,
        "waiting": _COUNT,
        "open_problems": _COUNT,
    }
    proof = {"delivered_at": _OPEN_TIME, "answered_at": _OPEN_TIME}
    return closed(
        {
            "program": closed({"name": {**_TEXT, **_SHORT}, "version": {**_TEXT, **_SHORT}}),
            "installation": {
                **_TEXT,
                "pattern": "^[0-9a-f]{32}$",
                "description": "Random, made once for each installation: 32 hex digits.",
            },
            "sent_at": _TIME,
            "next_by": {**_TIME, "description": "Silent beyond it: something is wrong there."},
            "flows": {"type": "array", "maxItems": 200, "items": closed(flow)},
            "proof": {**closed(proof), "description": "When the last document was taken, and the last answer heard."},
            "open_problems": _COUNT,
        }
    )


def closed(fields: Mapping[str, object], optional: tuple[str, ...] = ()) -> dict[str, object]:
    """An object with these fields and no other."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "additionalProperties": False, "required": required, "properties": dict(fields)}


def _array(items: Mapping[str, object], most: int) -> dict[str, object]:
    return {"type": "array", "minItems": 1, "maxItems": most, "items": dict(items)}


_TEXT: dict[str, object] = {"type": "string"}
_SHORT: dict[str, object] = {"minLength": 1, "maxLength": 100}
_TIME: dict[str, object] = {"type": "string", "format": "date-time"}
_OPEN_TIME: dict[str, object] = {"type": ["string", "null"], "format": "date-time"}
_COUNT: dict[str, object] = {"type": "integer", "minimum": 0, "maximum": 1_000_000_000}
