"""One SMTP conversation (RFC 5321): connect, TLS, the server's answers, and the exact moment of the end of DATA.

smtplib spells the commands. Answers are read here: it has no bound on their length or on the time that all of them
take. Nothing is translated into the program's errors but what cannot be told elsewhere: what was there before the end
of DATA (not sent) and after it (unknown). It must not know passwords, nor what a mail is about.
"""

from __future__ import annotations

import contextlib
import math
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_sync.core.errors import RetryLater, Unknown
from desktop_sync.web.connect import reach, resolve

_MOST_LINES = 100  # of one answer
_LONGEST = 64 * 1024  # bytes of one answer
_SHOWN = 300  # characters of an answer that people see
_TAKES = 300.0  # seconds to wait for the answer to the end of DATA; RFC 5321, 4.5.3.2.6 asks for 600
_STEPS = 4  # as many times the time of one step may all of them take, to the end of DATA
_SLOWEST = 8 * 1024  # bytes per second: a large mail may take longer, as long as it goes on
_PARTING = 2.0  # seconds for QUIT: the mail is taken already
_DOT = re.compile(rb"^\.", re.MULTILINE)
_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?")

Said = tuple[int, bytes]


class Broken(Exception):
    """The far end went away, or what it says is no SMTP; in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server is. ``timeout``: seconds for each step."""

    host: str
    port: int
    timeout: float

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Conversation(smtplib.SMTP):
    """With one server. Every method may raise Broken; ``close`` ends it at any time."""

    def __init__(self, place: Place, sock: socket.socket, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(local_hostname=_literal(sock), timeout=place.timeout)
        self._place = place
        self._monotonic = monotonic
        self._pending = b""
        self._until = monotonic() + _STEPS * place.timeout  # a server that is slow at every step keeps nobody for ever
        self.sock: socket.socket | None = sock

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """All of it, or Broken."""
        try:
            if self.sock is None:
                raise Broken("the connection is closed")
            self.sock.settimeout(self._left(self._place.timeout))
            self.sock.sendall(s.encode("ascii") if isinstance(s, str) else s)
        except OSError as error:
            self.close()
            raise Broken(words(error)) from error

    def getreply(self) -> Said:
        """The next whole answer, within the time of one step."""
        return self.answer(self._left(self._place.timeout))

    def _left(self, step: float) -> float:
        return max(min(step, self._until - self._monotonic()), 0.01)

    def answer(self, patience: float) -> Said:
        """The next whole answer: its code, its lines without the code."""
        until = self._monotonic() + patience
        lines: list[bytes] = []
        while len(lines) < _MOST_LINES:
            found = _LINE.fullmatch(self._line(until))
            if found is None:
                self.close()
                raise Broken("it answers with something that is not SMTP")
            lines.append((found[3] or b"").strip())
            if found[2] != b"-":
                return int(found[1]), b"\n".join(lines)
        self.close()
        raise Broken("its answer does not end")

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._pending:
            self._pending += self._more(until)
            if len(self._pending) > _LONGEST:
                self.close()
                raise Broken("its answer does not end")
        line, _, self._pending = self._pending.partition(b"\n")
        return line.rstrip(b"\r")

    def _more(self, until: float) -> bytes:
        left = until - self._monotonic()
        try:
            if self.sock is None or left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            data = self.sock.recv(4096)
        except OSError as error:
            self.close()
            raise Broken(words(error)) from error
        if not data:
            self.close()
            raise Broken("it closed the connection")
        return data

    def secure(self, trusted: ssl.SSLContext) -> ssl.SSLSocket:
        """Goes on encrypted. Raises OSError as it is: the certificate is judged by whoever gave ``trusted``."""
        if self._pending:
            self.close()
            raise Broken("it said something before the encryption began that would count after it")
        assert self.sock is not None  # noqa: S101 - just answered
        self.sock.settimeout(self._left(self._place.timeout))
        self.sock = secured = trusted.wrap_socket(self.sock, server_hostname=self._place.host)
        self.helo_resp = self.ehlo_resp = None  # RFC 3207, 4.2: what was said in clear does not count
        self.esmtp_features, self.does_esmtp = {}, False
        return secured

    def hello(self) -> Said:
        """EHLO; HELO where that is not known."""
        said = self.ehlo()
        return said if said[0] == 250 or said[0] < 500 else self.helo()  # noqa: PLR2004

    def data(  # type: ignore[override]
        self, blocks: Iterable[bytes], before_end: Callable[[], None] = lambda: None
    ) -> Said:
        """The mail itself, in blocks of whole lines. The caller has seen 354.

        ``before_end`` is called when only the end of DATA is left to send.

        RetryLater: the end was not sent, so the server has no mail. Unknown: it was, and no answer came.
        """
        try:
            for block in blocks:
                self.send(_DOT.sub(b"..", block))
                self._until += len(block) / _SLOWEST
        except Broken as error:
            raise RetryLater(f"The mail server {self._place} broke off while the mail was sent: {error}.") from error
        before_end()
        self._until = math.inf  # now nothing is won by giving up
        try:
            self.send(b".\r\n")
            return self.answer(max(self._place.timeout, _TAKES))
        except Broken as error:
            raise Unknown(
                f"The mail server {self._place} did not say whether it has taken the mail: {error}.",
                "It cannot be looked up there.",
            ) from error

    def part(self) -> None:
        """Says goodbye and closes; whatever is answered."""
        with contextlib.suppress(Broken):
            self.send(b"QUIT\r\n")
            self.answer(_PARTING)
        self.close()


def greeted(place: Place, trusted: ssl.SSLContext | None) -> tuple[Conversation, Said]:
    """Connected, encrypted from the start when ``trusted``, and the greeting heard. Raises NotSent, OSError, Broken."""
    sock = reach(resolve(place.host, place.port), str(place), place.timeout)
    conversation = Conversation(place, sock)
    try:
        if trusted is not None:
            conversation.secure(trusted)
        return conversation, conversation.getreply()
    except BaseException:
        conversation.close()
        raise


def spoken(said: Said, *secrets: str) -> str:
    """An answer for people: the code, and what was said, without what could deceive the eye, and without secrets."""
    text = said[1].decode("utf-8", "replace").replace("\n", " ")
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    shown = "".join(one if one.isprintable() else " " for one in text)
    return f"{said[0]} {' '.join(shown.split())}"[:_SHOWN].rstrip()


def words(error: OSError) -> str:
    """What the system says."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror or str(error) or type(error).__name__


def _literal(sock: socket.socket) -> str:
    """Who we are (RFC 5321, 4.1.3): the address; asking for a name may take long and tells more than is needed."""
    address = str(sock.getsockname()[0])
    return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"
