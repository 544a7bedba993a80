"""Queries by POST: a body of JSON whose places are filled, page by page, and sent like every other query."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.sources.http_api.templates import body_of, body_places
from tests.unit.sources.http_api.rig import NUMBERS, HttpRig, filled

BODY = """{"filter": {"page": "{page}", "size": "{size}", "since": "{since}"}, "graph": "{ orders { no } }"}"""


def bodies(rig: HttpRig) -> list[Any]:
    return [json.loads(one.body) for one in rig.api.server.received]


def test_every_page_is_asked_by_its_own_body(rig: HttpRig) -> None:
    filled(rig.api, "page")
    options: dict[str, Any] = {"query": {"page": "1", "size": "1"}, "body": BODY, "time_format": "unix"}
    assert rig.look(rig.source(**options)) == NUMBERS
    assert {one.method for one in rig.api.server.received} == {"POST"}
    assert {one.headers["content-type"] for one in rig.api.server.received} == {"application/json"}
    asked = bodies(rig)
    assert asked[0] == {"filter": {"page": 1, "size": 10}, "graph": "{ orders { no } }"}
    assert [one["filter"]["page"] for one in asked[:3]] == [1, 2, 3]
    assert rig.look(rig.source(**options)) == []
    assert bodies(rig)[-1]["filter"]["since"].isdigit()


def test_a_cursor_cannot_change_what_is_asked_besides() -> None:
    made = body_of('{"after": "{cursor}", "of": "mine"}', {"cursor": '", "of": "all'})
    assert json.loads(made) == {"after": '", "of": "all', "of": "mine"}


@pytest.mark.parametrize(
    "template,values,expected",
    [
        ('{"a": "{page}"}', {"page": "2"}, {"a": 2}),
        ('{"a": "p{page}"}', {"page": "2"}, {"a": "p2"}),
        ('{"a": "{since}", "b": [1, "{cursor}"]}', {}, {"b": [1]}),
        ('["{since}"]', {"since": "2026"}, ["2026"]),
    ],
)
def test_places_are_filled_or_left_out(template: str, values: dict[str, str], expected: object) -> None:
    assert json.loads(body_of(template, values)) == expected


def test_braces_that_are_no_places_are_none() -> None:
    assert body_places('{"q": "{ orders { no } } {} {size}"}') == {"size"}
    assert body_of("", {"page": "1"}) == b""


def test_a_query_that_is_sent_elsewhere_keeps_its_body_or_is_refused(rig: HttpRig) -> None:
    filled(rig.api, "none")
    moved = {"/api/orders": 307}

    def fault(request: Any, query: dict[str, str]) -> Any:  # noqa: ANN401 - as the rig's
        status = moved.pop(request.path, None)
        return None if status is None else rig.api.say(status, b"", ("Location", "/api/orders?moved=1"))

    rig.api.fault = fault
    assert rig.look(rig.source(body='{"filter": {}}')) == NUMBERS
    assert [one.method for one in rig.api.server.received] == ["POST", "POST"]
    moved["/api/orders"] = 302
    with pytest.raises(Stop, match=r"sends a query by POST on to .*moved=1, without its body"):
        rig.look(rig.source(body='{"filter": {}}'))


def test_a_last_row_without_the_value_is_told(rig: HttpRig) -> None:
    filled(rig.api, "row")
    with pytest.raises(Stop, match="no value at nowhere"):
        rig.look(rig.source(next_at="nowhere"))
