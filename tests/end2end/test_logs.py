"""The log of an installation as its administrator finds it."""

from __future__ import annotations

import json
import re

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order


def lines(desk: Installation) -> list[str]:
    return (desk.data / "logs" / "desktop-sync.log").read_text(encoding="utf-8").splitlines()


def test_a_quiet_healthy_run_is_one_line_with_flow_and_run(installation: MakesInstallations) -> None:
    desk = installation()
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    before = lines(desk)
    assert desk.run().code == 0
    [line] = lines(desk)[len(before) :]
    assert re.search(
        r"T\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d INFO     run       \[erp-orders #2\] done: nothing new$", line
    )
    created = [line for line in before if " INFO " in line and "#1]" in line]
    assert len(created) == 1
    assert "1 created" in created[0]
    desk.settings["general"] = {"logs": {"format": "json", "topics": {"deliver": "debug"}}}
    desk.save()
    desk.legacy.drop(Order("2"))
    assert desk.run().code == 0
    told = [json.loads(line) for line in lines(desk) if line.startswith("{")]
    assert {one["run"] for one in told} == {3}
    assert [one["message"] for one in told if one["topic"] == "deliver"] == ["POST /v1/orders: 201 done"]
    assert desk.call("status").code == 0
    assert len([line for line in lines(desk) if line.startswith("{")]) == len(told), "who only looks logs nothing"
