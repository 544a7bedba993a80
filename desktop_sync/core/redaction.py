"""The last line of defence: no secret that this process has read stands in a text that it writes.

Where a secret goes is decided elsewhere (it is a reference until a sign-in needs it). This is for the day on which a
server repeats what it was sent, or a library puts its address, password and all, into an exception. The secrets are
known process-wide, which nothing else in this house is: a leak does not keep to the ways on which things are handed on.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache

HIDDEN = "***"
_LONG = 8  # characters from which a secret is looked for within words; a shorter one must stand alone
_SHORTEST = 4  # anything shorter stands everywhere by chance
_LINE = 16  # characters from which a line of a secret (a private key) is a secret by itself


class Redactor:
    """Knows secrets and takes them out of texts. Safe for many threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: set[str] = set()
        self._words: tuple[str, ...] = ()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, secret: str) -> None:
        """From now on this is hidden, also where it stands encoded."""
        if secret in self._known:
            return
        with self._guard:
            self._known = self._known | {secret}
            words = {word for one in self._known for word in spellings(one)}
            self._words = tuple(sorted(words, key=lambda one: (-len(one), one)))
            self._pattern = re.compile("|".join(_part(word) for word in self._words)) if words else None

    def forget(self) -> None:
        """All of it: whoever had these secrets has gone, and the process lives on."""
        with self._guard:
            self._known, self._words, self._pattern = set(), (), None

    def known(self, text: str) -> str:
        """Without the secrets that were learnt."""
        pattern = self._pattern
        if (
            pattern is None or not text or not any(word in text for word in self._words)
        ):  # many times quicker than the pattern
            return text
        return pattern.sub(HIDDEN, text)

    def within(self, text: str) -> bool:
        """Whether one of them stands there that is too long to do so by chance."""
        return any(len(one) >= _LINE and one in text for one in self._known)

    def guess(self, text: str) -> str:
        """The same, and without what looks like a secret: headers that sign in, passwords in addresses and forms."""
        text = self.known(text)
        lowered = text.lower()
        for words, pattern, instead in _patterns():
            if any(word in lowered for word in words):
                text = pattern.sub(instead, text)
        return text


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]:
    """Each with the words of which one must stand in a text (in small letters), for patterns are slow.

    Compiled when first needed: a command that only looks has no use for them.
    """
    return (
        (
            ("bearer", "basic", "digest", "negotiate"),
            re.compile(r"\b(bearer|basic|digest|negotiate)(\s+)[\w.~+/-]{8,}=*", re.IGNORECASE),
            rf"\1\2{HIDDEN}",
        ),
        (("://",), re.compile(r"(\w://)[^/\s@'\"]{0,200}:[^/\s@'\"]{0,200}@"), rf"\1{HIDDEN}@"),
        (
            ("pass", "pwd", "secret", "token", "key"),
            re.compile(
                r"((?:password|passwd|passphrase|pwd|client_secret|(?:access|refresh|id|auth)_token|x?-?api[_-]?key"
                r"|(?:secret|private)_?key)[\"']?\s{0,3}(?:=|:|%3[aAdD])\s{0,3}[\"']?)(?!\*\*\*)[^\s\"'&,;{}<>]{4,}",
                re.IGNORECASE,
            ),
            rf"\1{HIDDEN}",
        ),
    )


def spellings(secret: str) -> Iterator[str]:
    """A secret as it is, and as it stands in JSON, in addresses, in base64 (wherever it begins in it), line by line."""
    import json
    from urllib.parse import quote, quote_plus

    lines = [line.strip() for line in secret.splitlines()]
    for one in dict.fromkeys([secret, secret.strip(), *(line for line in lines if len(line) >= _LINE)]):
        if len(one) < _SHORTEST:
            continue
        yield one
        yield json.dumps(one)[1:-1]
        yield json.dumps(one, ensure_ascii=False)[1:-1]
        yield from (quote(one, safe=""), quote(one), quote_plus(one))
        if len(one) >= _LONG:
            yield from _in_base64(one.encode("utf-8", "surrogatepass"))


def _in_base64(data: bytes) -> Iterator[str]:
    """What of it is the same wherever it begins: without the characters that the neighbours share."""
    import base64

    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + data)
        end = len(whole) if not (shift + len(data)) % 3 else -4 + (shift + len(data)) % 3
        core = whole[(0, 2, 3)[shift] : end].decode()
        if len(core) >= _LONG:
            yield core
            yield core.replace("+", "-").replace("/", "_")


def _part(word: str) -> str:
    escaped = re.escape(word)
    return escaped if len(word) >= _LONG else rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])"


_HERE = Redactor()
learn, redact, redact_guessing, holds_secret = _HERE.learn, _HERE.known, _HERE.guess, _HERE.within
