"""From when to when is asked, by the server's clock: each look, the first one, and going back."""

from __future__ import annotations

import time
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, Stop
from desktop_sync.core.model import Again
from desktop_sync.sources.http_api.asking import Refused
from tests.unit.sources.http_api.rig import NUMBERS, SINCE, HttpRig, filled


def test_since_is_by_the_clock_of_the_server_minus_the_lag_and_the_overlap(rig: HttpRig) -> None:
    server = 1_790_000_000.0
    rig.api.now = lambda: server
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix", "lag": 30.0, "overlap": 600.0}
    assert rig.look(rig.source(**options)) == NUMBERS
    assert rig.api.asked == ["/api/orders"]
    assert rig.look(rig.source(**options)) == []
    assert rig.api.asked[1] == f"/api/orders?since={int(server) - 630}"


def test_until_is_bounded_and_written_as_the_system_wants_it(rig: HttpRig) -> None:
    filled(rig.api, "none")
    rig.look(rig.source(query={"until": "{until}", **SINCE}, time_format="%d.%m.%Y %H:%M", time_zone="Europe/Berlin"))
    assert rig.api.asked[0].startswith("/api/orders?until=")
    assert "." in rig.api.asked[0]


def test_a_late_row_within_the_overlap_is_found(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("late", time.time() - 500)
    assert rig.look(rig.source(**options)) == ["late"]


def test_a_date_is_the_first_since(rig: HttpRig) -> None:
    filled(rig.api, "none", changed=1_700_000_000.0)
    rig.api.put("new")
    rig.known.answer = "2026-01-01"
    assert rig.look(rig.source(query=SINCE, time_format="unix")) == ["new"]


def test_what_is_there_is_counted_up_to_a_bound(rig: HttpRig) -> None:
    filled(rig.api)
    source = rig.source()
    assert (source.standing().rows, source.standing().more) == (25, False)
    source.close()
    source = rig.source(page_size=1)
    assert (source.standing().rows, source.standing().more) == (10, True)
    source.close()


def test_a_clock_that_went_back_stops_in_words(rig: HttpRig) -> None:
    filled(rig.api, "none")
    rig.look(rig.source(query=SINCE, time_format="unix"))
    rig.api.now = lambda: time.time() - 5 * 24 * 3600
    with pytest.raises(Stop, match="clock of the system"):
        rig.look(rig.source(query=SINCE, time_format="unix"))


def test_going_back_brings_only_what_was_missed(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("missed", 1_700_000_000.0)
    assert rig.look(rig.source(**options)) == []
    source = rig.source(**options)
    back = source.back(rig.known.cursor, Again(1_690_000_000.0))
    rig.known.cursor = back.cursor
    assert "changed since 2023-07-22" in back.words
    assert rig.look(source) == ["missed"]


def test_a_range_is_asked_once_more_and_then_it_goes_on(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": {**SINCE, "until": "{until}"}, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("missed", 1_700_000_000.0)
    rig.api.put("later", 1_710_000_000.0)
    source = rig.source(**options)
    back = source.back(rig.known.cursor, Again(1_690_000_000.0, 1_705_000_000.0))
    assert "The next run also asks for what was changed from" in back.words
    before, rig.known.cursor = rig.known.cursor, back.cursor
    asked = len(rig.api.asked)
    assert "missed" in rig.look(source)
    assert len(rig.api.asked) == asked + 2
    assert "until=1705000000" in rig.api.asked[-1]
    assert rig.known.cursor is not None
    assert '"again"' not in rig.known.cursor
    assert before is not None


def test_a_range_that_breaks_off_is_asked_for_anew(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": {**SINCE, "until": "{until}"}, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("missed", 1_700_000_000.0)
    source = rig.source(**options)
    rig.known.cursor = source.back(rig.known.cursor, Again(1_690_000_000.0, 1_705_000_000.0)).cursor
    rig.api.fault = lambda request, query: rig.api.say(503, b"", ("Retry-After", "600"))
    with pytest.raises(RetryLater):
        rig.look(source)
    rig.api.fault = None
    assert rig.look(source) == ["missed"]


def test_a_range_that_is_refused_holds_up_nothing_new(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": {**SINCE, "until": "{until}"}, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("missed", 1_700_000_000.0)
    rig.known.cursor = rig.source(**options).back(rig.known.cursor, Again(1_690_000_000.0, 1_705_000_000.0)).cursor
    rig.api.fault = lambda request, query: rig.api.say(400) if query["until"] == "1705000000" else None
    for number in ("new", "newer"):
        rig.api.put(number)
        before = len(rig.known.items)
        with pytest.raises(Refused, match=r"answers 400 to .*until=1705000000"):
            rig.look(rig.source(**options))
        assert rig.numbers(rig.known.items[before:]) == [number]
    rig.api.fault = None
    assert rig.look(rig.source(**options)) == ["missed"]
    assert rig.look(rig.source(**options)) == []


def test_a_range_is_asked_after_a_look_that_is_taken_up_again(rig: HttpRig) -> None:
    filled(rig.api, "next")
    options: dict[str, Any] = {"query": {**SINCE, "until": "{until}"}, "time_format": "unix"}
    source = rig.source(**options)
    looked = source.discover(None, rig.known)
    assert rig.numbers(rig.known.commit(next(looked))) == NUMBERS[:10]
    source.close()
    assert rig.known.cursor is not None
    assert '"at"' in rig.known.cursor
    rig.api.put("missed", 1_700_000_000.0)
    rig.known.cursor = source.back(rig.known.cursor, Again(1_690_000_000.0, 1_705_000_000.0)).cursor
    assert rig.look(rig.source(**options)) == [*NUMBERS[10:], "missed"]
    assert rig.look(rig.source(**options)) == []


@pytest.mark.parametrize(
    "again,words",
    [(Again(5.0, 9.0), "from a moment on"), (Again(keys=("1", "2")), "by time only")],
)
def test_what_a_query_cannot_be_asked_for_is_said(rig: HttpRig, again: Again, words: str) -> None:
    filled(rig.api, "none")
    rig.look(rig.source(query=SINCE, time_format="unix"))
    with pytest.raises(Rejected, match=words):
        rig.source(query=SINCE, time_format="unix").back(rig.known.cursor, again)
