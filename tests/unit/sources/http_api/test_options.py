"""Options of queries and of connections that cannot be, or are unwise."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from desktop_sync.sources.http_api import HttpApiOptions, HttpConnectionOptions
from tests.unit.sources.http_api.rig import SIGN_INS


@pytest.mark.parametrize(
    "options, words",
    [
        ({"path": "orders"}, "begins with /"),
        ({"path": "/orders", "query": {"x": "{when}"}}, "{when} is not filled in"),
        ({"path": "/orders", "paging": "page"}, "needs {page}"),
        ({"path": "/orders", "paging": "next"}, "needs answers in JSON"),
        ({"path": "/orders", "query": {"n": "{size}"}}, "needs page_size"),
        ({"path": "/orders", "answer": "file", "rows": "x"}, "no use"),
        ({"path": "/orders", "body": "{since}"}, "expected JSON"),
        ({"path": "/orders", "body": '"text"'}, "an object or a list"),
        ({"path": "/orders", "paging": "row", "next_at": "no"}, "needs {cursor}"),
        ({"path": "/orders", "time_format": "what"}, "expected iso"),
        ({"path": "/orders", "time_zone": "Nowhere/No"}, "Europe/Berlin"),
        ({"path": "/orders", "first_run": "2026-11-01"}, "only where the query asks with {since}"),
    ],
)
def test_queries_that_cannot_be(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        HttpApiOptions(**options)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"base_url": "http://erp.example"}, "plain http"),
        ({"base_url": "https://erp.example", "sign_in": "key"}, "needs key and key_name"),
        ({"base_url": "https://erp.example", "headers": {"Authorization": "x"}}, "set by the program"),
        ({"base_url": "https://erp.example", "headers": {"X": "a\r\nY: b"}}, "cannot stand"),
        ({"base_url": "https://erp.example", "test_path": "x"}, "begins with /"),
    ],
)
def test_connections_that_cannot_be(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        HttpConnectionOptions(**options)


def test_what_is_unwise_is_warned_of() -> None:
    made = HttpConnectionOptions(base_url="http://erp.example", unencrypted=True, **SIGN_INS["query"])
    assert [name for name, _ in made.warnings()] == ["unencrypted", "key_in"]
