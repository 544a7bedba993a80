"""The story of a fault for a log, without what the call was given: any of that may be a secret. Knows no call."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterator

_STRUCK = "[struck out]"
_CHAIN = 10  # faults that led to one another
_MOST = 100_000  # characters that are looked for


def story(fault: BaseException, given: object) -> str:
    """The traceback, struck. Where too much was given to look for it: the places and classes only, no message."""
    if sum(map(len, _texts(given))) <= _MOST:
        return struck("".join(traceback.format_exception(fault)), given)
    return "".join(reversed(list(_bones(fault))))


def struck(text: str, given: object) -> str:
    """``text`` without the texts in ``given``, a JSON value (names of members stay), in any usual spelling."""
    spellings = {spelling for value in set(_texts(given)) for spelling in _spelled(value)}
    if not spellings:
        return text
    longest_first = sorted(spellings, key=len, reverse=True)
    # A short word is struck out only where it stands alone: a text without any "a" helps nobody.
    found = "|".join(re.escape(one) if len(one) > 3 else rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first)  # noqa: PLR2004
    return re.sub(found, _STRUCK, text)


def _bones(fault: BaseException | None) -> Iterator[str]:
    """The last one first."""
    for _ in range(_CHAIN):
        if fault is not None:
            yield f"{''.join(traceback.format_tb(fault.__traceback__))}{type(fault).__name__}: {_STRUCK}\n"
            fault = fault.__cause__ or fault.__context__


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)


def _spelled(value: str) -> set[str]:
    return {value, *value.splitlines(), repr(value)[1:-1], json.dumps(value)[1:-1], ascii(value)[1:-1]} - {""}
