"""The README's first flow and first export, by the letter: its example file through its example settings."""

from __future__ import annotations

import re

import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, FLOW

README = CHECKOUT / "README.md"


def example(language: str, of: str = "") -> str:
    """The one with ``of`` in it."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    [example] = [str(one) for one in found if of in one]
    return example


def test_the_example_goes_through_the_sample_changed_as_told(installation: MakesInstallations) -> None:
    desk = installation("both")
    told = tomlkit.parse(example("toml", "[flows.format]"))["flows"]
    flow = desk.settings["flows"][0]
    flow["format"], flow["mapping"] = told["format"], told["mapping"]
    desk.change_flow(FLOW, "source", pattern="*.xml")
    checked = desk.call("config", "validate", "--json")
    assert (checked.code, checked.json["warnings"]) == (0, []), checked
    (desk.legacy.folder / "batch.xml").write_text(example("xml"), encoding="utf-8")
    done = desk.run("--json")
    assert done.code == 0, done
    [order] = desk.acme.documents("orders").values()
    assert (order["external_reference"], order["date"], order["totals"]["gross"]) == (
        "SO-1001",
        "2026-11-20",
        "3257.40",
    )
    assert order["requested_delivery_date"] == "2026-12-05"
    assert order["buyer"] == {"number": "C-77", "name": "Gartencenter Nord", "address": {"city": "Kiel"}}
    assert [(line["number"], line["description"], line["unit_price"]) for line in order["lines"]] == [
        (1, "Hose, per metre", "1299.00"),
        (2, "Coupling", "0.99"),
    ]


def test_the_export_is_made_and_delivered(installation: MakesInstallations) -> None:
    desk = installation()
    reports = desk.place / "reports"
    reports.mkdir()
    told = tomlkit.parse(example("toml", "[[exports]]").replace(r"C:\Reports", reports.as_posix())).unwrap()
    desk.settings["connections"] = [*desk.settings["connections"], *told["connections"]]
    desk.settings["exports"] = told["exports"]
    desk.save()
    [export] = told["exports"]
    done = desk.call("run", export["id"])
    assert done.code == 0, done
    [report] = reports.iterdir()
    assert report.name.startswith(export["title"])
    assert report.suffix == ".pdf"


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (CHECKOUT / link).exists()] == []
