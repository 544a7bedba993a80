"""The CSV sample as its user lives it: header and line records in windows-1252 with decimal commas, up to Acme."""

from __future__ import annotations

import json

import pytest
import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, Done, Installation

SAMPLES = CHECKOUT / "resources" / "samples" / "erp-csv"
FLOW = "erp-csv"


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """With the sample's flow beside the first one, for files that may be a moment old."""
    made = installation("both")
    flow = tomlkit.parse((SAMPLES / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
    made.settings["flows"].append(flow)
    made.change_flow(FLOW, "source", min_age="50ms")
    return made


def drop(desk: Installation, *names: str) -> None:
    for name in names:
        (desk.legacy.folder / name).write_bytes((SAMPLES / name).read_bytes())


def states(done: Done) -> dict[str, str]:
    return {one["reference"]: one["state"] for file in done.json["files"] for one in file["what_became"]}


def test_the_samples_go_through(desk: Installation) -> None:
    """With decimal commas and points between thousands as the columns' converters say (pitfall 39)."""
    assert desk.call("config", "validate").code == 0
    drop(desk, "AUF_0812.csv")
    done = desk.run("--json", flow=FLOW)
    assert (done.code, states(done)) == (0, {"4801": "created", "4802": "created"}), done  # 4803 is a quotation
    held = desk.acme.documents("orders")
    assert held["4801"]["buyer"]["name"] == "Baumarkt Süd GmbH"
    assert held["4801"]["source"] == "ERP 7.2"
    assert [line["description"] for line in held["4801"]["lines"]] == [
        "Europalette, wärmebehandelt", "Stretchfolie 23 µm; 6 Rollen",
    ]  # fmt: skip
    assert [(line["quantity"], line["unit_price"]) for line in held["4802"]["lines"]] == [
        ("1250", "0.04"), ("2500", "0.01"),
    ]  # fmt: skip
    assert held["4802"]["lines"][0]["description"] == 'Schraube 3" verzinkt'


def test_a_partly_bad_file_delivers_what_is_good(desk: Installation) -> None:
    """The record is the unit (pitfall 19); what is wrong is told with its data (pitfall 42)."""
    drop(desk, "AUF_0812.csv")
    assert desk.run(flow=FLOW).code == 0
    drop(desk, "AUF_0813.csv")
    done = desk.run("--json", flow=FLOW)
    assert (done.code, states(done)) == (4, {"4802": "updated", "4806": "created"}), done
    ragged, forty = sorted(done.json["problems"], key=lambda problem: problem["record"])
    assert ragged["what"].startswith("AUF_0813.csv, line 6: record: the row has 8 columns, expected 7; ")
    assert ragged["value"] == "P;1;P-1000;Europalette;wärmebehandelt;40;Stk;11,90"
    assert "lines[1].quantity: expected a decimal number like 1.234,50, found 'vierzig'" in forty["what"]
    assert forty["value"] == "vierzig"
    assert sorted(desk.acme.documents("orders")) == ["4801", "4802", "4806"]
    assert done.json["files"][0]["target"].startswith("archive/")


def test_a_file_without_its_trailer_delivers_nothing(desk: Installation) -> None:
    drop(desk, "AUF_0814.csv")
    done = desk.run("--json", flow=FLOW)
    assert done.code == 4, done
    [problem] = done.json["problems"]
    assert "It has no trailer, so it is not whole" in problem["what"]
    assert "1 record before that could be read; none of it was sent" in problem["what"]
    assert desk.acme.writes() == []
    reason = desk.legacy.folder / "failed" / "AUF_0814.csv.reason.json"
    assert "no trailer" in json.loads(reason.read_text(encoding="utf-8"))["problems"][0]["what"]


def test_another_encoding_than_the_settings_say_is_told_with_advice(desk: Installation) -> None:
    desk.change_flow(FLOW, "format", encoding="utf-8")
    drop(desk, "AUF_0812.csv")
    done = desk.run("--json", flow=FLOW)
    [problem] = done.json["problems"]
    assert "It is read as utf-8, but line 2 has the byte 0xFC" in problem["what"]
    hint = problem["hint"]
    assert "Baumarkt Süd GmbH" in hint[hint.index("as windows-1252") : hint.index("as cp850")], hint
    assert desk.acme.writes() == []


@pytest.fixture
def rows(installation: MakesInstallations) -> Installation:
    """With the flow of the other sample: one row for each line of an order."""
    desk = installation("both")
    flow = tomlkit.parse((SAMPLES.parent / "csv-rows" / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
    flow["source"]["connection"] = "erp"
    desk.settings["flows"].append(flow)
    desk.change_flow("csv-rows", "source", min_age="50ms")
    return desk


def test_one_row_for_each_line_of_an_order(rows: Installation) -> None:
    desk = rows
    assert desk.call("config", "validate", "--json").json["warnings"] == []
    sample = SAMPLES.parent / "csv-rows" / "orders-0820.csv"
    (desk.legacy.folder / sample.name).write_bytes(sample.read_bytes())
    done = desk.run("--json", flow="csv-rows")
    assert (done.code, states(done)) == (0, dict.fromkeys(["B-501", "B-502", "B-503"], "created")), done
    held = desk.acme.documents("orders")
    assert [(line["number"], line["sku"]) for line in held["B-501"]["lines"]] == [(1, "P-1000"), (2, "F-0230")]
    assert (held["B-502"]["lines"][0]["quantity"], held["B-502"]["buyer"]["name"]) == ("1250.5", "Gärtnerei Öztürk")


def test_the_same_fault_in_several_lines_is_one_cause(rows: Installation) -> None:
    sample = (SAMPLES.parent / "csv-rows" / "orders-0820.csv").read_bytes()
    (rows.legacy.folder / "orders-1.csv").write_bytes(sample.replace(b";40;", b";forty;").replace(b";6;", b";six;"))
    assert rows.run(flow="csv-rows").code == 4
    [group] = rows.call("problems", "--json").json
    assert (group["problems"], [one["value"] for one in group["examples"]]) == (2, ["forty", "six"])
