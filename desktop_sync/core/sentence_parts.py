"""What the honest sentence is made of in every language: what others wrote, cut so that it fits. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

LONGEST = 120  # characters of what somebody else wrote; Windows shows some 128 of a tooltip
Values = Mapping[str, Any]
Say = Callable[[Values, datetime], str]

_END = re.compile(r"(?<=[^.\s]{2})[.!]\s+(?=[A-ZÄÖÜ])")  # of a sentence; not after "z.B." or a single letter


def first_part(what: str) -> str:
    """The first sentence of a problem, without its full stop, short enough for a tooltip."""
    first = _END.split(" ".join(what.split()), maxsplit=1)[0].rstrip(" .")
    if len(first) <= LONGEST:
        return first
    return f"{first[: LONGEST - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
