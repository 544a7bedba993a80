"""Reading Acme: documents by external reference, and the account.

Nothing is changed there, so every failure is RetryLater or Stop. It must not know why somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from urllib.parse import quote, urlencode

from desktop_sync.acme.classify import remote_ref
from desktop_sync.acme.profile import Profile, Resource
from desktop_sync.core.errors import Outdated, RetryLater, Stop, Unknown
from desktop_sync.core.identity import canonical
from desktop_sync.core.model import Account, Look, RemoteDocument
from desktop_sync.core.redaction import holds_secret, redact
from desktop_sync.web import Headers, Reply, Web
from desktop_sync.web.problem import read_json, read_problem
from desktop_sync.web.waiting import seconds

_OK = 200
UPGRADE = 426


class Ask(Protocol):
    """A signed-in request. Raises NotSent, Cut, Stop or RetryLater."""

    def __call__(self, method: str, path: str, headers: Headers = ..., body: bytes = ...) -> Reply: ...


def look(ask: Ask, web: Web, profile: Profile, name: str, references: Sequence[str]) -> Look:
    """What Acme holds under ``references``; where it holds one twice, the oldest stands and a note says so."""
    resource = profile.resources[name]
    wanted = frozenset(references)
    found: dict[str, RemoteDocument] = {}
    notes: list[str] = []
    time: float | None = None
    for method, path, body in _calls(resource, references, profile.max_lookup):
        value, time = read(ask, web, method, path, body)
        for document in _documents(value, resource):
            if document.reference not in wanted:
                continue
            first = found.setdefault(document.reference, document)
            if first.ref.id != document.ref.id:
                notes.append(f"Acme holds {document.reference} twice: {first.ref.id} and {document.ref.id}.")
    return Look(found, time, tuple(notes))


def read_account(ask: Ask, web: Web, profile: Profile) -> Account:
    """The account that the sign-in belongs to."""
    value, _ = read(ask, web, "GET", profile.account)
    tenant = value.get("tenant") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(tenant, str) or not tenant:
        raise Stop(
            f"What answers at {web.route.url}{profile.account} does not name an account.",
            "Check the address in the connection's settings.",
        )
    if holds_secret(tenant):  # never altered: by it accounts are told from each other
        raise Stop(
            f"What answers at {web.route.url}{profile.account} gives our own sign-in back as the name of the account.",
            "Check the address in the connection's settings. It may be a test server that repeats what it is sent.",
        )
    return Account(tenant, web.route.url, redact(str(value.get("title", ""))))


def read(ask: Ask, web: Web, method: str, path: str, body: bytes = b"") -> tuple[object, float | None]:
    """The JSON of an answer that must be there, and the server's time. Raises RetryLater or Stop."""
    headers: Headers = (("Content-Type", "application/json"),) if body else ()
    try:
        reply = ask(method, path, headers, body)
    except Unknown as error:
        raise RetryLater(f"Acme could not be read. {error.what}") from error
    value = read_json(reply.body)
    if reply.status == _OK and value is not None:
        return value, web.time_of(reply)
    raise _failure(reply, value, web, path)


def _failure(reply: Reply, value: object, web: Web, path: str) -> RetryLater | Stop:
    address = f"{web.route.url}{path}"
    answered = f"{address} answered {reply.status}."
    said = f"{answered} {read_problem(value)}".strip()
    if reply.status in {408, 409, 425, 429} or reply.status >= 500 or 200 <= reply.status < 300:  # noqa: PLR2004
        return RetryLater(
            f"Acme could not be read: {said}",
            "It is tried again by itself.",
            seconds(reply.headers.get("retry-after", ""), web.time_of(reply)),
        )
    if reply.status == UPGRADE:
        return Outdated(f"Acme could not be read: {said}")
    return Stop(f"Acme could not be read: {said}", _HINTS.get(reply.status, _ADDRESS))


_ADDRESS = "Check the address in the connection's settings."
_HINTS = {
    403: "The sign-in lacks the permission to read: let it be granted in Acme.",
}


def _calls(resource: Resource, references: Sequence[str], most: int) -> Iterator[tuple[str, str, bytes]]:
    if resource.lookup is None:
        for reference in references:
            query = urlencode({resource.key_field: reference}, quote_via=quote)
            yield "GET", f"{resource.collection}?{query}", b""
        return
    for start in range(0, len(references), most):
        yield "POST", resource.lookup, canonical({"references": list(references[start : start + most])})


def _documents(value: object, resource: Resource) -> Iterator[RemoteDocument]:
    """Every document of a list. A list that cannot be read to its end proves nothing to be absent: RetryLater."""
    items = value.get("items") if isinstance(value, Mapping) else None
    if not isinstance(items, list):
        raise RetryLater("Acme's answer to a look-up cannot be read: it has no items.")
    for item in items:
        ref = remote_ref(item)
        reference = item.get(resource.key_field) if isinstance(item, Mapping) else None
        if ref is None or not isinstance(reference, str):
            raise RetryLater("Acme's answer to a look-up cannot be read: a document lacks id, version or reference.")
        yield RemoteDocument(ref, reference, item)
