"""A draft of the settings as a call brings it: the text that it would become, and secrets that are stored nowhere yet.

It must not know what is done with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desktop_sync.settings.drafting import rewritten


class Drafted(NamedTuple):
    """``secrets``: by name, those that were typed and are lent for one call."""

    text: str
    secrets: Mapping[str, str]


def drafted(text: str, tables: Mapping[str, object], secrets: Mapping[str, object]) -> Drafted:
    """``tables``: what the settings file ``text`` shall say."""
    return Drafted(rewritten(text, tables), {name: one for name, one in secrets.items() if isinstance(one, str)})
