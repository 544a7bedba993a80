"""Heartbeats at the sandbox: what is taken, what is refused, what people see of them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.in_process import Rig, code, sandbox_in_process

PATH = "/v1/heartbeat"
BEAT: dict[str, Any] = {
    "program": {"name": "Desktop Sync", "version": "1.2.3"},
    "installation": "0123456789abcdef0123456789abcdef",
    "sent_at": "2026-11-23T12:00:00Z",
    "next_by": "2026-11-23T12:10:00Z",
    "flows": [
        {
            "id": "erp<b>",
            "state": "idle",
            "last_run": {"started_at": "2026-11-23T11:58:00Z", "ended_at": None, "outcome": None},
            "next_run_at": None,
            "waiting": 0,
            "open_problems": 1,
        }
    ],
    "proof": {"delivered_at": "2026-11-23T11:59:00Z", "answered_at": None},
    "open_problems": 1,
}


def test_what_is_taken_is_kept_and_shown(rig: Rig) -> None:
    assert "No heartbeat yet" in rig.reply("GET", "/heartbeats").body.decode()
    assert rig.json("POST", PATH, BEAT) == {"taken": True}
    rig.json("POST", PATH, {**BEAT, "open_problems": 7, "flows": []})
    newest, first = rig.json("GET", "/control/heartbeats")["heartbeats"]
    assert (newest["open_problems"], first["open_problems"], first["seq"]) == (7, 1, 1)
    page = rig.reply("GET", "/heartbeats").body.decode()
    assert "1.2.3" in page
    assert "erp&lt;b&gt; idle" in page
    assert "Heartbeats" in rig.reply("GET", "/").body.decode()


def change(path: str, value: object) -> dict[str, Any]:
    body = deepcopy(BEAT)
    *steps, last = path.split(".")
    place: Any = body
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return body


@pytest.mark.parametrize(
    "path,value",
    [
        ("installation", "my-pc"),
        ("sent_at", "yesterday"),
        ("flows.0.state", "fine"),
        ("flows.0.note", "more"),
        ("open_problems", -1),
        ("program.version", ""),
        ("person", "Erika Mustermann"),
    ],
)
def test_what_is_no_heartbeat_is_refused(rig: Rig, path: str, value: object) -> None:
    assert code(rig.reply("POST", PATH, change(path, value))) == (422, "validation")
    assert rig.json("GET", "/control/heartbeats")["heartbeats"] == []


def test_it_wants_a_sign_in_and_an_object(rig: Rig) -> None:
    assert rig.reply("POST", PATH, BEAT, X_Api_Key="wrong").status == 401
    assert rig.reply("POST", PATH, [1]).status == 422
    assert rig.reply("GET", PATH).status == 405


def test_it_can_be_told_to_answer_426(rig: Rig) -> None:
    rig.fault("426", on="all", path=PATH, next=1)
    assert code(rig.reply("POST", PATH, BEAT)) == (426, "upgrade_required")
    assert rig.json("POST", PATH, BEAT) == {"taken": True}


def test_no_more_than_a_thousand_are_kept(rig: Rig) -> None:
    for _ in range(1010):
        rig.json("POST", PATH, BEAT)
    found = rig.json("GET", "/control/heartbeats", query="limit=1000")["heartbeats"]
    assert (len(found), found[-1]["seq"]) == (1000, 11)


def test_an_api_without_them_has_nothing_there() -> None:
    made = sandbox_in_process()
    assert made.profile["heartbeat"] == {"path": PATH, "interval": 300}
