"""What a payload that should be a workbook is, told by its first bytes: many that are called .xls are something else.

It must not know what workbooks hold.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from typing import BinaryIO, Literal, cast

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.formats.archive import BROKEN, CONTENT_TYPES, Sparing
from desktop_sync.formats.delimited_lines import unreadable

Kind = Literal["xlsx", "xls"]

CONTENTS = 1 << 22  # bytes of the table of contents of a .zip
_HEAD = 8192
_IN_MEMORY = 1 << 22  # bytes of a payload that need no temporary file
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the file system in a file in which an .xls is kept
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # before that, an .xls began with its first record
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "Let the sending system write an .xlsx; a program such as Excel can save it as one, too."


def seekable(payload: BinaryIO) -> BinaryIO:
    """A copy without a name, where the payload can only be read from its begin to its end (as in an archive)."""
    if payload.seekable():
        return payload
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by whoever reads it
    try:
        while block := payload.read(1 << 18):
            copy.write(block)
        copy.seek(0)
    except OSError as error:
        copy.close()
        raise RetryLater(
            f"There is no room to open a workbook: {error.strerror}.", "Free some space; it is tried again by itself."
        ) from error
    except BaseException:
        copy.close()
        raise
    return cast(BinaryIO, copy)


def kind_of(data: BinaryIO) -> Kind:
    """Rejected: it is no workbook that can be read, and what it is instead."""
    head = data.read(_HEAD)
    data.seek(0)
    if head.startswith(b"PK"):
        return _zipped(data)
    if head.startswith(_OLE):
        if _encrypted(data):
            raise protected()
        return "xls"
    if head.startswith(_BIFF) and len(head) > 4 and head[2] in {4, 6, 8, 16}:  # noqa: PLR2004 - bytes of that record
        return "xls"
    raise _no_workbook(head)


def looks_like_one(data: bytes) -> bool:
    """Whether a payload that begins so, or is whole, is a workbook and nothing else that we read."""
    if data.startswith(_OLE):
        return True
    return data.startswith(b"PK") and (CONTENT_TYPES.encode() in data[:_HEAD] or b"xl/workbook" in data)


def protected() -> Rejected:
    """It is encrypted, whatever its kind."""
    return unreadable(
        "The workbook is protected with a password, so it cannot be read.",
        "Let the sending system write it without a password.",
    )


def _encrypted(data: BinaryIO) -> bool:
    """An .xlsx with a password is kept as an .xls would be; the names of its parts stand in whole sectors of it."""
    found, seam = False, b""
    while not found and (block := data.read(1 << 18)):
        found = _ENCRYPTED in seam + block
        seam = block[-len(_ENCRYPTED) :]
    data.seek(0)
    return found


def _zipped(data: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(Sparing(data, CONTENTS)) as archive:
            names = {one.lower() for one in archive.namelist()[:10_000]}
    except BROKEN:
        names = set()  # whoever reads it tells how it is damaged
    finally:
        data.seek(0)
    if any(one.endswith("workbook.bin") for one in names):
        raise unreadable("It is a binary workbook (.xlsb), which is not read.", _SAVE)
    if "content.xml" in names and "mimetype" in names:
        raise unreadable("It is a document of LibreOffice or OpenOffice (.ods), which is not read.", _SAVE)
    if names and CONTENT_TYPES.lower() not in names:
        raise unreadable(
            "It is an archive (.zip) of something else than a workbook.",
            "If it holds workbooks, correct members in the source of the flow, so that they alone are read.",
        )
    return "xlsx"


def _no_workbook(head: bytes) -> Rejected:
    if not head.strip():
        return unreadable("It is empty.", "Let the sending system write the file again, whole.", Owner.CLERK)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "ignore").lstrip("\ufeff\xef\xbb\xbf \t\r\n").lower()
    if text.startswith("<"):
        what, hint = _marked_up(text)
    elif text.startswith(("{", "[")):
        what, hint = (
            "It is no workbook but JSON, whatever its name says.",
            'Write type = "json" in the format of the flow.',
        )
    elif wide or not re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        what = "It is no workbook but text (such as CSV), whatever its name says; Excel opens it all the same."
        hint = 'Write type = "delimited" in the format of the flow.'
    else:
        what, hint = "It is no workbook but something else: it begins like nothing that is known.", _SAVE
    return unreadable(what, hint)


def _marked_up(text: str) -> tuple[str, str]:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        what = "It is no workbook but XML of Excel 2003 (XML Spreadsheet), whatever its name says."
        return what, f'{_SAVE} Or read it with type = "xml" in the format of the flow.'
    if re.search(r"<(!doctype html|html|table|body|meta|head)\b", text):
        return "It is no workbook but a web page (HTML), whatever its name says; Excel opens it all the same.", _SAVE
    return "It is no workbook but XML, whatever its name says.", 'Write type = "xml" in the format of the flow.'
