"""Acme at its worst, over real sockets: a half of all writes is cut, late, refused or answered with an error.

Half of the orders go as single requests, half in batches; a fifth of them has a second version, which may come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order, in_files, versions

LATE = 0.4  # seconds from the cut to the commit, at most
FAULTS: Sequence[Mapping[str, object]] = (
    {"kind": "cut_before", "probability": 0.1},
    {"kind": "cut_after", "probability": 0.1},
    {"kind": "late_commit", "probability": 0.1, "seconds": LATE / 2, "jitter": LATE / 2},
    {"kind": "500", "probability": 0.1},
    {"kind": "429", "probability": 0.1, "retry_after": 0},
)
FURTHER: Sequence[Mapping[str, object]] = (
    {"kind": "cut_half_batch", "probability": 0.2, "path": "*/batch"},
    {"kind": "partial_batch", "probability": 0.2, "path": "*/batch"},
    {"kind": "reordered_batch", "probability": 0.3, "path": "*/batch"},
    {"kind": "cut_during", "probability": 0.1},
    {"kind": "cut_after", "probability": 0.1, "reset": True},
    {"kind": "500", "probability": 0.05, "committed": True},
    {"kind": "503", "probability": 0.05, "retry_after": 0},
    {"kind": "408", "probability": 0.05, "committed": True},
    {"kind": "unreadable", "probability": 0.05},
    {"kind": "empty", "probability": 0.05},
    {"kind": "504", "probability": 0.2, "on": "reads", "path": "*/lookup"},
    {"kind": "cut_before", "probability": 0.2, "on": "reads", "path": "*/lookup"},
)
IN_BATCHES = "in-batches"
RUNS = 12  # each goes on for a minute at most; far fewer are needed
EVERYTHING = "keys and unique references"
CHARACTERS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    EVERYTHING: ("both", {"commit_lag": 1}),
    "keys only": ("keys", {"commit_lag": 1}),
    "unique references only": ("unique", {"commit_lag": 1}),
    "lagging look-up, late commit": ("lagging", {"lookup_lag": 0.3, "late": LATE, "commit_lag": 1}),
}


@pytest.mark.timeout(500)
def test_2000_orders_end_as_the_promise_says(installation: MakesInstallations) -> None:
    end_as_the_promise_says(installation, EVERYTHING, 2000)


@pytest.mark.timeout(500)
@pytest.mark.parametrize("orders", [700, pytest.param(2000, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", [name for name in CHARACTERS if name != EVERYTHING])
def test_so_do_they_with_less_of_an_api(installation: MakesInstallations, name: str, orders: int) -> None:
    end_as_the_promise_says(installation, name, orders)


def end_as_the_promise_says(installation: MakesInstallations, name: str, orders: int) -> None:
    character, options = CHARACTERS[name]
    desk = two_flows(installation(character, faults=FAULTS, **options))
    deliver(desk, orders // 2)
    fired = desk.acme.requests()["faults"]
    assert min(fired[str(fault["kind"])] for fault in FAULTS) >= orders // 40, fired
    judge(desk, orders)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("character", ["both", "unique"])
def test_the_same_with_every_other_fault(installation: MakesInstallations, character: str) -> None:
    desk = two_flows(installation(character, faults=FURTHER, commit_lag=1))
    desk.change_profile(max_batch=5)
    deliver(desk, 80)
    fired = desk.acme.requests()["faults"]
    missing = {str(fault["kind"]) for fault in FURTHER} - set(fired)
    assert len(missing) <= 2, fired  # chance decides which fire; nearly all of them must have
    judge(desk, 160)


def two_flows(desk: Installation) -> Installation:
    """One sends single requests, one batches. A fault hits a whole batch, and many small ones meet more of them."""
    desk.change_profile(max_batch=20)
    desk.change_flow(FLOW, "source", pattern=f"ORD_{FLOW}_*.xml")
    desk.change_flow(FLOW, "target", batch=False)
    desk.add_flow(IN_BATCHES, f"ORD_{IN_BATCHES}_*.xml")
    desk.change_flow(IN_BATCHES, "target", batch=True)
    return desk


def deliver(desk: Installation, orders: int) -> None:
    """``orders`` orders through each of both flows; in two goes, so that there are updates in the second."""
    for flow, begin in ((FLOW, 10_001), (IN_BATCHES, 20_001)):
        random = Random(flow)
        files = list(in_files(versions(orders, 0.2, random, begin), 40, random))
        for name, part in (("first", files[: len(files) // 2]), ("second", files[len(files) // 2 :])):
            for number, content in enumerate(part):
                desk.legacy.drop(*content, name=f"ORD_{flow}_{name}_{number:03}.xml")
            until_quiet(desk, flow)


def until_quiet(desk: Installation, flow: str) -> None:
    """Runs until nothing waits.

    At these odds the rule "more than 8 times in 24 h" (delivery.md, "Definite or unknown") hands one document of some
    thousands to a person, who lets the legacy system send it again.
    """
    for again in range(RUNS):
        done = desk.run("--json", flow=flow)
        assert done.code in {0, 3, 4}, done
        if done.code == 0:
            return
        given_up = refused(done.json)
        assert {one["reason"] for one in given_up} <= {"poison"}, given_up
        assert len(given_up) <= 5, given_up
        if given_up:
            marks = {desk.legacy.expected[one["reference"]] for one in given_up}
            orders = [Order(number, int(revision)) for number, _, revision in (mark.partition("/") for mark in marks)]
            desk.legacy.drop(*orders, name=f"ORD_{flow}_again_{again}.xml")
    raise AssertionError(f"It did not end in {RUNS} runs.")


def judge(desk: Installation, orders: int) -> None:
    assert len(desk.legacy.expected) == orders
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def refused(told: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what a run told
    """Documents of a run that were refused."""
    return [one for file in told["files"] for one in file["what_became"] if one["state"] == "rejected"]
