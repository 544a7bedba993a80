"""The rules of writing a document: create, update with If-Match, and what people do in Acme's own screens.

Everything is checked at the moment of the commit and written in one go. It must not know keys, HTTP or faults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from desktop_sync.sandbox.customers import Customers
from desktop_sync.sandbox.messages import Outcome, Refused, problem, unprocessable
from desktop_sync.sandbox.reading import spelled
from desktop_sync.sandbox.store import Author, Store, Stored
from desktop_sync.sandbox.validation import Schema

READ_ONLY = ("id", "version", "created_at", "updated_at")


def shown(document: Stored) -> dict[str, object]:
    """The document as the API shows it: its body and the four fields that only the API writes."""
    return {
        **json.loads(document.body),
        "id": document.id,
        "version": str(document.version),
        "created_at": moment(document.created),
        "updated_at": moment(document.updated),
    }


def moment(seconds: float) -> str:
    """RFC 3339 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Documents:
    """Writing documents of every resource. ``paths``: one document's path by resource, with ``{id}``."""

    def __init__(
        self,
        store: Store,
        schemas: Mapping[str, Schema],
        paths: Mapping[str, str],
        key_fields: Mapping[str, str],
        customers: Customers,
        *,
        unique: bool,
        forget_deleted: bool,
    ) -> None:
        self._store = store
        self._schemas = schemas
        self._paths = paths
        self._key_fields = key_fields
        self._customers = customers
        self._unique = unique
        self._forget_deleted = forget_deleted

    def create(self, resource: str, body: object, spelling: str, author: Author) -> Outcome:
        """201 with the new document; raises Refused (422, 409). ``spelling``: canonical JSON of the body."""
        checked = self._checked(resource, body)
        reference = str(checked[self._key_fields[resource]])
        self._refuse_duplicate(resource, reference)
        document = self._store.insert(resource, reference, spelling, author)
        return self._told(201, document)

    def update(self, resource: str, identity: str, if_match: str | None, body: object, author: Author) -> Outcome:
        """200 with the new version; raises Refused (428, 404, 410, 412, 422). ``if_match``: version without quotes."""
        if if_match is None:
            raise Refused(problem(428, "precondition_required", "Send the version you know as If-Match."))
        old = self.existing(resource, identity)
        if str(old.version) != if_match:
            detail = f"The document is at version {old.version}, not at {if_match}."
            raise Refused(problem(412, "version_mismatch", detail))
        return self._told(200, self._store.replace(old, self._merged(old, body), author))

    def existing(self, resource: str, identity: str) -> Stored:
        """By id; raises Refused (404; 410 for what is known to be deleted)."""
        found = self._store.one(resource, identity)
        if found is None or (found.deleted and self._forget_deleted):
            raise Refused(problem(404, "not_found", f"There is no document '{identity}' in {resource}."))
        if found.deleted:
            raise Refused(problem(410, "gone", f"The document '{identity}' has been deleted."))
        return found

    def person_edits(self, document: Stored, changes: Mapping[str, object], now: float) -> Stored:
        """A person changes a document in Acme; without changes, its notes. Raises Refused (422)."""
        if not changes and "notes" in self._schemas[document.resource].properties():
            changes = {"notes": f"Edited by a person in Acme (version {document.version + 1})."}
        return self._store.replace(document, self._merged(document, dict(changes)), Author(now, by="person"))

    def person_deletes(self, document: Stored, now: float) -> None:
        """A person deletes a document in Acme."""
        self._store.delete(document, Author(now, by="person"))

    def _merged(self, old: Stored, body: object) -> str:
        """Top-level fields replaced, null removes; the result must satisfy the schema."""
        if not isinstance(body, Mapping):
            raise unprocessable("", "The body must be an object.")
        merged = {name: value for name, value in {**json.loads(old.body), **body}.items() if value is not None}
        checked = self._checked(old.resource, merged)
        key_field = self._key_fields[old.resource]
        if checked[key_field] != old.reference:
            raise unprocessable(f"/{key_field}", f"The external reference is {old.reference} and cannot be changed.")
        return spelled(checked)

    def _checked(self, resource: str, body: object) -> Mapping[str, object]:
        if not isinstance(body, Mapping):
            raise unprocessable("", "The body must be an object.")
        self._schemas[resource].check(body)
        self._customers.check(body)
        return body

    def _refuse_duplicate(self, resource: str, reference: str) -> None:
        if self._unique and (found := self._store.by_reference(resource, (reference,))):
            detail = f"The external reference {reference} belongs to '{found[0].id}'."
            raise Refused(problem(409, "duplicate_reference", detail, id=found[0].id))

    def _told(self, status: int, document: Stored) -> Outcome:
        location = self._paths[document.resource].format(id=document.id) if status == 201 else None  # noqa: PLR2004
        return Outcome(status, shown(document), etag=f'"{document.version}"', location=location)
