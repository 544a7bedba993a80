"""What an export asks an HTTP API, over a real server: rows of a period, once each, read as they were declared."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import formatdate
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Ended, Rejected, RetryLater, Stop
from desktop_sync.core.periods import Window, given
from desktop_sync.core.ports import Format
from desktop_sync.core.sources import Sources
from desktop_sync.formats.delimited import Delimited, DelimitedOptions
from desktop_sync.formats.xml import Xml, XmlOptions
from desktop_sync.sources.http_api import HttpQueryOptions
from desktop_sync.sources.http_api.file_rows import FileRows
from desktop_sync.sources.http_api.querying import Bounds, Queries
from tests.raw_server import Received, Say
from tests.unit.sources.http_api.rig import NUMBERS, QUERIES, HttpRig, filled

BERLIN = ZoneInfo("Europe/Berlin")
DAY = given(date(2026, 5, 3), date(2026, 5, 3), BERLIN)
IN_DAY = datetime(2026, 5, 3, 12, tzinfo=UTC)
CHANGED = {"name": "at", "kind": "time"}
TOTAL = {"name": "total", "kind": "number"}
PERIOD = {"fields": [CHANGED, TOTAL], "window": {"of": "yesterday", "field": "at"}}


def queries(rig: HttpRig, connection: Mapping[str, Any] | None = None, **options: Any) -> Queries:  # noqa: ANN401
    paging, reads, files = options.pop("paging", rig.api.paging), options.pop("reads", ()), options.pop("files", None)
    usual: dict[str, Any] = {"path": "/orders", "rows": "data/orders", "key": ("no",), "paging": paging}
    usual |= QUERIES[paging]
    usual["query"] = {**usual.get("query", {}), **options.pop("query", {})}
    made = HttpQueryOptions.model_validate({**usual, **options})
    rows = None if files is None else FileRows(files, made.paths(reads), made.path)
    return Queries(rig.access(connection), made, BERLIN, rig.token, reads, rows)


def asked(rig: HttpRig, of: Window | None = None, **options: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    made = queries(rig, **options)
    try:
        return [dict(row) for row in made.rows(of)]
    finally:
        made.close()


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [str(row["no"]) for row in rows]


@pytest.mark.parametrize("paging", QUERIES)
def test_every_row_of_every_page_comes_once(rig: HttpRig, paging: str) -> None:
    filled(rig.api, paging)
    assert numbers(asked(rig)) == NUMBERS


def test_a_row_that_comes_on_two_pages_comes_once_where_a_key_tells(rig: HttpRig) -> None:
    filled(rig.api, "cursor")

    def moved(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("after") == "10":  # one was put before: the last of the first page comes again
            rig.api.put("0", 0.0)
        return None

    rig.api.fault = moved
    assert numbers(asked(rig)) == NUMBERS
    del rig.api.rows["0"]
    assert numbers(asked(rig, key=())) == [*NUMBERS[:10], NUMBERS[9], *NUMBERS[10:]]


def test_a_row_that_slips_to_a_page_that_was_read_is_not_missed(rig: HttpRig) -> None:
    filled(rig.api)
    gone = [True]

    def moved(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("page") == "2" and gone:  # one of the first page is gone: the others go up by one
            gone.clear()
            del rig.api.rows["003"]
        return None

    rig.api.fault = moved
    assert sorted(numbers(asked(rig))) == NUMBERS


def test_the_period_goes_to_the_system_and_is_checked_here(rig: HttpRig) -> None:
    for name, at in (("in", IN_DAY), ("start", DAY.start), ("end", DAY.end)):
        assert at is not None
        rig.api.put(name, 0.0, at=at.isoformat())
    rows = asked(rig, DAY, query={"from": "{from}", "to": "{until}"}, **PERIOD)
    assert sorted(numbers(rows)) == ["in", "start"]
    assert rows[0]["at"] == IN_DAY
    assert "from=2026-05-02T22%3A00%3A00Z&to=2026-05-03T22%3A00%3A00Z" in rig.api.asked[0]


@pytest.mark.parametrize(
    "how,zone,expected",
    [
        ("iso", "", ("2026-05-02T22:00:00Z", "2026-05-03T22:00:00Z")),
        ("unix", "", ("1777759200", "1777845600")),
        ("%Y-%m-%d", "", ("2026-05-03", "2026-05-04")),  # in the zone of the export
        ("%Y-%m-%d", "UTC", ("2026-05-02", "2026-05-04")),  # never before the end
        ("%d.%m.%Y %H:%M", "Asia/Kolkata", ("03.05.2026 03:30", "04.05.2026 03:30")),
        ("%Y-%m-%dT%H", "Asia/Kolkata", ("2026-05-03T03", "2026-05-04T04")),
    ],
)
def test_bounds_are_written_so_that_nothing_is_left_out(how: str, zone: str, expected: tuple[str, str]) -> None:
    texts = Bounds(DAY, "Europe/Berlin").texts(how, zone)
    assert (texts["from"], texts["until"]) == expected


def test_an_end_within_a_second_is_asked_for_to_its_end() -> None:
    end = datetime(2026, 5, 3, 12, 0, 0, 1, tzinfo=UTC)
    assert Bounds(Window(None, end), "UTC").texts("iso", "") == {"until": "2026-05-03T12:00:01Z"}


@pytest.mark.parametrize("day,hours", [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_has_its_hours_when_the_clocks_change(rig: HttpRig, day: date, hours: int) -> None:
    start = given(day, day, BERLIN).start
    assert start is not None
    for hour in range(-2, 28):
        rig.api.put(f"{hour:+03}", 0.0, at=str(int(start.timestamp()) + hour * 3600))
    rows = asked(
        rig, given(day, day, BERLIN), fields=[{"name": "at", "kind": "unix"}],
        window={"of": "yesterday", "field": "at"},
    )  # fmt: skip
    assert sorted(numbers(rows)) == [f"{hour:+03}" for hour in range(hours)]


def test_without_a_beginning_its_parameter_is_left_out(rig: HttpRig) -> None:
    rig.api.put("1", 0.0, at=IN_DAY.isoformat())
    options = {**PERIOD, "window": {"of": "since_last", "field": "at"}}
    assert asked(rig, Window(None, DAY.end), query={"f": "{from}", "u": "{until}"}, **options)
    assert "f=" not in rig.api.asked[0]
    assert asked(rig, None, query={"f": "{from}", "u": "{until}"}, **options)
    assert "u=" not in rig.api.asked[-1]


def test_a_path_that_names_a_period_needs_one(rig: HttpRig) -> None:
    rig.api.put("1", 0.0, at=IN_DAY.isoformat())
    rig.api.fault = lambda request, query: rig.api.say(200, b"[]")
    made = {**PERIOD, "path": "/orders/{from}", "rows": "", "time_format": "%Y%m%d"}
    assert asked(rig, DAY, **made) == []
    assert rig.api.asked[0].startswith("/api/orders/20260503?")
    with pytest.raises(Stop, match="names a period"):
        asked(rig, None, **made)


def test_filters_hold_over_rows_as_they_come(rig: HttpRig) -> None:
    for number, status in enumerate(("open", "closed", "open", "open")):
        rig.api.put(str(number), 0.0, total=number * 10, buyer={"status": status})
    where = [
        {"from": "buyer.status", "is": "open"},
        {"any": [{"from": "total", "above": 10}, {"from": "no", "is": "0"}]},
    ]
    assert numbers(asked(rig, where=where, fields=[TOTAL])) == ["0", "2", "3"]


def test_numbers_stay_exact(rig: HttpRig) -> None:
    rig.api.fault = lambda request, query: rig.api.say(
        200, b'[{"no": 1, "total": 0.10, "big": 12345678901234567890.12}]'
    )
    [row] = asked(rig, rows="", fields=[TOTAL])
    assert (row["total"], str(row["total"]), row["big"]) == (Decimal("0.10"), "0.10", "12345678901234567890.12")


@pytest.mark.parametrize("changed", ["yesterday", "2026-05-03", "", None])
def test_a_row_of_which_nobody_knows_the_period_is_a_problem(rig: HttpRig, changed: str | None) -> None:
    rig.api.put("A-1", 0.0, at=IN_DAY.isoformat())
    rig.api.put("A-2", 0.0, at=changed)
    with pytest.raises(Rejected, match=r"^Row 2 of page 1 of /orders \(A-2\) has ") as caught:
        asked(rig, DAY, **PERIOD)
    assert " at" in str(caught.value)
    without = [{"from": "no", "is_not": "A-2"}]
    assert numbers(asked(rig, DAY, **PERIOD, where=without)) == ["A-1"], "a filter leaves it out"


def test_a_value_that_does_not_fit_is_a_problem_with_its_row_and_field(rig: HttpRig) -> None:
    filled(rig.api)
    rig.api.put("013", 0.0, total="1.000,00")
    with pytest.raises(Rejected, match=r"Row 4 of page 2 of /orders \(013\) has '1.000,00' in total, expected a dec"):
        asked(rig, fields=[TOTAL])


def test_a_name_that_stands_in_a_row_twice_is_a_problem(rig: HttpRig) -> None:
    rig.api.fault = lambda request, query: rig.api.say(200, b'[{"no": 1, "a": [{"b": 1, "b": 2}]}]')
    with pytest.raises(Rejected, match="has the field b twice"):
        asked(rig, rows="")


def test_what_no_row_has_is_told(rig: HttpRig) -> None:
    filled(rig.api)
    made = queries(rig, reads={"no", "totl", "total"})
    assert list(made.rows(None))
    assert made.notes() == ("No row has the field totl: check the columns of the report.",)
    rig.api.rows.clear()
    assert list(made.rows(None)) == []
    assert made.notes() == ()
    rig.api.put("1", 0.0, lines=[{"sku": "x"}, {"qty": 1}])
    inside = queries(rig, reads={"lines.qty"})
    assert list(inside.rows(None))
    assert inside.notes() == ()
    made.close()
    inside.close()


def test_details_stand_in_the_row_and_one_that_cannot_be_had_ends_it(rig: HttpRig) -> None:
    rig.api.put("1", 0.0)
    [row] = asked(rig, detail="/orders/{no}")
    assert row["detail"]["lines"] == [{"qty": "1.5"}]
    rig.api.fault = lambda request, query: rig.api.say(404) if request.path.endswith("/orders/1") else None
    with pytest.raises(Stop, match="404"):
        asked(rig, detail="/orders/{no}")


CSV: dict[str, Any] = {"answer": "file", "rows": "", "key": ("Nr",), "paging": "page"}
AMOUNT = {"name": "total", "from": "Summe brutto", "convert": [{"decimal": "1.234,50"}]}


def in_csv(rows: list[dict[str, Any]], at: str) -> tuple[str, bytes]:
    lines = [f"{row['no']};{row['total']};{row.get('name', '')}" for row in rows]
    return "text/csv", "\r\n".join(["Nr;Summe brutto;Name", *lines]).encode()


def of_csv(asked_for: Sources) -> Format:
    return Delimited(DelimitedOptions.model_validate({"delimiter": ";"}), {"": asked_for})


def test_answers_that_are_files_are_read_by_a_format(rig: HttpRig) -> None:
    for no in NUMBERS:
        rig.api.put(no, 0.0, total="1.000,50", name=f"n{no}")
    rig.api.put("024", 0.0, total="0,99", name="cheap")
    rig.api.shape = in_csv
    made: dict[str, Any] = {**CSV, "files": of_csv, "fields": [AMOUNT], "reads": {"Nr", "Name", "total"}}
    rows = asked(rig, where=[{"from": "total", "above": 1}], **made)
    assert [row["Nr"] for row in rows] == NUMBERS[:-1]
    assert rows[3] == {"Nr": "003", "Name": "n003", "total": Decimal("1000.50")}
    rig.api.put("010", 0.0, total="much")
    with pytest.raises(Rejected, match=r"^Row 1 of page 2 of /orders \(010\) has 'much' in total"):
        asked(rig, **made)


def test_answers_that_are_no_such_files_are_told(rig: HttpRig) -> None:
    made: dict[str, Any] = {**CSV, "files": of_csv, "fields": [AMOUNT]}
    rig.api.fault = lambda request, query: rig.api.say(200, b"<html>Sign in</html>")
    with pytest.raises(Rejected, match=r"^Page 1 of /orders cannot be read: "):
        asked(rig, **made)
    rig.api.fault = lambda request, query: rig.api.say(200, b"Nr;Summe brutto\r\n1;2,00;3;4\r\n")
    with pytest.raises(Rejected, match=r"^(Record 1 of page 1|Page 1) of /orders cannot be read: "):
        asked(rig, **made)


def test_xml_is_read_by_its_format_too(rig: HttpRig) -> None:
    xml = b"<Sales><Sale no='1'><Head><Day>2026-05-03</Day></Head></Sale><Sale no='2'><Head/></Sale></Sales>"
    rig.api.fault = lambda request, query: rig.api.say(200, xml if query.get("page") == "1" else b"")
    fields = [{"name": "no", "from": "@no"}, {"name": "day", "from": "Head/Day", "kind": "date"}]
    made: dict[str, Any] = {**CSV, "key": (), "fields": fields}
    rows = asked(rig, files=lambda wanted: Xml(XmlOptions(record="Sales/Sale"), {"": wanted}), **made)
    assert rows == [{"no": "1", "day": date(2026, 5, 3)}, {"no": "2", "day": None}]


def test_the_time_is_the_servers_whatever_it_answers(rig: HttpRig) -> None:
    made = queries(rig)
    rig.api.now = lambda: 1_777_809_600.0
    assert made.now() == 1_777_809_600.0
    assert rig.api.asked == ["/api"], "which is not there"
    rig.api.fault = lambda request, query: Say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    assert made.now() == rig.clock.now()
    made.close()
    redirected = queries(rig, {"test_path": "/clock"})
    told = formatdate(86_400.0, usegmt=True).encode()
    rig.api.fault = lambda request, query: Say(b"HTTP/1.1 500 No\r\nDate: " + told + b"\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(RetryLater):
        redirected.now()
    assert rig.api.asked[-1] == "/api/clock"
    redirected.close()


@pytest.mark.parametrize("fault", ["cut", "429", "503"])
def test_what_passes_on_the_wire_is_waited_for(rig: HttpRig, fault: str) -> None:
    filled(rig.api)
    left = [fault] * 2

    def faulty(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("page") != "2" or not left:
            return None
        left.pop()
        half = b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"data": '
        return Say(half, close=True) if fault == "cut" else rig.api.say(int(fault), b"", ("Retry-After", "7"))

    rig.api.fault = faulty
    assert numbers(asked(rig)) == NUMBERS
    rig.api.fault = lambda request, query: rig.api.say(429, b"", ("Retry-After", "3600"))
    with pytest.raises(RetryLater):
        asked(rig)


def test_told_to_end_it_ends(rig: HttpRig) -> None:
    filled(rig.api)
    held = threading.Event()

    def slow(request: Received, query: dict[str, str]) -> Say | None:
        rig.token.set()
        held.wait(5.0)
        return None

    rig.api.fault = slow
    with pytest.raises(Ended):
        asked(rig)
    with pytest.raises(Ended):
        queries(rig).now()
    held.set()


def test_a_query_goes_by_post_too(rig: HttpRig) -> None:
    rig.api.until = True
    rig.api.put("1", IN_DAY.timestamp(), at=IN_DAY.isoformat())
    body = '{"filter": {"since": "{from}", "until": "{until}", "page": "{page}", "note": "{ not a place }"}}'
    rows = asked(rig, DAY, body=body, query={"page": "{page}"}, time_format="unix", **PERIOD)
    assert numbers(rows) == ["1"]
    assert b'"since": "1777759200"' in rig.api.server.received[0].body


@pytest.mark.parametrize("where", [{"path": "/orders/{since}"}, {"query": {"a": "{since}"}}, {"body": '["{since}"]'}])
def test_places_that_there_are_not_are_refused(where: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"\{since\} is not filled in; known are cursor, from, offset, page"):
        HttpQueryOptions.model_validate({"path": "/orders", **where})


def test_a_row_is_named_by_its_key(rig: HttpRig) -> None:
    made = queries(rig, key=("head/no", "year"))
    assert made.reference({"head": {"no": "7"}, "year": "2026"}) == "7 2026"
    assert queries(rig, key=()).reference({"no": "1"}) == ""
