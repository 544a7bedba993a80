"""Lists of proxies and of exceptions, as Windows keeps them."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.proxy import chosen, excepted, proxy_for


@pytest.mark.parametrize(
    "listed, scheme, proxy",
    [
        ("proxy.example:3128", "https", "proxy.example:3128"),
        ("proxy.example:3128 other.example:3129", "http", "proxy.example:3128"),
        ("http=a.example:80;https=b.example:8080", "https", "b.example:8080"),
        ("http=a.example:80;https=b.example:8080", "http", "a.example:80"),
        ("HTTPS=b.example:8080", "https", "b.example:8080"),
        ("ftp=c.example:21", "https", ""),
        ("ftp=c.example:21;d.example:80", "https", "d.example:80"),
        ("", "https", ""),
    ],
)
def test_the_first_proxy_for_the_scheme_is_taken(listed: str, scheme: str, proxy: str) -> None:
    assert chosen(listed, scheme) == proxy


@pytest.mark.parametrize(
    "listed, host, found",
    [
        ("*.acme.example;10.*", "api.acme.example", True),
        ("*.acme.example 10.*", "10.1.2.3", True),
        ("*.ACME.example", "API.acme.EXAMPLE", True),
        ("acme.example", "api.acme.example", False),
        ("<local>", "intranet", True),
        ("<local>", "api.acme.example", False),
        ("<local>", "fe80::1", False),
        ("", "intranet", False),
    ],
)
def test_exceptions_are_patterns(listed: str, host: str, found: bool) -> None:
    assert excepted(listed, host) == found


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_nobody_says_anything() -> None:
    assert proxy_for("https://api.acme.example/") is None
