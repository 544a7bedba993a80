"""HTTP/1.1 as bytes: a request is spelt, an answer is read. The parser is llhttp's (httptools); it knows no socket."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httptools

from desktop_sync.core.errors import Rejected
from desktop_sync.web.failures import Cut, TooLarge

Headers = Sequence[tuple[str, str]]
CANNOT_TELL = "Whether the request was carried out is looked up before anything is sent again."
_FINAL = 200  # the first status that is not an interim answer's
_LONGEST_HEAD = 64 * 1024  # of an answer, its interim ones counted in; also of what stands between pieces of a body
# RFC 9112: method, target and field names are tokens or visible; values have no control characters and no outer blanks.
_HEAD = re.compile(
    r"[A-Z]+ [!-~]+ HTTP/1\.1\n([-!#$%&'*+.^_`|~0-9A-Za-z]+: ([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?\n)+"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. Header names are in lower case; of a repeated header the last stands."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def spell(method: str, target: str, headers: Headers, body: bytes = b"") -> bytes:
    """A request's bytes. Rejected when something cannot stand in a request: it would end the head or begin another."""
    head = f"{method} {target} HTTP/1.1\n" + "".join([f"{name}: {value}\n" for name, value in headers])
    if _HEAD.fullmatch(head) is None or head.count("\n") != len(headers) + 1:
        raise Rejected("The request cannot be written as HTTP (a character that no header can have).")
    return head.replace("\n", "\r\n").encode("latin-1") + b"\r\n" + body


class ReplyReader:
    """Reads the one answer to one request; ``longest``: bytes of a body."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._parser = httptools.HttpResponseParser(self)
        self._quiet = 0  # bytes since the head was whole or a piece of the body came
        self._status = 0
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._size = 0
        self._in_head = True
        self._whole = self._more = self._keeps = False

    def feed(self, data: bytes) -> Reply | None:
        """The answer once it is whole; ``data``: what came in, empty at the end. Raises Cut."""
        if not data:
            return self._at_end()
        self._quiet += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            if not self._whole:
                raise Cut(f"The answer broke off or is not HTTP ({_words(error)}).", CANNOT_TELL) from error
            self._more = True
        if self._size > self._longest:
            raise TooLarge(f"The answer is larger than {self._longest:,} bytes.", CANNOT_TELL)
        if self._whole:
            return self._reply()
        if self._quiet > _LONGEST_HEAD:
            raise Cut("The answer's head (or what follows its body) does not end.", CANNOT_TELL)
        return None

    @property
    def over(self) -> bool:
        """Whether the next exchange may use the connection: nothing is left over, and the far end keeps it open."""
        return self._keeps and not self._more

    @property
    def _framed(self) -> bool:
        """Whether it says where it ends; else the end of the connection says it."""
        return self._bare or "content-length" in self._headers or "transfer-encoding" in self._headers

    @property
    def _bare(self) -> bool:
        """Whether it ends with its head, whatever the head says."""
        return self._status in {204, 304}

    @property
    def _announced(self) -> bool:
        """Whether the head speaks of a body; of an answer that has none, nobody knows whether it follows after all."""
        return self._headers.get("content-length", "0") != "0" or "transfer-encoding" in self._headers

    def _at_end(self) -> Reply:
        if self._status >= _FINAL and not self._framed:
            return self._reply()
        raise Cut("The connection was closed before the answer.", CANNOT_TELL)

    def _reply(self) -> Reply:
        return Reply(self._status, self._headers, bytes(self._body))

    # -- what the parser calls ----------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._more = self._whole

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head and not self._whole:  # else a trailer, or of a second answer
            self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if not self._whole:
            self._in_head = False
            self._status = self._parser.get_status_code()
            self._quiet = self._quiet if self._status < _FINAL else 0

    def on_body(self, body: bytes) -> None:
        if not self._whole:
            self._quiet = 0
            self._size += len(body)
            self._body += body if self._size <= self._longest else b""

    def on_message_complete(self) -> None:
        if self._whole:
            return
        if self._status >= _FINAL:
            self._whole = True
            kept = self._parser.should_keep_alive() and self._parser.get_http_version() == "1.1"
            self._keeps = kept and not (self._bare and self._announced)
        else:
            self._status, self._headers, self._in_head = 0, {}, True
            self._body.clear()


def _words(error: Exception) -> str:
    return "it changes to another protocol" if isinstance(error, httptools.HttpParserUpgrade) else str(error)
