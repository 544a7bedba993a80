"""How far an HTTP API was asked: the text that the ledger keeps. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Cursor:
    """``since``: up to when (epoch seconds, server's clock) everything was asked for; None: no time is asked for.
    ``asked``: by which query it was; empty: nobody noted it.

    ``left``: between which moments lies what a first look is to leave, as long as it has not seen all of it.
    Of a look that broke off between pages: ``until``, up to when it asks, ``at``, the page that comes next, and ``of``,
    of which query that is.
    ``again``: between which moments it is asked once more, after the look.
    ``etag``, ``modified``: by which a server tells that its only page is the same; ``query``: of which address.
    """

    since: float | None = None
    asked: str = ""
    left: tuple[float | None, float] | None = None
    until: float | None = None
    at: str = ""
    of: str = ""
    etag: str = ""
    modified: str = ""
    query: str = ""
    again: tuple[float, float] | None = None

    @classmethod
    def read(cls, text: str | None) -> Cursor | None:
        """None: it was never asked to the end of a page."""
        if text is None:
            return None
        found = json.loads(text)
        found.update((name, tuple(found[name])) for name in ("again", "left") if name in found)
        return cls(**{name: found[name] for name in cls.__dataclass_fields__ if name in found})

    def text(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value not in (None, "")})
