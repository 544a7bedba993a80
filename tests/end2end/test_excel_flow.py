"""The Excel sample as its user lives it: dry run, run, the trail, and a formula that nobody calculated."""

from __future__ import annotations

import io

import openpyxl
import pytest
import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, Done, Installation

SAMPLES = CHECKOUT / "resources" / "samples" / "excel"
FILE = "orders-0820.xlsx"
FLOW = "excel"


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """With the sample's flow beside the first one, for files that may be a moment old."""
    made = installation("both")
    flow = tomlkit.parse((SAMPLES / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
    flow["source"]["connection"] = "erp"
    made.settings["flows"].append(flow)
    made.change_flow(FLOW, "source", min_age="50ms")
    return made


def states(done: Done) -> dict[str, str]:
    return {one["reference"]: one["state"] for file in done.json["files"] for one in file["what_became"]}


def test_a_workbook_goes_through(desk: Installation) -> None:
    assert desk.call("config", "validate", "--json").json["warnings"] == []
    (desk.legacy.folder / FILE).write_bytes((SAMPLES / FILE).read_bytes())
    plan = desk.call("dry-run", FLOW)
    assert f"created orders C-601 ({FILE}, Orders, row 5)" in " ".join(plan.out.split()), plan
    assert desk.acme.writes() == []
    done = desk.run("--json", flow=FLOW)
    assert (done.code, states(done)) == (0, dict.fromkeys(["C-601", "C-602", "C-603"], "created")), done
    held = desk.acme.documents("orders")
    assert (held["C-601"]["date"], held["C-602"]["buyer"]["name"]) == ("2026-08-20", "Gärtnerei Öztürk")
    assert [(line["quantity"], line["unit_price"]) for line in held["C-601"]["lines"]] == [
        ("40", "11.9"),
        ("6", "4.25"),
    ]
    assert held["C-603"]["buyer"]["number"] == "00317"
    assert done.json["files"][0]["target"].startswith("archive/")
    assert "record 1, Orders, row 5" in desk.call("trail", "C-601").out


def test_what_is_wrong_with_a_cell_costs_its_record_only(desk: Installation) -> None:
    """Saved again by a program that writes formulas without their values (pitfall 43)."""
    book = openpyxl.load_workbook(SAMPLES / FILE)
    book["Orders"]["J7"] = "=0.05*2"
    book["Orders"]["H8"] = "many"
    made = io.BytesIO()
    book.save(made)
    (desk.legacy.folder / FILE).write_bytes(made.getvalue())
    done = desk.run("--json", flow=FLOW)
    assert (done.code, states(done)) == (4, {"C-601": "created"}), done
    formula, many = sorted(done.json["problems"], key=lambda problem: problem["record"])
    assert formula["what"].startswith(
        f"{FILE}, Orders!J7: record: lines[1]/Price: the formula =0.05*2 has no calculated value"
    )
    assert many["what"].startswith(f"{FILE}, Orders!H8: lines[1].quantity: expected a decimal number like 1234.50")


def test_what_is_called_a_workbook_and_is_none_is_told_as_what_it_is(desk: Installation) -> None:
    (desk.legacy.folder / "orders-1.xls").write_bytes(b"Order;Date\nC-1;1\n")
    done = desk.run("--json", flow=FLOW)
    [problem] = done.json["problems"]
    assert "no workbook but text (such as CSV)" in problem["what"]
    assert 'type = "delimited"' in problem["hint"]
