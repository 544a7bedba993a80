"""A mail server of raw bytes: it answers as a script says and breaks off wherever a test wants."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType

USUAL = {
    "": b"220 mail.test ready\r\n",
    "EHLO": b"250-mail.test\r\n250-SIZE 1000000\r\n250 AUTH PLAIN LOGIN\r\n",
    "AUTH": b"235 welcome\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 taken\r\n",
    "QUIT": b"221 bye\r\n",
}


@dataclass(slots=True)
class RawSmtp:
    """``cut_before``: the command instead of whose answer the connection ends; ``says``: other answers, by command;
    ``slow``: seconds before each; ``reset_in_data``: by RST, after the first line of a mail.
    """

    cut_before: str | None = None
    says: dict[str, bytes] = field(default_factory=dict)
    slow: float = 0.0
    reset_in_data: bool = False
    heard: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    connections: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _threads: list[threading.Thread] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> RawSmtp:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)
        for sock in self._open:
            sock.close()

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]  # a method
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._open.append(sock)
                self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock, sock.makefile("rb") as lines:
            if not self._say(sock, ""):
                return
            for line in lines:
                command = line.decode("latin-1").split(" ")[0].strip().upper()
                self.heard.append(command)
                if not self._say(sock, command):
                    return
                if command == "DATA" and self.reset_in_data:
                    lines.readline()
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                if command == "DATA":
                    mail = self._mail(lines)
                    if mail is None or not self._say(sock, "."):
                        return

    def _mail(self, lines: object) -> bytes | None:
        text = b""
        for line in lines:  # type: ignore[attr-defined]  # a file
            if line == b".\r\n":
                self.mails.append(text)
                self.heard.append(".")
                return text
            text += line
        return None

    def _say(self, sock: socket.socket, command: str) -> bool:
        if command == self.cut_before:
            sock.shutdown(socket.SHUT_RDWR)
            return False
        if self.slow:
            time.sleep(self.slow)
        sock.sendall(self.says.get(command) or USUAL.get(command, b"502 unknown\r\n"))
        return True
