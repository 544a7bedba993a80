"""Text from outside, as it may be shown."""

from __future__ import annotations

LONGEST = 1000  # characters of one text


def said(text: str) -> str:
    """What the engine, Acme or a file says: one line, without what could deceive the eye, and no endless one."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text[: LONGEST * 2]).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
