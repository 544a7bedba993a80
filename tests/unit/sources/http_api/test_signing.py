"""Signing in: every way, what is refused, and secrets that stand in no message."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import StepState
from desktop_sync.sources.http_api import check
from tests.query_api import QueryApi
from tests.unit.sources.http_api.rig import EXPECTED, NUMBERS, SECRET, SIGN_INS, HttpRig, filled


@pytest.mark.parametrize("how", SIGN_INS)
def test_signed_in_and_refused_only_once(rig: HttpRig, how: str) -> None:
    filled(rig.api)
    rig.api.key, rig.secrets["erp/key"] = EXPECTED[how], SECRET
    assert rig.look(rig.source(SIGN_INS[how])) == NUMBERS
    rig.secrets["erp/key"] = "wrong-and-old-secret"
    for _ in range(2):
        with pytest.raises(Stop) as caught:
            rig.look(rig.source(SIGN_INS[how]))
        assert "wrong-and-old" not in f"{caught.value}"
        assert "secret set erp/key" in caught.value.hint
    assert sum(1 for one in rig.api.asked if "page=1" in one) == 2


def test_a_key_in_the_address_is_in_no_message_and_no_cursor(rig: HttpRig) -> None:
    filled(rig.api, "next")
    rig.api.key, rig.secrets["erp/key"] = EXPECTED["query"], SECRET
    rig.api.fault = lambda request, query: rig.api.say(503, SECRET.encode()) if query.get("after") == "20" else None
    with pytest.raises(RetryLater) as caught:
        rig.look(rig.source(SIGN_INS["query"]))
    assert SECRET not in f"{caught.value}{rig.known.cursor}"
    assert "after=20" in str(rig.known.cursor)


def test_client_credentials_at_another_host(rig: HttpRig, tmp_path: Path) -> None:
    filled(rig.api)
    rig.api.key = ("header", "authorization", "Bearer t0ken")
    rig.secrets |= {"erp/id": "us", "erp/secret": SECRET}
    with QueryApi() as login:
        login.fault = lambda request, query: login.say(200, b'{"access_token": "t0ken", "expires_in": 60}')
        connection = {
            "sign_in": "client_credentials", "token_url": f"{login.server.url}/token", "client_id": "erp/id",
            "client_secret": "erp/secret", "scope": "orders.read",
        }  # fmt: skip
        assert rig.look(rig.source(connection)) == NUMBERS
        assert b"scope=orders.read" in login.server.received[0].body


def test_403_stops_with_advice(rig: HttpRig) -> None:
    rig.api.fault = lambda request, query: rig.api.say(403, b'{"detail": "Not for you"}')
    with pytest.raises(Stop, match=r"answers 403 .*Not for you") as caught:
        rig.look(rig.source())
    assert "what it may read" in caught.value.hint


def test_the_test_of_a_connection(rig: HttpRig) -> None:
    filled(rig.api)
    rig.clock = SystemClock()
    steps = list(check(rig.access({"test_path": "/orders?limit=1"})))
    assert [one.name for one in steps] == ["name", "reach", "proxy", "TLS", "sign-in", "first page", "clock"]
    assert all(one.state is StepState.OK for one in steps), steps
    assert steps[5].detail.endswith("(application/json); rows in it: 10")
    by_name = {one.name: one for one in check(rig.access({"test_path": "/nothing"}))}
    assert (by_name["sign-in"].state, by_name["first page"].state) == (StepState.OK, StepState.FAILED)
    rig.api.key, rig.secrets["erp/key"] = EXPECTED["key"], "wrong-and-old-secret"
    by_name = {one.name: one for one in check(rig.access({**SIGN_INS["key"], "test_path": "/orders"}))}
    assert (by_name["sign-in"].state, by_name["first page"].state) == (StepState.FAILED, StepState.NOT_REACHED)
    source = rig.source()
    rig.api.key = None
    assert list(source.check())[5].detail == "10 rows in the first page"
    source.close()
