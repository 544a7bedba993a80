"""A finished report as tests of destinations hand it out."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desktop_sync.core.exporting import Finished
from desktop_sync.core.periods import given
from desktop_sync.core.reports import About
from desktop_sync.core.summaries import Summary, Total

BERLIN = ZoneInfo("Europe/Berlin")
ABOUT = About(
    datetime(2026, 5, 4, 4, 0, tzinfo=UTC),
    "Täglich",
    "Muster GmbH",
    given(date(2026, 5, 1), date(2026, 5, 3), BERLIN),
    BERLIN,
)
SUMMARY = Summary(
    "Orders <b>",
    ("Buyer", "Net"),
    (False, True),
    (("Müller & Söhne <script>alert(1)</script>", "1,000.00"), ("x\u202ey\nz", "-5.00")),
    (Total("EUR", ("", "995.00")), Total("CHF", ("", "7.00"))),
    1_234,
    2,
)


def finished(
    content: bytes = b"%PDF", name: str = "Aufträge 2026.pdf", rest: str = "", summary: Summary | None = None
) -> Finished:
    return Finished(
        "0123456789abcdef" * 2,
        name,
        hashlib.sha256(content).hexdigest(),
        len(content),
        "application/pdf",
        1_234,
        ABOUT,
        lambda: io.BytesIO(content),
        rest,
        values={"flow": "Täglich", "from": date(2026, 5, 1), "to": date(2026, 5, 3), "count": 1_234},
        summary="" if summary is None else summary.to_json(),
    )
