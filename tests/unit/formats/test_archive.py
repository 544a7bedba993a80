"""Archives: members like files of their own, and everything that somebody hostile or clumsy packs."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.formats.archive import Archives, Limits
from tests.hostile.mutating import mutants

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def archives(wants: Callable[[str], bool] = lambda name: True, **limits: int) -> Archives:
    return Archives(wants, Limits(**limits))


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def read(payload: bytes | BinaryIO, made: Archives | None = None) -> dict[str, bytes | str]:
    """What each member holds, or why it cannot be read."""
    found: dict[str, bytes | str] = {}
    stream = io.BytesIO(payload) if isinstance(payload, bytes) else payload
    for member in (made or archives()).members(stream):
        try:
            with member.open() as data:
                found[member.name] = data.read()
        except Rejected as error:
            if error.reason == "bomb":
                raise
            found[member.name] = error.what
    return found


class OneWay(io.RawIOBase):
    """As the spool gives large payloads: no way back."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self._data.readinto(buffer)


def test_what_is_no_archive_is_read_as_it_is() -> None:
    assert read(b"<Orders/>") == {"": b"<Orders/>"}
    assert read(b"") == {"": b""}


@pytest.mark.parametrize("one_way", [False, True])
def test_each_member_of_a_zip_is_read(one_way: bool) -> None:
    content = zipped(("b.xml", b"<b/>"), ("in/a.xml", b"<a/>"), ("big.xml", b"x" * 3_000_000))
    payload = io.BufferedReader(OneWay(content)) if one_way else content
    assert read(payload) == {"b.xml": b"<b/>", "in/a.xml": b"<a/>", "big.xml": b"x" * 3_000_000}


def test_a_gz_is_its_only_member_even_if_written_in_parts() -> None:
    assert read(gzip.compress(b"<a>") + gzip.compress(b"</a>")) == {"": b"<a></a>"}
    assert read(io.BufferedReader(OneWay(gzip.compress(b"<a/>")))) == {"": b"<a/>"}


def test_a_cut_gz_cannot_be_read() -> None:
    assert "damaged or cut off" in str(read(gzip.compress(b"<a/>" * 1000)[:-6])[""])


def test_only_wanted_members_are_read_and_folders_and_litter_never() -> None:
    content = zipped(("a.xml", b"1"), ("b.txt", b"2"), ("sub/", b""), ("__MACOSX/._a.xml", b"3"), (".DS_Store", b"4"))
    assert read(content, archives(lambda name: name.endswith(".xml"))) == {"a.xml": b"1"}


def test_a_zip_with_no_wanted_member_is_not_taken_for_done() -> None:
    with pytest.raises(Rejected, match=r"None of its 1 members is wanted \(the first is a.txt\)"):
        read(zipped(("a.txt", b"1")), archives(lambda name: False))


def test_an_empty_zip_holds_nothing() -> None:
    assert read(zipped()) == {}


@pytest.mark.parametrize(
    "name", ["../a.xml", "in/../../a.xml", "/etc/a.xml", "C:/a.xml", "..\\a.xml", "a/./b.xml", "a//b"]
)
def test_path_tricks_are_refused_and_the_others_read(name: str) -> None:
    found = read(zipped((name, b"bad"), ("good.xml", b"good")))
    assert found.pop("good.xml") == b"good"
    assert list(found.values()) == ["Its name leads out of the archive."]


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("link.xml")
    link.external_attr = 0o120777 << 16
    assert read(zipped((link, b"/etc/passwd"), ("a.xml", b"1"))) == {"link.xml": "It is a link.", "a.xml": b"1"}


def test_an_encrypted_member_is_told_plainly() -> None:
    content = bytearray(zipped(("a.xml", b"1"), ("b.xml", b"2")))
    table = content.index(b"PK\x01\x02")
    content[table + 8] |= 1
    found = read(bytes(content))
    assert "encrypted with a password" in str(found["a.xml"])
    assert found["b.xml"] == b"2"


@pytest.mark.parametrize("method, name", [(zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "LZMA")])
def test_an_unusual_packing_is_named(method: int, name: str) -> None:
    assert name in str(read(zipped(("a.xml", b"1"), method=method))["a.xml"])


