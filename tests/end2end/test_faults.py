"""Acme at its worst, over real sockets: a half of all writes is cut, late, refused or answered with an error.

2,000 orders for each of the four characters that an API may have, half of them as single requests, half in batches.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order, in_files

LATE = 0.4  # seconds from the cut to the commit, at most
FAULTS = (
    {"kind": "cut_before", "probability": 0.1},
    {"kind": "cut_after", "probability": 0.1},
    {"kind": "late_commit", "probability": 0.1, "seconds": LATE / 2, "jitter": LATE / 2},
    {"kind": "500", "probability": 0.1},
    {"kind": "429", "probability": 0.1, "retry_after": 0},
)
RUNS = 12  # each goes on for a minute at most; far fewer are needed
CHARACTERS = [
    pytest.param("both", {"commit_lag": 1}, id="keys and unique references"),
    pytest.param("keys", {"commit_lag": 1}, id="keys only"),
    pytest.param("unique", {"commit_lag": 1}, id="unique references only"),
    pytest.param("lagging", {"lookup_lag": 0.3, "late": LATE, "commit_lag": 1}, id="lagging look-up, late commit"),
]


@pytest.mark.timeout(500)
@pytest.mark.parametrize(("character", "options"), CHARACTERS)
def test_2000_orders_end_as_the_promise_says(
    installation: MakesInstallations, character: str, options: dict[str, float]
) -> None:
    desk = installation(character, faults=FAULTS, **options)
    desk.change_profile(max_batch=20)  # a fault hits a whole batch: many small ones meet more of them
    desk.change_flow(FLOW, "source", pattern="ORD_SINGLE_*.xml")
    desk.change_flow(FLOW, "target", batch=False)
    desk.add_flow("in-batches", "ORD_BATCH_*.xml")
    desk.change_flow("in-batches", "target", batch=True)
    for flow, kind, first in ((FLOW, "SINGLE", 1), ("in-batches", "BATCH", 1001)):
        orders = [Order(f"{number}") for number in range(first, first + 1000)]
        for number, part in enumerate(in_files(orders, 40, Random(kind))):
            desk.legacy.drop(*part, name=f"ORD_{kind}_{number:03}.xml")
        until_quiet(desk, flow)
    fired = desk.acme.requests()["faults"]
    assert min(fired[str(fault["kind"])] for fault in FAULTS) >= 50, fired
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert len(desk.legacy.expected) == 2000
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def until_quiet(desk: Installation, flow: str) -> None:
    """Runs until nothing waits. The rule "more than 8 times in 24 h" may hand a document of thousands to a person, at
    these odds: who lets the legacy system send it again (delivery.md, "Definite or unknown")."""
    for again in range(RUNS):
        done = desk.run("--json", flow=flow)
        assert done.code in {0, 3, 4}, done
        if done.code == 0:
            return
        given_up = [one for one in refused(done.json) if one["reason"] == "poison"]
        assert len(given_up) == len(refused(done.json)) <= 5, given_up
        if given_up:
            orders = [Order(one["reference"]) for one in given_up]
            desk.legacy.drop(*orders, name=f"ORD_{'SINGLE' if flow == FLOW else 'BATCH'}_AGAIN_{again}.xml")
    raise AssertionError(f"It did not end in {RUNS} runs.")


def refused(told: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what a run told
    """Documents of a run that were refused."""
    return [one for file in told["files"] for one in file["what_became"] if one["state"] == "rejected"]
