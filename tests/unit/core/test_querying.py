"""Queries: what cannot be is refused when it is saved, with its place; what the API cannot filter is filtered here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected
from desktop_sync.core.listing import Listing
from desktop_sync.core.periods import Window
from desktop_sync.core.querying import QueryOptions, ask, field_problems, query_problems
from desktop_sync.core.reports import Row
from desktop_sync.reports import OPTIONS
from desktop_sync.reports.templates import names, whole
from tests.acme_rig import PROFILE, ROOT

ZONE = ZoneInfo("Europe/Berlin")
WINDOW = Window(datetime(2026, 5, 2, 22, tzinfo=UTC), datetime(2026, 5, 3, 22, tzinfo=UTC))


def listing(resource: str = "orders") -> Listing:
    return PROFILE.resources[resource].listing(PROFILE.schema_of(resource, Path(ROOT / "resources/acme")))


def query(**options: object) -> QueryOptions:
    return QueryOptions.model_validate({"resource": "orders", **options})


def test_what_the_api_filters_is_asked_of_it() -> None:
    made = query(
        where=[
            {"from": "status", "is": "open"},
            {"from": "date", "at_least": "2026-05-01", "at_most": "2026-05-31"},
            {"from": "totals.gross", "above": "100"},
            {"from": "status", "is_not": "cancelled"},
        ],
        window={"of": "yesterday", "field": "updated_at"},
    )
    assert list(query_problems(made, listing())) == []
    asked = ask(made, WINDOW, listing(), ZONE)
    assert dict(asked.parameters) == {
        "status": "open",
        "date_from": "2026-05-01",
        "date_to": "2026-05-31",
        "updated_since": "2026-05-02T22:00:00Z",
        "updated_before": "2026-05-03T22:00:00Z",
    }


ROW: Row = {
    "id": "o-1",
    "status": "open",
    "date": "2026-05-03",
    "cancelled": False,
    "totals": {"gross": "100.10"},
    "payment_terms": {"days": 30},
    "buyer": {"number": "C-1", "name": "Müller"},
    "attributes": {"shop": "web"},
    "updated_at": "2026-05-03T00:00:00+02:00",
    "created_at": "2026-05-03T21:59:59.999999Z",
}


@pytest.mark.parametrize(
    "condition, expected",
    [
        ({"from": "totals.gross", "above": "100.1"}, False),
        ({"from": "totals.gross", "at_least": "100.1"}, True),
        ({"from": "totals.gross", "above": 9}, True),
        ({"from": "buyer.name", "matches": "M.*r"}, True),
        ({"from": "customer_reference", "empty": True}, True),
        ({"from": "cancelled", "is": "false"}, True),
        ({"from": "payment_terms.days", "below": 30}, False),
        ({"from": "attributes.shop", "is": ["web", "phone"]}, True),
        ({"not": {"any": [{"from": "status", "is": "open"}, {"from": "totals.gross", "above": 5000}]}}, False),
        (
            {"all": [{"from": "date", "above": "2026-05-02"}, {"from": "created_at", "below": "2026-05-03T22:00:00Z"}]},
            True,
        ),
    ],
)
def test_every_field_can_be_asked(condition: dict[str, object], expected: bool) -> None:
    made = query(where=[condition])
    assert list(query_problems(made, listing())) == []
    assert ask(made, None, listing(), ZONE).wanted(ROW) is expected


def test_windows_are_half_open_also_where_the_api_cannot_end_them() -> None:
    made = query(window={"field": "created_at"})
    asked = ask(made, WINDOW, listing(), ZONE)
    assert dict(asked.parameters) == {"created_since": "2026-05-02T22:00:00Z"}
    assert asked.wanted(ROW)
    assert not asked.wanted({**ROW, "created_at": "2026-05-03T22:00:00Z"})
    assert asked.wanted({**ROW, "created_at": "2026-05-02T22:00:00Z"})


@given(st.datetimes(datetime(2026, 5, 1), datetime(2026, 5, 6)))  # noqa: DTZ001
def test_every_document_is_in_exactly_one_window(at: datetime) -> None:
    made = query(window={"field": "updated_at"})
    middle = datetime(2026, 5, 3, 22, tzinfo=UTC)
    windows = [
        Window(None, datetime(2026, 5, 2, 22, tzinfo=UTC)),
        WINDOW,
        Window(middle, datetime(2026, 6, 1, tzinfo=UTC)),
    ]
    row = {**ROW, "updated_at": at.replace(tzinfo=UTC).isoformat()}
    assert sum(ask(made, one, listing(), ZONE).wanted(row) for one in windows) == 1


def test_a_window_by_days_takes_the_days_it_touches() -> None:
    asked = ask(query(window={"field": "date"}), WINDOW, listing(), ZONE)
    assert dict(asked.parameters) == {"date_from": "2026-05-03", "date_to": "2026-05-03"}


def test_a_value_that_cannot_be_compared_is_no_guess() -> None:
    asked = ask(query(where=[{"from": "date", "above": "2026-05-02"}]), None, listing(), ZONE)
    with pytest.raises(Rejected, match="The document o-1 has 'soon' in date, expected a date like"):
        asked.wanted({**ROW, "date": "soon"})
    assert not asked.wanted({"id": "o-2"})


@pytest.mark.parametrize(
    "options, place, why",
    [
        ({"where": [{"from": "statsu", "is": "open"}]}, ("where", 0, "from"), "did you mean status?"),
        ({"where": [{"from": "buyer.nmber", "is": "1"}]}, ("where", 0, "from"), "did you mean buyer.number?"),
        ({"where": [{"from": "status", "is": "opne"}]}, ("where", 0, "is"), "'opne' is none of open, confirmed"),
        ({"where": [{"from": "cancelled", "is": "yes"}]}, ("where", 0, "is"), "none of true, false"),
        ({"where": [{"from": "date", "above": "May"}]}, ("where", 0), "expected a day such as"),
        ({"where": [{"from": "totals.net", "above": "much"}]}, ("where", 0), "expected a number"),
        ({"where": [{"from": "status", "above": "open"}]}, ("where", 0), "compares numbers and dates"),
        ({"where": [{"from": "lines.sku", "is": "A"}]}, ("where", 0, "from"), "more than one value"),
        ({"where": [{"one": "lines", "from": "sku", "is": "A"}]}, ("where", 0, "one"), "leave out one and where"),
        ({"where": [{"from": "buyer", "is": "A"}]}, ("where", 0, "from"), "more than one value"),
        ({"where": [{"any": [{"from": "x", "is": "1"}]}]}, ("where", 0, "any", 0, "from"), "no field x"),
        ({"where": [{"not": {"from": "x", "is": "1"}}]}, ("where", 0, "not", "from"), "no field x"),
        ({"where": [{"from": "status", "is": "open", "convert": ["text"]}]}, ("where", 0, "convert"), "no converters"),
        ({"window": {"field": "changed"}}, ("window", "field"), "no field changed"),
        ({"window": {"field": "status"}}, ("window", "field"), "neither a day nor a time"),
        ({"window": {"of": "since_last", "field": "date"}}, ("window", "field"), "take a time, as updated_at"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    options: dict[str, object], place: tuple[object, ...], why: str
) -> None:
    found = list(query_problems(query(**options), listing()))
    assert [where for where, _ in found] == [place]
    assert why in found[0][1]


def test_fields_of_reports_are_checked_too() -> None:
    made = OPTIONS["pdf"].model_validate(
        {"columns": [{"name": "A", "from": "buyr.name"}], "sort": ["-lines.sku", "nix"]}
    )
    found = list(field_problems(made.reads(), listing()))
    assert [place for place, _ in found] == [("columns", 0), ("sort", 1)]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("kind", sorted(OPTIONS))
def test_templates_ask_for_fields_that_there_are(name: str, kind: str) -> None:
    if name == "reconciliation":
        return
    made = whole(OPTIONS[kind].model_validate({"template": name}))
    resource = "invoices" if name.startswith("invoice") else "orders"
    assert list(field_problems(made.reads(), listing(resource))) == []


def test_the_filters_of_the_profile_are_those_of_the_api() -> None:
    api = json.loads((ROOT / "resources/acme/openapi.json").read_text(encoding="utf-8"))
    for name, resource in PROFILE.resources.items():
        told = {one["name"] for one in api["paths"][resource.collection]["get"]["parameters"]} - {"limit", "cursor"}
        assert set(resource.filters) == told, name
        known = listing(name).kinds()
        assert {one.field for one in resource.filters.values()} <= set(known)
