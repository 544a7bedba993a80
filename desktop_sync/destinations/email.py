"""Mail through an SMTP server: the connection ``type = "mail"``. The notices use it, and so do flows that send reports.

A mail is taken for sent only when the server has said so; it is unknown when the end of it was sent and no answer came.
Everything else is definite. It must not know what a mail is about, nor where secrets are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.addresses import Address, host_name
from desktop_sync.core.errors import Owner, Rejected, RetryLater, Stop
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.model import CheckStep
from desktop_sync.core.options import Duration, Options, Secret, form
from desktop_sync.core.ports import Refusals
from desktop_sync.destinations.opening import Opening
from desktop_sync.destinations.signing_in import SignIn
from desktop_sync.destinations.smtp import Broken, Conversation, Place, Said, spoken
from desktop_sync.destinations.spelling import spell
from desktop_sync.web.options import CaFile
from desktop_sync.web.route import is_loopback

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TOO_LARGE = (552, 523)
_PERMANENT = 500


class MailOptions(Options):
    """A mail server that takes mail from this program (SMTP)."""

    model_config = ConfigDict(title="Mail server")

    host: str = Field(
        title="Mail server", json_schema_extra=form(first=True), description="Its name, such as smtp.example.com."
    )
    port: int | None = Field(
        title="Port",
        json_schema_extra=form(first=True),
        default=None,
        ge=1,
        le=65535,
        description="Left out: 587 for `starttls`, 465 for `tls`, 25 for `none`.",
    )
    security: Literal["starttls", "tls", "none"] = Field(
        title="Encryption",
        json_schema_extra=form(
            first=True, choices={"starttls": "STARTTLS", "tls": "TLS from the start", "none": "None"}
        ),
        default="starttls",
        description="How the way there is encrypted: after a greeting in clear, or from the start. A server that "
        "cannot is refused. `none`: everybody on the way can read and change the mails.",
    )
    sender: Address = Field(
        title="Sender", json_schema_extra=form(first=True), description="The address that mails come from."
    )
    username: str = Field(
        title="User name",
        json_schema_extra=form(first=True),
        default="",
        description="Who signs in. Left out: nobody, where the server wants no sign-in.",
    )
    password: Secret | None = Field(
        title="Password", json_schema_extra=form(first=True), default=None, description="Name of the stored password."
    )
    token: Secret | None = Field(
        title="OAuth 2.0 token",
        default=None,
        description="Name of a stored OAuth 2.0 token, instead of a password (XOAUTH2). It is used as it stands and is "
        "not renewed: store a new one when it has run out.",
    )
    timeout: Duration = Field(title="Time-out", default=60.0, ge=1, le=600, description="Time for each step.")
    ca_file: CaFile = ""

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return host_name(value)

    @model_validator(mode="after")
    def _secrets(self) -> MailOptions:
        if self.password and self.token:
            raise ValueError("password and token stand side by side: write one of them")
        if bool(self.username) != bool(self.password or self.token):
            raise ValueError("a sign-in is username and password, or username and token")
        if self.security == "none" and self.username and not is_loopback(self.host):
            raise ValueError("security = none sends the password readable over the network: write starttls or tls")
        return self

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise: the option, and why."""
        if self.security == "none" and not is_loopback(self.host):
            yield "security", "nothing is encrypted: everybody on the way to the mail server can read the mails"

    @property
    def place(self) -> Place:
        """Where the server is."""
        return Place(self.host, self.port or _PORTS[self.security], self.timeout)


