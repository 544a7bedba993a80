"""Signing in: a key, or a token for client credentials. Safe for many threads.

A refused sign-in is not tried again until the secret changes or an hour has passed: accounts get locked
otherwise. Secrets are read by reference and never shown; this module must not know where they are kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from desktop_sync.core.errors import Outdated, RetryLater, Stop, Unknown
from desktop_sync.core.ports import Clock, Refusals
from desktop_sync.web.client import Web
from desktop_sync.web.problem import read_json, read_problem
from desktop_sync.web.reply import Reply
from desktop_sync.web.waiting import seconds

Header = tuple[str, str]
_TOKEN_LIFE = 300.0  # seconds, when the answer does not say (RFC 6749, 5.1 leaves it open)
_SHORTEST = 8  # characters of a secret that are looked for in answers; less would be found by chance
_CALM = 2.0  # seconds in which other threads do not ask a token endpoint that has just failed


class SignIn(Protocol):
    """What the client needs of a sign-in. Both methods raise Stop (refused, no secret) or RetryLater."""

    def header(self) -> Header:
        """The header that signs a request in."""

    def at_hand(self) -> Header | None:
        """The same when it needs no waiting; None when it does."""

    def after_refusal(self, used: Header) -> Header:
        """The server answered 401 to ``used``: another header to try once. Stop when there is none."""

    def settle_refusal(self, used: Header) -> Stop:
        """The server refused the second header as well: remembers it, and says so."""

    def forget_refusal(self) -> None:
        """A person asks for a try now."""


class ApiKey:
    """The key in a header of its own. ``who``: the server, in words; ``what``: what the key is called there."""

    def __init__(
        self,
        header_name: str,
        reference: str,
        secret: Callable[[str], str],
        refusals: Refusals,
        who: str = "Acme",
        what: str = "API key",
    ) -> None:
        self._who = who
        self._what = what
        self._name = header_name
        self._reference = reference
        self._secret = secret
        self._lock = threading.Lock()
        self._key = ""
        self._refusals = refusals

    def header(self) -> Header:
        return self._name, self._key or self._read()

    def at_hand(self) -> Header | None:
        return (self._name, self._key) if self._key else None

    def after_refusal(self, used: Header) -> Header:
        """A key that was exchanged meanwhile is read anew; the same key is not sent twice."""
        with self._lock:
            self._key = ""
        key = printable(self._secret(self._reference), self._reference)
        if key == used[1]:
            raise self.settle_refusal(used)
        return self._name, self._read()

    def settle_refusal(self, used: Header) -> Stop:
        with self._lock:
            self._key = ""
            self._refusals.note(used[1])
        return self._refused()

    def forget_refusal(self) -> None:
        with self._lock:
            self._key = ""
            self._refusals.forget()

    def _read(self) -> str:
        with self._lock:
            if not self._key:
                key = printable(self._secret(self._reference), self._reference)
                if self._refusals.stands(key):
                    raise self._refused()
                self._key = key
            return self._key

    def _refused(self) -> Stop:
        return Stop(
            f'{self._who} refused the {self._what} "{self._reference}".',
            f"Store the right one with: desktop-sync secret set {self._reference}. The refused one is not tried "
            "again within the hour.",
        )


@dataclass(frozen=True, slots=True)
class _Token:
    header: Header = field(repr=False)
    renew_at: float  # monotonic seconds


class ClientCredentials:
    """OAuth 2.0 client credentials (RFC 6749, 4.4): a token kept in memory, renewed before it ends, by one thread."""

    def __init__(
        self,
        web: Web,
        path: str,
        references: tuple[str, str],
        secret: Callable[[str], str],
        refusals: Refusals,
        clock: Clock,
        who: str = "Acme",
        scope: str = "",
    ) -> None:
        """``references``: of client id and client secret; ``path``: of the token endpoint."""
        self._who = who
        self._scope = scope
        self._web = web
        self._path = path
        self._references = references
        self._secret = secret
        self._clock = clock
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._failed: tuple[float, RetryLater] | None = None
        self._refusals = refusals

    def at_hand(self) -> Header | None:
        token = self._token
        return token.header if token is not None and self._clock.monotonic() < token.renew_at else None

    def header(self) -> Header:
        at_hand = self.at_hand()
        if at_hand is not None:
            return at_hand
        with self._lock:
            token = self._token  # another thread may have renewed it while this one waited
            if token is None or self._clock.monotonic() >= token.renew_at:
                token = self._token = self._renew()
            return token.header

    def after_refusal(self, used: Header) -> Header:
        with self._lock:
            if self._token is not None and self._token.header == used:
                self._token = None
        return self.header()

    def settle_refusal(self, used: Header) -> Stop:
        with self._lock:
            self._token = None
            self._refusals.note("\n".join(self._pair()))
        return self._refused(f"{self._who} does not take the token it has just given.")

    def forget_refusal(self) -> None:
        with self._lock:
            self._token = self._failed = None
            self._refusals.forget()

    def _pair(self) -> tuple[str, str]:
        return self._secret(self._references[0]), self._secret(self._references[1])

    def _renew(self) -> _Token:
        client_id, client_secret = self._pair()
        together = f"{client_id}\n{client_secret}"
        if self._refusals.stands(together):
            raise self._refused(f"{self._who} refused this sign-in.")
        if self._failed is not None and self._clock.monotonic() < self._failed[0]:
            raise RetryLater(self._failed[1].what, self._failed[1].hint, self._failed[1].after)
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        form |= {"scope": self._scope} if self._scope else {}
        try:
            reply = self._ask(urlencode(form).encode())
        except RetryLater as error:
            self._failed = (self._clock.monotonic() + _CALM, error)
            raise
        if reply.status in {400, 401, 403}:
            self._refusals.note(together)
            said = read_problem(read_json(without(client_secret, reply.body)))
            raise self._refused(f"{self._who} refused the sign-in ({reply.status}). {said}")
        return self._read_token(reply)

    def _ask(self, form: bytes) -> Reply:
        """No document depends on a token request: whatever goes wrong, it can be asked again."""
        try:
            reply = self._web.request("POST", self._path, (("Content-Type", _FORM),), form)
        except Unknown as error:
            raise RetryLater(f"{self._who} gave no token: {error.what}") from error
        if reply.status in {408, 429} or reply.status >= 500:  # noqa: PLR2004
            after = seconds(reply.headers.get("retry-after", ""), self._web.time_of(reply))
            raise RetryLater(f"{self._who} gives no token now ({reply.status}).", after=after)
        if reply.status == 426:  # noqa: PLR2004 - whatever is asked of it
            said = read_problem(read_json(reply.body))
            raise Outdated(f"{self._who} gives no token ({reply.status}). {said}".strip())
        return reply

    def _read_token(self, reply: Reply) -> _Token:
        told = read_json(reply.body)
        token = told.get("access_token") if isinstance(told, dict) else None
        if reply.status != 200 or not isinstance(token, str) or not token:  # noqa: PLR2004
            raise Stop(
                f"What answers at {self._web.route.url}{self._path} gives no token (status {reply.status}).",
                "Check the address in the connection's settings.",
            )
        life = told.get("expires_in") if isinstance(told, dict) else None
        lasts = float(life) if isinstance(life, int | float) and life > 0 else _TOKEN_LIFE
        margin = min(60.0, lasts / 10)
        header = ("Authorization", f"Bearer {printable(token, f'the token of {self._who}')}")
        return _Token(header, self._clock.monotonic() + lasts - margin)

    def _refused(self, what: str) -> Stop:
        return Stop(
            what.strip(),
            f"Store the right ones with: desktop-sync secret set {self._references[0]} and desktop-sync secret set "
            f"{self._references[1]}. The refused ones are not tried again within the hour.",
        )


_FORM = "application/x-www-form-urlencoded"


def without(secret: str, body: bytes) -> bytes:
    """An answer's body without the secret, should it repeat it: answers stand in messages and in the trail."""
    shown = secret.removeprefix("Bearer ").encode()
    return body.replace(shown, b"***") if len(shown) >= _SHORTEST else body


def printable(secret: str, name: str) -> str:
    """A secret that can stand in a header; Stop without repeating it when it cannot."""
    if not secret or not secret.isascii() or not secret.isprintable() or secret != secret.strip():
        raise Stop(
            f"{name} is empty or has characters that a sign-in cannot have (blanks at its ends, line ends, umlauts).",
            "Store it again: desktop-sync secret set NAME.",
        )
    return secret
