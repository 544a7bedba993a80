"""A token for a mail server: asked for at the address that the options name, by OAuth 2.0 client credentials.

It must not know what the token is used for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

from desktop_sync import __version__
from desktop_sync.core.ports import Clock, Refusals
from desktop_sync.destinations.options import MailOptions
from desktop_sync.web import Limits, SocketOpener, Web, parse_base_url, way
from desktop_sync.web.sign_in import ClientCredentials


def asking_for_token(
    options: MailOptions, secret: Callable[[str], str], refusals: Refusals, clock: Clock
) -> Callable[[], str] | None:
    """What asks for a fresh one; it raises RetryLater, Stop (SettingsError: proxy). None: the options want none."""
    if not options.token_url:
        return None
    parts = urlsplit(options.token_url)
    route = parse_base_url(f"{parts.scheme}://{parts.netloc}")
    references = (options.client_id or "", options.client_secret or "")
    timeout = options.timeout
    limits = Limits(connect=min(timeout, 10.0), write=timeout, read=timeout, total=timeout)

    def ask() -> str:
        there = way(route, options.proxy)
        opener = SocketOpener(there, options.ca_file, limits, clock)
        with closing(Web(there, opener, clock, limits, in_flight=1, user_agent=f"DesktopSync/{__version__}")) as web:
            who = ClientCredentials(
                web, parts.path or "/", references, secret, refusals, clock, route.host, options.scope
            )
            return who.header()[1].removeprefix("Bearer ")

    return ask
