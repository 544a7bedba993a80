"""Sign-in of the sandbox: an API key, or OAuth2 client credentials (RFC 6749, section 4.4) with tokens that expire.

It must not know what a signed-in client may do: one account, everything.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl

from desktop_sync.sandbox.messages import Refused, Reply, Request, encode, json_reply, problem

_MOST_TOKENS = 10_000


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client needs; made up at the first start."""

    api_key: str
    client_id: str
    client_secret: str


class SignIn:
    """Who may come in. ``lifetime`` of a token in seconds."""

    def __init__(self, credentials: Credentials, header: str, lifetime: float) -> None:
        self.credentials = credentials
        self._header = header.lower()
        self._lifetime = lifetime
        self._tokens: dict[str, float] = {}

    def check(self, request: Request, now: float) -> None:
        """Raises Refused (401) without a valid API key or token."""
        key = request.headers.get(self._header)
        if key is not None and _equal(key, self.credentials.api_key):
            return
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._tokens.get(token.strip(), 0.0) > now:
            return
        raise Refused(
            problem(
                401,
                "unauthorized",
                f"Sign in with {self._header} or a Bearer token; this one is missing, wrong or has expired.",
                headers={"www-authenticate": 'Bearer realm="Acme"'},
            )
        )

    def token(self, request: Request, now: float) -> Reply:
        """Answers the token endpoint: a token, or an error as RFC 6749 section 5.2 wants it."""
        try:
            form = dict(parse_qsl(request.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=20))
        except ValueError:
            return _refusal(400, "invalid_request", "The body is not a form.")
        if form.get("grant_type") != "client_credentials":
            word = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            return _refusal(400, word, "Send grant_type=client_credentials.")
        known = _equal(form.get("client_id", ""), self.credentials.client_id)
        if not (_equal(form.get("client_secret", ""), self.credentials.client_secret) and known):
            return _refusal(401, "invalid_client", "Client id or client secret is wrong.")
        self._tokens = {token: until for token, until in self._tokens.items() if until > now}
        if len(self._tokens) >= _MOST_TOKENS:
            self._tokens.clear()
        token = secrets.token_urlsafe(24)
        self._tokens[token] = now + self._lifetime
        return json_reply({"access_token": token, "token_type": "Bearer", "expires_in": int(self._lifetime)})


def _equal(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogateescape"), right.encode())


def _refusal(status: int, error: str, words: str) -> Reply:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    if status == 401:  # noqa: PLR2004
        headers["www-authenticate"] = 'Basic realm="Acme"'
    return Reply(status, encode({"error": error, "error_description": words}), headers)
