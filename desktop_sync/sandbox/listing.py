"""Reading: one document, a list with filters and cursor, and many by their references (with the character's lag).

It writes nothing and must not know keys or faults.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop_sync.sandbox.documents import Documents, shown
from desktop_sync.sandbox.envelopes import lookup
from desktop_sync.sandbox.messages import Reply, Request, json_reply
from desktop_sync.sandbox.reading import json_body, query_of, spelled, unreadable, whole_number
from desktop_sync.sandbox.store import Store, Stored
from desktop_sync.sandbox.validation import Schema
from desktop_sync.sandbox.writing import refuse_more

_DEFAULT_PAGE = 50
_LARGEST_PAGE = 200
_TIMES = {"updated_since": "updated >= ?", "updated_before": "updated < ?", "created_since": "created >= ?"}
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def filters_of(schema: Schema) -> dict[str, str]:
    """Filters of a resource by what its schema has: parameter → kind (enum, boolean, from, to)."""
    found: dict[str, str] = {}
    for name, field in schema.properties().items():
        if "enum" in field:
            found[name] = "enum"
        elif field.get("type") == "boolean":
            found[name] = "boolean"
    if "date" in schema.properties():
        found |= {"date_from": "from", "date_to": "to"}
    return found


class Listing:
    """Reading documents of every resource. ``lag``: seconds by which a find by reference is behind."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        schemas: Mapping[str, Schema],
        key_fields: Mapping[str, str],
        lag: float,
        max_lookup: int,
    ) -> None:
        self._store = store
        self._documents = documents
        self._schemas = schemas
        self._key_fields = key_fields
        self._lag = lag
        self._max_lookup = max_lookup
        self._lookup_schema = Schema("lookup", lookup(max_lookup))

    def one(self, resource: str, identity: str) -> Reply:
        """GET of one document: always the newest."""
        document = self._documents.existing(resource, identity)
        reply = json_reply(shown(document))
        return Reply(200, reply.body, {**reply.headers, "etag": f'"{document.version}"'})

    def lookup(self, resource: str, request: Request, now: float) -> Reply:
        """POST of references: those that are there, oldest first."""
        query_of(request, ())
        asked: Any = json_body(request)
        spelled(asked)
        refuse_more(asked, "references", self._max_lookup)
        self._lookup_schema.check(asked)
        return json_reply({"items": [shown(found) for found in self._find(resource, asked["references"], now)]})

    def _find(self, resource: str, references: Sequence[str], now: float) -> list[Stored]:
        if self._lag:
            return self._store.as_of(resource, references, now - self._lag)
        return self._store.by_reference(resource, references)

    def page(self, resource: str, request: Request, now: float) -> Reply:
        """GET of the collection: a page in the order of creation, and the cursor of the next one."""
        schema, key_field = self._schemas[resource], self._key_fields[resource]
        kinds = filters_of(schema)
        query = query_of(request, {key_field, *kinds, *_TIMES, "limit", "cursor"})
        limit = whole_number(query, "limit", _DEFAULT_PAGE, 1, _LARGEST_PAGE)
        after = _position(query.get("cursor"))
        conditions = _conditions(query, kinds, schema)
        if key_field in query:
            found = self._referred(resource, query[key_field], conditions, after, now)
        else:
            found = self._store.page(resource, conditions, after, limit + 1)
        following = _cursor(found[limit - 1].seq) if len(found) > limit else None
        return json_reply({"items": [shown(document) for document in found[:limit]], "next": following})

    def _referred(
        self, resource: str, reference: str, conditions: Mapping[str, object], after: int, now: float
    ) -> list[Stored]:
        """What a find by reference sees, with its lag; other filters narrow it by what is true now."""
        found = [document for document in self._find(resource, (reference,), now) if document.seq > after]
        if not conditions:
            return found
        fitting = {document.id for document in self._store.page(resource, conditions, after, -1)}
        return [document for document in found if document.id in fitting]


def _conditions(query: Mapping[str, str], kinds: Mapping[str, str], schema: Schema) -> dict[str, object]:
    conditions: dict[str, object] = {
        condition: _seconds(name, query[name]) for name, condition in _TIMES.items() if name in query
    }
    for name, kind in kinds.items():
        if name in query:
            condition, value = _condition(name, kind, query[name], schema)
            conditions[condition] = value
    return conditions


def _condition(name: str, kind: str, value: str, schema: Schema) -> tuple[str, object]:
    """One filter; the names come from the schema, which the person who starts the sandbox gave."""
    column = f"json_extract(body, '$.\"{name.replace(chr(39), chr(39) * 2)}\"') = ?"
    if kind == "enum":
        choices = schema.properties()[name].get("enum")
        if not isinstance(choices, list) or value not in choices:
            raise unreadable(f"'{name}' must be one of {choices}.")
        return column, value
    if kind == "boolean":
        if value not in {"true", "false"}:
            raise unreadable(f"'{name}' must be true or false.")
        return column, int(value == "true")
    return f"json_extract(body, '$.date') {'>=' if kind == 'from' else '<='} ?", _day(name, value)


def _day(name: str, value: str) -> str:
    if not _DAY.fullmatch(value):
        raise unreadable(f"'{name}' must be a day such as 2026-05-03.")
    return value


def _seconds(name: str, value: str) -> float:
    try:
        found = datetime.fromisoformat(value.replace(" ", "+"))  # a plus sign in a query stands for a blank
        seconds = found.timestamp() if found.tzinfo else None
    except (ValueError, OverflowError):
        seconds = None
    if seconds is None:
        raise unreadable(f"'{name}' must be a time with its zone such as 2026-05-03T12:00:00Z.")
    return seconds


def _cursor(seq: int) -> str:
    return base64.urlsafe_b64encode(f"after:{seq}".encode()).decode().rstrip("=")


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise unreadable("This cursor is none of ours.") from error
    word, _, digits = text.partition(":")
    if word != "after" or not digits.isascii() or not digits.isdigit() or len(digits) > 18:  # noqa: PLR2004
        raise unreadable("This cursor is none of ours.")
    return int(digits)
