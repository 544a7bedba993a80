"""What the ledger remembers of exports: periods that were made, and how far each file is with each destination.

```
pending ─► sending ─► delivered | rejected        sending: somebody has claimed it
   ▲          ├─► unknown ─► (looked for, or a person is asked)
   └──────────┴─► pending, later                  dismissed: it shall not be delivered any more
```
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop_sync.core.model import Payload
from desktop_sync.core.periods import Window
from desktop_sync.core.report_names import NameValue
from desktop_sync.core.reports import About


class ExportState(StrEnum):
    """Where a file stands with one destination."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is about to be remembered. ``payload``: its bytes, in the spool; None: nothing is delivered.

    ``reference``: of the only document. ``who``: the person who had it issued once more. ``summary``: of its rows, as
    ``core.summaries`` writes it. ``part``: where every document has a file of its own, its place in the period, from 1.
    ``marks``: which documents it shows (``core.report_marks``); None: nobody can tell.
    """

    flow: str
    title: str
    account: str
    zone: str
    window: Window | None
    made_at: datetime
    rows: int
    ending: str
    media_type: str
    payload: Payload | None
    note: str = ""
    reference: str = ""
    who: str = ""
    summary: str = ""
    part: int = 0
    marks: bytes | None = None

    @property
    def tzinfo(self) -> ZoneInfo:
        """``zone``, as times are told in it."""
        return ZoneInfo(self.zone)

    def about(self) -> About:
        """What the report says of itself."""
        document = self.reference if self.part else ""
        return About(self.made_at, self.title, self.account, self.window, self.tzinfo, document)


@dataclass(frozen=True, slots=True)
class ToDeliver:
    """One file and one destination that does not have it yet, as far as anybody knows. ``number``: of its flow;
    ``period``: names the period that it is of.
    """

    id: str
    period: int
    number: int
    made: Made
    destination: str
    name: str
    state: ExportState
    begun: bool
    attempts: int
    doubts: int
    rest: str

    def values(self) -> dict[str, NameValue]:
        """What the tokens of names stand for; ``from`` and ``to`` are days, both of them in the period."""
        zone = self.made.tzinfo
        first, last = (None, None) if self.made.window is None else self.made.window.days(zone)
        return {
            "flow": self.made.title,
            "account": self.made.account,
            "from": first,
            "to": last,
            "now": self.made.made_at.astimezone(zone),
            "count": self.made.rows,
            "number": self.number,
            "reference": self.made.reference,
        }
