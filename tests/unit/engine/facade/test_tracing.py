"""One document byte for byte, through the facade: its payload around a place, its record, each field's origin."""

from __future__ import annotations

import gzip
import io
import itertools
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.events import nobody
from desktop_sync.core.sources import Sources
from desktop_sync.engine.facade import tracing
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.looking import Looking
from desktop_sync.engine.facade.payloads import Payload
from desktop_sync.engine.facade.rereading import Within
from desktop_sync.engine.facade.tracing import LONGEST, Tracing
from desktop_sync.formats.delimited import Delimited, DelimitedOptions
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
from desktop_sync.readings import Readings
from desktop_sync.spool import Spool
from tests.crash.orders import Order, Setup, payload
from tests.crash.world import World
from tests.unit.engine.facade.desk import Plain, at_desk
from tests.workbooks import rows

ORDERS = [Order("4710", 1), Order("4711", 1, text="Süd & Söhne"), Order("4712", 1)]
LOOKER = Caller("bob", Role.LOOK)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.drop("ORD_0812.xml", ORDERS)
    made.run()
    return made


def version(desk: Plain, document: str = "4711") -> dict[str, Any]:
    found: dict[str, Any] = desk.ask("trail", document=document)[0]["deliveries"][-1]
    return found


def marked(shown: dict[str, Any]) -> str:
    [[begin, end]] = shown["marks"]
    return str(shown["text"])[begin:end]


def test_the_record_is_marked_in_its_payload_with_its_line(world: World) -> None:
    with at_desk(world, LOOKER) as desk:
        one = version(desk)
        record = desk.ask("record", delivery=one["id"])
        offset = one["position"]["offset"]
        marks, line = [[offset, offset + record["length"]]], one["position"]["line"]
        shown = desk.ask("payload", item=one["item"], offset=offset, line=line, marks=marks)
    assert marked(shown) == ORDERS[1].xml().strip()
    assert (shown["first_line"], shown["encoding"], shown["size"]) == (1, "utf-8", len(payload(ORDERS)))
    assert shown["text"] == payload(ORDERS).decode()


def test_paging_goes_through_the_whole_payload_line_by_line(world: World) -> None:
    with at_desk(world) as desk:
        one = version(desk)
        here = {"offset": one["position"]["offset"], "line": one["position"]["line"]}
        middle = desk.ask("payload", item=one["item"], before=50, after=60, **here)
        above = desk.ask(
            "payload", item=one["item"], offset=middle["start"], line=middle["first_line"], before=10_000, after=0
        )
        last = middle["first_line"] + middle["text"].count("\n")
        below = desk.ask("payload", item=one["item"], offset=middle["end"], line=last, before=0, after=10_000)
    assert (above["first_line"], below["first_line"]) == (1, last)
    assert above["text"] + middle["text"] + below["text"] == payload(ORDERS).decode()
    assert below["end"] == below["size"]


def test_each_field_tells_its_path_its_place_and_what_the_converters_made(world: World) -> None:
    with at_desk(world, LOOKER) as desk:
        one = version(desk)
        record = desk.ask("record", delivery=one["id"])
    fields = {row["field"]: row for row in record["fields"]}
    number, currency, notes = fields["lines[1].number"], fields["currency"], fields["notes"]
    assert (number["how"], number["sources"], number["found"], number["value"]) == ("taken", ["Line[1]/Pos"], "1", 1)
    assert number["steps"] == [{"converter": "integer", "gave": 1}]
    assert (currency["how"], currency["value"], currency["line"]) == ("constant", "EUR", None)
    assert payload(ORDERS)[notes["offset"] :][: notes["length"]].decode() == "Süd &amp; Söhne"
    assert notes["line"] == one["position"]["line"]
    assert (record["then"], record["same"], record["more"], record["rule"]) == (True, True, False, [0, "upsert"])
    [quantity] = [one for one in record["values"] if one["path"] == "Line[1]/Qty"]
    assert (quantity["text"], payload(ORDERS)[quantity["offset"] :][:7]) == ("1", b"1</Qty>")


