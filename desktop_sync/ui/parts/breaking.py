"""Long words that may be broken: for showing alone."""

from __future__ import annotations

import re

_LONG = re.compile(r"\S{12}(?=\S{12})")


def breakable(text: str) -> str:
    """Of a host key's advice, whose fingerprint is compared by eye: who copies it must have it from elsewhere."""
    return _LONG.sub("\\g<0>\u200b", text)
