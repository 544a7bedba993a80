"""Reports by mail: the Destination ``mail``, through the mailer of a connection.

A mail cannot be looked up. Its Message-ID is that of the delivery, so whatever is sent twice is the same mail; it goes
again only to those who do not have it yet, as far as the server has said who has. It must not know SMTP, nor what the
ledger remembers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.core.exporting import Finished, Put, Where
from desktop_sync.core.mail import Attachment, Mail, Posted
from desktop_sync.core.ports import Mailer
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.destinations.mail_text import compose
from desktop_sync.destinations.spelling import encoded_size
from desktop_sync.languages import words

GIVEN_UP = 5 * 86_400.0  # seconds that somebody is tried "later"; RFC 5321, 4.5.4.1 asks for four or five days
_SMALLER = (
    "Choose a shorter period, fewer columns, or a report in PDF or Excel, which are small; bring it to a folder; or"
    ' send a summary, with as = "inline". If the mail servers of all recipients take larger mails, raise size_limit.'
)


@dataclass(frozen=True, slots=True)
class _Left:
    """What former tries have left: who is tried later, and who was refused for good, with the server's words.

    ``since``: epoch seconds, when the others got it.
    """

    later: frozenset[str]
    since: float
    refused: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, rest: str) -> _Left | None:
        """None: nobody has it yet."""
        if not rest:
            return None
        told = json.loads(rest)
        return cls(frozenset(told["later"]), told["since"], told["refused"])

    def written(self) -> str:
        return json.dumps({"later": sorted(self.later), "since": self.since, "refused": dict(self.refused)})


class ReportMail:
    """``sender``: the address that the connection sends from. ``now``: epoch seconds, for the mail's Date."""

    def __init__(self, options: ReportMailOptions, mailer: Mailer, sender: str, now: Callable[[], float]) -> None:
        self._options = options
        self._mailer = mailer
        self._domain = sender.rpartition("@")[2]
        self._now = now

    def choose(self, wanted: str, taken: Collection[str]) -> str:
        """Two mails may have files of the same name."""
        return wanted

    def look(self, file: Finished) -> Where:
        """Nobody can see into the mailboxes of others."""
        return Where.CANNOT_TELL

    def put(self, file: Finished, before_end: Callable[[], None]) -> Put:
        left = _Left.read(file.rest)
        if left is not None:
            return self._put_rest(file, left, before_end)
        self._judge(file)
        try:
            posted = self._mailer.send(self._mail(file, None), before_end)
        except Rejected as error:
            raise _told(error, file) from error
        return _became(_Left(frozenset(posted.later), self._now(), posted.refused), posted.later)

    def _put_rest(self, file: Finished, left: _Left, before_end: Callable[[], None]) -> Put:
        """Nothing undoes that the others have it."""
        mail = self._mail(file, left.later)
        over = self._now() - left.since >= GIVEN_UP
        try:
            posted = self._mailer.send(mail, before_end) if mail.recipients else Posted()
        except RetryLater as error:
            if not over:
                raise
            posted = Posted(dict.fromkeys(mail.recipients, error.what))
        except Rejected as error:
            posted = Posted(dict.fromkeys(mail.recipients, error.what))
        later = {} if over else posted.later
        refused = {**left.refused, **posted.refused, **(posted.later if over else {})}
        return _became(_Left(frozenset(later), left.since, refused), later)

    def close(self) -> None:
        """Every mail has a connection of its own."""

    def _mail(self, file: Finished, only: frozenset[str] | None) -> Mail:
        options = self._options
        text = compose(file, options, words(options.language))
        message_id = f"<{file.delivery}.desktop-sync@{self._domain}>"
        attachment = Attachment(file.name, file.media_type, file.size, file.open) if options.attached else None
        return Mail(
            message_id, self._now(), options.to, text.subject, text.text, text.html,
            options.cc, options.bcc, attachment, only,
        )  # fmt: skip

    def _judge(self, file: Finished) -> None:
        size, most = encoded_size(file.size), self._options.size_limit
        if self._options.attached and size > most:
            raise Rejected(
                f"The report {file.name} is too large for a mail: the file has {_shown(file.size)}, which is"
                f" {_shown(size)} in a mail, and {_shown(most)} is the most.",
                _SMALLER,
                Owner.IT,
                "size",
            )


def _became(left: _Left, later: Mapping[str, str]) -> Put:
    return Put(_note(left.refused, later), left.written() if later else "")


def _told(error: Rejected, file: Finished) -> Rejected:
    """What the server has refused, and what to do about it here."""
    if error.reason == "size":
        what = f"{error.what} It is the report {file.name}, whose file has {_shown(file.size)}."
        return Rejected(what, _SMALLER, error.owner, error.reason)
    if error.reason == "recipients":
        hint = "Correct the addresses in the settings of the export, then issue the report again."
        return Rejected(error.what, hint, error.owner, error.reason)
    return error


def _note(refused: Mapping[str, str], later: Mapping[str, str]) -> str:
    """In sentences; empty when everybody has it."""
    notes = []
    if refused:
        notes.append(f"The mail server takes the mail for these recipients not at all: {_listed(refused)}.")
    if later:
        notes.append(f"For these recipients it is tried again, and for nobody else: {_listed(later)}.")
    return " ".join(notes)


def _listed(told: Mapping[str, str]) -> str:
    return "; ".join(f"{address} ({said})" for address, said in told.items())


def _shown(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
