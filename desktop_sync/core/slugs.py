"""An id proposed from a title: small letters, digits and ``-``, at most forty, of no other. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 40
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "ł": "l"})


def slug(title: str, taken: Collection[str], otherwise: str) -> str:
    """``ERP Aufträge`` as ``erp-auftraege``; with a number where that is taken; ``otherwise`` where nothing is left."""
    spelt = unicodedata.normalize("NFKD", title.lower().translate(_SPELT)).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")[:LONGEST].rstrip("-") or otherwise
    found, number = base, 2
    while found in taken:
        ending = f"-{number}"
        found, number = base[: LONGEST - len(ending)].rstrip("-") + ending, number + 1
    return found
