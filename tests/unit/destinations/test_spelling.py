"""A mail with a file as bytes: what a mail program reads of it, whatever its name, type and size."""

from __future__ import annotations

import io
import tracemalloc
from base64 import encodebytes
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.mail import Attachment, Mail
from desktop_sync.destinations.spelling import encoded_size, spell


class Drips(io.BytesIO):
    """Gives a few bytes at a time, as a reader may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1000, size or 0) if size != -1 else -1)


def mail(name: str, content: bytes, media_type: str = "application/pdf", opened: type[BinaryIO] | None = None) -> Mail:
    made = opened or io.BytesIO
    attachment = Attachment(name, media_type, len(content), lambda: made(content))  # type: ignore[call-arg]  # BytesIO
    return Mail(
        "<d1.desktop-sync@example.com>",
        1_790_000_000.0,
        ("a@example.com", "b@example.com"),
        "Report",
        "Text\n=file=\n",
        "<p>Text</p>",
        cc=("c@example.com",),
        bcc=("d@example.com",),
        attachment=attachment,
    )


def read(one: Mail) -> tuple[EmailMessage, bytes]:
    spelt = spell(one, "sync@example.com")
    whole = b"".join(spelt.blocks())
    assert len(whole) == spelt.size
    assert whole.isascii()
    assert all(block.endswith(b"\r\n") for block in spelt.blocks())
    assert b"\n" not in whole.replace(b"\r\n", b"")
    assert max(map(len, whole.split(b"\r\n"))) <= 998
    message = message_from_bytes(whole, policy=default)
    assert isinstance(message, EmailMessage)
    return message, whole


NAMES = [
    "Aufträge 2026-05-03.pdf",
    "отчёт.csv",
    "日本語の報告書" * 8 + ".xlsx",
    'with "quotes"; filename=evil.exe .pdf',
    "a" * 176 + ".pdf",
    "emoji 🧾.pdf",
    "100%25 'it's*'.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_arrives_whatever_it_holds(name: str) -> None:
    message, _ = read(mail(name, b"%PDF"))
    [part] = message.iter_attachments()
    assert part.get_filename() == name
    assert part.get_content_disposition() == "attachment"
    assert part.get_content() == b"%PDF"


def test_a_name_never_becomes_a_header() -> None:
    message, _ = read(mail("a.pdf\r\nBcc: evil@example.com\r\n\r\nx\u202e\0", b"%PDF"))
    assert message["Bcc"] is None
    [part] = message.iter_attachments()
    assert part["Bcc"] is None
    assert part.get_filename() == "a.pdf Bcc: evil@example.com x"


def test_who_gets_it_and_what_is_said_of_it() -> None:
    message, whole = read(mail("a.pdf", b"%PDF"))
    assert message["To"] == "a@example.com, b@example.com"
    assert message["Cc"] == "c@example.com"
    assert b"d@example.com" not in whole
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.timestamp() == 1_790_000_000.0
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["Text", "=file="]
    assert html.get_content().strip() == "<p>Text</p>"


def test_the_same_mail_is_the_same_bytes() -> None:
    assert read(mail("a.pdf", b"x" * 100))[1] == read(mail("a.pdf", b"x" * 100))[1]


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 114, 58_367, 58_368, 58_369, 200_000])
def test_a_file_arrives_byte_for_byte_and_its_size_is_known_before(size: int) -> None:
    content = bytes(number * 7 % 256 for number in range(size))
    for opened in (None, Drips):
        message, _ = read(mail("a.bin", content, opened=opened))
        [part] = message.iter_attachments()
        assert part.get_content() == content


@given(st.integers(0, 200_000))
def test_the_encoded_size(size: int) -> None:
    assert encoded_size(size) == len(encodebytes(bytes(size)).replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "media_type,said",
    [
        ("text/csv", "text/csv"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
        ("text/csv; charset=utf-8", "application/octet-stream"),
        ("a/b\r\nX: y", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_what_kind_of_file_it_is(media_type: str, said: str | None) -> None:
    message, _ = read(mail("a.bin", b"a,b\n", media_type))
    [part] = message.iter_attachments()
    assert part.get_content_type() == (said or media_type)
    assert part.get_payload(decode=True) == b"a,b\n"


class Endless(io.RawIOBase):
    """Bytes from nowhere."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        given = bytes(min(size, self._left))
        self._left -= len(given)
        return given


def test_a_file_is_never_in_memory_as_a_whole() -> None:
    size = 8_000_000
    large = replace(
        mail("a.bin", b""), attachment=Attachment("a.bin", "", size, lambda: cast("BinaryIO", Endless(size)))
    )
    spelt = spell(large, "sync@example.com")
    tracemalloc.start()
    try:
        sent = sum(len(block) for block in spelt.blocks())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sent == spelt.size
    assert peak < 2_000_000
