"""Addresses, proxies and trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.web import route
from desktop_sync.web.route import Proxy, find_proxy, is_loopback, parse_base_url, parse_proxy, trust


@pytest.mark.parametrize(
    "text, url, authority",
    [
        ("https://api.acme.example", "https://api.acme.example", "api.acme.example"),
        (" https://API.acme.example:443/ ", "https://api.acme.example", "api.acme.example"),
        ("https://api.acme.example:8443/acme/", "https://api.acme.example:8443/acme", "api.acme.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("https://[2001:db8::1]:444", "https://[2001:db8::1]:444", "[2001:db8::1]:444"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://localhost", "http://localhost", "localhost"),
        ("http://[::1]:81", "http://[::1]:81", "[::1]:81"),
    ],
)
def test_base_url_has_one_spelling(text: str, url: str, authority: str) -> None:
    route = parse_base_url(text)
    assert (route.url, route.authority) == (url, authority)
    assert parse_base_url(route.url) == route


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "expected an address"),
        ("api.acme.example", "expected an address"),
        ("ftp://api.acme.example", "expected an address"),
        ("https://", "expected an address"),
        ("https://api.acme.example:99999", "expected an address"),
        ("https://me:secret@api.acme.example", "without user"),
        ("https://api.acme.example/?x=1", "without user"),
        ("http://api.acme.example", "expected https://"),
        ("http://127.0.0.1.acme.example", "expected https://"),
        ("http://192.168.1.5", "expected https://"),
    ],
)
def test_unusable_base_url_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as error:
        parse_base_url(text)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
def test_this_computer(host: str) -> None:
    assert is_loopback(host)


ROUTE = parse_base_url("https://api.acme.example")


@pytest.fixture
def system_proxy(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    return monkeypatch


@pytest.mark.usefixtures("system_proxy")
def test_proxy_of_the_system_is_used_unless_told_otherwise() -> None:
    assert find_proxy(ROUTE, "") == Proxy("proxy.example", 3128)
    assert find_proxy(ROUTE, "none") is None
    assert find_proxy(ROUTE, "http://other.example:8080") == Proxy("other.example", 8080)


def test_proxy_exceptions_of_the_system_count(system_proxy: pytest.MonkeyPatch) -> None:
    system_proxy.setenv("no_proxy", "acme.example")
    assert find_proxy(ROUTE, "") is None


@pytest.mark.parametrize("said, proxy", [("pac.example:8080", Proxy("pac.example", 8080)), ("", None)])
def test_a_script_of_the_system_goes_before_what_is_typed_and_behind_the_environment(
    system_proxy: pytest.MonkeyPatch, said: str, proxy: Proxy | None
) -> None:
    asked: list[str] = []

    def answers(url: str) -> str:
        asked.append(url)
        return said

    system_proxy.setattr(route, "proxy_for", answers)
    assert find_proxy(ROUTE, "system") == Proxy("proxy.example", 3128)
    assert asked == []
    system_proxy.delenv("https_proxy")
    assert find_proxy(ROUTE, "system") == proxy
    assert asked == ["https://api.acme.example/"]


@pytest.mark.usefixtures("system_proxy")
def test_this_computer_is_never_reached_through_a_proxy() -> None:
    assert find_proxy(parse_base_url("https://127.0.0.1:8443"), "") is None
    assert find_proxy(parse_base_url("https://localhost"), "http://proxy.example:3128") is None


def test_unusable_system_proxy_says_what_to_do(system_proxy: pytest.MonkeyPatch) -> None:
    system_proxy.setenv("https_proxy", "socks5://proxy.example:1080")
    with pytest.raises(SettingsError, match="SOCKS") as error:
        find_proxy(ROUTE, "")
    assert '"none"' in error.value.hint


def test_credentials_of_a_proxy_are_not_shown() -> None:
    proxy = parse_proxy("http://me:p%40ss@proxy.example:3128")
    assert proxy.authorization == "Basic bWU6cEBzcw=="
    assert "bWU6" not in repr(proxy)
    assert str(proxy) == "proxy.example:3128"


def test_ca_file_that_cannot_be_read(tmp_path: Path) -> None:
    no_certificate = tmp_path / "ca.pem"
    no_certificate.write_text("hello", encoding="utf-8")
    for file in (tmp_path / "absent.pem", no_certificate):
        with pytest.raises(SettingsError, match="cannot be used") as error:
            trust(str(file))
        assert str(file) in error.value.what
