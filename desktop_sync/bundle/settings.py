"""A settings text without secrets and without data of persons, line by line, so that line numbers of messages fit.

It need not be sound TOML: what is broken is what support has to see. What an option's value may show is told by the
option's name; what stands under a name that no option has may be anything, a secret in the wrong place among it, and is
replaced. It must not know what options mean.
"""

from __future__ import annotations

import re

from desktop_sync.core.redaction import HIDDEN
from desktop_sync.core.stand_ins import StandIns

_TOKEN = re.compile(
    r'(?P<long>"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z))'
    r'|(?P<key>(?:"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+))*(?=\s*=))'
    r"|(?P<head>^[ \t]*\[\[?[^\]\n]*\]?\]?)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|\'[^\'\n]*(?:\'|(?=\n)|\Z))'
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<bare>[A-Za-z0-9_+:.-]+)",
    re.MULTILINE | re.DOTALL,
)
_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_REFERENCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}(?:/[a-z0-9][a-z0-9._-]{0,39}){1,3}")
_LONG_TOKEN = re.compile(r"(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{20,}")
_SPOKEN = frozenset({"title", "constant", "default", "is", "subject", "description"})
_NAMES = frozenset(
    {"username", "user", "login", "to", "cc", "sender", "recipients", "address", "contact", "clerk", "it", "vendor"}
)
_SHORT = 3  # letters of a name that tells nobody anything, such as the prefix of a namespace


class Scrubber:
    """``options``: names that options have; ``secrets``: those that hold the name of a secret."""

    def __init__(self, stand_ins: StandIns, options: frozenset[str], secrets: frozenset[str]) -> None:
        self._stand_ins = stand_ins
        self._options = options
        self._secrets = secrets
        self._key = ""

    def scrub(self, text: str) -> str:
        """The same lines."""
        self._key = ""
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        text = found[0]
        if found.lastgroup == "head":
            self._key = ""
            return _PIECE.sub(lambda one: self._named(one[0]), text)
        if found.lastgroup == "key":
            self._key = _bare(_PIECE.findall(text)[-1])
            return _PIECE.sub(lambda one: self._named(one[0]), text)
        if found.lastgroup == "comment":
            return f"#{self._stand_ins.value(text[1:])}"
        if found.lastgroup == "bare":
            return text if self._known(self._key) or text in {"true", "false"} else self._stand_ins.value(text)
        quote = text[:3] if found.lastgroup == "long" else text[0]
        end = quote if len(text) >= 2 * len(quote) and text.endswith(quote) else ""
        return f"{quote}{self._value(text[len(quote) : len(text) - len(end)])}{end}"

    def _named(self, piece: str) -> str:
        bare = _bare(piece)
        if self._known(bare):
            return piece
        return piece.replace(bare, self._stand_ins.value(bare)) if bare else piece

    def _known(self, name: str) -> bool:
        parts = name.split(".")
        return all(part in self._options or (len(part) <= _SHORT and part.isalpha()) for part in parts)

    def _value(self, value: str) -> str:
        if self._key in self._secrets:
            fits = _REFERENCE.fullmatch(value) and not any(_LONG_TOKEN.fullmatch(part) for part in value.split("/"))
            return value if fits or not value else HIDDEN
        if self._key in self._options and self._key not in _SPOKEN | _NAMES:
            return self._stand_ins.code(value)
        return self._stand_ins.text(value) if self._key in _SPOKEN else self._stand_ins.value(value)


def _bare(piece: str) -> str:
    return piece[1:-1] if piece[:1] in {'"', "'"} else piece
