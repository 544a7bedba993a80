"""Opens one connection: name, reach, proxy, TLS, in this order, each step with its own failure in words.

Nothing of a request is sent here, so every failure is ``NotSent``. It must not know HTTP beyond CONNECT.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Sequence

import httptools

from desktop_sync.web.failures import NotSent, Stage
from desktop_sync.web.reply import spell
from desktop_sync.web.route import Proxy, Route

_LONGEST_CONNECT_ANSWER = 64 * 1024  # bytes of headers a proxy may answer with
Address = tuple[socket.AddressFamily, tuple[str | int | bytes, ...]]


def connect(route: Route, trusted: ssl.SSLContext | None, timeout: float) -> socket.socket:
    """A socket through which the server can be spoken to; ``timeout`` in seconds for each step."""
    first: Route | Proxy = route.proxy or route
    sock = reach(resolve(first.host, first.port), f"{first.host}:{first.port}", timeout)
    try:
        if route.proxy is not None:
            tunnel(sock, route, route.proxy)
        return secure(sock, route, trusted) if route.tls and trusted is not None else sock
    except BaseException:
        sock.close()
        raise


def resolve(host: str, port: int) -> Sequence[Address]:
    """The addresses of a name, in the system's order."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(
            Stage.NAME,
            f"The name {host} is not known ({_words(error)}).",
            "Check the address in the connection's settings and this computer's network.",
        ) from error
    return [(family, address) for family, _, _, _, address in found]


def reach(addresses: Sequence[Address], name: str, timeout: float) -> socket.socket:
    """Connects to the first address that answers; each gets its share of ``timeout``."""
    failure: OSError | None = None
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(timeout / len(addresses))
            sock.connect(address)
            sock.settimeout(timeout)
            # A request is written in one piece: waiting for more to send with it only costs time.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise NotSent(
        Stage.REACH,
        f"{name} cannot be reached ({_words(failure)}).",
        "Check the network and the firewall of this computer; if all others can be reached, the server is down.",
    ) from failure


def tunnel(sock: socket.socket, route: Route, proxy: Proxy) -> None:
    """Asks the proxy to connect through to the route's host."""
    target = f"[{route.host}]:{route.port}" if ":" in route.host else f"{route.host}:{route.port}"
    headers = [("Host", target)]
    if proxy.authorization:
        headers.append(("Proxy-Authorization", proxy.authorization))
    answer = _ConnectAnswer()
    try:
        sock.sendall(spell("CONNECT", target, headers))
        while not answer.status:
            answer.feed(sock.recv(4096))
    except (OSError, httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
        raise NotSent(
            Stage.PROXY, f"The proxy {proxy} broke off ({_words(error)}).", "Check the proxy in the settings."
        ) from error
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - the class of statuses
        raise NotSent(
            Stage.PROXY,
            f"The proxy {proxy} refused: {answer.status} {answer.reason}.",
            _proxy_hint(answer.status, route),
        )


class _ConnectAnswer:
    """The head of a proxy's answer; ``status`` is 0 until it is whole."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._size = 0
        self.status = 0
        self.reason = ""

    def feed(self, data: bytes) -> None:
        self._size += len(data)
        if not data or self._size > _LONGEST_CONNECT_ANSWER:
            raise ConnectionError("no answer to CONNECT")
        self._parser.feed_data(data)

    def on_status(self, reason: bytes) -> None:
        self.reason += reason.decode("latin-1")

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004 - an interim answer
            self.reason = ""
        elif not self.status:
            self.status = status


def _proxy_hint(status: int, route: Route) -> str:
    if status == 407:  # noqa: PLR2004 - Proxy Authentication Required
        return "The proxy wants a sign-in: ask for an exception for this program, or set a proxy that needs none."
    return f"Ask for {route.host}:{route.port} to be allowed through the proxy."


def secure(sock: socket.socket, route: Route, trusted: ssl.SSLContext) -> ssl.SSLSocket:
    """TLS, with the server's certificate verified. An end without TLS's farewell is an error: somebody cut it."""
    try:
        return trusted.wrap_socket(sock, server_hostname=route.host, suppress_ragged_eofs=False)
    except ssl.SSLCertVerificationError as error:
        raise NotSent(
            Stage.TLS,
            f"The certificate of {route.host} is not trusted: {error.verify_message or _words(error)}.",
            "If a company proxy opens TLS connections, give its CA certificate as ca_file; the connection's check "
            "names the issuer.",
        ) from error
    except (OSError, ValueError) as error:
        raise NotSent(
            Stage.TLS,
            f"{route.host}:{route.port} could not be spoken to with TLS ({_words(error)}).",
            "Check that the address and the port belong to an https:// server.",
        ) from error


def issuer(sock: ssl.SSLSocket) -> str:
    """Who issued the server's certificate, in words; works for certificates that are not trusted, too."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    der = sock.getpeercert(binary_form=True)
    if der is None:
        return "unknown"
    name = x509.load_der_x509_certificate(der).issuer
    parts = [name.get_attributes_for_oid(oid) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)]
    return ", ".join(str(found[0].value) for found in parts if found) or name.rfc4514_string()


def untrusted_issuer(route: Route, timeout: float) -> str:
    """Who issued a certificate that was refused. Only the certificate is read; nothing is sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with contextlib.suppress(NotSent), connect(route, context, timeout) as sock:
        return issuer(sock) if isinstance(sock, ssl.SSLSocket) else "unknown"
    return "unknown"


def _words(error: BaseException | None) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    return str(error) or "no address"
