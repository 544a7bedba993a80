"""XML Schema: what is wrong inside a record is its fault, what is wrong around the records refuses the payload."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Record
from desktop_sync.core.sources import Sources
from desktop_sync.formats import xml_schema
from desktop_sync.formats.xml import Xml, XmlOptions

ORDER = """
<xs:complexType name="order"><xs:sequence>
  <xs:element name="No" type="xs:string"/>
  <xs:element name="Date" type="xs:date" minOccurs="0"/>
  <xs:element name="Line" maxOccurs="unbounded" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="Qty" type="xs:decimal"/></xs:sequence><xs:attribute name="no" type="xs:integer" use="required"/>
  </xs:complexType></xs:element>
</xs:sequence></xs:complexType>
"""
XSD = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o" xmlns="urn:o"
 elementFormDefault="qualified">
{ORDER}
<xs:element name="Orders"><xs:complexType><xs:sequence>
  <xs:element name="Head" type="xs:integer" minOccurs="0"/>
  <xs:element name="Order" type="order" maxOccurs="unbounded"/>
  <xs:element name="Count" type="xs:integer" minOccurs="0"/>
</xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
GOOD = "<Order><No>{}</No><Date>2024-03-31</Date>\n<Line no='1'><Qty>1.5</Qty></Line></Order>\n"


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    file = tmp_path / "orders.xsd"
    file.write_text(XSD, encoding="utf-8")
    return file


def xml(schema: Path, **options: object) -> Xml:
    told = {"record": "o:Orders/o:Order", "namespaces": {"o": "urn:o"}, "schema": str(schema), **options}
    return Xml(XmlOptions.model_validate(told), {"": Sources({"o:No"})})


def read(schema: Path, inside: str, codec: str = "utf-8", piece: int = 1 << 15) -> tuple[list[Record], Rejected | None]:
    class Pieces(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(piece)

    text = f'<?xml version="1.0" encoding="{codec}"?>\n<q:Orders xmlns:q="urn:o" xmlns="urn:o">\n{inside}</q:Orders>'
    found: list[Record] = []
    try:
        found.extend(xml(schema).parse(Pieces(text.encode(codec))))
    except Rejected as error:
        return found, error
    return found, None


def faults(record: Record) -> list[tuple[int | None, str]]:
    return [
        (fault.position.line, fault.message.removeprefix("it is not as the schema says: ")) for fault in record.faults
    ]


@pytest.mark.parametrize("piece", [1, 3, 1 << 15])
@pytest.mark.parametrize("codec", ["utf-8", "windows-1252", "utf-16"])
def test_faults_belong_to_their_record_and_name_the_line(schema: Path, piece: int, codec: str) -> None:
    wrong = "<Order><No>ü</No>\n<Date>31.03.2024</Date>\n<Line><Qty>x</Qty></Line></Order>\n"
    records, error = read(
        schema, GOOD.format(1) + wrong + "<Order/>\n" + GOOD.format(4) + "<Order><Nr/></Order>", codec, piece
    )
    assert error is None
    assert [one.values.get("o:No") for one in records] == ["1", "ü", None, "4", None]
    assert [faults(one) for one in records] == [
        [],
        [
            (6, "Element 'Date': '31.03.2024' is not a valid value of the atomic type 'xs:date'."),
            (7, "Element 'Line': The attribute 'no' is required but missing."),
            (7, "Element 'Qty': 'x' is not a valid value of the atomic type 'xs:decimal'."),
        ],
        [(8, "Element 'Order': Missing child element(s). Expected is ( No ).")],
        [],
        [(11, "Element 'Nr': This element is not expected. Expected is ( No ).")],
    ]
    [fault, *_] = records[1].faults
    assert (fault.owner, fault.reason, fault.position.path) == (Owner.VENDOR, "schema", "/o:Orders/o:Order[2]")


@pytest.mark.parametrize(
    "inside,readable,part",
    [
        ("<Head>x</Head>\n" + GOOD, 0, "At line 3, outside of the records: Element 'Head': 'x' is not a valid value"),
        (GOOD + "<Other/>", 1, "At line 5, outside of the records: Element 'Other': This element is not expected"),
        (GOOD + "<Count>one</Count>", 1, "At line 5, outside of the records: Element 'Count'"),
        ("", 0, "At line 3, outside of the records: Element 'Orders': Missing child element(s)"),
    ],
)
def test_what_is_wrong_around_the_records_refuses_the_payload(
    schema: Path, inside: str, readable: int, part: str
) -> None:
    records, error = read(schema, inside)
    assert len(records) == readable
    assert error is not None
    assert error.reason == "unreadable"
    assert f"It is not as the schema orders.xsd says. {part}" in error.what


def test_a_payload_that_is_no_xml_is_told_as_without_a_schema(schema: Path) -> None:
    records, error = read(schema, GOOD + "<Order><No>2</No")
    assert len(records) == 1
    assert error is not None
    assert "an element ends that is not the one that is open" in error.what or "cannot stand here" in error.what


def test_more_faults_than_anybody_reads_are_counted(schema: Path) -> None:
    [record], error = read(schema, "<Order><No>1</No>" + "<Line no='x'><Qty>y</Qty></Line>\n" * 100 + "</Order>")
    assert error is None
    assert len(record.faults) == 21
    assert record.faults[-1].message == "180 more things are otherwise than the schema says"


def test_a_payload_of_which_nothing_fits_is_given_up(schema: Path) -> None:
    records, error = read(schema, "<Order><No>1</No><Line no='x'><Qty>y</Qty></Line></Order>\n" * 2000)
    assert len(records) == 500
    assert error is not None
    assert "More than 1,000 things are otherwise, the last at line 503." in error.what


def test_keys_over_all_records_are_bounded(tmp_path: Path, schema: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed = (
        '<xs:unique name="u"><xs:selector xpath="Order"/><xs:field xpath="No"/></xs:unique></xs:element>\n</xs:schema>'
    )
    file = tmp_path / "keyed.xsd"
    file.write_text(XSD.replace("</xs:element>\n</xs:schema>", keyed), encoding="utf-8")
    monkeypatch.setattr(xml_schema, "KEYED", 10)
    assert read(schema, GOOD * 11)[1] is None
    assert read(file, GOOD * 10)[1] is None
    error = read(file, GOOD * 11)[1]
    assert error is not None
    assert "more than 10 records, and the schema keyed.xsd has keys" in error.what


def test_a_schema_in_several_files(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    types = XSD[: XSD.index('<xs:element name="Orders">')] + "</xs:schema>"
    (tmp_path / "types" / "order types.xsd").write_text(types, encoding="utf-8")
    main = XSD.replace(ORDER, '<xs:include schemaLocation="types/order%20types.xsd"/>')
    (tmp_path / "main.xsd").write_text(main, encoding="utf-8")
    records, error = read(tmp_path / "main.xsd", GOOD + "<Order/>")
    assert error is None
    assert [len(one.faults) for one in records] == [0, 1]


REMOTE = '<xs:include schemaLocation="http://127.0.0.1:9/x.xsd"/>'
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "text,part",
    [
        ("<xs:schema", "orders.xsd is not XML"),
        ("<a/>", "is no XML Schema that can be used"),
        (XSD.replace('type="xs:date"', 'type="xs:dote"'), "is no XML Schema that can be used: line "),
        (XSD.replace(ORDER, REMOTE), "refers to http://127.0.0.1:9/x.xsd, and nothing is fetched over the network"),
        (XSD.replace(ORDER, REMOTE.replace("http:", "")), "nothing is fetched over the network"),
        (XSD.replace(ORDER, '<xs:include schemaLocation="none.xsd"/>'), "There is no file"),
        (ENTITY + XSD.replace('name="Head"', 'name="&e;"'), "DOCTYPE"),
        (ENTITY + XSD, "orders.xsd has a DOCTYPE, which is never read"),
    ],
)  # fmt: skip
def test_schemas_that_cannot_be_used_are_told_with_the_settings(schema: Path, text: str, part: str) -> None:
    schema.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError) as caught:
        xml(schema)
    assert part in str(caught.value) or part == "DOCTYPE"


def test_a_doctype_in_the_payload_is_refused_before_the_schema_sees_it(schema: Path) -> None:
    payload = b'<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/passwd">]><Orders xmlns="urn:o">&e;</Orders>'
    with pytest.raises(Rejected, match="DOCTYPE"):
        list(xml(schema).parse(io.BytesIO(payload)))


def test_one_line_of_everything(schema: Path) -> None:
    order = "<Order><No>a/></No></Order>"
    records, error = read(schema, order + '<Order a=">"/>' + order + "<Order><No>1</No><Date>x</Date></Order>" + order)
    assert error is None
    assert [len(one.faults) for one in records] == [0, 2, 0, 1, 0]
    records, error = read(schema, '<Order>\n</Order><Order/><Order b="1"><No>1</No></Order>')
    assert [[fault.message.partition(": ")[2] for fault in one.faults] for one in records] == [
        ["Element 'Order': Missing child element(s). Expected is ( No )."],
        ["Element 'Order': Missing child element(s). Expected is ( No )."],
        ["Element 'Order', attribute 'b': The attribute 'b' is not allowed."],
    ]


def test_a_schema_changes_nothing_about_the_records(schema: Path) -> None:
    text = f'<Orders xmlns="urn:o">{"".join(GOOD.format(number) for number in range(300))}</Orders>'.encode()
    without = Xml(XmlOptions(record="o:Orders/o:Order", namespaces={"o": "urn:o"}), {"": Sources({"o:No"})})
    assert list(xml(schema).parse(io.BytesIO(text))) == list(without.parse(io.BytesIO(text)))
