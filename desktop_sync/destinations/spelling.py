"""A mail as bytes (RFC 5322, MIME): plain text, and HTML beside it. Nothing that a text holds can become a header.

Only ASCII leaves, whatever the languages, so that every server takes it. It must not know SMTP.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from desktop_sync import __version__
from desktop_sync.core.mail import Mail

_LONGEST_SUBJECT = 200


def spell(mail: Mail, sender: str) -> bytes:
    """The whole mail; lines end in CRLF and none is longer than SMTP allows."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = ", ".join(mail.to)
    message["Subject"] = one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = formatdate(mail.at)
    message["Message-ID"] = one_line(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine shall answer
    message["User-Agent"] = f"DesktopSync/{__version__}"
    message.set_content(_sendable(mail.text), cte="quoted-printable")
    if mail.html:
        message.add_alternative(_sendable(mail.html), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def one_line(text: str) -> str:
    """Without line ends, control characters, and those that turn the direction of writing."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _sendable(text: str) -> str:
    """Line ends and tabs stay; other control characters and halves of characters do not."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text.replace("\r\n", "\n"))