def test_the_mapping_that_was_used_then_tells_or_the_present_one_and_it_is_said(world: World) -> None:
    world.configure(fields='"buyer.name" = { from = "Customer" }')
    with at_desk(world) as desk:
        one = version(desk)
        before = desk.ask("record", delivery=one["id"])
        for kept in (world.data / "history" / "mappings").iterdir():
            kept.unlink()
        after = desk.ask("record", delivery=one["id"])
    assert (before["then"], "buyer.name" in {row["field"] for row in before["fields"]}) == (True, False)
    assert (after["then"], "buyer.name" in {row["field"] for row in after["fields"]}) == (False, True)


def test_what_a_person_edited_is_told_as_another_content(world: World) -> None:
    with at_desk(world) as desk:
        found = desk.ask("document", name="4711")
        body = {**found["body"], "notes": "by hand"}
        desk.ask("edit", name="4711", delivery=found["delivery"], body=body, reason="the customer called")
        record = desk.ask("record", delivery=version(desk)["id"])
    [notes] = [row for row in record["fields"] if row["field"] == "notes"]
    assert (record["same"], notes["found"], notes["value"]) == (False, "Süd & Söhne", "by hand")


def test_members_of_archives_and_what_is_packed_alone(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(source='pattern = "*"\nmembers = "*.xml"'))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", payload([Order("A", 1)]))
        archive.writestr("b.xml", payload(ORDERS))
    world.drop("orders.zip", made.getvalue())
    world.drop("more.xml.gz", gzip.compress(payload([Order("C", 1)])))
    world.run()
    with at_desk(world) as desk:
        for document, text in (("4711", payload(ORDERS)), ("C", payload([Order("C", 1)]))):
            one = version(desk, document)
            record = desk.ask("record", delivery=one["id"])
            shown = desk.ask(
                "payload", item=one["item"], member=one["position"].get("member", ""), line=one["position"]["line"]
            )
            assert record["same"] is True
            assert (shown["text"], shown["size"]) == (text.decode(), None)
            assert f"<No>{document}</No>" in marked(shown)
        whole = desk.ask("payload", item=version(desk, "4711")["item"])
        assert whole["text"] is None
        assert bytes.fromhex(whole["bytes"]) == made.getvalue()


def test_bytes_that_were_removed_are_told_of(world: World) -> None:
    with at_desk(world) as desk:
        one = version(desk)
        with desk.ledger.database.transaction() as sql:
            sql.execute("UPDATE item SET payload_gone_at = 1.0")
        for method, values in (("payload", {"item": one["item"]}), ("record", {"delivery": one["id"]})):
            with pytest.raises(Rejected, match="not kept any more") as refused:
                desk.ask(method, **values)
            assert refused.value.reason == "gone"
        with pytest.raises(Rejected, match="not known any more"):
            desk.ask("payload", item=4711)


@pytest.mark.parametrize(
    "asked",
    [
        {"offset": -5}, {"offset": 10**12}, {"offset": 5, "before": -3, "after": 10**9}, {"line": 0}, {"line": -3},
        {"line": 10**9}, {"marks": [[-5, 3], [2**62, 5], [1], [3, 1]]}, {"offset": 3, "line": -7}, {"member": "x"},
    ],
)  # fmt: skip
def test_whatever_place_is_asked_for_it_tells_what_there_is(world: World, asked: dict[str, Any]) -> None:
    with at_desk(world, LOOKER) as desk:
        shown = desk.ask("payload", item=version(desk)["item"], **asked)
    assert shown["text"] in payload(ORDERS).decode()
    assert shown["first_line"] >= 1
    assert all(0 <= begin < end <= len(shown["text"]) for begin, end in shown["marks"])


def test_a_flow_that_is_gone_leaves_its_bytes_to_be_read(world: World) -> None:
    settings = world.data / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("[[flows]]")[0], encoding="utf-8")
    with at_desk(world) as desk:
        one = version(desk)
        assert desk.ask("payload", item=one["item"])["text"] == payload(ORDERS).decode()
        with pytest.raises(Exception, match='no flow "orders"'):
            desk.ask("record", delivery=one["id"])


