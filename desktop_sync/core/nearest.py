"""Which known name was probably meant. What looks for it is loaded when somebody has made a mistake, not before."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 1, alike: float = 0.6) -> list[str]:
    """The best first, at most so many; ``alike`` from 0 (anything) to 1 (the same)."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), most, alike)
