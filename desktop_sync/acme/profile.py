"""The API profile: what the client must know of an Acme API, as data (resources/acme/profile.json).

A further resource is one entry here and one JSON Schema; the client has no word of orders or invoices.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from desktop_sync.core.listing import ApiFilter, Listing

Seconds = Annotated[float, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListFilter(_Part):
    """What one parameter of a list asks."""

    field: str = Field(description="The field of the document, or one that Acme adds.")
    test: Literal["is", "at_least", "at_most", "above", "below"] = Field(
        default="is", description="How the field is compared with the parameter."
    )


class Resource(_Part):
    """One kind of document: four URLs and a schema. Paths are below the base URL; `{id}` is the remote id."""

    schema_file: str = Field(
        description="JSON Schema (2020-12) of the document, beside the profile. Documents are checked against it "
        "before they are sent, and its formats (`decimal`, `date-time`) tell which spellings are the same value."
    )
    collection: str = Field(description="Create: POST. Find one: GET with `?{key_field}=…`.")
    one: str = Field(description="Update: PUT with If-Match. Read: GET.")
    lookup: str | None = Field(
        default=None, description='Find many: POST `{"references": […]}`. Left out: one GET per reference.'
    )
    batch: str | None = Field(
        default=None, description='Send many: POST `{"requests": […]}`. Left out: single requests only.'
    )
    key_field: str = Field(default="external_reference", description="The field that holds the external reference.")
    cancel: dict[str, object] = Field(
        default_factory=dict, description="Fields that cancelling a document adds to what is sent."
    )
    filters: dict[str, ListFilter] = Field(
        default_factory=dict,
        description="What the list can be asked for (GET of the collection), by parameter. What it cannot is sorted "
        "out here, after everything was read.",
    )
    own_fields: dict[str, Literal["text", "time"]] = Field(
        default_factory=dict, description="Fields that Acme adds to every document, beside those of the schema."
    )

    def listing(self, schema: Mapping[str, object]) -> Listing:
        """What a query can ask of it."""
        filters = [ApiFilter(name, one.field, one.test) for name, one in self.filters.items()]
        return Listing(schema, dict(self.own_fields), filters)


class Idempotency(_Part):
    """Keys as the API honours them."""

    header: str = Field(default="Idempotency-Key", description="The header that carries the key.")
    lifetime: Seconds = Field(
        default=24 * 3600, description="Seconds for which the API remembers a key, counted by its own Date."
    )


class RateLimit(_Part):
    """What the API allows one account."""

    requests_per_second: float | None = Field(default=None, gt=0, description="Left out: no limit.")
    in_flight: int = Field(default=16, ge=1, le=64, description="Requests at once.")


class Heartbeat(_Part):
    """Where the program says that it is alive: a silent one can be noticed only there."""

    path: str = Field(description="POST, with what `openapi.json` calls `heartbeat`.")
    interval: Annotated[float, Field(ge=60, le=86_400)] = Field(
        default=300, description="Seconds from one to the next."
    )


class Profile(_Part):
    """One Acme API."""

    name: str = Field(description="For people.")
    account: str = Field(
        default="/v1/account",
        description='Whose sign-in this is: GET answers `{"tenant": …, "title": …}`. The tenant must never change: by '
        "it test and production are told apart.",
    )
    token: str | None = Field(
        default="/oauth/token", description="Where client credentials (OAuth 2.0) are exchanged for a token."
    )
    api_key_header: str = Field(default="X-Api-Key", description="The header that carries an API key.")
    resources: dict[str, Resource] = Field(description="What flows can bring, by name.")
    idempotency: Idempotency | None = Field(default=None, description="Left out: the API has no idempotency keys.")
    unique_references: bool = Field(
        default=False,
        description="Whether a second create of the same external reference is refused (with a duplicate code).",
    )
    not_processed: frozenset[int] = Field(
        default=frozenset(), description="Statuses that are given before anything is done, such as 429."
    )
    commit_lag: Seconds = Field(
        default=90, description="Seconds after which a request that was given up on can no longer be committed."
    )
    request_timeout: Seconds = Field(default=30, description="Seconds for one request.")
    max_batch: int = Field(default=100, ge=1, le=100, description="Documents in one batch.")
    max_page: int = Field(default=200, ge=1, le=1000, description="Documents on one page of a list.")
    max_lookup: int = Field(default=100, ge=1, le=100, description="References in one look-up.")
    heartbeat: Heartbeat | None = Field(default=None, description="Left out: the API takes no heartbeats.")
    rate_limit: RateLimit = Field(default_factory=RateLimit, description="How much may be sent.")
    missing_reference_codes: frozenset[str] = Field(
        default=frozenset({"missing_reference"}),
        description="Codes for a document that names something Acme does not have yet, such as a customer: it is tried "
        "again hourly.",
    )
    duplicate_codes: frozenset[str] = Field(
        default=frozenset({"duplicate_reference"}), description="Codes for a reference that exists already."
    )
    key_in_use_codes: frozenset[str] = Field(
        default=frozenset({"key_in_use"}), description="Codes for a key whose first request is still being worked on."
    )

    @property
    def exactly_once(self) -> bool:
        """False: only "at least once" can be promised, and is said so (delivery.md, the promise)."""
        return self.idempotency is not None or self.unique_references

    def schema_of(self, resource: str, folder: Path) -> dict[str, object]:
        """The resource's JSON Schema from ``folder`` (where the profile stands)."""
        loaded = json.loads((folder / self.resources[resource].schema_file).read_text(encoding="utf-8"))
        if not isinstance(loaded, dict):
            raise TypeError(f"{self.resources[resource].schema_file} is not a JSON Schema object")
        return loaded
