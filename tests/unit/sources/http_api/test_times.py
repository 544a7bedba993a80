"""From when to when is asked, by the server's clock: each look, the first one, and going back."""

from __future__ import annotations

import time
from typing import Any

import pytest

from desktop_sync.core.errors import Stop
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
    back = source.back(rig.known.cursor, 1_690_000_000.0)
    rig.known.cursor = back.cursor
    assert "changed since 2023-07-22" in back.words
    assert rig.look(source) == ["missed"]
