"""What goes in and out of the sandbox: requests, replies, cuts, outcomes of one document, and refusals.

Values only. It must not know HTTP servers, SQLite or the rules of the API.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

JSON = "application/json"
PROBLEM = "application/problem+json"

TITLES = {
    "unreadable": "The request cannot be read",
    "validation": "The document is not valid",
    "missing_reference": "Something the document names is not in Acme",
    "duplicate_reference": "A document with this external reference exists already",
    "key_in_use": "A request with this key is still being processed",
    "key_reused": "This key belongs to another request",
    "version_mismatch": "The document has been changed meanwhile",
    "precondition_required": "If-Match is required",
    "not_found": "There is nothing here",
    "gone": "The document has been deleted",
    "unauthorized": "Sign-in is required",
    "forbidden": "This is not permitted",
    "method_not_allowed": "This method has no meaning here",
    "unsupported_media_type": "The body must be JSON",
    "rate_limited": "Too many requests",
    "too_large": "The request is too large",
    "upgrade_required": "The client must be updated",
    "request_timeout": "The request took too long",
    "server_error": "The server failed",
    "unavailable": "The server is not available",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. ``path`` is decoded; ``query`` is raw; names of ``headers`` are lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ends: after ``sent`` bytes of the reply's body, or with no answer at all.

    ``reset``: by a TCP reset instead of an orderly close.
    """

    reply: Reply | None = None
    sent: int = 0
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, whether it came singly or in a batch."""

    status: int
    body: Mapping[str, object]
    etag: str | None = None  # with its quotes
    location: str | None = None
    retry_after: int | None = None  # seconds
    replayed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def reply(self) -> Reply:
        """As the answer to a single request."""
        headers = {"content-type": PROBLEM if self.status >= 400 else JSON, **self.headers}  # noqa: PLR2004
        if self.etag is not None:
            headers["etag"] = self.etag
        if self.location is not None:
            headers["location"] = self.location
        if self.retry_after is not None:
            headers["retry-after"] = str(self.retry_after)
        if self.replayed:
            headers["idempotency-replayed"] = "true"
        return Reply(self.status, encode(self.body), headers)


class Refused(Exception):
    """The API says no; ``outcome`` holds the problem as RFC 9457 wants it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.body.get("detail"))
        self.outcome = outcome


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
    **more: str,
) -> Outcome:
    """A problem after RFC 9457; ``more`` are members of its own, such as the id of the existing document."""
    body: dict[str, object] = {
        "type": f"urn:acme:problem:{code}",
        "title": TITLES[code],
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    if errors:
        body["errors"] = errors
    return Outcome(status, body, retry_after=retry_after, headers=headers or {})


def unprocessable(pointer: str, detail: str, code: str = "validation") -> Refused:
    """422 for one place of the document."""
    return Refused(problem(422, code, detail, errors=[{"pointer": pointer, "detail": detail, "code": code}]))


def encode(value: object) -> bytes:
    """JSON as the API writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def json_reply(value: object, status: int = 200) -> Reply:
    """An answer that is no document."""
    return Reply(status, encode(value), {"content-type": JSON})
