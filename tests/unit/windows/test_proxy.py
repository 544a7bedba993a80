"""Lists of proxies and of exceptions, as Windows keeps them."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.proxy import HOLDS, SOON, YOUNG, Answer, Answers, chosen, excepted, proxy_for


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


class Script:
    """Windows, asked for a proxy: how often, and what it says."""

    def __init__(self, said: Answer) -> None:
        self.said, self.asked, self.at = said, 0, 1000.0
        self.answers = Answers(self._answer, lambda: self.at)

    def after(self, seconds: float) -> str | None:
        self.at += seconds
        return self.answers.of("https://api.acme.example/")

    def _answer(self, url: str) -> Answer:
        self.asked += 1
        return self.said


def test_an_answer_holds_for_minutes() -> None:
    script = Script(Answer("proxy.example:3128"))
    assert [script.after(0), script.after(HOLDS - 1)] == ["proxy.example:3128"] * 2
    assert script.asked == 1
    script.after(1)
    assert script.asked == 2


def test_that_there_is_no_script_is_asked_again_soon_while_the_network_may_not_be_there_yet() -> None:
    script = Script(Answer(None, sure=False))
    assert script.after(0) is None
    script.said = Answer("proxy.example:3128")
    assert script.after(SOON - 1) is None
    assert script.after(1) == "proxy.example:3128"
    script = Script(Answer(None, sure=False))
    script.after(YOUNG)
    script.after(HOLDS - 1)  # there is none: finding that out takes seconds
    assert script.asked == 1


def test_after_a_failed_connection_an_answer_is_asked_for_again_soon_and_once() -> None:
    script = Script(Answer("office.example:3128"))
    script.after(0)
    script.after(SOON)
    assert script.asked == 1
    script.answers.doubt()
    script.said = Answer("")
    assert script.after(0) == ""
    script.after(SOON)
    assert script.asked == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_nobody_says_anything() -> None:
    assert proxy_for("https://api.acme.example/") is None
