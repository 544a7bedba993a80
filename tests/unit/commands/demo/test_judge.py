"""The judge of the demo finds every way in which the log of accepted writes can be wrong."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_sync.commands.demo.judge import faults
from desktop_sync.commands.demo.story import EXPECTED, SCENES, verdict

ORDER, INVOICE = ("orders", "1"), ("invoices", "R-1")
VERSIONS = {ORDER: ("40", "50", "60"), INVOICE: ("11.90",)}


def order(action: str, quantity: str, reference: str = "1") -> dict[str, Any]:
    body = {"lines": [{"quantity": quantity}]}
    return {"resource": "orders", "reference": reference, "action": action, "body": body}


def invoice(gross: str) -> dict[str, Any]:
    body = {"lines": [{"quantity": "1"}], "totals": {"gross": gross}}
    return {"resource": "invoices", "reference": "R-1", "action": "create", "body": body}


GOOD = [order("create", "40"), invoice("11.90"), order("update", "50"), order("update", "60")]


@pytest.mark.parametrize("skipped", [(), (2,), (0, 2)])
def test_a_version_may_be_overtaken(skipped: tuple[int, ...]) -> None:
    writes = [write for number, write in enumerate(GOOD) if number not in skipped]
    writes[0] = {**writes[0], "action": "create"}
    first = next(write for write in writes if write["reference"] == "1")
    writes = [{**write, "action": "create"} if write is first else write for write in writes]
    assert faults(writes, VERSIONS) == []


@pytest.mark.parametrize(
    "writes, told",
    [
        ([*GOOD[:1], *GOOD[2:]], "invoices R-1 never arrived"),
        ([*GOOD, invoice("11.90")], "invoices R-1 was created 2 times"),
        ([order("update", "60"), invoice("11.90")], "orders 1 was created 0 times"),
        ([*GOOD, order("update", "50")], "orders 1 went backwards or came twice: 40 → 50 → 60 → 50"),
        ([*GOOD, order("update", "60")], "orders 1 went backwards or came twice: 40 → 50 → 60 → 60"),
        (GOOD[:3], "orders 1 ended as 50, expected 60"),
        ([*GOOD, order("create", "40", "2")], "orders 2 was sent, and nobody had dropped it"),
        ([GOOD[0], invoice("10.00"), *GOOD[2:]], "invoices R-1 arrived as 10.00, which no file says"),
    ],
)
def test_what_is_wrong_is_told(writes: list[dict[str, Any]], told: str) -> None:
    assert told in faults(writes, VERSIONS)


def test_the_verdict_says_what_went_wrong_and_does_not_praise() -> None:
    words = verdict(GOOD, ["orders 1 was lost"], ["scene 2: exit code 1, expected 0"])
    assert [line[0] for line in words] == ["✗", "✗", "S"]
    assert [line[0] for line in verdict(GOOD, [], [])] == ["✓", "✓", "✓"]


def test_all_that_is_expected_is_promised_by_a_scene() -> None:
    created = [reference for scene in SCENES for reference, action in scene.writes.items() if action == "create"]
    assert sorted(created) == sorted(reference for _, reference in EXPECTED)
