"""The single things that can be asked of a server: one method, one answer, or Status. Names are bytes here.

It must not know what they are done for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from desktop_sync.stores.sftp.packets import (
    NO_ATTRIBUTES,
    Access,
    Attributes,
    Code,
    Garbled,
    Kind,
    Reader,
    number,
    text,
)
from desktop_sync.stores.sftp.packets import times as times_only
from desktop_sync.stores.sftp.trouble import Lost, Status
from desktop_sync.stores.sftp.wire import Reply, Wire

LISTING = 32  # requests of one listing in flight; each brings up to 100 names
USUAL = 32_768  # bytes that every server takes and gives at once (section 3 of the draft)
MOST = 130_048  # bytes asked for at once where the server says that it can; more is not faster
POSIX_RENAME = b"posix-rename@openssh.com"
FLUSH = b"fsync@openssh.com"
LIMITS = b"limits@openssh.com"
SPACE = b"statvfs@openssh.com"

Named = tuple[bytes, Attributes]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes that may be read and written at once."""

    read: int = USUAL
    write: int = USUAL


def expect(reply: Reply, kind: int) -> Reader:
    """The fields of an answer of that kind. Status: the server refused; Lost: it answers nonsense."""
    found, body = reply
    reader = Reader(body)
    if found == kind != Kind.STATUS:
        return reader
    if found == Kind.STATUS:
        code = reader.number()
        if code != Code.OK:
            raise Status(code, reader.text().decode(errors="replace") if reader.more else "")
        if kind == Kind.STATUS:
            return reader
    raise Lost(f"the server gave an answer of kind {found} where {kind} was expected")


def status(reply: Reply) -> None:
    """Status when the answer is no success."""
    expect(reply, Kind.STATUS)


def attributes(reply: Reply) -> Attributes:
    return expect(reply, Kind.ATTRS).attributes()


class Remote:
    """Over one wire. Every method may raise Status, Lost, Ended."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.limits = self._limits()

    def offers(self, extension: bytes) -> bool:
        """Whether the server said so when it greeted."""
        return extension in self.wire.extensions

    def look(self, path: bytes) -> Attributes | None:
        """Of the thing itself, also where it is a link; None: nothing is there."""
        try:
            return attributes(self.wire.ask(Kind.LSTAT, text(path)))
        except Status as error:
            if error.not_there:
                return None
            raise

    def look_inside(self, root: bytes, below: bytes) -> Attributes | None:
        """As ``look``; where nothing is there, Status when ``root`` is not there either. One way there and back."""
        seen, there = self.wire.send([(Kind.LSTAT, text(root + below)), (Kind.STAT, text(root or b"/"))])
        try:
            return attributes(self.wire.reply(seen))
        except Status as error:
            if not error.not_there:
                raise
        finally:
            reply = self.wire.reply(there)
        attributes(reply)
        return None

    def follow(self, path: bytes) -> Attributes:
        """Of what is there in the end, whatever links lead to it."""
        return attributes(self.wire.ask(Kind.STAT, text(path)))

    def whole(self, path: bytes) -> bytes:
        """The path from the top."""
        reader = expect(self.wire.ask(Kind.REALPATH, text(path)), Kind.NAME)
        reader.number()
        return reader.text()

    def names(self, folder: bytes, ahead: int = LISTING) -> list[Named]:
        """Everything in a folder but ``.`` and ``..``, with what the server tells of each."""
        handle = expect(self.wire.ask(Kind.OPENDIR, text(folder)), Kind.HANDLE).text()
        found: list[Named] = []
        asked: deque[int] = deque()
        try:
            while True:
                missing = ahead - len(asked)
                asked.extend(self.wire.send([(Kind.READDIR, text(handle))] * missing))
                reader = expect(self.wire.reply(asked.popleft()), Kind.NAME)
                for _ in range(reader.number()):
                    name, _, told = reader.text(), reader.text(), reader.attributes()
                    if name not in {b".", b".."}:
                        found.append((name, told))
        except Status as error:
            if error.code == Code.EOF:
                return found
            if ahead > 1 and not error.refused and not error.not_there:
                return self.names(folder, ahead=1)
            raise
        finally:
            self.wire.forget([*asked, *self._closing(handle)])

    def open(self, path: bytes, access: Access) -> bytes:
        """The handle."""
        body = text(path) + number(access) + NO_ATTRIBUTES
        return expect(self.wire.ask(Kind.OPEN, body), Kind.HANDLE).text()

    def close(self, handle: bytes) -> None:
        status(self.wire.ask(Kind.CLOSE, text(handle)))

    def drop(self, handle: bytes) -> None:
        """Closes it; nobody waits for the answer."""
        self.wire.forget(self._closing(handle))

    def rename(self, old: bytes, new: bytes) -> None:
        """The plain one: never over anything, by the protocol."""
        status(self.wire.ask(Kind.RENAME, text(old) + text(new)))

    def remove(self, path: bytes) -> None:
        status(self.wire.ask(Kind.REMOVE, text(path)))

    def make_folder(self, path: bytes) -> None:
        status(self.wire.ask(Kind.MKDIR, text(path) + NO_ATTRIBUTES))

    def set_time(self, path: bytes, mtime: int) -> None:
        status(self.wire.ask(Kind.SETSTAT, text(path) + times_only(mtime)))

    def flush(self, handle: bytes) -> None:
        """What was written is on the disk, where the server can do that."""
        if self.offers(FLUSH):
            status(self.wire.ask(Kind.EXTENDED, text(FLUSH) + text(handle)))

    def full(self, path: bytes) -> bool:
        """Whether the disk with this folder has no room for anybody; False where the server does not tell."""
        if not self.offers(SPACE):
            return False
        try:
            reader = expect(self.wire.ask(Kind.EXTENDED, text(SPACE) + text(path)), Kind.EXTENDED_REPLY)
            told = [reader.long() for _ in range(8)]
        except (Status, Garbled):
            return False
        return told[4] == 0 or told[7] == 0  # f_bavail, f_favail

    def _closing(self, handle: bytes) -> list[int]:
        try:
            return self.wire.send([(Kind.CLOSE, text(handle))])
        except Lost:
            return []

    def _limits(self) -> Limits:
        if not self.offers(LIMITS):
            return Limits()
        try:
            reader = expect(self.wire.ask(Kind.EXTENDED, text(LIMITS)), Kind.EXTENDED_REPLY)
            reader.long()
            read, write = reader.long(), reader.long()
        except (Status, Garbled):
            return Limits()
        return Limits(min(read or USUAL, MOST), min(write or USUAL, MOST))
