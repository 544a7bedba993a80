"""XML: records, values, positions, encodings, and how a payload that ends badly is told."""

from __future__ import annotations

import io
import json
import tomllib
from encodings.aliases import aliases
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.encodings import codec as codec_named
from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.mapping import Sources
from desktop_sync.core.model import Position, Record
from desktop_sync.formats import FORMATS, OPTIONS
from desktop_sync.formats.xml import Xml, XmlOptions, XmlReading

SAMPLES = Path(__file__).parents[2] / "samples" / "xml"
ASKED = Sources({"No", "Head/Date", "@id"}, {"Lines/Line": Sources({"Sku", "@no"})})
ORDERS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Orders>
  <Order id="1"><No>A</No><Head><Date>d1</Date></Head>
    <Lines><Line no="1"><Sku>x</Sku></Line><Line no="2"><Sku>y</Sku></Line></Lines>
  </Order>
  <Order
     id="2">
    <No>B</No>
  </Order>
</Orders>
"""


def read(payload: bytes, asked: Sources = ASKED, record: str = "Orders/Order", **options: object) -> list[Record]:
    return list(parse(payload, asked, record, **options))


def parse(payload: bytes, asked: Sources = ASKED, record: str = "Orders/Order", **options: object) -> XmlReading:
    return Xml(XmlOptions.model_validate({"record": record, **options}), {"": asked}).parse(io.BytesIO(payload))


def values(payload: str, *scalars: str, record: str = "r/o", **options: object) -> list[object]:
    return [one.values for one in read(payload.encode(), Sources(set(scalars)), record, **options)]


def rejected(payload: bytes, *, readable: int = 0, **options: object) -> Rejected:
    """The error at the end, after exactly so many records."""
    reading = parse(payload, **options)  # type: ignore[arg-type]
    for _ in range(readable):
        next(reading)
    with pytest.raises(Rejected) as caught:
        next(reading)
    assert caught.value.reason == "unreadable"
    assert caught.value.hint
    return caught.value


def test_records_with_groups_and_attributes() -> None:
    first, second = read(ORDERS)
    lines = [{"@no": "1", "Sku": "x"}, {"@no": "2", "Sku": "y"}]
    assert first.values == {"@id": "1", "No": "A", "Head/Date": "d1", "Lines/Line": lines}
    assert second.values == {"@id": "2", "No": "B"}
    assert (first.number, second.number) == (1, 2)


def test_positions() -> None:
    first, second = read(ORDERS)
    assert first.position == Position(3, 3, ORDERS.index(b'<Order id="1"'), "/Orders/Order[1]")
    assert second.position == Position(6, 3, ORDERS.index(b"<Order\n"), "/Orders/Order[2]")


@pytest.mark.parametrize("filler", [b"\n", b"<x/>\n", b"<!--\n-->"])
def test_lines_beyond_65535_are_right(filler: bytes) -> None:
    payload = b"<Orders>" + filler * 100_000 + b"\n <Order\n><No>1</No></Order></Orders>"
    [record] = read(payload)
    assert record.position == Position(100_002, 2, payload.index(b"<Order\n"), "/Orders/Order[1]")


def located(record: Record, *sources: str) -> list[Position]:
    assert record.locate is not None
    found = record.locate(sources)
    return [found[source] for source in sources]


def test_locate_finds_the_place_of_every_value_at_once() -> None:
    first, second = read(ORDERS)
    at = [(one.line, one.column, one.offset) for one in located(
        first, "", "Head/Date", "Lines/Line[2]/Sku", "Lines/Line[2]/@no", "Lines/Line[2]/Qty", "Lines/Line[2]"
    )]  # fmt: skip
    second_line = (4, 44, ORDERS.index(b'<Line no="2"'))
    assert at == [
        (3, 3, ORDERS.index(b"<Order id")),
        (3, 33, ORDERS.index(b"<Date>")),
        (4, 57, ORDERS.index(b"<Sku>y")),
        second_line,
        second_line,  # not there: what is around it
        second_line,
    ]
    found = located(second, "Lines/Line[1]/Sku", "No")
    assert [(one.line, one.column, one.offset) for one in found] == [
        (6, 3, ORDERS.index(b"<Order\n")),
        (8, 5, ORDERS.index(b"<No>B")),
    ]
    assert found[1].path == "/Orders/Order[2]"


def test_locate_works_in_a_payload_that_ends_badly() -> None:
    reading = parse(ORDERS[:-20])
    assert [(one.line, one.column) for one in located(next(reading), "Head/Date", "No")] == [(3, 33), (3, 17)]
    with pytest.raises(Rejected):
        next(reading)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_locate_agrees_with_the_text_however_it_came(codec: str, size: int) -> None:
    class Pieces(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    orders = "".join(f"<o><x>ü{'ä' * number}</x>\n <y/>ö<n>{number}</n></o>" for number in range(150))
    text = f'<?xml version="1.0" encoding="{codec}"?>\n<q:r xmlns:q="urn:ü">{orders}</q:r>'
    xml = Xml(XmlOptions(record="q:r/o", namespaces={"q": "urn:ü"}), {"": Sources({"n", "x"})})
    lines = text.split("\n")
    for number, record in enumerate(xml.parse(Pieces(text.encode(codec)))):
        x, n = located(record, "x", "n")
        for place, start in ((x, "<x>"), (n, f"<n>{number}<")):
            assert place.line
            assert place.column
            assert lines[place.line - 1][place.column - 1 :].startswith(start)
        if codec == "utf-8":
            assert text.encode()[n.offset :].startswith(f"<n>{number}<".encode())


def test_locate_knows_the_namespaces_around_the_record() -> None:
    payload = b"""<r xmlns="urn:d" xmlns:p="urn:&quot;p"><a xmlns:p="urn:q" xmlns=""><p:x/></a><o><p:n>1</p:n>
