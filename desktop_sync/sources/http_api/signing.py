"""How requests to an HTTP API are signed in, from the connection's options. It must not know what is asked."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from desktop_sync import __version__
from desktop_sync.core.ports import Clock
from desktop_sync.sources.asked import Access
from desktop_sync.sources.http_api.connection import HttpConnectionOptions
from desktop_sync.sources.http_api.templates import target_of
from desktop_sync.web import Limits, Route, SocketOpener, Web, parse_base_url, way
from desktop_sync.web.sign_in import ApiKey, ClientCredentials, SignIn

_ACCEPT = (
    ("Accept", "application/json, application/xml;q=0.9, text/csv;q=0.9, */*;q=0.5"),
    ("Accept-Encoding", "gzip, identity"),  # unpacked within the limit, see answers.py
)


def who(options: HttpConnectionOptions) -> str:
    """The system as messages name it."""
    return parse_base_url(options.base_url, plain=True).host


def route_to(address: str, options: HttpConnectionOptions) -> Route:
    """The way to the server of an address, whatever its path. Raises ValueError, SettingsError."""
    parts = urlsplit(address)
    return way(parse_base_url(f"{parts.scheme}://{parts.netloc}", plain=options.unencrypted), options.proxy)


def web_to(address: str, options: HttpConnectionOptions, clock: Clock) -> Web:
    route, timeout = route_to(address, options), options.timeout
    limits = Limits(connect=min(timeout, 10.0), write=timeout, read=timeout, total=timeout, answer=options.max_answer)
    return Web(
        route,
        SocketOpener(route, options.ca_file, limits, clock, options.proxy),
        clock,
        limits,
        in_flight=1,
        requests_per_second=options.requests_per_second,
        user_agent=f"DesktopSync/{__version__}",
        accept=(*_ACCEPT, *options.headers.items()),
    )


def sign_in_of(options: HttpConnectionOptions, access: Access, tokens: Web | None) -> SignIn | None:
    """None: nobody is asked who we are. ``tokens``: where these are asked for."""
    name, secret, refusals = who(options), access.secret, access.refusals
    if options.sign_in == "key":
        return ApiKey(options.key_name, options.key or "", secret, refusals, name, "key")
    if options.sign_in == "bearer":
        return ApiKey("Authorization", options.key or "", lambda one: f"Bearer {secret(one)}", refusals, name, "token")
    if options.sign_in == "basic":

        def pair(reference: str) -> str:
            return "Basic " + base64.b64encode(f"{options.username}:{secret(reference)}".encode()).decode()

        return ApiKey("Authorization", options.password or "", pair, refusals, name, "password")
    if tokens is not None:
        references = (options.client_id or "", options.client_secret or "")
        path = target_of(options.token_url)
        return ClientCredentials(tokens, path, references, secret, refusals, access.clock, name, options.scope)
    return None
