"""XML made to do harm, or harmed on its way: it ends with a message for people, soon and in little memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected
from desktop_sync.core.mapping import Mapping, MappingModel, Sources
from desktop_sync.core.model import Record
from desktop_sync.formats.xml import Xml, XmlOptions
from tests.hostile.mutating import mutants

ASKED = Sources({"n", "@id"}, {"l": Sources({"s"})})
ORDER = "<o id='1'><n>N&amp;ö<![CDATA[<x>]]></n><l><s>a</s></l><!-- c --><l><s>b</s></l></o>"
SMALL = f"<?xml version='1.0' encoding='utf-8'?>\n<r>{ORDER}\n<x/>{ORDER}</r>\n".encode()


def everything(payload: bytes, **options: object) -> tuple[list[Record], Rejected | None]:
    """The readable records, and the error at the end."""
    found: list[Record] = []
    try:
        for record in Xml(XmlOptions.model_validate({"record": "r/o", **options}), {"": ASKED}).parse(
            io.BytesIO(payload)
        ):
            found.append(record)  # noqa: PERF402 - what came before the error counts
    except Rejected as error:
        return found, error
    return found, None


def outcome(payload: bytes, **options: object) -> tuple[int, Rejected | None]:
    found, error = everything(payload, **options)
    return len(found), error


def refused(payload: bytes, part: str, readable: int = 0, **options: object) -> None:
    count, error = outcome(payload, **options)
    assert error is not None
    assert error.reason == "unreadable"
    assert part in error.what
    assert error.hint
    assert count == readable


LAUGHS = "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)  # fmt: skip


@pytest.mark.parametrize(
    "payload",
    [
        f"{LAUGHS}]><r><o><n>&a11;</n></o></r>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><o><n>&x;</n></o></r>",
        "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x.dtd'> %x;]><r/>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r><o/></r>",
        "<!DOCTYPE r><r><o/></r>",
        f"<!DOCTYPE r [<!ENTITY a '{'x' * 50_000}'>]><r><o><n>{'&a;' * 10_000}</n></o></r>",
        "<!DOCTYPE r [<!ATTLIST o id CDATA 'forged'>]><r><o/></r>",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_where_it_stands(payload: str, codec: str) -> None:
    refused(f"\n {payload}".encode(codec), "there is a DOCTYPE")
    _, error = outcome(f"\n {payload}".encode(codec))
    assert str(error).startswith("At line 2, column ")


@pytest.mark.parametrize("where", ["<r>{}", "<r><o>{}", "<r><o><n>{}", "<r><o/><x>{}"])
def test_elements_nested_without_end(where: str) -> None:
    payload = where.format("<a>" * 100_000).encode()
    refused(payload, "more than 100 deep in each other", readable=where.count("<o/>"))


@pytest.mark.parametrize("depth,fits", [(20, True), (21, False)])
@pytest.mark.parametrize("start,end", [("<r>", "</r>"), ("<r><o>", "</o></r>"), ("<r><o><n>", "</n></o></r>")])
def test_the_depth_is_counted_from_the_root(depth: int, fits: bool, start: str, end: str) -> None:
    inner = depth - start.count("<")
    _, error = outcome((start + "<a>" * inner + "</a>" * inner + end).encode(), max_depth=20)
    assert (error is None) is fits


@pytest.mark.parametrize(
    "start,piece",
    [
        (b"<r><o><n>", b"x"),
        (b"<r><o><y>", b"x"),
        (b"<r><o><n><![CDATA[", b"x"),
        (b"<r><o><n a='", b"x"),
        (b"<r><o><!--", b"x"),
        (b"<r><o>", b"<l/>"),
        (b"<r><o><", b"x"),
        (b"<r>", b" "),
        (b"<r><!--", b"x"),
        (b"\n", b" "),
        (b"<", b"x"),
    ],
)
def test_what_does_not_end_is_given_up(start: bytes, piece: bytes) -> None:
    """More than 50 MB are offered; reading stops after little more than is allowed for one record."""
    given = 0

    def chunks() -> Iterator[bytes]:
        yield start
        for _ in range(1600):
            yield piece * (32_768 // len(piece))

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self._chunks = chunks()

        def read(self, size: int = -1) -> bytes:
            nonlocal given
            data = next(self._chunks, b"")
            given += len(data)
            return data

    xml = Xml(XmlOptions(record="r/o", max_record=1_000_000), {"": ASKED})
    with pytest.raises(Rejected, match="has more than 1,000,000 bytes and does not end"):
        list(xml.parse(Endless()))  # type: ignore[arg-type] # it reads, and nothing else is asked of it
    assert given < 1_300_000


def test_a_large_record_below_the_limit_is_read() -> None:
    payload = b"<r><o><n>" + b"x" * 15_000_000 + b"</n></o></r>"
    [record] = Xml(XmlOptions(record="r/o"), {"": ASKED}).parse(io.BytesIO(payload))
    assert record.values["n"] == "x" * 15_000_000


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_cut_off_at_every_byte(codec: str) -> None:
    """Never a wrong record, never a crash: the readable ones, then where it breaks off."""
    text = SMALL.decode().replace("utf-8", {"utf-8-sig": "utf-8"}.get(codec, codec))
    payload = text.encode(codec)
    whole, _ = everything(payload)
    assert len(whole) == 2
    end = len(payload) - len("\n".encode(codec.replace("-sig", "").replace("16", "16-le")))
    for cut in range(end):
        found, error = everything(payload[:cut])
        assert found == whole[: len(found)]
        assert error is not None
        assert error.reason == "unreadable"


@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_anywhere(at: int, damage: bytes) -> None:
    """Whatever a few wrong bytes make of it: records or a message, nothing else."""
    _, error = outcome(SMALL[:at] + damage + SMALL[at + len(damage) :])
    assert error is None or error.reason == "unreadable"


@given(st.binary(max_size=200))
def test_anything(payload: bytes) -> None:
    _, error = outcome(payload)
    assert error is None or error.reason == "unreadable"


@pytest.mark.parametrize(
    "payload,readable,part",
    [
        (b"<r><o/>\0</r>", 1, "a character that cannot stand here"),
        (b"\0\0\0\0", 0, "does not begin like an XML document"),
        (b"<r><o/></r><r><o/></r>", 1, "something follows after the end of the document"),
        (b"<r><o/></r>\n<?xml version='1.0'?><r/>", 1, "something follows after the end of the document"),
        (b"<r><o/></r>\0\0\0\0", 1, "a character that cannot stand here"),
        (b"\xff\xfe<\0r\0>\0", 0, "breaks off"),
        (b"PK\x03\x04\x14\0", 0, "does not begin like an XML document"),
        (b"\x1f\x8b\x08\0", 0, "does not begin like an XML document"),
        ("<r><o/>\ud800</r>".encode("utf-8", "surrogatepass"), 1, "byte 0xED"),
        (b"<r><o/>\xc0\xaf</r>", 1, "byte 0xC0"),  # an overlong slash
        (b"<r xmlns:x='u'><o/><o x:a='1' y:a='1'/></r>", 1, "no namespace is declared"),
    ],
)
def test_odd_bytes(payload: bytes, readable: int, part: str) -> None:
    refused(payload, part, readable)


def test_a_million_attributes_and_a_million_names() -> None:
    attributes = " ".join(f"a{number}='{number}'" for number in range(100_000))
    names = "".join(f"<e{number}/>" for number in range(100_000))
    count, error = outcome(f"<r><o {attributes}/><o>{names}</o></r>".encode())
    assert (count, error) == (2, None)


XSD = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:complexType>
<xs:choice minOccurs="0" maxOccurs="unbounded">
<xs:element name="o"><xs:complexType><xs:sequence><xs:element name="n" type="xs:string"/>
<xs:element name="l"><xs:complexType><xs:sequence><xs:element name="s" type="xs:string"/></xs:sequence></xs:complexType>
</xs:element></xs:sequence></xs:complexType></xs:element>
<xs:element name="x" type="xs:anyType"/>
</xs:choice></xs:complexType></xs:element></xs:schema>
"""
MARKS = [
    *(b"<", b">", b"/>", b"</o>", b"<o>", b"</r>", b"p:", b"\r", b"'", b'"', b" xmlns='u'", b" xmlns:p='u'"),
    *(b"&", b"&amp;", b"&#0;", b"&#x10FFFF;", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x ?>", b"<!DOCTYPE r>"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf"),
]
SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "xml").glob("*.xml"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_mutated_samples_become_documents_or_problems(sample: Path, request: pytest.FixtureRequest) -> None:
    """No crash, no hang, and nothing that a mapping cannot stand."""
    told = tomllib.loads(sample.with_suffix(".toml").read_text(encoding="utf-8"))
    mapping = Mapping(MappingModel.model_validate(told["mapping"]))
    xml = Xml(XmlOptions.model_validate(told["format"]), {"": mapping.sources()})
    for payload in mutants(sample.read_bytes(), MARKS, request):
        try:
            for record in xml.parse(io.BytesIO(payload)):
                documents, faults, ignored = mapping.map(record)
                assert ignored or bool(documents) is not bool(faults)
                assert all(fault.message and fault.position.line for fault in faults)
        except Rejected as error:
            assert (error.reason, bool(error.what), bool(error.hint)) == ("unreadable", True, True)  # noqa: PT017


@pytest.mark.timeout(600)
@pytest.mark.parametrize("schema", [False, True])
def test_mutated_samples_with_and_without_a_schema(
    schema: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "r.xsd"
    file.write_text(XSD, encoding="utf-8")
    xml = Xml(XmlOptions.model_validate({"record": "r/o", "schema": str(file) if schema else ""}), {"": ASKED})
    for payload in mutants(SMALL, MARKS, request):
        try:
            found = list(xml.parse(io.BytesIO(payload)))
        except Rejected as error:
            assert error.reason == "unreadable"  # noqa: PT017
        else:
            assert [record.number for record in found] == list(range(1, len(found) + 1))


WATCHED = """
import io, json, resource, sys
from desktop_sync.core.mapping import Sources
from desktop_sync.formats.xml import Xml, XmlOptions
class Generated(io.RawIOBase):
    def __init__(self, chunks):
        self.chunks = chunks
    def read(self, size=-1):
        return next(self.chunks, b"")
def chunks(size, piece):
    yield b"<r>"
    for _ in range(size // 65536):
        yield piece * (65536 // len(piece))
    yield b"</r>"
options = {"record": "r/o", **json.loads(sys.argv[3])}
xml = Xml(XmlOptions.model_validate(options), {"": Sources({"n"}, {"l": Sources({"s"})})})
count = 0
for record in xml.parse(Generated(chunks(int(sys.argv[1]), sys.argv[2].encode()))):
    count += 1
    assert not record.faults, record.faults
    assert record.locate(["l[1]/s", "n"])["n"].line == 1
print(json.dumps([count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read by resource, which Windows does not have")
@pytest.mark.parametrize(
    "piece", ["<o><n>text</n><l><s>sku</s></l></o>", "<x><y>junk</y></x>\n", "<!-- only comments -->\n<x/>"]
)
@pytest.mark.parametrize("schema", ["", XSD])
def test_memory_does_not_grow_with_the_payload(piece: str, schema: str, tmp_path: Path) -> None:
    (tmp_path / "r.xsd").write_text(schema, encoding="utf-8")
    options = json.dumps({"schema": str(tmp_path / "r.xsd")} if schema else {})

    def peak(size: int) -> int:
        run = subprocess.run(
            [sys.executable, "-c", WATCHED, str(size), piece, options],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
        )
        count, memory = json.loads(run.stdout)
        assert bool(count) is piece.startswith("<o>")
        return int(memory)

    assert peak(8_000_000) < peak(800_000) * 1.1
