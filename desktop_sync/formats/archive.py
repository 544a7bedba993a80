"""Opens .zip and .gz: each member of a payload is read like a file of its own, within limits against bombs.

Told by their first bytes, whatever they are called. Nothing is ever unpacked under a member's name, so no name can lead
anywhere; a name that tries is refused all the same. It must not know what the members hold.
"""

from __future__ import annotations

import gzip
import io
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.core.ports import Member

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 18
_IN_MEMORY = 1 << 20  # bytes of a .zip that need no temporary file
_BOMB_FROM = 1 << 26  # bytes; below, no ratio is suspicious
_BOMB_RATIO = 250  # business files shrink to a tenth, the most repetitive ones to a hundredth
_ENTRY = 256  # bytes of the table of contents that one member may take on average
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others take memory as the archive pleases
_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 99: "AES encryption"}
_ENCRYPTED = 0x1  # of APPNOTE.TXT, 4.4.4
_IS_UTF8 = 0x800
CONTENT_TYPES = "[Content_Types].xml"
"""In a .zip that is no archive but one document of Office."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Limits:
    """``unpacked``: bytes of all members together; ``members``: how many an archive may hold."""

    unpacked: int = 2_000_000_000
    members: int = 10_000


class Archives:
    """``wants`` says by its name whether a member is read.

    ``zipped``: the format reads documents that are a .zip themselves: one is a payload or member like another.
    """

    def __init__(self, wants: Callable[[str], bool], limits: Limits, *, zipped: bool = False) -> None:
        self._wants = wants
        self._limits = limits
        self._zipped = zipped

    def members(self, payload: BinaryIO) -> Iterator[Member]:
        """In the archive's order; what is no archive is its own only member, without a name, as is the one of a .gz.

        Raises Rejected(reason='unreadable') for an archive whose table of contents cannot be read. A member's reading
        raises the same for that member, and reason='bomb' when the whole archive is to be refused.
        """
        head = _head(payload)
        if head in _ZIP:
            yield from self._of_zip(payload)
        elif head.startswith(_GZIP):
            counted = _Counted(payload)
            budget = _Budget(self._limits, lambda: counted.count)
            yield Member("", partial(_gunzipped, counted, budget, self._zipped))
        else:
            yield Member("", lambda: payload)

    def _of_zip(self, payload: BinaryIO) -> Iterator[Member]:
        with ExitStack() as stack:
            whole = _seekable(payload, stack)
            archive = stack.enter_context(_opened(whole, self._limits))
            if self._zipped and not {CONTENT_TYPES, "mimetype"}.isdisjoint(archive.namelist()):
                whole.seek(0)
                yield Member("", lambda: whole)
                return
            listed = [info for info in archive.infolist() if not _is_litter(_name(info))]
            if len(listed) > self._limits.members:
                raise _bomb(f"it holds {len(listed):,} members, more than max_members = {self._limits.members:,}")
            wanted = [info for info in listed if self._wants(_name(info))]
            if listed and not wanted:
                raise _unreadable(
                    f"none of its {len(listed):,} members is wanted (the first is {_shown(_name(listed[0]))}).",
                    "If they are the right ones, correct members in the source of the flow.",
                )
            spent = 0
            for info in wanted:
                budget = _Budget(self._limits, partial(int, info.compress_size), spent)
                yield Member(_shown(_name(info)), partial(_member, archive, info, budget, self._zipped))
                spent = budget.spent


class _Budget:
    """What may still be unpacked. ``taken``: how many packed bytes this member took so far, or takes at all."""

    def __init__(self, limits: Limits, taken: Callable[[], int], spent: int = 0) -> None:
        self._limits = limits
        self._taken = taken
        self._before = spent
        self.spent = spent

    def spend(self, count: int) -> None:
        """Rejected(reason='bomb') when it is too much."""
        self.spent += count
        own = self.spent - self._before
        if self.spent > self._limits.unpacked:
            raise _bomb(f"it unpacks to more than max_unpacked = {self._limits.unpacked:,} bytes")
        if own > _BOMB_FROM and own > _BOMB_RATIO * max(self._taken(), 1):
            raise _bomb(f"it unpacks to more than {_BOMB_RATIO} times its size, as no business file does")


class _Unpacked(io.RawIOBase):
    """What a member holds; counts, and says in words what is wrong with it."""

    def __init__(self, data: BinaryIO, budget: _Budget) -> None:
        super().__init__()
        self._data = data
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            block = self._data.read(len(view))
        except (*BROKEN, gzip.BadGzipFile) as error:
            raise _unreadable(f"its packed bytes are damaged or cut off ({error}).") from error
        view[: len(block)] = block
        self._budget.spend(len(block))
        return len(block)

    def close(self) -> None:
        self._data.close()
        super().close()


class _Counted(io.RawIOBase):
    """The packed bytes, counted."""

    def __init__(self, data: BinaryIO) -> None:
        super().__init__()
        self._data = data
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        block = self._data.read(size)
        self.count += len(block)
        return block


class Sparing(io.RawIOBase):
    """A .zip of which nobody reads much at once: its table of contents stands in memory whole."""

    def __init__(self, data: BinaryIO, most: int) -> None:
        super().__init__()
        self._data = data
        self._most = most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._data.seek(offset, whence)

    def tell(self) -> int:
        return self._data.tell()

    def read(self, size: int = -1, /) -> bytes:
        if size > self._most:
            raise _bomb(f"its table of contents has {size:,} bytes")
        return self._data.read(size)


def _head(payload: BinaryIO) -> bytes:
    """The first bytes, without taking them."""
    if payload.seekable():
        head = payload.read(4)
        payload.seek(0)
        return head
    return cast(io.BufferedReader, payload).peek(4)[:4]


def _seekable(payload: BinaryIO, stack: ExitStack) -> BinaryIO:
    """A copy without a name, where the payload can only be read from its begin to its end."""
    if payload.seekable():
        return payload
    copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - it is entered
    try:
        while block := payload.read(_BLOCK):
            copy.write(block)
        copy.seek(0)
    except OSError as error:
        raise RetryLater(
            f"There is no room to open an archive: {error.strerror}.", "Free some space; it is tried again by itself."
        ) from error
    return cast(BinaryIO, copy)


def _opened(data: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(Sparing(data, max(1 << 20, limits.members * _ENTRY)))
    except BROKEN as error:
        raise _unreadable(f"it is no whole .zip ({error}).") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget, zipped: bool) -> BinaryIO:
    if fault := _fault(info):
        raise _unreadable(fault)
    try:
        data = archive.open(info)
    except BROKEN as error:
        raise _unreadable(f"its packed bytes are damaged or cut off ({error}).") from error
    return _plain(io.BufferedReader(_Unpacked(cast(BinaryIO, data), budget), _BLOCK), zipped)


def _gunzipped(data: _Counted, budget: _Budget, zipped: bool) -> BinaryIO:
    unzipped = gzip.GzipFile(fileobj=data, mode="rb")
    return _plain(io.BufferedReader(_Unpacked(cast(BinaryIO, unzipped), budget), _BLOCK), zipped)


def _plain(member: io.BufferedReader, zipped: bool) -> BinaryIO:
    head = member.peek(4)[:4]
    if (head in _ZIP and not zipped) or head.startswith(_GZIP):
        raise _unreadable("it is an archive within an archive, and those are not opened.", "Pack the files once only.")
    return member


def _fault(info: zipfile.ZipInfo) -> str:
    """Why a member is not even opened; empty when it may be."""
    name = _name(info)
    if re.match(r"/|[A-Za-z]:", name) or "\0" in name or not {".", "..", ""}.isdisjoint(name.split("/")):
        return "its name leads out of the archive."
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted with a password, and passwords of archives are not kept."
    if info.compress_type not in _READ:
        method = _METHODS.get(info.compress_type, f"method {info.compress_type}")
        return f"it is packed by {method}; expected Deflate or not packed at all."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link."
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """As its sender saw it: many programs write UTF-8 without saying so, and '\\' between folders."""
    name = info.orig_filename
    if not info.flag_bits & _IS_UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = info.orig_filename
    return name.replace("\\", "/")


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)[:300]


def _is_litter(name: str) -> bool:
    """Folders, and what systems add on their own."""
    return name.endswith("/") or name.startswith("__MACOSX/") or name.rpartition("/")[2] in {".DS_Store", "Thumbs.db"}


def _unreadable(what: str, hint: str = "Let the sending system pack it again.") -> Rejected:
    return Rejected(what[:1].upper() + what[1:], hint, Owner.VENDOR, "unreadable")


def _bomb(what: str) -> Rejected:
    return Rejected(
        f"The archive is not opened: {what}.",
        "If it is meant so, raise the limit in the source of the flow.",
        Owner.VENDOR,
        "bomb",
    )
