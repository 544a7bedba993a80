"""The words that the program itself uses, from the pages and schemas that ship with it: they stay in texts.

Without these pages nothing stays. Samples are not read: their names are those of customers and goods.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_sync.resources import resources

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET = re.compile(r"^\| `([a-z0-9_]+)` \| name of a secret", re.MULTILINE)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun UTC GMT CET CEST Z T"
_ERRORS = 200  # numbers of errors that the system has words for


def vocabulary() -> frozenset[str]:
    """Every word of the documents and of the API, and of the system's own error texts, in its language."""
    words = set(_MONTHS.split())
    for text in (*_texts("docs", "*.md"), *_texts("acme", "*.json"), *map(os.strerror, range(1, _ERRORS))):
        words.update(_WORD.findall(text))
    return frozenset(words)


def option_names() -> frozenset[str]:
    """Every name that may stand in the settings: of options, and of the fields of the API's resources."""
    names: set[str] = set()
    for text in _texts("docs", "reference/*.md"):
        names.update(name for code in _CODE.findall(text) for name in _NAME.findall(code))
    for text in _texts("acme", "*.schema.json"):
        names.update(re.findall(r'"([a-z_]+)"\s*:', text))
    return frozenset(names)


def secret_names() -> frozenset[str]:
    """The options that hold the name of a secret."""
    return frozenset(name for text in _texts("docs", "reference/*.md") for name in _SECRET.findall(text))


def _texts(folder: str, pattern: str) -> Iterator[str]:
    try:
        files = sorted((resources() / folder).rglob(pattern))
    except OSError:
        return
    for file in files:
        try:
            yield Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
