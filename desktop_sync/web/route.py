"""The way to a server: address, encryption, proxy, trust. Pure but for asking the system for its proxy.

It opens no connection. ``http://`` is for this computer only, and this computer is never asked for through a proxy.
"""

from __future__ import annotations

import base64
import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from desktop_sync.core.errors import SettingsError
from desktop_sync.windows.proxy import proxy_for

SYSTEM = "system"
NONE = "none"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy that is asked to CONNECT. ``authorization`` is the value of Proxy-Authorization, or empty."""

    host: str
    port: int
    authorization: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a base URL leads. ``prefix`` stands before every path and has no slash at its end."""

    host: str
    port: int
    tls: bool
    prefix: str = ""
    proxy: Proxy | None = None

    @property
    def authority(self) -> str:
        """Value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.tls else "http"] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The base URL in its one spelling."""
        return f"{'https' if self.tls else 'http'}://{self.authority}{self.prefix}"


def parse_base_url(text: str, *, plain: bool = False) -> Route:
    """The route of a base URL, without proxy. ValueError says in words what is wrong with it.

    ``plain``: http:// is allowed for other computers, too, for somebody has said so.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"expected an address such as https://api.example.com ({error})") from None
    if parts.scheme not in _PORTS or not host:
        raise ValueError("expected an address such as https://api.example.com")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("expected an address without user, password, '?' and '#', such as https://api.example.com")
    if parts.scheme == "http" and not plain and not is_loopback(host):
        raise ValueError("expected https://: plain http:// is allowed for this computer only (127.0.0.1, localhost)")
    tls = parts.scheme == "https"
    return Route(_ascii(host), port or _PORTS[parts.scheme], tls, parts.path.rstrip("/"))


def is_loopback(host: str) -> bool:
    """Whether ``host`` can only be this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_proxy(text: str) -> Proxy:
    """A proxy's URL, such as ``http://proxy.example:3128``. ValueError says in words what is wrong with it."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"expected a proxy such as http://proxy.example:3128 ({error})") from None
    if parts.scheme != "http" or not host:
        raise ValueError(
            "expected a proxy such as http://proxy.example:3128 (SOCKS and https:// proxies are not known)"
        )
    return Proxy(_ascii(host), port or 80, _basic(parts.username, parts.password))


def proxy_setting(value: str) -> str:
    """What may stand in settings: nothing, ``system``, ``none``, or a proxy's URL without user and password."""
    if value not in {"", SYSTEM, NONE} and parse_proxy(value).authorization:
        raise ValueError("expected a proxy without user and password: secrets do not stand in the settings")
    return value


def find_proxy(route: Route, setting: str) -> Proxy | None:
    """The proxy for ``route``: of the system (also when empty), none, or the one named. SettingsError: unusable."""
    if setting == NONE or is_loopback(route.host):
        return None
    if setting not in {"", SYSTEM}:
        return _usable_proxy(setting, "the settings")
    found = _of_system(route)
    return _usable_proxy(found, "the system's settings") if found else None


def way(route: Route, setting: str) -> Route:
    """The route through the proxy that ``find_proxy`` finds now."""
    return replace(route, proxy=find_proxy(route, setting))


def _of_system(route: Route) -> str:
    """What the environment says goes first; then a script of Windows (PAC); then what somebody has typed there."""
    from urllib.request import getproxies, getproxies_environment, proxy_bypass

    if not getproxies_environment():
        told = proxy_for(f"{'https' if route.tls else 'http'}://{route.authority}/")
        if told is not None:
            return told
    if proxy_bypass(route.host):
        return ""
    proxies = getproxies()
    return proxies.get("https" if route.tls else "http") or proxies.get("all") or ""


def trust(ca_file: str = "", protocols: Sequence[str] = ("http/1.1",)) -> ssl.SSLContext:
    """TLS against the operating system's trust store, and the CAs of ``ca_file`` (PEM) besides. Always verified.

    ``protocols``: what is going to be spoken (ALPN); none: that is not said.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if protocols:
        context.set_alpn_protocols(list(protocols))
    if ca_file:
        try:
            context.load_verify_locations(cafile=str(Path(ca_file)))
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"The CA file {ca_file} cannot be used: {error.strerror or error}.",
                hint="Give a readable file with certificates in PEM form (-----BEGIN CERTIFICATE-----).",
            ) from error
    return context


def _usable_proxy(text: str, place: str) -> Proxy:
    try:
        return parse_proxy(text)
    except ValueError as error:
        raise SettingsError(
            f"The proxy of {place} cannot be used: {error}.",
            hint='Set "proxy" (of the connection, or in [general.network]) to an http:// proxy, '
            'or to "none" to go without.',
        ) from error


def _basic(username: str | None, password: str | None) -> str:
    if not username:
        return ""
    pair = f"{unquote(username)}:{unquote(password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise ValueError(f"{host!r} is not a host name") from None
