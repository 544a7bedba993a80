"""Many documents in one request: its spelling, and which of them each part of the answer speaks of.

Pure. Each document has its own key and the batch none, so that a batch may be recomposed. Answers are matched
by key, never by position.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop_sync.acme.classify import Told, classify
from desktop_sync.acme.profile import Profile
from desktop_sync.core.identity import canonical
from desktop_sync.core.model import Answer, AnswerKind, Request

_OF_THE_CALL = frozenset({401, 403, 408, 426, 429})  # speak of the call, not of its size or content


def spell(requests: Sequence[Request]) -> bytes:
    """The body of the batch. The documents' bytes stand in it untouched: they belong to their keys."""
    return b'{"requests":[' + b",".join(_entry(one) for one in requests) + b"]}"


def _entry(one: Request) -> bytes:
    rest = canonical({"if_match": one.if_match, "key": one.key, "method": one.method, "path": one.path})
    return b'{"body":' + one.body + b"," + rest[1:]


def classify_batch(told: Told, requests: Sequence[Request], profile: Profile) -> list[Answer]:
    """One answer a request, in the order of ``requests``."""
    results = _results(told.body)
    success = 200 <= told.status < 300  # noqa: PLR2004
    if results is not None and (success or any(one.key in results for one in requests)):
        return [_match(results, told, one, profile) for one in requests]
    if success:
        return [_unreadable(told) for _ in requests]
    if 400 <= told.status < 500 and told.status not in _OF_THE_CALL | profile.not_processed:  # noqa: PLR2004
        return [replace(classify(told, one, profile), kind=AnswerKind.TOO_LARGE) for one in requests]
    return [classify(told, one, profile) for one in requests]


def _results(body: object) -> dict[str, list[Mapping[str, object]]] | None:
    """Results by key; None when the answer has no list of them."""
    listed = body.get("results") if isinstance(body, Mapping) else None
    if not isinstance(listed, list):
        return None
    by_key: dict[str, list[Mapping[str, object]]] = {}
    for entry in listed:
        if isinstance(entry, Mapping) and isinstance(key := entry.get("key"), str):
            by_key.setdefault(key, []).append(entry)
    return by_key


def _match(results: Mapping[str, list[Mapping[str, object]]], told: Told, request: Request, profile: Profile) -> Answer:
    entries = results.get(request.key, [])
    if not entries:
        return replace(_unreadable(told), message="The answer to the batch says nothing of this document.")
    if any(entry != entries[0] for entry in entries):
        return replace(_unreadable(told), message="The answer to the batch says two things of this document.")
    status = entries[0].get("status")
    if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status < 600:  # noqa: PLR2004
        message = "The answer to the batch has no readable status for this document."
        return replace(_unreadable(told), message=message, raw=_raw(entries[0]))
    etag, later = entries[0].get("etag"), entries[0].get("retry_after", told.retry_after)
    part = Told(
        status=status,
        body=entries[0].get("body"),
        etag=etag if isinstance(etag, str) else "",
        retry_after=str(later),
        server_time=told.server_time,
        raw=_raw(entries[0]),
    )
    return classify(part, request, profile)


def _unreadable(told: Told) -> Answer:
    message = f"Acme answered the batch with {told.status}, but what it says cannot be read."
    return Answer(AnswerKind.UNKNOWN, told.status, message=message, server_time=told.server_time, raw=told.raw)


def _raw(entry: Mapping[str, object]) -> str:
    status = entry.get("status")
    if isinstance(status, int) and 200 <= status < 300:  # noqa: PLR2004
        return canonical({"key": entry.get("key"), "status": status, "etag": entry.get("etag")}).decode()
    return json.dumps(entry, ensure_ascii=False)[:2000]