class Email:
    """The Mailer. ``secret`` gives a secret's value by reference."""

    def __init__(self, options: MailOptions, secret: Callable[[str], str], refusals: Refusals) -> None:
        self._options = options
        self._refusals = refusals
        self._opening = Opening(options.place, options.security, options.ca_file)
        reference = options.token or options.password
        self._sign_in = (
            SignIn(options.username, reference, bool(options.token), secret, refusals) if reference else None
        )

    def send(self, mail: Mail, before_end: Callable[[], None] = lambda: None) -> Posted:
        """RetryLater, Stop, Rejected: no server has it. Unknown: nobody can tell. ``before_end``: see the port."""
        data = spell(mail, self._options.sender)
        with self._spoken_to() as conversation:
            if self._sign_in is not None:
                self._sign_in.sign_in(conversation)
            self._from(conversation, len(data))
            posted = self._to(conversation, mail.to)
            self._judge(conversation.docmd("DATA"), (354,))
            self._judge(conversation.data(data, before_end), range(200, 300))
            conversation.part()
            return posted

    @contextmanager
    def _spoken_to(self) -> Iterator[Conversation]:
        """A conversation past TLS. What breaks in it before the end of DATA is RetryLater."""
        try:
            with self._opening.conversation() as conversation:
                yield conversation
        except Broken as error:
            raise RetryLater(
                f"The mail server {self._options.place} broke off: {error}.", "It is tried again by itself."
            ) from error

    def _from(self, conversation: Conversation, size: int) -> None:
        """MAIL FROM. Stop: this sender may not; Rejected: the server says beforehand that the mail is too large."""
        most = conversation.esmtp_features.get("size", "").strip()
        if most.isascii() and most.isdigit() and 0 < int(most[:20]) < size:
            raise _too_large(f"{size:,} bytes, it takes {int(most[:20]):,}")
        sized = size > 0 and conversation.has_extn("size")
        said = conversation.mail(self._options.sender, [f"SIZE={size}"] if sized else [])
        if said[0] in _TOO_LARGE:
            raise _too_large(spoken(said))
        if said[0] >= _PERMANENT:
            raise Stop(
                f"The mail server does not take mail from {self._options.sender} ({spoken(said)}).",
                "Set the sender to an address that this sign-in may send from"
                + ("." if self._sign_in else ", or username and password, if the server wants a sign-in."),
            )
        self._judge(said, range(200, 300))

    def _to(self, conversation: Conversation, recipients: tuple[str, ...]) -> Posted:
        """RCPT TO for each; those that are refused keep the mail from nobody else."""
        refused: dict[str, str] = {}
        later: dict[str, str] = {}
        for one in recipients:
            said = conversation.rcpt(one)
            if not 200 <= said[0] < 300:  # noqa: PLR2004 - the class of answers
                (refused if said[0] >= _PERMANENT else later)[one] = spoken(said)
        if len(refused) == len(recipients):
            raise Rejected(
                f"The mail server takes mail for none of the recipients: {_listed(refused)}.",
                "Correct the addresses.", Owner.IT, "recipients",
            )  # fmt: skip
        if len(refused) + len(later) == len(recipients):
            raise RetryLater(f"The mail server takes no mail for the recipients now: {_listed(later)}.")
        return Posted(refused, later)

    def _judge(self, said: Said, wanted: range | tuple[int, ...]) -> None:
        """An answer to what concerns this one mail."""
        if said[0] in wanted:
            return
        if said[0] in _TOO_LARGE or (said[0] >= _PERMANENT and b"5.3.4" in said[1]):
            raise _too_large(spoken(said))
        if said[0] >= _PERMANENT:
            raise Rejected(
                f"The mail server refused the mail ({spoken(said)}).", "Ask who runs the mail server.", Owner.IT, "mail"
            )
        raise RetryLater(f"The mail server does not take mail now ({spoken(said)}).", "It is tried again by itself.")

    def check(self) -> Iterator[CheckStep]:
        """Name, reach, TLS, sign-in, permission. A refused secret is tried once more: a person asks. No mail leaves."""
        from desktop_sync.destinations.checking import check_steps

        self._refusals.forget()
        yield from check_steps(self._options.place, self._opening, self._sign_in, self._permitted)

    def _permitted(self, conversation: Conversation) -> str:
        self._from(conversation, 0)
        return f"mail from {self._options.sender} is taken"


def _too_large(said: str) -> Rejected:
    return Rejected(f"The mail is too large for the mail server ({said}).", "", Owner.IT, "size")


def _listed(refused: dict[str, str]) -> str:
    return "; ".join(f"{address} ({said})" for address, said in list(refused.items())[:5])
