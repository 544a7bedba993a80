"""A real mail server (aiosmtpd) on a free port of 127.0.0.1, with TLS and sign-in; what it took is kept for the tests.

A failed login answers ``AuthResult(success=False, handled=False)``: with ``handled=True`` aiosmtpd says nothing, and
clients hang.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail as it came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    encrypted: bool
    signed_in: str

    @property
    def message(self) -> EmailMessage:
        """As a mail program reads it."""
        read = message_from_bytes(self.content, policy=default)
        assert isinstance(read, EmailMessage)
        return read

    @property
    def text(self) -> str:
        """The plain text."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def html(self) -> str:
        """The HTML beside it."""
        body = self.message.get_body(("html",))
        assert body is not None
        return str(body.get_content())


class _Loopback(Controller):
    """Of aiosmtpd, on the port that the system gives."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's own


class _Xoauth2(SMTP):
    """With the token of Google's and Microsoft's servers."""

    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd finds it by this name
        import base64

        told = base64.b64decode(args[1]).decode()
        rig: MailServer = self.event_handler
        rig.sign_ins.append(told)
        if told == f"user={rig.username}\1auth=Bearer {rig.password}\1\1":
            return AuthResult(success=True, auth_data=rig.username)
        await self.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)


@dataclass
class MailServer:
    """``with MailServer(...) as server``. ``answers``: what is said instead to a command or recipient, by its name."""

    tls: ssl.SSLContext | None = None
    security: str = "starttls"
    username: str = ""
    password: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    size_limit: int | None = None
    taken: list[Taken] = field(default_factory=list)
    sign_ins: list[str] = field(default_factory=list)
    _controller: Any = None

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def __enter__(self) -> Self:
        rig = self

        class Made(_Loopback):
            def factory(self) -> SMTP:
                return _Xoauth2(rig, **self.SMTP_kwargs)

        begins = self.security == "starttls"
        signs_in: dict[str, Any] = {}
        if self.username:
            signs_in = {"auth_required": begins, "auth_require_tls": begins, "authenticator": self._authenticate}
        if begins:
            signs_in |= {"tls_context": self.tls, "require_starttls": True}
        self._controller = Made(
            self,
            hostname="127.0.0.1",
            port=0,
            ssl_context=self.tls if self.security == "tls" else None,
            data_size_limit=self.size_limit,
            **signs_in,
        )
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, way: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.sign_ins.append(f"{way} {data.login.decode()} {data.password.decode()}")
        right = data.login.decode() == self.username and data.password.decode() == self.password
        return AuthResult(success=right, handled=False, auth_data=self.username if right else None)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        recipients = tuple(envelope.rcpt_tos)
        encrypted = any((self.security == "tls", session.ssl))
        self.taken.append(
            Taken(
                envelope.mail_from or "", recipients, content, encrypted, str(getattr(session, "auth_data", None) or "")
            )
        )
        return "250 OK taken"
