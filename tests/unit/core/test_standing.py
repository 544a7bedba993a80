"""The picture of everything: what an engine knows is in it, and each flow has the state that its shape shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead, Live, Standing, picture

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
HEADS = [FlowHead("orders", "ERP orders", scheduled=True, connections=("erp", "acme"))]
GOING = {"event": "progress", "flow": "orders", "step": "deliver", "done": 3, "total": 9}
RUN = {"run": 1, "started_at": 1.0, "ended_at": 2.0, "outcome": "done", "counts": {}, "note": ""}


def problem(cause: str, flow: str = "orders", connection: str = "") -> dict[str, Any]:
    return {
        "cause": cause,
        "what": "It is so.",
        "owner": "it",
        "opened_at": 1.0,
        "flow": flow,
        "connection": connection,
    }


def live(**known: Any) -> Live:  # noqa: ANN401 - as the dataclass has them
    return Live(7, 0.0, "1.0", **known)


def test_connections_are_told_by_what_people_call_them() -> None:
    told = picture(Standing(), HEADS, None, Facts(NOW, titles={"acme": "Acme of Nordwind"}))
    assert told["connections"] == {"acme": "Acme of Nordwind"}


def flow_of(standing: Standing, engine: Live | None = None) -> dict[str, Any]:
    told = picture(standing, HEADS, engine, Facts(NOW))
    assert json.loads(json.dumps(told)) == told
    [flow] = told["flows"]
    return dict(flow)


@pytest.mark.parametrize(
    "problems, held, engine, state",
    [
        ([], 0, None, "idle"),
        ([], 0, live(), "idle"),
        ([problem("value")], 0, live(), "attention"),
        ([problem("value", flow="another")], 0, live(), "idle"),
        ([problem("stopped", flow="", connection="acme")], 0, live(), "stopped"),
        ([problem("stopped", flow="", connection="elsewhere")], 0, live(), "idle"),
        ([problem("first run")], 0, live(), "stopped"),
        ([], 2, live(), "attention"),
        ([problem("stopped")], 0, live(paused={"orders": None}), "paused"),
        ([problem("stopped")], 0, live(going={"orders": GOING}, paused={"orders": None}), "syncing"),
    ],
)
def test_states(problems: list[dict[str, Any]], held: int, engine: Live | None, state: str) -> None:
    assert flow_of(Standing(problems=problems, held={"orders": held} if held else {}), engine)["state"] == state


def test_the_gravest_problem_of_a_flow_is_told_first() -> None:
    found = [{**problem("value"), "opened_at": 0.0}, problem("source"), problem("stopped", flow="", connection="acme")]
    told = flow_of(Standing(problems=found))["problem"]
    assert told == {"cause": "stopped", "what": "It is so.", "owner": "it", "opened_at": 1.0}
    assert flow_of(Standing(problems=[problem("value", flow="another")]))["problem"] is None


def test_what_an_engine_knows(tmp_path: object) -> None:
    until = NOW + timedelta(hours=1)
    known = live(going={"orders": GOING}, next={"orders": NOW + timedelta(minutes=3)}, paused={"orders": until})
    flow = flow_of(Standing(last={"orders": RUN}), known)
    assert flow["progress"] == GOING
    assert flow["next"] == {"at": "2026-11-28T12:03:00+00:00", "words": "in 3 min"}
    assert flow["paused"] == {"until": "2026-11-28T13:00:00+00:00"}
    assert flow_of(Standing(), live(paused={"orders": None}))["paused"] == {"until": None}


def test_without_an_engine_nothing_runs_by_itself() -> None:
    told = picture(Standing(last={"orders": RUN}), HEADS, None, Facts(NOW))
    assert (told["engine"], told["sentence"]["key"]) == (None, "engine_off")
    [flow] = told["flows"]
    assert (flow["progress"], flow["next"], flow["paused"]) == (None, None, None)


def test_a_flow_that_was_taken_out_of_the_settings_is_shown_and_says_nothing() -> None:
    told = picture(Standing(last={"orders": RUN, "former": RUN}), HEADS, live(), Facts(NOW))
    assert [(one["flow"], one["title"], one["enabled"]) for one in told["flows"]] == [
        ("orders", "ERP orders", True),
        ("former", "former", False),
    ]
    assert told["sentence"]["values"]["flows"] == 1
