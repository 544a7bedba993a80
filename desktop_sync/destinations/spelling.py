"""A mail as bytes (RFC 5322, MIME): plain text, HTML beside it, a file with it. Nothing that a text holds can become
a header.

Only ASCII leaves, whatever the languages, so that every server takes it. A file is never in memory as a whole. It must
not know SMTP.
"""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import BinaryIO

from desktop_sync import __version__
from desktop_sync.core.mail import Attachment, Mail

_LONGEST_SUBJECT = 200
_ENCODED = 57  # bytes that make a line of 76 signs in Base64
_BLOCK = 1024 * _ENCODED
_HERE = "=file="  # no line of Base64, of quoted-printable text or of a header ends so
_MEDIA_TYPE = re.compile(r"([a-z]+)/([a-z0-9.+-]+)")


class Spelt:
    """The whole mail; lines end in CRLF and none is longer than SMTP allows. ``size``: of all blocks together."""

    def __init__(self, head: bytes, attachment: Attachment | None, tail: bytes) -> None:
        self._head = head
        self._attachment = attachment
        self._tail = tail
        self.size = len(head) + len(tail) + (0 if attachment is None else encoded_size(attachment.size))

    def blocks(self) -> Iterator[bytes]:
        """Whole lines each. What opening and reading the file raises is raised as it is."""
        yield self._head
        if self._attachment is not None:
            with self._attachment.open() as data:
                while block := _filled(data):
                    yield encodebytes(block).replace(b"\n", b"\r\n")
        if self._tail:
            yield self._tail


def _filled(data: BinaryIO) -> bytes:
    """A whole block, however few bytes come at once; only the last is shorter: within the file nothing is padded."""
    block = data.read(_BLOCK)
    while 0 < len(block) < _BLOCK and (more := data.read(_BLOCK - len(block))):
        block += more
    return block


def encoded_size(size: int) -> int:
    """Of a file in a mail: a third more, and the ends of its lines."""
    lines, rest = divmod(size, _ENCODED)
    return lines * 78 + ((rest + 2) // 3 * 4 + 2 if rest else 0)


def spell(mail: Mail, sender: str) -> Spelt:
    """``bcc`` is written nowhere."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = ", ".join(mail.to)
    if mail.cc:
        message["Cc"] = ", ".join(mail.cc)
    message["Subject"] = one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = formatdate(mail.at)
    message["Message-ID"] = one_line(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine shall answer
    message["User-Agent"] = f"DesktopSync/{__version__}"
    message.set_content(_sendable(mail.text), cte="quoted-printable")
    if mail.html:
        message.add_alternative(_sendable(mail.html), subtype="html", cte="quoted-printable")
    if mail.attachment is not None:
        _attach(message, mail.attachment)
    _bound(message, mail.message_id)
    if mail.attachment is None:
        return Spelt(message.as_bytes(), None, b"")
    head, _, tail = message.as_bytes().rpartition(f"{_HERE}\r\n".encode())
    return Spelt(head, mail.attachment, tail)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """The place of the file, with all that is said of it. Its name is spelt as RFC 2231 says, whatever it holds."""
    kind = _MEDIA_TYPE.fullmatch(attachment.media_type)
    main, sub = kind.groups() if kind else ("application", "octet-stream")
    message.add_attachment(b"", maintype=main, subtype=sub, filename=one_line(attachment.name))
    [*_, part] = message.iter_attachments()
    part.set_payload(f"{_HERE}\r\n")


def _bound(message: EmailMessage, message_id: str) -> None:
    """What separates the parts: always the same of a mail, and nothing that quoted-printable or Base64 can hold."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")


def one_line(text: str) -> str:
    """Without line ends, control characters, and those that turn the direction of writing."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _sendable(text: str) -> str:
    """Line ends and tabs stay; other control characters and halves of characters do not."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text.replace("\r\n", "\n"))
