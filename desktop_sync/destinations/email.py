"""Mail through an SMTP server: the connection ``type = "mail"``. The notices use it, and so do flows that send reports.

A mail is taken for sent only when the server has said so; it is unknown when the end of it was sent and no answer came.
Everything else is definite. It must not know what a mail is about, nor where secrets are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_sync.core.errors import Owner, Rejected, RetryLater, Stop
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Refusals
from desktop_sync.destinations.opening import Opening
from desktop_sync.destinations.options import MailOptions
from desktop_sync.destinations.signing_in import SignIn
from desktop_sync.destinations.smtp import Broken, Conversation, Place, Said, spoken
from desktop_sync.destinations.spelling import spell

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TOO_LARGE = (552, 523)
_PERMANENT = 500


class Email:
    """The Mailer. ``secret`` gives a secret's value by reference; ``fresh``: asks for a token."""

    def __init__(
        self,
        options: MailOptions,
        secret: Callable[[str], str],
        refusals: Refusals,
        fresh: Callable[[], str] | None = None,
    ) -> None:
        self._options = options
        self._refusals = refusals
        self._place = Place(options.host, options.port or _PORTS[options.security], options.timeout)
        self._opening = Opening(self._place, options.security, options.ca_file)
        reference = options.client_secret or options.token or options.password
        bearer = bool(options.client_secret or options.token)
        self._sign_in = SignIn(options.username, reference, bearer, secret, refusals, fresh) if reference else None

    def send(self, mail: Mail, before_end: Callable[[], None] = lambda: None) -> Posted:
        """RetryLater, Stop, Rejected: no server has it. Unknown: nobody can tell. ``before_end``: see the port."""
        spelt = spell(mail, self._options.sender)
        with self._spoken_to() as conversation:
            if self._sign_in is not None:
                self._sign_in.sign_in(conversation)
            self._from(conversation, spelt.size)
            posted = self._to(conversation, mail.recipients)
            self._judge(conversation.docmd("DATA"), (354,))
            self._judge(conversation.data(spelt.blocks(), before_end), range(200, 300))
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
                f"The mail server {self._place} broke off: {error}.", "It is tried again by itself."
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
        yield from check_steps(self._place, self._opening, self._sign_in, self._permitted)

    def _permitted(self, conversation: Conversation) -> str:
        self._from(conversation, 0)
        return f"mail from {self._options.sender} is taken"


def _too_large(said: str) -> Rejected:
    return Rejected(f"The mail is too large for the mail server ({said}).", "", Owner.IT, "size")


def _listed(refused: dict[str, str]) -> str:
    return "; ".join(f"{address} ({said})" for address, said in list(refused.items())[:5])
