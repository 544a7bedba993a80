"""What is proposed for a table that was just chosen: how its changes are told. A person sees it and may say otherwise.

Pure. The surest way that the table allows comes first; what would have to be guessed is not proposed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop_sync.sources.mssql.columns import Column

_CHANGED = re.compile(r"chang|modif|updat|ge(ä|ae)nd|(ä|ae)nder|mutat", re.IGNORECASE)
"""Names of columns that say when a row was changed, in English and German."""


def proposed(found: Sequence[Column], key: Sequence[str], *, tracked: bool) -> Mapping[str, object]:
    """Options of the source by name: ``mode``, and ``version`` where that is needed; none: nothing is sure enough."""
    if any(one.is_rowversion for one in found):
        return {"mode": "rowversion"}
    if tracked:
        return {"mode": "change_tracking"}
    times = [one.name for one in found if one.is_time and one.type != "date" and _CHANGED.search(one.name)]
    if len(times) == 1:
        return {"mode": "timestamp", "version": times[0]}
    grows = [one for one in found if one.is_whole and list(key) == [one.name]]
    return {"mode": "increasing_key"} if grows else {}
