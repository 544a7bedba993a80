"""The API profile: what the client must know of an Acme API, as data (resources/acme/profile.json).

A further resource is one entry here and one JSON Schema; the client has no word of orders or invoices.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Resource(_Part):
    """One kind of document: four URLs and a schema. Paths are below the base URL; ``{id}`` is the remote id."""

    schema_file: str
    collection: str  # create by POST, list and find by GET with ?{key_field}=…
    one: str  # update by PUT with If-Match, read by GET
    lookup: str | None = None  # find many: POST {"references": […]}; None: one GET per reference
    batch: str | None = None  # POST {"requests": […]}; None: single requests only
    key_field: str = "external_reference"
    cancel: dict[str, object] = Field(default_factory=dict)  # fields that a cancel adds to the body


class Idempotency(_Part):
    """Keys as the API honours them; ``lifetime`` in seconds, counted by the server's Date."""

    header: str = "Idempotency-Key"
    lifetime: Seconds = 24 * 3600


class RateLimit(_Part):
    """What the API allows one account."""

    requests_per_second: float | None = Field(default=None, gt=0)
    in_flight: int = Field(default=16, ge=1, le=64)


class Profile(_Part):
    """One Acme API. ``commit_lag``: seconds after which a request we gave up on can no longer be committed."""

    name: str
    account: str = "/v1/account"
    token: str | None = "/oauth/token"  # noqa: S105 - a path
    api_key_header: str = "X-Api-Key"
    resources: dict[str, Resource]
    idempotency: Idempotency | None = None
    unique_references: bool = False
    not_processed: frozenset[int] = frozenset()
    commit_lag: Seconds = 90
    request_timeout: Seconds = 30
    max_batch: int = Field(default=100, ge=1, le=100)
    max_lookup: int = Field(default=100, ge=1, le=100)
    rate_limit: RateLimit = RateLimit()
    missing_reference_codes: frozenset[str] = frozenset({"missing_reference"})
    duplicate_codes: frozenset[str] = frozenset({"duplicate_reference"})
    key_in_use_codes: frozenset[str] = frozenset({"key_in_use"})

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
