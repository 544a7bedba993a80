"""A mapping tried on a sample: as a run would read and map it, with nothing sent; hostile samples are refused."""

from __future__ import annotations

import base64
import gzip
import io
import os
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, SyncError
from desktop_sync.core.ports import Store
from desktop_sync.resources import resources
from desktop_sync.samples import KEPT, LARGEST, Samples
from desktop_sync.samples.reach import Reach
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.spool import Spool
from tests.crash.orders import BROKEN, Order, payload
from tests.crash.world import World
from tests.unit.engine.facade.desk import Plain, at_desk

SAMPLES = resources() / "samples"
XML = {"type": "xml", "record": "Orders/Order"}
MAPPING: dict[str, Any] = {
    "resource": "orders",
    "fields": {
        "external_reference": {"from": "No"},
        "currency": {"constant": "EUR"},
        "date": {"from": "Date", "convert": ["date"]},
        "buyer": {"number": {"from": "Customer"}},
        "lines": {
            "each": "Line",
            "fields": {
                "number": {"from": "Pos", "convert": ["integer"]},
                "quantity": {"from": "Qty", "convert": [{"decimal": "1234.50"}]},
                "unit_price": {"from": "Price", "convert": [{"decimal": "1234.50"}]},
                "sku": {"from": "Sku"},
            },
        },
    },
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One file has been read, another lies in the folder."""
    made = World(tmp_path)
    made.drop("a.xml", [Order("4711", 1)])
    made.run()
    made.drop("b.xml", [Order("4712", 1), Order("4713", 1, text="two")])
    return made


@pytest.fixture
def desk(world: World) -> Iterator[Plain]:
    with at_desk(world) as desk:
        yield desk


def given(desk: Plain, data: bytes, name: str = "a.xml") -> str:
    content = base64.b64encode(data).decode()
    return str(desk.ask("sample", given={"name": name, "content": content})["sample"])


def tried(desk: Plain, data: bytes, mapping: dict[str, Any] | None = MAPPING, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - values of a call
    values = {"format": XML, "target": "acme", **more}
    return dict(desk.ask("try_mapping", sample=given(desk, data), mapping=mapping, **values))


def test_what_can_be_taken_and_where_it_is(desk: Plain) -> None:
    told = desk.ask("samples", flow="orders")
    assert [one["path"] for one in told["files"]] == ["b.xml"]
    assert [one["name"] for one in told["former"]] == ["a.xml"]
    assert told["away"] == ""
    file, former = told["files"][0], told["former"][0]
    taken = desk.ask("sample", given={"connection": file["connection"], "path": file["path"]})
    assert (taken["name"], taken["cut"]) == ("b.xml", False)
    assert taken["detected"]["table"] == {"type": "xml", "record": "Orders/Order"}
    again = desk.ask("sample", given={"payload": former["payload"], "name": former["name"]})
    assert again["size"] == former["size"]
    assert desk.ask("samples") == {"files": [], "former": [], "away": ""}


def test_a_draft_has_samples_before_anything_is_saved(world: World, tmp_path: Path) -> None:
    """Of the flow there is no more than its source; another connection is half written."""
    there = tmp_path / "there"
    there.mkdir()
    (there / "new.xml").write_bytes(payload([Order("4714", 1)]))
    with at_desk(world) as desk:
        told = desk.ask("settings")
        tables = told["tables"]
        tables["connections"] += [
            {"id": "second", "type": "folder", "path": str(there)},
            {"id": "third", "type": "sftp"},
        ]
        source = {"connection": "second", "pattern": "*.xml", "first_run": "ask"}
        tables["flows"] += [{"id": "fresh", "source": source}, {"id": "none"}]
        draft = {"text": told["text"], "tables": tables, "secrets": {"a/b": None}}
        offered = desk.ask("samples", flow="fresh", draft=draft)
        [file] = offered["files"]
        assert (file["path"], offered["former"], offered["away"]) == ("new.xml", [], "")
        given = {"connection": "second", "path": "new.xml"}
        assert desk.ask("sample", given=given, draft=draft)["name"] == "new.xml"
        with pytest.raises(Rejected, match="no connection second"):
            desk.ask("sample", given=given)
        assert desk.ask("samples", flow="none", draft=draft)["files"] == []
        source["connection"] = "third"
        assert desk.ask("samples", flow="fresh", draft=draft)["files"] == []
        assert "fresh" not in (world.data / "settings.toml").read_text(encoding="utf-8")


def test_what_the_flow_would_take_is_offered_first_and_of_that_the_newest(world: World) -> None:
    for name, at in (("old.xml", 1_700_000_000), ("new.xml", 1_700_000_100), ("newest.pdf", 1_700_000_200)):
        file = world.root / "orders" / name
        file.write_bytes(payload([Order("4711", 1)]))
        os.utime(file, (at, at))
    (world.root / "orders" / "b.xml").unlink()
    with at_desk(world) as desk:
        files = desk.ask("samples", flow="orders")["files"]
    assert [(one["path"], one["wanted"]) for one in files] == [
        ("new.xml", True), ("old.xml", True), ("newest.pdf", False),
    ]  # fmt: skip


def test_a_place_that_is_away_is_told_and_former_payloads_are_there(world: World) -> None:
    with at_desk(world) as desk:
        (world.root / "orders").rename(world.root / "gone")
        told = desk.ask("samples", flow="orders")
        assert told["files"] == []
        assert told["away"]
        assert len(told["former"]) == 1


def test_each_record_is_mapped_as_a_run_does_and_nothing_is_remembered(desk: Plain) -> None:
    before = desk.ask("snapshot")["totals"]
    told = tried(desk, payload([Order("1", 1), Order("2", 3)]), at=1)
    assert (told["read"], told["fit"], told["wrong"], told["errors"]) == (2, 2, [], [])
    record = told["record"]
    assert record["body"]["external_reference"] == "2"
    assert record["body"]["lines"] == [{"number": 1, "quantity": "3", "unit_price": "12.50", "sku": "A-100"}]
    assert record["values"]["Line"][0]["Qty"] == "3"  # whatever is asked or not, all that stands there
    assert record["values"]["Text"] == "version 3"
    assert (record["operation"], record["faults"]) == ("upsert", [])
    assert "line 3" in record["position"]
    assert desk.ask("snapshot")["totals"] == before


def test_what_does_not_fit_is_told_at_its_field_beside_what_does(desk: Plain) -> None:
    bad = payload([Order("1", 1)]).replace(b"12.50", b"12,50") + b""
    told = tried(desk, bad)
    assert (told["read"], told["fit"]) == (1, 0)
    [fault] = told["record"]["faults"]
    assert (fault["field"], fault["source"], fault["value"]) == ("lines[1].unit_price", "Line[1]/Price", "12,50")
    assert "decimal number" in fault["what"]
    assert fault["owner"] == "clerk"
    assert told["record"]["body"]["date"] == "2026-05-04"
    assert told["wrong"] == [{"at": 0, "what": fault["what"]}]


def test_a_half_written_mapping_is_tried_as_far_as_it_goes(desk: Plain) -> None:
    fields = {
        **MAPPING["fields"],
        "number": {},
        "currency": {"from": "No", "constant": "EUR"},
        "buyer": {"number": {"from": "Customer", "convert": ["dte"]}},
        "lines": {"each": "Line", "fields": {"sku": {"from": "Sku"}, "quantity": {"frm": "Qty"}}},
        "colour": {"from": "No"},
    }
    told = tried(desk, payload([Order("1", 1)]), {**MAPPING, "fields": fields, "rules": [{"when": {}}], "partal": True})
    wrong = [one["at"] for one in told["errors"] if not one["warning"]]
    assert ["fields", "number"] in wrong
    assert ["fields", "currency"] in wrong
    assert ["fields", "buyer", "number", "convert", 0] in wrong
    assert ["fields", "lines", "fields", "quantity", "frm"] in wrong
    assert ["fields", "colour"] in wrong  # Acme has no such field
    assert ["partal"] in wrong
    assert any(one[:2] == ["rules", 0] for one in wrong)
    assert any("buyer" in one["what"] for one in told["errors"] if one["warning"])  # it is needed, and not there now
    assert told["record"]["body"]["lines"] == [{"sku": "A-100"}]
    assert told["fit"] == 0


@pytest.mark.parametrize(
    "mapping", [None, {}, {"resource": "orders"}, {"resource": "orders", "fields": {}}, {"resource": "stars"}]
)
def test_without_a_mapping_the_sample_is_shown_all_the_same(desk: Plain, mapping: dict[str, Any] | None) -> None:
    told = tried(desk, payload([Order("1", 1)]), mapping, format=None)
    assert [one["path"] for one in told["fields"]] == ["No", "Rev", "Kind", "Date", "Customer", "Text", "Line"]
    assert told["record"]["values"]["No"] == "1"
    assert bool(told["errors"]) is (mapping is not None)
    assert told["format"] == {"type": "xml", "record": "Orders/Order"}


def test_a_format_that_will_not_do_is_told(desk: Plain) -> None:
    told = tried(desk, payload([Order("1", 1)]), format={"type": "papyrus"})
    assert told["errors"][0]["part"] == "format"
    assert told["record"] is None
    elsewhere = tried(desk, payload([Order("1", 1)]), format={"type": "xml", "record": "Invoices/Invoice"})
    assert "another kind of file" in elsewhere["ended"]
    assert elsewhere["candidates"][0]["path"] == "Orders/Order"


def test_the_programs_own_samples_fit(desk: Plain) -> None:
    for folder, file in (
        ("erp-orders", "ORD_0812.xml"), ("erp-csv", "AUF_0812.csv"), ("csv-rows", "orders-0820.csv"),
        ("excel", "orders-0820.xlsx"),
    ):  # fmt: skip
        flow = tomllib.loads((SAMPLES / folder / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
        data = (SAMPLES / folder / file).read_bytes()
        told = tried(desk, data, flow["mapping"], format=flow["format"])
        assert told["errors"] == []
        assert told["wrong"] == []
        assert told["fit"] + told["ignored"] == told["read"] > 0
        assert told["fields"]


def test_the_beginning_of_a_large_file_is_enough(desk: Plain) -> None:
    large = payload([Order(str(number), 1, text="x" * 2000) for number in range(LARGEST // 2000)])
    assert len(large) > LARGEST
    told = tried(desk, large)
    assert told["more"]
    assert told["ended"] == ""
    assert told["fit"] == told["read"] > 100


@pytest.mark.parametrize(
    "data, why",
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        (b"<a>" * 200 + b"</a>" * 200, "deep"),
        (BROKEN, "breaks off"),
        (b"<Orders><Order></Orders>", "not the one that is open"),
        (b"", "empty"),
        (b"<Orders>\xff</Orders>", "utf-8"),
    ],
)
def test_what_a_run_refuses_is_refused_here(desk: Plain, data: bytes, why: str) -> None:
    told = tried(desk, data)
    assert why in told["ended"]
    assert told["fit"] == 0


def test_a_line_without_an_end_is_refused(desk: Plain) -> None:
    options = {"type": "delimited", "delimiter": ";", "max_record": "100kB"}
    told = tried(desk, b"a;b\n" + b"x" * 3_000_000, None, format=options)
    assert told["ended"]
    assert len(str(told)) < 50_000


def test_many_different_names_are_not_kept_all(desk: Plain) -> None:
    wild = b"<Orders><Order>" + b"".join(b"<n%d a%d='1'/>" % (n, n) for n in range(20_000)) + b"</Order></Orders>"
    assert len(tried(desk, wild)["fields"]) <= 1000


def test_archives_are_opened_and_bombs_are_not(desk: Plain) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/b.xml", payload([Order("9", 1)]))
    taken = desk.ask("sample", given={"name": "a.zip", "content": base64.b64encode(packed.getvalue()).decode()})
    assert taken["name"] == "in/b.xml"
    bomb = gzip.compress(b"<a>" * 20_000_000, 9)
    taken = desk.ask("sample", given={"name": "a.gz", "content": base64.b64encode(bomb).decode()})
    assert (taken["size"], taken["cut"]) == (LARGEST, True)  # no more of it was unpacked


def test_what_is_no_sample_is_refused(desk: Plain) -> None:
    for wrong in ({}, {"name": "a"}, {"name": "a", "content": "§"}, {"connection": "nowhere", "path": "a.xml"}):
        with pytest.raises(Rejected):
            desk.ask("sample", given=wrong)
    for path in ("../../settings.toml", "/etc/passwd", "none.xml"):
        with pytest.raises(SyncError):
            desk.ask("sample", given={"connection": "orders", "path": path})
    with pytest.raises(SyncError):
        desk.ask("sample", given={"payload": "0" * 64, "name": "a"})
    with pytest.raises(Rejected, match="from 0"):
        desk.ask("try_mapping", sample=given(desk, b"<a/>"), at=-1)


def test_only_the_latest_samples_are_kept(desk: Plain) -> None:
    first = given(desk, payload([Order("1", 1)]))
    others = [given(desk, payload([Order("1", 1)])) for _ in range(KEPT)]
    with pytest.raises(Rejected, match="not kept any more"):
        desk.ask("try_mapping", sample=first)
    assert desk.ask("try_mapping", sample=others[0])["read"] == 1


def test_a_resources_fields_as_a_tree(desk: Plain) -> None:
    told = desk.ask("resource", target="acme", name="orders")
    fields = {one["name"]: one for one in told["fields"]}
    assert told["key"] == "external_reference"
    assert told["resources"] == ["orders", "invoices"]
    assert (fields["date"]["kind"], fields["date"]["needed"]) == ("date", True)
    assert fields["status"]["choices"][0] == "open"
    assert [one["path"] for one in fields["buyer"]["children"]][:2] == ["buyer.number", "buyer.name"]
    lines = {one["name"]: one for one in fields["lines"]["children"]}
    assert (lines["sku"]["path"], lines["quantity"]["kind"]) == ("lines[].sku", "decimal")
    assert fields["attributes"]["open"]
    with pytest.raises(Rejected, match="no resource stars"):
        desk.ask("resource", name="stars")
    assert desk.ask("resource")["fields"] == []


def test_the_forms_of_a_mapping(desk: Plain) -> None:
    told = desk.ask("mapping_forms")
    assert set(told["properties"]) >= {"resource", "fields", "rules", "version", "checks", "tables", "table_files"}
    assert "DecimalConverter" in told["$defs"]


def test_what_could_feed_what_is_proposed_with_why(desk: Plain) -> None:
    sample = given(desk, payload([Order("1", 1), Order("2", 1)]))
    told = desk.ask("propose_mapping", sample=sample, format=XML, target="acme", resource="orders")
    found = {one["field"]: (one["source"]["path"], one["why"]) for one in told if not one["others"]}
    assert found["external_reference"] == ("No", "known_name")
    assert found["date"] == ("Date", "same_name")
    assert found["buyer.number"] == ("Customer", "similar_name")
    with pytest.raises(Rejected, match="no resource stars"):
        desk.ask("propose_mapping", sample=sample, resource="stars")
    assert desk.ask("propose_mapping", sample=sample, format={"type": "papyrus"}, resource="orders") == []


def test_several_kinds_of_record_and_mappings_in_files_of_their_own() -> None:
    folder = SAMPLES / "ubl"
    flow = tomllib.loads((folder / "settings.toml").read_text(encoding="utf-8"))["flows"][0]
    bench = Samples(folder, folder / "none", Spool(folder / "none"), lambda _: Reach(Settings(), _no_store, _no_rows))
    content = base64.b64encode((folder / "order-4720.xml").read_bytes()).decode()
    sample = bench.taken({"name": "order-4720.xml", "content": content})["sample"]
    fit = {one["of"]: bench.tried(sample, flow["format"], one, "", 0)["fit"] for one in flow["mappings"]}
    assert fit == {"order": 1, "invoice": 0, "credit-note": 0}


def _no_rows(flow: Flow, connection: Connection) -> bytes:
    raise RetryLater(f"{connection.id} cannot be asked for {flow.id}.")


def _no_store(connection: Connection) -> Store:
    raise RetryLater(f"{connection.id} cannot be reached.")


IDOC = """<ORDERS05>{}</ORDERS05>"""
SEGMENTS = """<IDOC><BELNR>{0}</BELNR><E1EDK03><IDDAT>012</IDDAT><DATUM>20261128</DATUM></E1EDK03>
<E1EDK03><IDDAT>002</IDDAT><DATUM>20261205</DATUM></E1EDK03>
<E1EDP01><POSEX>000010</POSEX><MENGE>1</MENGE></E1EDP01><E1EDP01><POSEX>000020</POSEX><MENGE>2</MENGE></E1EDP01></IDOC>"""
ROWS = "T;A;B\nH;{0}\nE1EDK03;012;20261128\nE1EDK03;002;20261205\n"
TYPES = {
    "HEAD": {"type": "H", "columns": ["T", "BELNR"]},
    "E1EDK03": {"below": "HEAD", "columns": ["T", "IDDAT", "DATUM"]},
}


@pytest.mark.parametrize(
    "data, format_",
    [
        (IDOC.format(SEGMENTS.format(1)), {"type": "xml", "record": "ORDERS05/IDOC"}),
        (
            '{"BELNR": "1", "E1EDK03": [{"IDDAT": "012", "DATUM": "20261128"}, {"IDDAT": "002", "DATUM": 7}]}',
            {"type": "json"},
        ),
        (ROWS.format(1), {"type": "delimited", "delimiter": ";", "record_type": "T", "records": TYPES}),
    ],
)  # fmt: skip
def test_what_tells_elements_apart_is_told_with_the_sample(desk: Plain, data: str, format_: dict[str, Any]) -> None:
    told = tried(desk, data.encode(), None, format=format_)
    groups = {one["path"]: one for one in told["fields"] if one["group"]}
    assert groups["E1EDK03"]["mark"] == "IDDAT"
    assert [one["value"] for one in groups["E1EDK03"]["kinds"]] == ["012", "002"]
    assert groups["E1EDK03"]["kinds"][0]["examples"]["DATUM"] == "20261128"
    assert not groups.get("E1EDP01", {"mark": ""})["mark"], "its lines are counted"
    mapping = {
        "resource": "orders",
        "fields": {
            "external_reference": {"from": "BELNR"},
            "date": {
                "one": "E1EDK03", "where": {"from": "IDDAT", "is": "012"}, "from": "DATUM",
                "convert": [{"date": "%Y%m%d"}],
            },
        },
    }  # fmt: skip
    assert tried(desk, data.encode(), mapping, format=format_)["record"]["body"]["date"] == "2026-11-28"


def versions(desk: Plain, data: bytes, format_: dict[str, Any]) -> list[tuple[str, str]]:
    told = desk.ask("propose_mapping", sample=given(desk, data), resource="orders", format=format_, target="acme")
    return [(one["source"]["path"], one["why"]) for one in told if one["kind"] == "version"]


CSV = {"type": "delimited", "delimiter": ";", "key": "No"}


def test_a_version_is_proposed_by_all_records_of_the_sample(desk: Plain) -> None:
    rows = [f"{number};{number % 7 + 1};A" for number in range(1000)]
    whole = "\n".join(["No;Rev;Sku", *rows]).encode()
    assert versions(desk, whole, CSV) == [("Rev", "counter")]
    assert versions(desk, whole + b"\n1000;;A", CSV) == [], "the last one has none"
    assert versions(desk, whole + b"\n1000;x;A", CSV) == []
    assert versions(desk, whole + b"\n1000;3;A;too much", CSV) == [], "a record that is faulty"
    assert versions(desk, b"No;Rev;Sku\n1;1;A\n2;2;A\n2;3;B\n", CSV) == [], "it is that of a line"


def test_rows_of_a_database_are_told_apart_by_its_own_count(desk: Plain) -> None:
    rows = [{"No": str(one), "RV": f"0x00000000000007D{one}", "ChangedAt": None} for one in range(1, 4)]
    data = "\n".join(str(one).replace("'", '"').replace("None", "null") for one in rows).encode()
    assert versions(desk, data, {"type": "json"}) == [("RV", "row_version")]


def test_a_sample_that_ends_badly_has_no_version(desk: Plain) -> None:
    whole = payload([Order("1", 1), Order("2", 3)])
    assert versions(desk, whole, XML) == [("Rev", "counter")]
    assert versions(desk, whole[: whole.rindex(b"</Order>")], XML) == []
    assert versions(desk, whole, {**XML, "record": "Nothing/There"}) == []