def test_names_in_odd_encodings() -> None:
    """cp437 as Windows writes it, UTF-8 that does not say so, and control characters."""
    content = zipped(("Aufträge.xml", b"1"))
    unsaid = content.replace(b"\x00\x08", b"\x00\x00")  # the flag: names are UTF-8
    assert list(read(content)) == ["Aufträge.xml"]
    assert list(read(unsaid)) == ["Aufträge.xml"]
    oem = unsaid.replace("Aufträge.xml".encode(), "Aufträgee.xml".encode("cp437"))
    assert list(read(oem)) == ["Aufträgee.xml"]
    assert list(read(zipped(("a\x1b[31m.xml", b"1")))) == ["a\N{REPLACEMENT CHARACTER}[31m.xml"]


def test_a_name_of_255_bytes_is_fine() -> None:
    name = "a" * 251 + ".xml"
    assert list(read(zipped((name, b"1")))) == [name]


def test_a_damaged_member_does_not_spoil_the_others() -> None:
    content = bytearray(zipped(("a.xml", b"a" * 50), ("b.xml", b"b" * 50), method=zipfile.ZIP_STORED))
    content[content.index(b"aaaa") + 5] = 0
    found = read(bytes(content))
    assert "damaged" in str(found["a.xml"])
    assert found["b.xml"] == b"b" * 50


def test_a_cut_zip_is_no_zip() -> None:
    with pytest.raises(Rejected, match="no whole"):
        read(zipped(("a.xml", b"a" * 500))[:-30])


def test_an_archive_within_an_archive_is_not_opened() -> None:
    found = read(zipped(("in.zip", zipped(("a.xml", b"1"))), ("in.gz", gzip.compress(b"1")), ("a.xml", b"2")))
    assert "archive within an archive" in str(found["in.zip"])
    assert "archive within an archive" in str(found["in.gz"])
    assert found["a.xml"] == b"2"


def test_a_bomb_is_not_opened() -> None:
    with pytest.raises(Rejected, match="250 times its size") as caught:
        read(zipped(("a.xml", b"\0" * 70_000_000)))
    assert caught.value.reason == "bomb"
    with pytest.raises(Rejected, match="250 times its size"):
        read(gzip.compress(b"\0" * 70_000_000))


def test_all_members_together_have_a_limit() -> None:
    content = zipped(*((f"{number}.xml", bytes(range(256)) * 4) for number in range(10)))
    assert len(read(content, archives(unpacked=10_240))) == 10
    with pytest.raises(Rejected, match="max_unpacked = 10,239"):
        read(content, archives(unpacked=10_239))


def test_what_a_member_says_of_its_size_is_not_believed() -> None:
    """A header may lie; what counts is what comes out."""
    content = bytearray(zipped(("a.xml", b"\0" * 70_000_000)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + at, 10)
    assert not isinstance(read(bytes(content))["a.xml"], bytes) or len(read(bytes(content))["a.xml"]) <= 10


def test_too_many_members() -> None:
    content = zipped(*((f"{number}.xml", b"") for number in range(11)))
    assert len(read(content, archives(members=11))) == 11
    with pytest.raises(Rejected, match="11 members, more than max_members = 10"):
        read(content, archives(members=10))


def test_a_giant_table_of_contents_is_not_read() -> None:
    """Its length is a claim; nobody reserves memory for it."""
    content = bytearray(zipped(*((f"{number:0200}.xml", b"") for number in range(8000))))
    with pytest.raises(Rejected, match="table of contents") as caught:
        read(bytes(content), archives(members=1000))
    assert caught.value.reason == "bomb"


@pytest.mark.parametrize("sample", ["zip", "gz"])
def test_mutated_archives_never_break_the_reader(sample: str, request: pytest.FixtureRequest) -> None:
    content = (
        zipped(("a.xml", b"<a/>" * 20), ("b.xml", zlib.compress(b"b")))
        if sample == "zip"
        else gzip.compress(b"<a/>" * 50)
    )
    for harmed in mutants(content, [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b", b"\0" * 8], request):
        try:
            read(harmed)
        except Rejected as error:
            assert error.reason in {"unreadable", "bomb"}  # noqa: PT017 - most raise nothing
