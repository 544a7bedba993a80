"""Orders, invoices and credit notes of UBL 2.1 in one flow, by data only: as an integration engineer sets it up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, Installation

UBL = CHECKOUT / "resources" / "samples" / "ubl"


@pytest.fixture
def desk(installation: MakesInstallations, tmp_path: Path) -> Installation:
    """With the sample's settings, installed by the command from a folder of their own."""
    made = installation("both")
    mine = tmp_path / "mine"
    shutil.copytree(UBL, mine)
    text = (mine / "settings.toml").read_text(encoding="utf-8")
    text = text.replace("@FOLDER@", made.legacy.folder.as_posix()).replace("@URL@", made.acme.url)
    text = text.replace('"acme/api_key"', f'"{made.secret}"\nprofile = "{made.profile.as_posix()}"')
    (mine / "settings.toml").write_text(text.replace('min_age = "1s"', 'min_age = "50ms"'), encoding="utf-8")
    done = made.call("config", "install", str(mine / "settings.toml"))
    assert done.code == 0, done
    shutil.rmtree(mine)
    return made


def drop(desk: Installation, *patterns: str) -> None:
    for pattern in patterns:
        for file in UBL.glob(pattern):
            shutil.copy(file, desk.legacy.folder / file.name)


def test_one_flow_brings_all_three_kinds(desk: Installation) -> None:
    drop(desk, "order-*.xml", "invoice-R-2026-0931.xml", "credit-note-*.xml")
    done = desk.run("--json", flow="ubl")
    assert done.code == 0, done
    [order] = desk.acme.documents("orders").values()
    assert order["notes"] == "Deliver to gate 3 & ring twice"
    assert order["buyer"]["address"]["street"] == "Am Kanal 14"
    assert [(line["number"], line["unit"], line["line_total"]) for line in order["lines"]] == [
        (1, "PCE", "476.00"),
        (2, "PCE", "101.40"),
    ]
    invoices = desk.acme.documents("invoices")
    invoice, credit = invoices["R-2026-0931"], invoices["G-2026-0012"]
    assert (invoice["type"], invoice["order_reference"], invoice["due_date"]) == ("invoice", "4720", "2026-09-25")
    assert invoice["totals"] == {"net": "652.70", "tax": "102.81", "gross": "755.51"}  # the tax is counted
    assert [tax["rate"] for tax in invoice["taxes"]] == ["19", "7"]
    assert invoice["buyer"]["vat_id"] == "DE298765432"
    assert invoice["payment_terms"]["text"] == "30 days net, 2 % within 10 days"
    assert (credit["type"], credit["attributes"], credit["totals"]["gross"]) == (
        "credit_note",
        {"invoice": "R-2026-0931"},
        "28.32",
    )
    assert credit["seller"]["name"] == "Palettenwerk Nord AG"
    assert credit["buyer"]["name"] == "Baumarkt Süd GmbH"


def test_totals_that_do_not_agree_are_refused_with_both_numbers_and_their_line(desk: Installation) -> None:
    drop(desk, "invoice-*.xml")
    done = desk.run("--json", flow="ubl")
    assert done.code == 4, done
    assert list(desk.acme.documents("invoices")) == ["R-2026-0931"]
    [problem] = done.json["problems"]
    assert problem["what"] == (
        "invoice-R-2026-0932.xml, line 50: record: expected 652.70 (the sum of lines.line_total; "
        "2.00 apart), found '650.70' at cac:LegalMonetaryTotal/cbc:LineExtensionAmount"
    )
    assert problem["owner"] == "clerk"
    assert problem["position"] == "line 50, column 5, /i:Invoice"


def test_the_trail_names_the_mapping_that_made_a_document(desk: Installation) -> None:
    shown = desk.call("config", "validate", "--json")
    versions = {one["of"]: one["version"] for one in shown.json["mappings"]}
    assert len(set(versions.values())) == 3
    drop(desk, "order-*.xml", "invoice-R-2026-0931.xml")
    assert desk.run(flow="ubl").code == 0
    assert f"mapping {versions['order']}, flow ubl" in desk.call("trail", "4720").out
    # which of the two that make invoices, is not told apart: both took part in the reading
    told = desk.call("trail", "R-2026-0931").out
    assert f"mapping {versions['invoice']} or {versions['credit-note']}, flow ubl" in told
    kept = json.loads((desk.data / "history" / "mappings" / f"{versions['invoice']}.json").read_text(encoding="utf-8"))
    assert kept["resource"] == "invoices"
    assert kept["tables"]["units"]["H87"] == "PCE"


def test_a_changed_table_is_another_version_of_the_mapping(desk: Installation) -> None:
    before = desk.call("config", "validate", "--json").json["mappings"]
    table = desk.data / "tables" / "units.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("KGM,KGM", "KGM,KG"), encoding="utf-8")
    after = desk.call("config", "validate", "--json").json["mappings"]
    assert all(one["version"] != other["version"] for one, other in zip(before, after, strict=True))
    table.unlink()
    broken = desk.call("config", "validate")
    assert broken.code == 2
    assert "mappings/ubl-order.toml, line " in broken.err
    assert "there is no file ../tables/units.csv" in broken.err