def test_a_record_that_stands_too_far_inside_is_given_up(world: World) -> None:
    app = world.app()
    with app.owner("test") as owner:
        clock = itertools.count(step=LONGEST)
        readings = Readings(owner.settings, app.folder.history)
        searching = Tracing(app.folder.ledger, owner.spool, readings.reread, lambda: float(next(clock) * 2))
        [lane] = Looking(app.folder.ledger).trail(Call("anna", nobody), document="4711")
        with pytest.raises(Rejected, match="takes too long"):
            searching.record(Call("anna", nobody), delivery=lane["deliveries"][0]["id"])


def test_a_record_far_inside_a_large_file_is_read_without_all_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    many = [Order(f"{number:06d}", 1, text=f"Größe {number}") for number in range(1500)]
    world.drop("big.xml", many)
    world.run()
    with at_desk(world) as desk:
        one = version(desk, "001400")
        whole = desk.ask("record", delivery=one["id"])
        monkeypatch.setattr(tracing, "FAR", 1000)
        monkeypatch.setattr(tracing, "LONGEST", -1.0)  # nothing is searched for
        assert desk.ask("record", delivery=one["id"]) == whole
        assert whole["fields"][-1]["line"] == one["position"]["line"]
        monkeypatch.setattr(tracing, "FAR", 5)  # not even the first record stands before that
        with pytest.raises(Rejected, match="takes too long"):
            desk.ask("record", delivery=one["id"])


def test_the_last_search_of_a_person_ends_those_before(world: World) -> None:
    app = world.app()
    with app.owner("test") as owner:
        readings = Readings(owner.settings, app.folder.history)
        [lane] = Looking(app.folder.ledger).trail(Call("anna", nobody), document="4712")
        number, begun = lane["deliveries"][0]["id"], list[int]()

        def clock() -> float:
            """While one search looks at the time, the same person begins another."""
            if not begun:
                begun.append(number)
                assert searching.record(Call("anna", nobody), delivery=number)["same"]
            return 0.0

        searching = Tracing(app.folder.ledger, owner.spool, readings.reread, clock)
        with pytest.raises(RetryLater, match="Another record"):
            searching.record(Call("anna", nobody), delivery=number)


def test_columns_of_delimited_rows_are_found_behind_those_before_them(tmp_path: Path) -> None:
    content = 'No;Text;Empty;Qty\r\n1;"a ""1"";b";;1\r\n2;"Süd";;17\r\n'.encode("cp1252")
    options = DelimitedOptions(delimiter=";", encoding="cp1252")
    format_ = Delimited(options, {"": Sources({"No", "Text", "Empty", "Qty"})})
    with closing(Spool(tmp_path / "spool", reserve=0)) as spool:
        kept = Payload(spool, spool.add(io.BytesIO(content)).sha256, "", None)
        first, second = format_.parse(io.BytesIO(content))
        within = Within(kept, format_, first, first.position, second.position.offset)
        places = within.places({"No": "1", "Text": 'a "1";b', "Qty": "1"})
        last = Within(kept, format_, second, second.position, None).places({"Text": "Süd", "Qty": "17"})
    assert within.length == len(b'1;"a ""1"";b";;1')
    shown = {name: content[one["offset"] :][: one["length"]] for name, one in places.items() if one["length"]}
    assert shown == {"No": b"1"}  # behind a quote in a text nothing is found: the row is marked then
    assert content[last["Qty"]["offset"] :][: last["Qty"]["length"]] == b"17"
    assert content[last["Text"]["offset"] :][: last["Text"]["length"]].decode("cp1252") == "Süd"


def test_values_of_a_workbook_are_found_in_their_cells(tmp_path: Path) -> None:
    content = rows(["No", "Qty"], ["1", 2], ["1", 3])
    format_ = ExcelFormat(ExcelOptions(key=("No",)), {"": Sources({"No"}, {"lines": Sources({"Qty"})})})
    with closing(Spool(tmp_path / "spool", reserve=0)) as spool:
        kept = Payload(spool, spool.add(io.BytesIO(content)).sha256, "", None)
        with kept.stream() as stream:
            [record] = format_.parse(stream)
        within = Within(kept, format_, record, record.position, None)
        places = within.places({"No": "1", "lines[2]/Qty": "3"})
    assert {name: (one["line"], one["cell"]) for name, one in places.items()} == {
        "No": (2, "A2"), "lines[2]/Qty": (3, "B3"),
    }  # fmt: skip
    assert within.length is None
