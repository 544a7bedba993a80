"""Connections are made, through proxies and TLS, or fail at a named stage."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_sync.web import Cut, Limits, NotSent, Reply, Route, SocketOpener, Stage, Web, parse_base_url
from desktop_sync.web.connect import reach, resolve, untrusted_issuer
from desktop_sync.web.route import Proxy, parse_proxy
from tests.acme_rig import SystemClock
from tests.certificates import Authority, make_authority
from tests.raw_server import RawServer, Say, answer
from tests.tunnel_proxy import TunnelProxy


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path)


@pytest.fixture
def secure_server(authority: Authority) -> Iterator[RawServer]:
    with RawServer(lambda _: Say(answer(200, b"{}")), tls=authority.server) as server:
        yield server


def ask(route: Route, ca_file: Path | str = "") -> Reply:
    limits = Limits(connect=2, total=2)
    clock = SystemClock()
    web = Web(route, SocketOpener(route, str(ca_file), limits, clock), clock, limits)
    try:
        return web.request("GET", "/v1/account")
    finally:
        web.close()


def test_extra_ca_is_trusted(secure_server: RawServer, authority: Authority) -> None:
    assert ask(parse_base_url(f"https://127.0.0.1:{secure_server.port}"), authority.ca_file).status == 200


def test_end_without_tls_farewell_is_no_end_of_an_answer(authority: Authority) -> None:
    """Whoever is between could have cut it there."""
    said = Say(b"HTTP/1.1 200 OK\r\n\r\n{}", close=True)
    with RawServer(lambda _: said, tls=authority.server) as server, pytest.raises(Cut):
        ask(parse_base_url(f"https://127.0.0.1:{server.port}"), authority.ca_file)


def test_certificate_for_another_name_is_refused(secure_server: RawServer, authority: Authority) -> None:
    with TunnelProxy(secure_server.port) as proxy:
        route = replace(parse_base_url("https://other.test"), proxy=parse_proxy(proxy.url))
        with pytest.raises(NotSent, match=r"other\.test is not trusted") as error:
            ask(route, authority.ca_file)
    assert error.value.stage is Stage.TLS
    assert secure_server.received == []


def test_refused_certificate_names_its_issuer(secure_server: RawServer) -> None:
    route = parse_base_url(f"https://127.0.0.1:{secure_server.port}")
    assert untrusted_issuer(route, 2) == "Example Ltd, Inspecting Proxy CA"
    assert secure_server.received == []


def test_proxy_carries_tls_to_a_name_that_only_it_knows(secure_server: RawServer, authority: Authority) -> None:
    with TunnelProxy(secure_server.port) as proxy:
        through = parse_proxy(proxy.url.replace("//", "//me:pass@"))
        route = replace(parse_base_url("https://acme.test/base"), proxy=through)
        assert ask(route, authority.ca_file).status == 200
        (asked,) = proxy.asked
    assert (asked.method, asked.path) == ("CONNECT", "acme.test:443")
    assert asked.headers["proxy-authorization"] == "Basic bWU6cGFzcw=="
    (seen,) = secure_server.received
    assert seen.path == "/base/v1/account"
    assert "proxy-authorization" not in seen.headers
    assert seen.headers["host"] == "acme.test"


def test_proxy_that_cannot_be_reached_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSent, match=f"127.0.0.1:{port} cannot be reached") as error:
        ask(replace(parse_base_url("https://acme.test"), proxy=Proxy("127.0.0.1", port)))
    assert error.value.stage is Stage.REACH


def test_after_a_failure_the_proxy_of_the_system_is_looked_for_anew(
    secure_server: RawServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have come with the network, which was not there yet."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    limits = Limits(connect=2, total=2)
    opener = SocketOpener(parse_base_url("https://acme.test"), str(authority.ca_file), limits, SystemClock(), "system")
    with pytest.raises(NotSent) as met:
        opener()
    assert met.value.stage is Stage.NAME
    with TunnelProxy(secure_server.port) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        opener().close()
        monkeypatch.delenv("https_proxy")
        opener().close()  # what works is kept
        assert [one.path for one in proxy.asked] == ["acme.test:443"] * 2
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(NotSent, match="cannot be reached"):
        opener()
    with pytest.raises(NotSent, match="SOCKS") as met:
        opener()
    assert met.value.stage is Stage.PROXY


def test_second_address_is_tried_when_the_first_is_dead() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        (living,) = resolve("127.0.0.1", listener.getsockname()[1])
        with socket.create_server(("127.0.0.1", 0)) as other:
            (dead,) = resolve("127.0.0.1", other.getsockname()[1])
        with reach([dead, living], "acme.test:443", 2) as sock:
            assert sock.getpeername() == listener.getsockname()


def test_unknown_name_has_its_own_stage() -> None:
    with pytest.raises(NotSent) as error:
        resolve("acme.invalid", 443)
    assert error.value.stage is Stage.NAME
    assert error.value.hint
