"""What stands in answers: rows as they were written, files, details, nothing, and what is no answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from tests.raw_server import Received, Say
from tests.unit.sources.http_api.rig import NUMBERS, HttpRig, filled


def test_numbers_stay_what_they_were_and_items_have_names(rig: HttpRig) -> None:
    filled(rig.api)
    rig.look(rig.source())
    first = rig.known.items[0]
    with rig.spool.open(first.payload.sha256) as data:  # type: ignore[union-attr]
        assert data.readline() == b'{     "no": "000",     "total": 1.1    }\n'
    assert first.entity.path.startswith("orders 20")
    assert first.entity.path.endswith("page 1")


@pytest.mark.parametrize(
    "body, kind",
    [
        (b'{"no": "1"}\n{"no": "2"}\n', "application/x-ndjson"),
        (b'[{"no": "1"}, {"no": "2"}]', "application/json"),
        (b'\xef\xbb\xbf[{"no": "1"},\r\n {"no": "2"}]', "text/plain"),
    ],
)
def test_lists_and_lines(rig: HttpRig, body: bytes, kind: str) -> None:
    rig.api.shape = lambda rows, at: (kind, body)
    assert rig.look(rig.source(paging="none", rows="")) == ["1", "2"]


@pytest.mark.parametrize("body", [b'{"data": null}', b'{"data": {"orders": null}}', b'{"data": {"orders": []}}', b""])
def test_nothing_is_nothing(rig: HttpRig, body: bytes) -> None:
    rig.api.shape = lambda rows, at: ("application/json", body)
    assert rig.look(rig.source(paging="none")) == []


@pytest.mark.parametrize(
    "body, kind, words",
    [
        (b"<html>Sign in</html>", "text/html", "a web page"),
        (b'{"orders": []}', "application/json", "nothing stands at data/orders"),
        (b'{"data": {"orders": [1]}}', "application/json", "a row is no object"),
        (b'{"data": {"orders": [{}', "application/json", "cannot be read as JSON"),
        (b'{"data": {"orders": [{"a": "\xff"}]}}', "application/json", "no UTF-8"),
        (b"[" * 100_000, "application/json", "too deep"),
    ],
)
def test_what_is_no_answer_stops_in_words(rig: HttpRig, body: bytes, kind: str, words: str) -> None:
    rig.api.shape = lambda rows, at: (kind, body)
    with pytest.raises(Stop, match=words):
        rig.look(rig.source(paging="none"))


@pytest.mark.parametrize(
    "kind, first, second",
    [
        ("application/xml", b"<Orders><Order/></Orders>", b"<Orders><Order no='2'/></Orders>"),
        ("text/csv", b"no;qty\r\n1;2\r\n", b"no;qty\r\n2;2\r\n3;1\r\n"),
    ],
)
def test_files_are_taken_whole_and_known_again(rig: HttpRig, kind: str, first: bytes, second: bytes) -> None:
    pages = {"0": first, "1": second}
    rig.api.shape = lambda rows, at: (f"{kind}; charset=utf-8", pages.get(at, b"\n"))
    source: dict[str, Any] = {"answer": "file", "rows": "", "key": (), "page_size": 1}
    for _ in range(2):
        made = rig.source(**source)
        rig.known.look(made)
        made.close()
    found = [one.payload for one in rig.known.items]
    assert [one.size for one in found if one is not None] == [len(one) for one in pages.values()]
    assert {one.media_type for one in found if one is not None} == {kind}


def test_details_are_asked_for_new_rows_and_one_that_fails_holds_up_no_other(rig: HttpRig) -> None:
    filled(rig.api)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(404) if broken and request.path == "/api/orders/004" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater, match="Details of 1 rows"):
        rig.look(rig.source(detail="/orders/{no}"))
    assert sorted(rig.numbers(rig.known.items)) == [one for one in NUMBERS if one != "004"]
    assert rig.rows(rig.known.items[0])[0]["detail"]["lines"] == [{"qty": 1.5}]
    broken, before = False, len(rig.api.asked)
    assert rig.look(rig.source(detail="/orders/{no}")) == ["004"]
    assert [one for one in rig.api.asked[before:] if "/orders/" in one] == ["/api/orders/004"]


def test_unchanged_by_etag_or_time(rig: HttpRig) -> None:
    filled(rig.api, "none")

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        if request.headers.get("if-none-match") == '"v1"':
            assert request.headers["if-modified-since"] == "Mon, 23 Nov 2026 20:00:00 GMT"
            return rig.api.say(304)
        body = json.dumps({"data": {"orders": [{"no": "1"}]}}).encode()
        return rig.api.say(200, body, ("ETag", '"v1"'), ("Last-Modified", "Mon, 23 Nov 2026 20:00:00 GMT"))

    rig.api.fault = fault
    assert rig.look(rig.source()) == ["1"]
    for _ in range(2):
        assert rig.look(rig.source()) == []
    assert [one.headers.get("if-none-match") for one in rig.api.server.received] == [None, '"v1"', '"v1"']
