"""A flow that is given another query: what was counted for one is never taken for what is to come of another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import Again, Found
from tests.unit.sources.http_api.rig import NUMBERS, SINCE, HttpRig, filled

OLD = 1_700_000_000.0
TIMED: dict[str, Any] = {"query": SINCE, "time_format": "unix"}
OLDER = b'{"data": {"orders": [{"no": "older"}], "others": [{"no": "older"}]}}'
NOTHING = b'{"data": {"orders": [], "others": []}}'
SITE = {**TIMED, "query": {**SINCE, "site": "3"}}


def founds(rig: HttpRig, **options: Any) -> list[Found]:  # noqa: ANN401 - options of a source
    """One look, with what it says."""
    source, made = rig.source(**options), list[Found]()
    try:
        for found in source.discover(rig.known.cursor, rig.known):
            rig.known.commit(found)
            made.append(found)
    finally:
        source.close()
    return made


def words_of(found: list[Found]) -> str:
    return " ".join(one.said for one in found if one.said)


def begun(rig: HttpRig, answer: str, **options: Any) -> None:  # noqa: ANN401 - options of a source
    """The flow has looked once, at rows that are old; the system's clock is ours."""
    rig.api.now = rig.clock.now
    rig.known.answer = answer
    rig.look(rig.source(**options))


@pytest.mark.parametrize(
    "changed",
    [
        {"query": {**SINCE, "site": "3"}},
        {"query": {"since": "gt {since}"}},
        {"path": "/orders/"},
        {"body": '{"filter": {"since": "{since}", "site": "3"}}'},
        {"rows": "data/others"},
    ],
)
def test_older_rows_of_another_query_are_asked_for(rig: HttpRig, changed: dict[str, Any]) -> None:
    filled(rig.api, "none", OLD)
    begun(rig, "all", **TIMED)
    rig.api.put("older", OLD - 5)
    assert rig.look(rig.source(**TIMED)) == []
    rig.api.fault = lambda request, query: rig.api.say(200, NOTHING if "since" in query else OLDER)
    made = founds(rig, **{**TIMED, **changed})
    assert rig.numbers(rig.known.items[-1:]) == ["older"]
    assert "The query was changed, so it is asked from its beginning" in words_of(made)
    assert not words_of(founds(rig, **{**TIMED, **changed}))


@pytest.mark.parametrize(
    "same",
    [
        {"query": {"changed_after": "{since}"}},
        {"query": {**SINCE, "size": "{size}"}, "page_size": 50},
        {"key": ("no", "total")},
        {"detail": "/orders/{no}"},
        {"overlap": 60.0},
    ],
)
def test_what_asks_for_the_same_rows_goes_on(rig: HttpRig, same: dict[str, Any]) -> None:
    filled(rig.api, "none", OLD)
    begun(rig, "all", **TIMED)
    made = founds(rig, **{**TIMED, **same})
    assert words_of(made) == ""
    assert f"{next(iter({**TIMED, **same}['query']))}=" in rig.api.asked[1]
    assert len(rig.known.items) == 1


def test_a_cursor_that_nobody_marked_goes_on_and_is_marked(rig: HttpRig) -> None:
    """As former versions have written it."""
    filled(rig.api, "none", OLD)
    begun(rig, "all", **TIMED)
    told = json.loads(str(rig.known.cursor))
    del told["asked"]
    rig.known.cursor = json.dumps(told)
    rig.known.rows.clear()
    assert words_of(founds(rig, **SITE)) == ""
    assert len(rig.known.items) == 1
    assert "The query was changed" in words_of(founds(rig, **TIMED))


def test_another_query_begins_at_the_date_of_the_first_run(rig: HttpRig) -> None:
    filled(rig.api, "none", OLD)
    rig.api.put("within", 1_780_000_000.0)
    begun(rig, "2026-01-01", **TIMED)
    rig.known.rows.clear()
    assert "asked from 2026-01-01 on" in words_of(founds(rig, **SITE))
    assert [rig.numbers([one]) for one in rig.known.items] == [["within"], ["within"]]


def test_where_rows_were_left_another_query_goes_on_from_its_time(rig: HttpRig) -> None:
    filled(rig.api, "none", OLD)
    begun(rig, "from_now", **TIMED)
    rig.api.put("since")
    made = founds(rig, **SITE)
    assert rig.numbers(rig.known.items) == ["since"]
    assert "what was there before is left" in words_of(made)


@pytest.mark.parametrize("answer", ["from_now", "2026-01-01"])
def test_where_nobody_can_tell_a_person_decides_it(rig: HttpRig, answer: str) -> None:
    filled(rig.api, "none", OLD)
    begun(rig, answer, **(TIMED if answer != "from_now" else {}))
    changed: dict[str, Any] = {"query": {"site": "3"}}
    with pytest.raises(Stop, match="nobody can tell which of its rows came since"):
        rig.look(rig.source(**changed))
    assert rig.known.items == []
    source = rig.source(**changed)
    back = source.back(rig.known.cursor, Again())
    rig.known.rows.clear()
    rig.known.cursor = back.cursor
    assert rig.look(source) == NUMBERS
    assert rig.look(rig.source(**changed)) == []


def test_a_query_that_loses_its_time_is_another(rig: HttpRig) -> None:
    filled(rig.api, "none", OLD)
    begun(rig, "from_now", **TIMED)
    with pytest.raises(Stop, match="The query was changed"):
        rig.look(rig.source())
    rig.known.answer = "all"
    assert rig.look(rig.source()) == NUMBERS


def test_a_range_that_somebody_asked_for_stays_asked_for(rig: HttpRig) -> None:
    filled(rig.api, "none", OLD)
    until: dict[str, Any] = {**TIMED, "query": {**SINCE, "until": "{until}"}}
    begun(rig, "from_now", **until)
    source = rig.source(**until)
    rig.known.cursor = source.back(rig.known.cursor, Again(OLD - 5, OLD + 5)).cursor
    source.close()
    made = founds(rig, **{**until, "query": {**until["query"], "site": "3"}})
    assert "what was there before is left" in words_of(made)
    assert rig.numbers(rig.known.items) == NUMBERS


def test_going_back_keeps_the_rest_of_a_first_look(rig: HttpRig) -> None:
    filled(rig.api, "cursor", OLD)
    rig.api.fault = lambda request, query: rig.api.say(500) if query.get("after") == "10" else None
    with pytest.raises(RetryLater):
        rig.look(rig.source(**TIMED))
    rig.api.fault = None
    source = rig.source(**TIMED)
    rig.known.cursor = source.back(rig.known.cursor, Again(OLD + 5)).cursor
    assert rig.look(source) == NUMBERS[10:]
