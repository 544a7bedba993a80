"""How a secret comes in: typed without echo, or piped in. Never from the command line, where others can read it."""

from __future__ import annotations

import getpass
import warnings
from collections.abc import Callable
from typing import TextIO

from desktop_sync.core.errors import SettingsError

_LONGEST = 4 * 2**20  # bytes


def ask_secret(reference: str, stdin: TextIO, ask: Callable[[str], str] = getpass.getpass) -> str:
    """The secret, without the one line end that Enter or ``echo`` adds. SettingsError when it cannot be had safely."""
    prompt = f"Secret for {reference} (not shown; for several lines pipe it in): "
    return _asked(prompt, stdin, ask, f"Pipe the secret in: desktop-sync secret set {reference} < FILE")


def ask_password(account: str, stdin: TextIO, ask: Callable[[str], str] = getpass.getpass) -> str:
    """The password of an account of this machine or its domain, in the same way."""
    return _asked(f"Password of {account} (not shown): ", stdin, ask, "Pipe the password in from a file.")


def _asked(prompt: str, stdin: TextIO, ask: Callable[[str], str], hint: str) -> str:
    if not stdin.isatty():
        return _piped(stdin)
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return ask(prompt)
        except getpass.GetPassWarning:
            raise SettingsError("This terminal cannot hide what is typed.", hint=hint) from None


def _piped(stdin: TextIO) -> str:
    data = stdin.buffer.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise SettingsError("The secret is too long.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("The secret on standard input is not UTF-8 text.") from None
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
