"""A first look that leaves what is there and is cut off between its pages: what comes since is taken, the rest is left.

The connection is really closed in the middle of an answer; nothing is asked of the server's own clock.
"""

from __future__ import annotations

from typing import Any

import pytest

from desktop_sync.core.errors import RetryLater
from tests.query_api import QueryApi
from tests.raw_server import Received, Say
from tests.unit.sources.http_api.rig import NUMBERS, SINCE, HttpRig, filled
from tests.unit.sources.http_api.test_changed_queries import founds, words_of

BEGUN = 1_800_000_000.0
TIMED: dict[str, Any] = {"query": SINCE, "time_format": "unix", "lag": 0.0, "overlap": 60.0}


def cut_at_the_second_page(api: QueryApi) -> None:
    """In the middle of its body, each time."""

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        del request
        return Say(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[", close=True) if query.get("after") else None

    api.fault = fault


def broken_off(rig: HttpRig, paging: str = "cursor", **options: Any) -> None:  # noqa: ANN401 - options of a source
    """25 rows, of which a first look has seen ten; then an hour goes by, and one more comes."""
    rig.api.now = lambda: BEGUN
    filled(rig.api, paging, BEGUN - 30)
    rig.known.answer = "from_now"
    cut_at_the_second_page(rig.api)
    with pytest.raises(RetryLater):
        rig.look(rig.source(**options))
    assert rig.known.items == []
    rig.api.fault = None
    rig.clock.wait(3600)
    rig.api.now = rig.clock.now
    rig.api.put("since", BEGUN + 3000)


def test_with_an_end_of_the_query_it_is_exact(rig: HttpRig) -> None:
    until = {**TIMED, "query": {**SINCE, "until": "{until}"}}
    rig.api.until = True
    broken_off(rig, **until)
    assert rig.look(rig.source(**until)) == ["since"]
    assert rig.look(rig.source(**until)) == []


def test_with_a_time_only_the_overlap_is_taken(rig: HttpRig) -> None:
    rig.api.put("older", BEGUN - 300)
    broken_off(rig, **TIMED)
    assert rig.look(rig.source(**TIMED)) == [*NUMBERS[10:], "since"]
    assert rig.look(rig.source(**TIMED)) == []


def test_without_a_time_it_is_said_that_what_came_meanwhile_is_left(rig: HttpRig) -> None:
    broken_off(rig)
    made = founds(rig)
    assert rig.known.items == []
    assert "broke off and was begun again" in words_of(made)
    rig.api.put("now")
    made = founds(rig)
    assert rig.numbers(rig.known.items) == ["now"]
    assert words_of(made) == ""


def test_a_changed_query_begins_its_first_look_anew(rig: HttpRig) -> None:
    broken_off(rig)
    assert rig.look(rig.source(query={"site": "3"})) == []
    rig.api.put("now")
    assert rig.look(rig.source(query={"site": "3"})) == ["now"]
