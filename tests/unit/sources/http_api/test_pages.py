"""Pages of every kind: each row comes once, whatever breaks off, moves or never ends."""

from __future__ import annotations

import json

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.sources.http_api.answers import next_link
from tests.raw_server import Received, Say
from tests.unit.sources.http_api.rig import NUMBERS, QUERIES, SINCE, HttpRig, filled


@pytest.mark.parametrize("paging", QUERIES)
def test_every_page_comes_once(rig: HttpRig, paging: str) -> None:
    filled(rig.api, paging)
    assert rig.look(rig.source()) == NUMBERS
    assert rig.look(rig.source()) == []
    rig.api.put("003", total=2)
    rig.api.put("900")
    assert rig.look(rig.source()) == ["003", "900"]
    assert len(rig.known.items) == (2 if paging == "none" else 5)


def test_a_page_that_fails_loses_nothing_before_it_and_blocks_only_for_now(rig: HttpRig) -> None:
    filled(rig.api)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(500, b"oops") if broken and query.get("page") == "3" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater, match="answers 500"):
        rig.look(rig.source())
    assert rig.numbers(rig.known.items) == NUMBERS[:20]
    broken = False
    assert rig.look(rig.source()) == NUMBERS[20:]


@pytest.mark.parametrize("paging", ["cursor", "row", "next", "link"])
def test_a_broken_look_goes_on_where_it_was(rig: HttpRig, paging: str) -> None:
    filled(rig.api, paging)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(500) if broken and query.get("after") in {"20", "019"} else None

    rig.api.fault = fault
    with pytest.raises(RetryLater):
        rig.look(rig.source(query=SINCE if paging == "cursor" else {}, time_format="unix"))
    broken, before = False, len(rig.api.asked)
    assert rig.look(rig.source(query=SINCE if paging == "cursor" else {}, time_format="unix")) == NUMBERS[20:]
    assert rig.api.asked[before].partition("after=")[2][:3] in {"20", "20&", "019"}


@pytest.mark.parametrize("paging", [one for one in QUERIES if one != "cursor"])
def test_a_broken_look_of_another_query_begins_anew(rig: HttpRig, paging: str) -> None:
    """What one kind of pages is asked by says nothing to another."""
    filled(rig.api, "cursor")
    rig.api.fault = lambda request, query: rig.api.say(500) if query.get("after") == "20" else None
    with pytest.raises(RetryLater):
        rig.look(rig.source(query=SINCE, time_format="unix"))
    assert '"at"' in str(rig.known.cursor)
    rig.api.fault, rig.api.paging = None, paging
    assert rig.look(rig.source(query=SINCE, time_format="unix")) == NUMBERS[20:]
    assert '"at"' not in str(rig.known.cursor)


def test_a_cursor_that_is_too_old_begins_anew(rig: HttpRig) -> None:
    filled(rig.api, "cursor")
    fails: list[int] = [500] * 4 + [410]

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(fails.pop(0)) if fails and query.get("after") == "20" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater):
        rig.look(rig.source())
    assert rig.look(rig.source()) == NUMBERS[20:]


def test_rows_that_move_between_pages_are_not_missed(rig: HttpRig) -> None:
    filled(rig.api)

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("page") == "2":
            rig.api.rows.pop("000", None)  # now 010 stands on the first page
        return None

    rig.api.fault = fault
    assert sorted(rig.look(rig.source(query=SINCE, time_format="unix"))) == NUMBERS


def test_duplicates_over_pages_and_within_one_come_once(rig: HttpRig) -> None:
    rig.api.shape = lambda rows, at: ("application/json", json.dumps([{"no": 1}, {"no": 1}, {"no": at}]).encode())
    rig.api.paging = "page"
    assert rig.look(rig.source(rows="", page_size=None, query={}, max_pages=3, paging="none")) == ["1", "0"]


def test_pages_without_end_and_in_a_circle(rig: HttpRig) -> None:
    endless = iter(range(1000))
    rig.api.shape = lambda rows, at: ("application/json", json.dumps([{"no": next(endless)}]).encode())
    with pytest.raises(RetryLater, match="more than 5 pages"):
        rig.look(rig.source(rows="", page_size=None, max_pages=5, query={"size": "10"}))
    assert rig.numbers(rig.known.items) == ["0", "1", "2", "3", "4"]
    rig.api.shape = lambda rows, at: ("application/json", json.dumps({"rows": [{"no": "x"}], "next": "7"}).encode())
    with pytest.raises(RetryLater, match="go in a circle"):
        rig.look(rig.source(paging="cursor", rows="rows"))
    assert rig.numbers(rig.known.items)[5:] == ["x"]


def test_a_system_that_gives_its_last_page_again_has_ended(rig: HttpRig) -> None:
    rig.api.shape = lambda rows, at: ("application/json", b'[{"no": "1"}]')
    assert rig.look(rig.source(rows="", page_size=None, query={"size": "1"})) == ["1"]
    assert len(rig.api.asked) == 2


@pytest.mark.parametrize(
    "header, found",
    [
        ('<https://a/x?a=1,2>; rel="prev", <https://a/y>; rel="next"', "https://a/y"),
        ('</y?page=2>; title="a, b"; rel="last next"', "/y?page=2"),
        ("<https://a/x>; rel=next", "https://a/x"),
        ('<https://a/x>; rel="nextish"', ""),
        ("", ""),
    ],
)
def test_link_headers(header: str, found: str) -> None:
    assert next_link(header) == found
