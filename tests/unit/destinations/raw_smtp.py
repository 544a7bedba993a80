"""A mail server of raw bytes: it answers as a script says and breaks off wherever a test wants."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

from tests.listening import Listening
from tests.raw_server import reset

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
class RawSmtp(Listening):
    """``cut_before``: the command instead of whose answer the connection ends; ``says``: other answers, by command;
    ``slow``: seconds before each; ``reset_in_data``: by RST, after the first line of a mail.
    """

    cut_before: str | None = None
    says: dict[str, bytes] = field(default_factory=dict)
    slow: float = 0.0
    reset_in_data: bool = False
    heard: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    def serve(self, sock: socket.socket) -> None:
        with sock, sock.makefile("rb") as lines:
            if not self._say(sock, ""):
                return
            for line in lines:
                command = line.decode("latin-1").split(" ")[0].strip().upper()
                self.heard.append(command)
                if not self._say(sock, command):
                    return
                if command == "DATA" and self.reset_in_data:
                    lines.readline()
                    reset(sock)
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
        self.over.wait(self.slow)
        sock.sendall(self.says.get(command) or USUAL.get(command, b"502 unknown\r\n"))
        return True
