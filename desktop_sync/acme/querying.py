"""Lists of Acme, page by page: every document once, streamed, however long the list is.

A page that cannot be read is asked for again from its own cursor, so a cut costs one page. It must not know why
somebody asks, nor which documents are wanted in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from desktop_sync.acme.looking import Ask, read
from desktop_sync.acme.profile import Profile
from desktop_sync.core.errors import Ended, RetryLater, Stop
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.reports import Row
from desktop_sync.core.seen_keys import Keys
from desktop_sync.web import Web

_WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds before a page is asked for once more
_LONGEST_WAIT = 60.0
_GLANCE = 0.5  # seconds after which it is looked whether somebody wants this to end


def documents(
    ask: Ask, web: Web, profile: Profile, name: str, parameters: Sequence[tuple[str, str]], clock: Clock,
    token: Token | None = None,
) -> Iterator[Row]:  # fmt: skip
    """Everything that the API lists. One that moves from page to page while they are read comes once.

    Raises RetryLater or Stop; what was given until then was right. Ended, soon after ``token`` says so.
    """
    resource = profile.resources[name]
    seen, cursors, cursor = Keys(), Keys(), ""
    while True:
        query = [*parameters, ("limit", str(profile.max_page)), *([("cursor", cursor)] if cursor else [])]
        path = f"{resource.collection}?{urlencode(query, quote_via=quote)}"
        items, cursor = _page(_read(ask, web, path, clock, token))
        for item in items:
            identity = item.get("id")
            if identity is None or _is_new(seen, str(identity)):
                yield item
        if not cursor:
            return
        if not _is_new(cursors, cursor):
            raise RetryLater("Acme's list comes back to a page that was read already.", "It is tried again by itself.")


def _is_new(keys: Keys, key: str) -> bool:
    try:
        return keys.add(key)
    except OverflowError:
        raise Stop(
            f"Acme lists more than {Keys.room:,} documents.", "Choose a shorter period, or filter what is asked for."
        ) from None


def _read(ask: Ask, web: Web, path: str, clock: Clock, token: Token | None) -> object:
    for pause in _WAITS:
        try:
            return read(ask, web, "GET", path)[0]
        except RetryLater as error:
            if isinstance(error, Ended) or (error.after or 0.0) > _LONGEST_WAIT:
                raise
            _wait(max(pause, error.after or 0.0), clock, token)
    return read(ask, web, "GET", path)[0]


def _wait(seconds: float, clock: Clock, token: Token | None) -> None:
    until = clock.monotonic() + seconds
    while (left := until - clock.monotonic()) > 0.0:
        if token is not None and token.is_set():
            raise Ended
        clock.wait(min(left, _GLANCE))


def _page(value: object) -> tuple[list[Mapping[str, object]], str]:
    """Its documents and the cursor of the next page; empty: it is the last. A list cut short proves nothing."""
    items = value.get("items") if isinstance(value, Mapping) else None
    following = value.get("next", "") if isinstance(value, Mapping) else None
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise RetryLater("Acme's list cannot be read: it has no items.")
    if not isinstance(following, str | None):
        raise RetryLater("Acme's list cannot be read: what follows is no cursor.")
    return items, following or ""
