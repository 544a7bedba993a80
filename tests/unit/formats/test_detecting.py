"""What a sample seems to be, and what it holds: proposals with their reasons, fields as a mapping calls them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from desktop_sync.core.outline import Branch, everything
from desktop_sync.formats import FORMATS, OPTIONS
from desktop_sync.formats.detecting import detected
from desktop_sync.formats.outlines import OUTLINES, seen_whole
from desktop_sync.resources import resources

SAMPLES = resources() / "samples"


@pytest.mark.parametrize(
    "data, table",
    [
        (b"<Orders><Order><No>1</No></Order></Orders>", {"type": "xml", "record": "Orders/Order"}),
        (
            b"<Export><Order><H><A/><B/></H></Order><Order><H><A/></H></Order></Export>",
            {"type": "xml", "record": "Export/Order"},
        ),
        (
            b"<Invoice><No>1</No><Date>2</Date><Line><A>1</A><B>1</B></Line><Line><A>1</A></Line></Invoice>",
            {"type": "xml", "record": "Invoice"},
        ),
        (
            b'<p:Orders xmlns:p="urn:o"><p:Order><p:No>1</p:No></p:Order></p:Orders>',
            {"type": "xml", "record": "p:Orders/p:Order", "namespaces": {"p": "urn:o"}},
        ),
        (
            b'<Orders xmlns="urn:o"><Order><No>1</No></Order></Orders>',
            {"type": "xml", "record": "Orders/Order", "default_namespace": "urn:o"},
        ),
        ("No;Name\n1;Müller\n".encode(), {"type": "delimited", "delimiter": ";"}),
        (
            "No;Name\n1;Müller\n".encode("cp1252"),
            {"type": "delimited", "delimiter": ";", "encoding": "windows-1252"},
        ),
        ("No\tName\n1\tMüller\n".encode("utf-8-sig"), {"type": "delimited", "delimiter": "tab"}),
        (
            b"Cust;Order No;Pos\nC;1;1\nC;1;2\nC;2;1\n",
            {"type": "delimited", "delimiter": ";", "key": "Order No"},
        ),
        (b"Nr;Pos\n7;1\n7;2\n8;1\n7;3\n", {"type": "delimited", "delimiter": ";"}),  # 7 comes again later
        (b"Nr;Pos\n7;1\n8;1\n", {"type": "delimited", "delimiter": ";"}),
        (b"Nr;Name\n7;a\n7;a\n", {"type": "delimited", "delimiter": ";"}),  # twice the same
        (b"Date;Pos\n7;1\n7;2\n", {"type": "delimited", "delimiter": ";"}),
        (b"1|2\n3|4\n", {"type": "delimited", "delimiter": "|", "header": False}),
        (b'"a;b",c\n"d;e",f\n', {"type": "delimited", "delimiter": ","}),
        (b"just words\n", {}),
        (b"", {}),
    ],
)
def test_what_it_seems_to_be(data: bytes, table: dict[str, Any]) -> None:
    found = detected(data)
    assert found.table == table
    assert set(found.why) <= set(table)


@pytest.mark.parametrize(
    "file",
    [
        "erp-orders/ORD_0812.xml",
        "csv-rows/orders-0820.csv",
        "shipments/LIEF_0001.csv",
        "ubl/order-4720.xml",
        "excel/orders-0820.xlsx",
    ],
)
def test_all_that_is_seen_can_be_asked_for(file: str) -> None:
    data = (SAMPLES / file).read_bytes()
    table = detected(data).table
    type_ = str(table.pop("type"))
    options = OPTIONS[type_].model_validate(table)
    outline = OUTLINES[type_](BytesIO(data), options, False)
    asked = {kind: everything(fields) for kind, fields in outline.fields.items()}
    records = list(FORMATS[type_](seen_whole(type_, options, outline), asked).parse(BytesIO(data)))
    assert records
    first = dict(records[0].values)
    for one in outline.fields[""]:
        if one.value and not one.group:
            assert str(first[one.path]).strip().startswith(one.example[:10])


def test_a_record_with_lines_below() -> None:
    data = (SAMPLES / "csv-rows/orders-0820.csv").read_bytes()
    options = OPTIONS["delimited"].model_validate({"delimiter": ";", "encoding": "windows-1252", "key": "Order"})
    fields = OUTLINES["delimited"](BytesIO(data), options, False).fields[""]
    lines = fields[-1]
    assert (lines.path, lines.group, lines.children[0].path) == ("lines", True, "Order")


def test_what_may_repeat_is_seen_by_its_name() -> None:
    options = OPTIONS["xml"].model_validate({"record": "O/R"})
    data = b"<O><R><Lines><Line><A>1</A></Line></Lines><PartyData><Party><Name>x</Name></Party></PartyData></R></O>"
    lines, party = OUTLINES["xml"](BytesIO(data), options, False).fields[""]
    assert (lines.children[0].path, lines.children[0].group) == ("Lines/Line", True)
    assert lines.children[0].children[0].path == "A"
    assert (party.children[0].group, party.children[0].children[0].path) == (False, "PartyData/Party/Name")


def test_an_empty_element_and_attributes_count_as_fields() -> None:
    options = OPTIONS["xml"].model_validate({"record": "O/R"})
    data = b"<O><R no='1'><E/><T u='kg'>5</T><L><A>1</A></L><L><A>2</A></L><S>x</S><S>y</S></R></O>"
    fields = OUTLINES["xml"](BytesIO(data), options, False).fields[""]
    flat = {one.path: one for one in fields}
    assert list(flat) == ["@no", "E", "T", "L", "S"]
    assert [one.path for one in flat["T"].children] == ["T/@u"]
    assert (flat["L"].group, flat["L"].value, flat["S"].group, flat["S"].value) == (True, False, True, True)
    asked = everything(fields)
    assert asked.groups["S"].scalars == {"."}
    assert asked.scalars == {"@no", "E", "T", "T/@u"}
    assert Branch("a", "a").told()["children"] == []
