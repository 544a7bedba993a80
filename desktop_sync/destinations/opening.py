"""Opens a conversation with a mail server as the settings say: encrypted, verified, or not at all.

Every failure is definite: no mail was spoken of. A certificate that is not trusted is told with its issuer.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.destinations.smtp import Broken, Conversation, Place, Said, greeted, spoken, words
from desktop_sync.web.connect import issuer
from desktop_sync.web.route import trust

_READY = 220
_OK = 250
_PORTS = 'Check port and security: 587 is "starttls", 465 is "tls".'


class Opening:
    """How to begin. ``security``: starttls, tls or none."""

    def __init__(self, place: Place, security: str, ca_file: str) -> None:
        self._place = place
        self._security = security
        self._ca_file = ca_file

    @contextmanager
    def conversation(self, told: Callable[[str], None] = lambda words: None) -> Iterator[Conversation]:
        """Greeted, encrypted, introduced. ``told``: how it is encrypted. RetryLater, Stop, SettingsError, Broken."""
        trusted = trust(self._ca_file, ()) if self._security != "none" else None
        conversation = self._begun(trusted)
        try:
            if self._security == "starttls" and trusted is not None:
                self._starttls(conversation, trusted)
            if isinstance(conversation.sock, ssl.SSLSocket):
                told(f"{conversation.sock.version()}, certificate issued by {issuer(conversation.sock)}")
                self._introduced(conversation)
            yield conversation
        finally:
            conversation.close()

    def _begun(self, trusted: ssl.SSLContext | None) -> Conversation:
        with self._translated():
            try:
                conversation, said = greeted(self._place, trusted if self._security == "tls" else None)
            except Broken as error:
                raise RetryLater(f"The mail server {self._place} does not greet us: {error}.", _PORTS) from error
        try:
            _expect(said, _READY, f"The mail server {self._place} refuses this computer")
            self._introduced(conversation)
        except BaseException:
            conversation.close()
            raise
        return conversation

    def _introduced(self, conversation: Conversation) -> None:
        _expect(conversation.hello(), _OK, f"The mail server {self._place} does not go on after our greeting")

    def _starttls(self, conversation: Conversation, trusted: ssl.SSLContext) -> None:
        if not conversation.has_extn("starttls"):
            raise Stop(
                f"The mail server {self._place} offers no encryption (STARTTLS). Nothing was sent.",
                'Ask for a port with encryption: often 465 with security = "tls". If somebody on the way took the offer'
                " out, that is an attack or a firewall.",
            )
        _expect(conversation.docmd("STARTTLS"), _READY, f"The mail server {self._place} does not begin encryption now")
        with self._translated():
            conversation.secure(trusted)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise RetryLater(
                f"The certificate of {self._place.host} is not trusted: {error.verify_message or words(error)}."
                f" Issued by: {self.untrusted_issuer()}.",
                "If it is your own mail server, give the certificate of who issued it as ca_file. If the name does not"
                " fit, write host as it stands in the certificate.",
            ) from error
        except (OSError, ValueError) as error:
            why = words(error) if isinstance(error, OSError) else str(error)
            raise RetryLater(
                f"{self._place} could not be spoken to with TLS ({why}).",
                _PORTS,
            ) from error

    def untrusted_issuer(self) -> str:
        """Who issued a certificate that was refused. Only the certificate is read; nothing is said under it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with suppress(SyncError, Broken, OSError):
            conversation, _ = greeted(self._place, context if self._security == "tls" else None)
            try:
                if self._security == "starttls":
                    conversation.hello()
                    conversation.docmd("STARTTLS")
                    conversation.secure(context)
                return issuer(conversation.sock) if isinstance(conversation.sock, ssl.SSLSocket) else "unknown"
            finally:
                conversation.close()
        return "unknown"


def _expect(said: Said, code: int, otherwise: str) -> None:
    if said[0] == code:
        return
    if said[0] >= 500:  # noqa: PLR2004 - the class of answers
        raise Stop(f"{otherwise} ({spoken(said)}).", "Ask who runs it whether this computer may send mail through it.")
    raise RetryLater(f"{otherwise} ({spoken(said)}).", "It is tried again by itself.")