<n xmlns="">2</n><m>3</m><k xmlns="urn:k">4</k></o></r>"""
    names = {"p": 'urn:"p', "d": "urn:d", "k": "urn:k"}
    asked = Sources({"p:n", "n", "d:m", "k:k"})
    [record] = read(payload, asked, "d:r/d:o", namespaces=names)
    assert record.values == {"p:n": "1", "n": "2", "d:m": "3", "k:k": "4"}
    found = located(record, "p:n", "n", "d:m", "k:k", "d:n")
    wanted = [b"<p:n>", b"<n xmlns", b"<m>", b"<k ", b"<o>"]
    assert [one.offset for one in found] == [payload.index(one) for one in wanted]
    assert [one.line for one in found] == [1, 2, 2, 2, 1]


def test_several_kinds_of_record_in_document_order() -> None:
    payload = b"<b><os><o><n>1</n></o></os><is><i><m>2</m></i></is><os><o><n>3</n></o><i/></os><x><i/></x></b>"
    options = XmlOptions(records={"order": "b/os/o", "invoice": "b/is/i"})
    xml = Xml(options, {"order": Sources({"n"}), "invoice": Sources({"m"})})
    found = [(one.number, one.kind, one.values, str(one.position)) for one in xml.parse(io.BytesIO(payload))]
    assert found == [
        (1, "order", {"n": "1"}, "line 1, column 8, (/b/os/o)[1]"),
        (2, "invoice", {"m": "2"}, "line 1, column 32, (/b/is/i)[1]"),
        (3, "order", {"n": "3"}, "line 1, column 56, (/b/os/o)[2]"),
    ]


def test_payloads_that_are_of_another_kind_each() -> None:
    options = XmlOptions(records={"invoice": "Invoice", "credit-note": "CreditNote"})
    xml = Xml(options, {"invoice": Sources({"ID"}), "credit-note": Sources({"ID"})})
    kinds = [[one.kind for one in xml.parse(io.BytesIO(p))] for p in (b"<Invoice/>", b"<CreditNote><ID/></CreditNote>")]
    assert kinds == [["invoice"], ["credit-note"]]
    with pytest.raises(Rejected, match="records are looked for at Invoice or CreditNote"):
        list(xml.parse(io.BytesIO(b"<Order/>")))


@pytest.mark.parametrize(
    "record,payload,numbers,path",
    [
        ("/r/o", "<r><o><n>1</n></o><p><o><n>2</n></o></p></r>", ["1"], "/r/o[1]"),
        ("r/*", "<r><o><n>1</n></o><p><n>2</n></p></r>", ["1", "2"], "/r/*[1]"),
        ("//o", "<r><o><n>1</n></o><p><o><n>2</n></o></p></r>", ["1", "2"], "(//o)[1]"),
        ("//p/o", "<r><o><n>1</n></o><p><o><n>2</n></o></p></r>", ["2"], "(//p/o)[1]"),
        ("*/o", "<r><o><n>1</n></o></r>", ["1"], "/*/o[1]"),
        ("a/b/o", "<a><b><o><n>1</n></o></b><b><o><n>2</n></o></b></a>", ["1", "2"], "(/a/b/o)[1]"),
        ("o", "<o><n>1</n></o>", ["1"], "/o"),
        ("//o", "<o><n>1</n><o><n>2</n></o></o>", ["1"], "(//o)[1]"),  # a record inside a record belongs to it
        ("r/y", "<r><o/></r>", [], ""),
    ],
)
def test_record_paths(record: str, payload: str, numbers: list[str], path: str) -> None:
    found = read(payload.encode(), Sources({"n"}), record)
    assert [one.values["n"] for one in found] == numbers
    assert [one.position.path for one in found][:1] == ([path] if path else [])


def test_no_record_is_no_error() -> None:
    """There are days without orders."""
    reading = parse(b"<Orders/>")
    assert list(reading) == []
    assert (reading.root, reading.count) == ("Orders", 0)


def test_another_kind_of_file_is_refused() -> None:
    """Nothing in it could ever be a record: taken for done, its content would be lost."""
    reading = parse(b"<o:OrderList xmlns:o='urn:o'><Order/></o:OrderList>")
    with pytest.raises(Rejected, match=r"its first element is \{urn:o\}OrderList, .* at Orders/Order") as refused:
        list(reading)
    assert refused.value.reason == "unreadable"


@pytest.mark.parametrize(
    "inside,expected",
    [
        ("<a>x</a>", {"a": "x"}),
        ("<a/>", {"a": ""}),
        ("<b>x</b>", {}),
        ("<a> x\n</a>", {"a": " x\n"}),
        ("<a>1</a><a>2</a>", {"a": "1"}),  # the first
        ("<a><![CDATA[<&>]]>&amp;&#65;<!-- no --><?no no?>y</a>", {"a": "<&>&Ay"}),
        ("<a>one <b>two <c>three</c></b> four</a>", {"a": "one two three four"}),
        ("<x><a>no</a></x><a>yes</a>", {"a": "yes"}),
        ("text<a>x</a>more", {"a": "x"}),
    ],
)
def test_text(inside: str, expected: object) -> None:
    assert values(f"<r><o>{inside}</o></r>", "a") == [expected]


def test_text_of_an_element_and_of_what_is_inside_it() -> None:
    payload = "<r><o>1<a k='v'>2<b>3</b>4<c>5</c></a>6</o><o><a><b>7</b></a></o></r>"
    assert values(payload, ".", "a", "a/b", "a/@k") == [
        {".": "123456", "a": "2345", "a/b": "3", "a/@k": "v"},
        {".": "7", "a": "7", "a/b": "7"},
    ]


def test_groups_in_groups_and_their_own_text() -> None:
    asked = Sources({"n"}, {"g": Sources({".", "@a"}, {"i": Sources({"x", "."})}), "p/q": Sources({"."})})
    payload = b"<r><o><g a='1'>t<i><x>1</x></i><i/></g><p><q>q1</q></p><n>0</n><p><q>q2</q></p><g/></o></r>"
    [record] = read(payload, asked, "r/o")
    assert record.values == {
        "n": "0",
        "g": [{"@a": "1", ".": "t1", "i": [{"x": "1", ".": "1"}, {".": ""}]}, {".": ""}],
        "p/q": [{".": "q1"}, {".": "q2"}],
    }


NAMESPACED = "<z:r xmlns:z='urn:o' xmlns:y='urn:a'><z:o y:id='7' id='8'><z:n>1</z:n><n>2</n></z:o></z:r>"


@pytest.mark.parametrize("prefixes", [("z", "y"), ("ns0", "ns1"), ("a", "b")])
def test_namespaces_are_bound_by_uri_whatever_prefix_the_sender_uses(prefixes: tuple[str, str]) -> None:
    payload = NAMESPACED.replace("z:", f"{prefixes[0]}:").replace("y:", f"{prefixes[1]}:")
    payload = payload.replace("xmlns:z", f"xmlns:{prefixes[0]}").replace("xmlns:y", f"xmlns:{prefixes[1]}")
    namespaces = {"p": "urn:o", "q": "urn:a"}
    found = values(payload, "p:n", "n", "@q:id", "@id", record="p:r/p:o", namespaces=namespaces)
    assert found == [{"p:n": "1", "n": "2", "@q:id": "7", "@id": "8"}]


def test_a_default_namespace_of_the_payload() -> None:
    payload = "<r xmlns='urn:o'><o><n id='1'>1</n></o></r>"
    asked = ("p:n", "p:n/@id")
    assert values(payload, *asked, record="p:r/p:o", namespaces={"p": "urn:o"}) == [{"p:n": "1", "p:n/@id": "1"}]
    with pytest.raises(Rejected, match=r"its first element is \{urn:o\}r"):
        values(payload, "n", record="r/o")
    for sent in (payload, payload.replace(" xmlns='urn:o'", "")):
        assert values(sent, "n", "n/@id", record="r/o", default_namespace="urn:o") == [{"n": "1", "n/@id": "1"}]


def test_xml_attributes_need_no_declaration() -> None:
    assert values("<r><o><a xml:lang='de'>x</a></o></r>", "a/@xml:lang") == [{"a/@xml:lang": "de"}]


@pytest.mark.parametrize(
    "declared,codec",
    [
        ("", "utf-8"),
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("ISO-8859-1", "latin-1"),
        ("iso-8859-15", "iso8859-15"),
        ("windows-1252", "cp1252"),
        ("cp850", "cp850"),
        ("Shift_JIS", "shift_jis"),
        ("GB18030", "gb18030"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-be"),
        ("", "utf-16-le"),
        ("UTF-32", "utf-32"),
    ],
)
def test_encodings(declared: str, codec: str) -> None:
    said = f' encoding="{declared}"' if declared else ""
    name = "注文" if codec in {"shift_jis", "gb18030"} else "Größe"
    payload = f'<?xml version="1.0"{said}?>\n<r>\n<o><n>{name}</n></o>{"<x/>" * 20_000}<o><n>{name}2</n></o></r>'
    records = read(payload.encode(codec), Sources({"n"}), "r/o")
    assert [one.values["n"] for one in records] == [name, f"{name}2"]
    assert records[0].position.line == 3
    direct = codec.startswith("utf-8")
    assert records[0].position.offset == (payload.encode(codec).index(b"<o>") if direct else None)


ENCODINGS = sorted(name for name in set(aliases.values()) if codec_named(name) is not None)


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_that_a_declaration_can_name(name: str) -> None:
    """By what the payload says or, where not even that can be read, by what the settings say."""
    text = f'<?xml version="1.0" encoding="{name}"?><r><o><n>A1 x</n></o></r>'
    payload = text.encode(name)
    if payload.startswith(b"<?xml"):
        assert [one.values for one in read(payload, Sources({"n"}), "r/o")] == [{"n": "A1 x"}]
    assert [one.values for one in read(payload, Sources({"n"}), "r/o", encoding=name)] == [{"n": "A1 x"}]


def test_the_encoding_of_the_settings_overrides_a_wrong_declaration() -> None:
    payload = '<?xml version="1.0" encoding="utf-8"?><r><o><n>Größe</n></o></r>'.encode("cp1252")
    [record] = read(payload, Sources({"n"}), "r/o", encoding="windows-1252")
    assert record.values["n"] == "Größe"


@pytest.mark.parametrize(
    "payload,part",
    [
        ("<r>\n<o/>\n<o>Größe</o></r>".encode("cp1252"), "read as utf-8, but line 3 has the byte 0xF6 (byte 14 of"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-1"?><r>\n<o/><o>\x80</o></r>',
            "says that it is iso8859-1, but line 2",
        ),
        (b'<?xml version="1.0" encoding="us-ascii"?><r><o/>\xe4</r>', "0xE4"),
        ("<r><o/><o>\u00e4".encode()[:-1], "breaks off in the middle of a letter"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><r><o/>\x81\x20</r>', "0x81"),
    ],
)
def test_a_wrong_encoding_is_told_after_the_readable_records(payload: bytes, part: str) -> None:
    error = rejected(payload, readable=1, asked=Sources(), record="r/o")
    assert part in error.what


@pytest.mark.parametrize(
    "declared,part",
    [
        ("klingon-1", "there is none of this name"),
        ("rot13", "there is none of this name"),
        ("base64", "there is none of this name"),
        ("utf-7", "there is none of this name"),
        ("unicode_escape", "there is none of this name"),
        ("UTF-16", "its letters are single bytes"),
    ],
)
def test_an_encoding_that_cannot_be_is_told(declared: str, part: str) -> None:
    payload = f'<?xml version="1.0" encoding="{declared}"?><r/>'.encode()
    with pytest.raises(Rejected, match=part):
        read(payload)


@pytest.mark.parametrize(
    "payload,readable,part",
    [
        (b"", 0, "It is empty."),
        (b" \n", 0, "It ends at line 2, column 1 before its first element"),
        (b"hello", 0, "does not begin like an XML document: at line 1, column 1"),
        (b'{"a": 1}', 0, "does not begin like an XML document"),
        (
            b"<r><o/><o><n>",
            1,
            "breaks off at line 1, column 14, inside the record that begins at line 1, column 8, /r/o[2]",
        ),
        (b"<r><o/>\n<o/>", 2, "breaks off at line 2, column 5, before <r> is closed"),
        (
            b"<r><o/><o>R & D</o></r>",
            1,
            "line 1, column 14, in the record that begins at line 1, column 8, /r/o[2], there is a",
        ),
        (b"<r><o/><o>a</p></r>", 1, "an end tag is missing or wrong"),
        (b"<r><o/></r><r><o/></r>", 1, "something follows after the end of the document"),
        (b"<r><o/><o>&uuml;</o></r>", 1, "an entity (&name;) that XML does not know"),
        (b"<r><o/><x:o/></r>", 1, "no namespace is declared"),
        (b"<r><o/><o a='1' a='2'/></r>", 1, "the same attribute twice"),
        (b"<r><o/><o>\0</o></r>", 1, "a character that cannot stand here"),
        (b"<r><o/><o>&#1;</o></r>", 1, "a character that XML does not allow"),
        (b"\n<?xml version='1.0'?><r/>", 0, "does not stand at the very beginning"),
        (b"<r><o/><o><![CDATA[abc", 1, "breaks off at line 1"),
    ],
)
def test_what_is_no_xml_is_told_after_the_readable_records(payload: bytes, readable: int, part: str) -> None:
    error = rejected(payload, readable=readable, asked=Sources({"n"}), record="r/o")
    assert part in error.what


def test_what_the_payload_itself_raises_comes_after_the_readable_records() -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            if not data:
                raise Rejected("damaged", reason="damaged")
            return data

    reading = Xml(XmlOptions(record="r/o"), {"": Sources()}).parse(Damaged(b"<r><o/>" + b"<x/>" * 5000))
    assert next(reading).number == 1
    with pytest.raises(Rejected) as caught:
        next(reading)
    assert caught.value.reason == "damaged"


def test_a_payload_that_comes_in_small_pieces() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 3))

    payload = ORDERS.replace(b">A<", ">Grüße<".encode())
    found = list(Xml(XmlOptions(record="Orders/Order"), {"": ASKED}).parse(Slow(payload)))
    assert found == read(payload)


@pytest.mark.parametrize(
    "options,message",
    [
        ({"record": "p:Orders"}, "the prefix p: has no entry in namespaces"),
        ({"record": "Orders/Or der"}, "'Or der' is no name of an element"),
        ({"record": "Orders/Order[@a='1']"}, "a rule for whole records"),
        ({"record": "Orders//Order"}, "is no name"),
        ({"record": "//*"}, "every element a record"),
        ({"record": ""}, "either record (one path) or records"),
        ({"record": "r", "records": {"a": "r/a"}}, "either record (one path) or records"),
        ({"record": "", "records": {"a": "r/a", "b": "r/p:b"}}, "the prefix p: has no entry"),
        ({"record": "", "records": {"a": "r/a", "b": "/r/a"}}, "the paths of a and b are the same"),
        ({"record": "", "records": {"a": "r/*", "b": "r/a"}}, "the paths of a and b are the same"),
        ({"record": "", "records": {"a": "r/a", "b": "r/a/b"}}, "the paths of a and b lie inside each other"),
        ({"record": "", "records": {"A": "r/a"}}, "should match pattern"),
        ({"record": "a", "encoding": "klingon"}, "there is no encoding of this name"),
        ({"record": "a", "max_deph": 3}, "Extra inputs"),
    ],
)
def test_options_are_judged_in_words(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        XmlOptions.model_validate(options)
    assert message in str(caught.value)


def test_paths_of_a_mapping_that_cannot_be_are_told_all_at_once() -> None:
    asked = Sources({"a[1]", "p:b", "@", "L/Sku", "c//d", "../e"}, {"L": Sources({"q:x"}), "L/M": Sources()})
    with pytest.raises(SettingsError) as caught:
        Xml(XmlOptions(record="r/o"), {"": asked})
    told = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 8
    assert "'p:b': the prefix p: has no entry" in told
    assert "'L/Sku': it lies inside the group 'L'" in told
    assert "'L/M': it lies inside the group 'L'" in told
    assert "'q:x': the prefix q:" in told


def test_the_registry_knows_every_format_and_its_options() -> None:
    assert FORMATS.keys() == OPTIONS.keys()


SAFE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20)


@given(st.lists(st.tuples(SAFE, st.lists(SAFE, max_size=3)), max_size=4), st.sampled_from(["utf-8", "utf-16"]))
def test_whatever_is_written_is_read(orders: list[tuple[str, list[str]]], codec: str) -> None:
    body = "".join(
        f"<o><n>{escape(name)}</n>{''.join(f'<l><s>{escape(sku)}</s></l>' for sku in lines)}</o>"
        for name, lines in orders
    )
    found = read(f"<r>{body}</r>".encode(codec), Sources({"n"}, {"l": Sources({"s"})}), "r/o")
    wanted = [{"n": name, **({"l": [{"s": sku} for sku in lines]} if lines else {})} for name, lines in orders]
    assert [one.values for one in found] == wanted


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.toml")))
def test_samples_stand_beside_what_is_expected_of_them(sample: str) -> None:
    from desktop_sync.core.mapping import Mapping, MappingModel

    told = tomllib.loads((SAMPLES / f"{sample}.toml").read_text(encoding="utf-8"))
    mapping = Mapping(MappingModel.model_validate(told["mapping"]))
    xml = Xml(XmlOptions.model_validate(told["format"]), {"": mapping.sources()})
    with (SAMPLES / f"{sample}.xml").open("rb") as payload:
        mapped = [(str(record.position), mapping.map(record)) for record in xml.parse(payload)]
    found = [
        {
            "position": position,
            "ignored": one.ignored,
            "documents": [
                {"reference": d.reference, "operation": d.operation.value, "version": d.version, "body": d.body}
                for d in one.documents
            ],
            "faults": [f"{fault.field}: {fault.message}" for fault in one.faults],
        }
        for position, one in mapped
    ]
    assert found == json.loads((SAMPLES / f"{sample}.json").read_text(encoding="utf-8"))
