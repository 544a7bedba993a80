"""A resource that the program does not know, by data only: a profile, a schema, a mapping."""

from __future__ import annotations

import shutil

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, Installation

SHIPMENTS = CHECKOUT / "resources" / "samples" / "shipments"
ROWS = (SHIPMENTS / "LIEF_0001.csv").read_text(encoding="windows-1252")


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    made = installation("both", profile=SHIPMENTS / "profile.json")
    text = (SHIPMENTS / "settings.toml").read_text(encoding="utf-8")
    text = text.replace("@FOLDER@", made.legacy.folder.as_posix()).replace("@URL@", made.acme.url)
    text = text.replace("@PROFILE@", made.profile.as_posix()).replace('"acme/api_key"', f'"{made.secret}"')
    settings = made.place / "shipments.toml"
    settings.write_text(text.replace('min_age = "1s"', 'min_age = "50ms"'), encoding="utf-8")
    done = made.call("config", "install", str(settings))
    assert done.code == 0, done
    return made


def test_shipments_are_created_updated_and_cancelled(desk: Installation) -> None:
    shutil.copy(SHIPMENTS / "LIEF_0001.csv", desk.legacy.folder)
    done = desk.run("--json", flow="shipments")
    assert (done.code, done.json["counts"]["created"]) == (0, 2), done
    sent = desk.acme.documents("shipments")["S-100"]
    assert [parcel["weight"] for parcel in sent["parcels"]] == ["12.40", "3.05"]
    assert (sent["state"], sent["sent_on"]) == ("sent", "2026-10-28")

    changed = ROWS.replace("GEPACKT", "VERSANDT")
    (desk.legacy.folder / "LIEF_0002.csv").write_text(changed, encoding="windows-1252")
    done = desk.run("--json", flow="shipments")
    assert (done.code, done.json["counts"]["unchanged"], done.json["counts"]["updated"]) == (0, 1, 1), done
    shipment = desk.acme.documents("shipments")["S-101"]
    assert (shipment["state"], shipment["carrier"]) == ("sent", "Kurier Süd")


def test_what_the_schema_refuses_is_told_with_its_place(desk: Installation) -> None:
    broken = ROWS.replace("S-101;4712", "S-101;")
    (desk.legacy.folder / "LIEF_0001.csv").write_text(broken, encoding="windows-1252")
    done = desk.run("--json", flow="shipments")
    assert done.code == 4, done
    assert list(desk.acme.documents("shipments")) == ["S-100"]
    [problem] = done.json["problems"]
    assert problem["position"] == "line 4, column 2, Auftrag"
    assert problem["field"] == "order_reference"
