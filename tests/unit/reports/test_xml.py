"""XML: own elements, templates, schemas; whatever a value says, it is text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected
from desktop_sync.reports.xml import XmlReportOptions
from tests.report_rows import orders, rendered

COLUMNS = [
    {"name": "Reference", "from": "external_reference", "element": "@no"},
    {"name": "Day", "from": "date", "kind": "date"},
    {"name": "Customer", "from": "buyer.name", "element": "Buyer/Name"},
    {"name": "Number", "from": "buyer.number", "element": "Buyer/@id"},
    {"name": "Net amount (€)", "from": "totals.net", "kind": "money"},
    {"name": "2nd", "from": "nothing"},
]
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:r" elementFormDefault="qualified">
<xs:element name="Orders"><xs:complexType><xs:sequence>
 <xs:element name="Order" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
  <xs:element name="Day" type="xs:date"/><xs:element name="Net" type="xs:decimal"/>
 </xs:sequence><xs:attribute name="no" use="required"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""
STRICT = {
    "root": "Orders", "row": "Order", "namespace": "urn:r",
    "columns": [COLUMNS[0], COLUMNS[1], {"name": "Net", "from": "totals.net", "kind": "money"}],
}  # fmt: skip


def test_elements_and_attributes() -> None:
    row = {"external_reference": "A<1", "date": "2026-05-01", "buyer": {"name": "M & S", "number": 'C"1'}}
    rows = [{**row, "totals": {"net": "12.5"}}]
    data, _ = rendered("xml", rows, root="Orders", row="Order", namespace='urn:"x"', columns=COLUMNS)
    assert data.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Orders xmlns="urn:&quot;x&quot;">\n  <Order no="A&lt;1">\n'
        '    <Day>2026-05-01</Day>\n    <Buyer id="C&quot;1">\n      <Name>M &amp; S</Name>\n    </Buyer>\n'
        "    <Net_amount>12.50</Net_amount>\n  </Order>\n</Orders>\n"
    )


def test_empty_elements_where_they_are_wanted() -> None:
    assert b"<_2nd" not in rendered("xml", orders(1), columns=COLUMNS)[0]
    assert b"<_2nd/>" in rendered("xml", orders(1), columns=COLUMNS, empty=True)[0]


@given(st.text(max_size=30))
def test_any_text_comes_back(text: str) -> None:
    columns = [{"name": "A", "from": "a", "element": "@a"}, {"name": "B", "from": "a", "element": "B"}]
    data, done = rendered("xml", [{"a": text}], columns=columns)
    row = etree.fromstring(data)[0]
    expected = "".join(
        sign if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff") else "\ufffd" for sign in text
    )
    found = row[0].text or "" if len(row) else ""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert found == expected
        assert row.get("a", "") == expected
        assert bool(done.notes) == (expected != text)


def test_a_report_that_meets_its_schema(tmp_path: Path) -> None:
    schema = tmp_path / "orders.xsd"
    schema.write_text(XSD)
    data, done = rendered("xml", orders(30), schema=str(schema), **STRICT)  # type: ignore[arg-type]
    assert done.rows == 30
    etree.XMLSchema(etree.fromstring(XSD)).assertValid(etree.fromstring(data))


def test_a_report_that_does_not_is_refused_with_the_row(tmp_path: Path) -> None:
    schema = tmp_path / "orders.xsd"
    schema.write_text(XSD)
    rows = [*orders(3), {**next(orders(1)), "date": "yesterday"}]
    with pytest.raises(Rejected, match=r"schema orders\.xsd says, at row 4: Element 'Day': 'yesterday'"):
        rendered("xml", rows, schema=str(schema), **STRICT)  # type: ignore[arg-type]
    with pytest.raises(Rejected, match="at row 1"):
        rendered("xml", [], schema=str(schema), root="Other")


def test_a_built_in_template_and_a_schema(tmp_path: Path) -> None:
    schema = tmp_path / "orders.xsd"
    schema.write_text(XSD)
    with pytest.raises(Rejected, match="Element 'Report'"):
        rendered("xml", orders(1), template="order_summary", schema=str(schema))


TEMPLATE = """<o:Batch xmlns:o="urn:o" xmlns="urn:d" made="{now}"><!-- a comment -->
  <Title>{title} &amp; {{more}}</Title>
  <o:Order for-each="rows" no="{external_reference}" xml:lang="de">
    <Sum>{Net}</Sum>
    <Line for-each="lines"><Sku>{lines.sku}</Sku> x {lines.quantity}</Line>
  </o:Order>
  <End to="{to}"/>
</o:Batch>"""


def test_a_template(tmp_path: Path) -> None:
    file = tmp_path / "t.xml"
    file.write_text(TEMPLATE)
    columns = [{"name": "Net", "from": "totals.net", "kind": "money", "places": 1}]
    rows = list(orders(2))
    rows[0] = {**rows[0], "external_reference": '<"&{title}'}
    data, done = rendered("xml", rows, layout_file=str(file), columns=columns, title="T & {U}")
    root = etree.fromstring(data)
    assert done.rows == 2
    assert root.get("made") == "2026-05-04T06:00:12+02:00"
    assert root[0].text == "T & {U} & {more}"
    assert root[1].tag == "{urn:o}Order"
    assert root[1].get("no") == '<"&{title}'
    assert root[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert len(root[1]) == 1 + len(rows[0]["lines"])  # type: ignore[arg-type]
    assert (root[1][0].text or "")[-2] == "."
    assert root[3].get("to") == "2026-05-04T00:00:00+02:00"


@pytest.mark.parametrize(
    "text, why",
    [
        ("<a/>", "exactly one element"),
        ('<a><b for-each="rows"/><c for-each="rows"/></a>', "exactly one element"),
        ('<a><b for-each="lines"/></a>', "cannot stand here"),
        ('<a><b for-each="rows"><c for-each="rows"/></b></a>', "cannot stand here"),
        ('<a><b for-each="rows"/>{nothing}</a>', "not known here"),
        ('<a><b for-each="rows">{open</b></a>', "brace"),
        ("<a>", "is not XML"),
        ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><b for-each="rows">&e;</b></a>', "DOCTYPE"),
    ],
)
def test_broken_templates_are_refused_when_saved(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "t.xml"
    file.write_text(text)
    with pytest.raises(ValidationError, match=why):
        XmlReportOptions.model_validate({"layout_file": str(file)})


@pytest.mark.parametrize(
    "wrong",
    [
        {"root": "1a"},
        {"row": "a b"},
        {"columns": [{"name": "A", "from": "a", "element": "x y"}]},
        {"columns": [{"name": "A", "from": "a", "element": "X"}, {"name": "B", "from": "b", "element": "X"}]},
        {"columns": [{"name": "A", "from": "a", "element": "X"}, {"name": "B", "from": "b", "element": "X/Y"}]},
        {"columns": [{"name": "A", "from": "a", "element": "@x"}, {"name": "B", "from": "b", "element": "@x"}]},
        {"schema": "/nowhere/x.xsd"},
    ],
)
def test_impossible_elements_are_refused_when_saved(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        XmlReportOptions.model_validate(wrong)
