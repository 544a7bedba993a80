"""A secret comes in without echo or through a pipe, with exactly the one line end taken off that Enter added."""

from __future__ import annotations

import contextlib
import getpass
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.credentials import ask_secret

PROJECT = Path(__file__).parents[3]


def piped(data: bytes) -> str:
    return ask_secret("acme/api_key", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "data,expected",
    [
        (b"hunter2", "hunter2"),
        (b"hunter2\n", "hunter2"),
        (b"hunter2\r\n", "hunter2"),
        (b"hunter2\n\n", "hunter2\n"),
        (b" hunter2 ", " hunter2 "),
        (b"hunter2\r", "hunter2\r"),
        (b"\xef\xbb\xbfp\xc3\xa4ss\n", "päss"),
        (b"-----BEGIN KEY-----\nabc\n-----END KEY-----\n", "-----BEGIN KEY-----\nabc\n-----END KEY-----"),
        (b"", ""),
    ],
)
def test_piped(data: bytes, expected: str) -> None:
    assert piped(data) == expected


def test_piped_bytes_that_are_no_text() -> None:
    with pytest.raises(SettingsError, match="not UTF-8"):
        piped(b"\xff\xfe")


def test_piped_without_end() -> None:
    with pytest.raises(SettingsError, match="too long"):
        piped(b"x" * (5 * 2**20))


def test_typed_is_asked_for_by_name() -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "hunter2"

    assert ask_secret("acme/api_key", Terminal(), answer) == "hunter2"
    assert "acme/api_key" in asked[0]


def test_terminal_that_would_show_it_is_refused() -> None:
    def shows(prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "hunter2"

    with pytest.raises(SettingsError, match="cannot hide"):
        ask_secret("acme/api_key", Terminal(), shows)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_real_terminal_shows_nothing() -> None:
    code = (
        "import sys\nfrom desktop_sync.credentials import ask_secret\n"
        "sys.exit(0 if ask_secret('acme/api_key', sys.stdin) == 'hunter2' else 1)"
    )
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=PROJECT
    ) as process:
        os.close(slave)
        shown = b""
        while b": " not in shown:
            shown += os.read(master, 1024)
        os.write(master, b"hunter2\n")
        assert process.wait(30) == 0
        with contextlib.suppress(OSError):  # the end of a pseudo terminal is an error on Linux
            shown += os.read(master, 1024)
        os.close(master)
    assert b"hunter2" not in shown
