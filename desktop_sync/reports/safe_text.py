"""Text that a spreadsheet would run, made harmless. Pure."""

from __future__ import annotations

import re

# OWASP, "CSV Injection": signs with which a spreadsheet begins a formula; also after blanks and quotes, and full width.
_FORMULA = re.compile(r"[\s\"'\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20].|[\t\r\n]", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,'\u2019][0-9]+|[ \u00a0][0-9]{3})*%?")
_SUSPECT = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\"'\ufeff\u200b \t\r\n\x0b\x0c\xa0")


def harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run as a formula; numbers are none."""
    if text and (text[0] in _SUSPECT or text[0].isspace()) and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
