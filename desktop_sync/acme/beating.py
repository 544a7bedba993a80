"""A heartbeat to Acme: one POST on which nothing depends. Whatever becomes of it, the next one says it anew."""

from __future__ import annotations

from desktop_sync.acme.looking import UPGRADE, Ask
from desktop_sync.core.errors import Outdated, RetryLater, Stop, Unknown
from desktop_sync.web import Web
from desktop_sync.web.problem import read_json, read_problem
from desktop_sync.web.waiting import seconds


def beat(ask: Ask, web: Web, path: str, body: bytes) -> None:
    """Raises RetryLater (not now, or nobody knows), Outdated, or Stop (it will not be taken like this)."""
    try:
        reply = ask("POST", path, (("Content-Type", "application/json"),), body)
    except Unknown as error:
        raise RetryLater(f"Acme did not answer the heartbeat. {error.what}") from error
    if 200 <= reply.status < 300:  # noqa: PLR2004 - the class of answers
        return
    answered = f"Acme answered the heartbeat with {reply.status}."
    said = f"{answered} {read_problem(read_json(reply.body))}".strip()
    if reply.status == UPGRADE:
        raise Outdated(said)
    if reply.status in {408, 425, 429} or reply.status >= 500:  # noqa: PLR2004
        after = seconds(reply.headers.get("retry-after", ""), web.time_of(reply))
        raise RetryLater(said, after=after)
    raise Stop(said, "Check the API profile of the connection: where it takes heartbeats.")
