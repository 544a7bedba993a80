"""Rows that tests, pictures and benches of reports share: documents as Acme gives them, made up, always the same."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from desktop_sync.core.periods import given
from desktop_sync.core.reports import About, Rendered, Row
from desktop_sync.reports import OPTIONS, REPORTS

BERLIN = ZoneInfo("Europe/Berlin")
ABOUT = About(
    datetime(2026, 5, 4, 4, 0, 12, tzinfo=UTC),
    "Daily orders",
    "Muster GmbH",
    given(date(2026, 5, 1), date(2026, 5, 3), BERLIN),
    BERLIN,
)
NAMES = (
    "Müller & Söhne GmbH", "Nordwind Handels AG", "Łódzka Fabryka Śrub", "Ελληνικά Τρόφιμα", "Chandler & Sons Ltd",
    "Société Générale des Boulons", "Zweigniederlassung für Spezialbefestigungstechnik und Sonderanfertigungen KG",
    "東京部品株式会社", "Иванов и партнёры", "O'Brien (Cork) Ltd",
)  # fmt: skip
ARTICLES = (
    "Sechskantschraube M8 x 40, verzinkt",
    "Unterlegscheibe Ø 8,4",
    "Hex nut M8",
    "Dichtband, selbstklebend, 12 mm",
)


def orders(count: int, seed: int = 1, start: date = date(2026, 5, 1), days: int = 3) -> Iterator[Row]:
    """``count`` of them."""
    chance = random.Random(seed)
    for number in range(count):
        yield order(number, chance, start + timedelta(days=number * days // max(count, 1)))


def order(number: int, chance: random.Random, day: date) -> Row:
    lines = [
        {
            "number": at,
            "sku": f"ART-{chance.randrange(10000):05}",
            "description": chance.choice(ARTICLES),
            "quantity": str(chance.randrange(1, 500)) if at % 3 else f"{chance.randrange(1, 50)}.5",
            "unit": "PCE",
            "unit_price": f"{chance.randrange(1, 20000) / 100:.2f}",
        }
        for at in range(1, chance.randrange(2, 6))
    ]
    for line in lines:
        total = Decimal(str(line["quantity"])) * Decimal(str(line["unit_price"]))
        line["line_total"] = str(total.quantize(Decimal("0.01")))
    net = sum((Decimal(str(line["line_total"])) for line in lines), Decimal())
    tax = (net * Decimal("0.19")).quantize(Decimal("0.01"))
    customer = chance.randrange(len(NAMES))
    return {
        "id": f"o-{number}",
        "version": "1",
        "external_reference": f"A-{number:06}",
        "date": day.isoformat(),
        "status": chance.choice(("open", "confirmed", "shipped", "cancelled")),
        "currency": "CHF" if customer == 4 else "EUR",
        "buyer": {
            "number": f"C{customer:04}",
            "name": NAMES[customer],
            "address": {"street": "Hafenstr. 12", "postal_code": "20457", "city": "Hamburg", "country": "DE"},
        },
        "customer_reference": f"PO {chance.randrange(10**6):06}",
        "lines": lines,
        "totals": {"net": str(net), "tax": str(tax), "gross": str(net + tax)},
        "payment_terms": {"days": 30, "text": "Zahlbar innerhalb von 30 Tagen ohne Abzug."},
        "created_at": "2026-05-02T10:15:00.000000Z",
        "updated_at": "2026-05-02T10:15:00.000000Z",
    }


def rendered(type_: str, rows: Iterable[Row], about: About = ABOUT, **options: object) -> tuple[bytes, Rendered]:
    """The file, and what the report says of it."""
    sink = io.BytesIO()
    done = REPORTS[type_](OPTIONS[type_].model_validate(options)).render(rows, about, sink)
    return sink.getvalue(), done
