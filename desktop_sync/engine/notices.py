"""The chore that tells people of problems by mail: once each, never a flood, also over restarts and crashes.

What is to be told and when is decided by ``core.notices``, what was told stands in the ledger, and a mail is made whole
there before it is sent. While mail fails there is one problem, and what is told waits; nothing else waits for it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import partial

from desktop_sync.core.errors import Owner, Rejected, SettingsError, Stop, SyncError, Unknown
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.notice_text import Frame, compose
from desktop_sync.core.notices import Audience, Terms, back_off, day_begins, next_mail
from desktop_sync.core.ports import Clock, Mailer, Token
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.notices import OWN, REFUSED, Waiting

LOOK = 30.0  # seconds between two looks for something to tell
GIVEN_UP = 86_400.0  # seconds after which a recipient who is to be tried "later" is tried no more
FAILED = f"{OWN}failed"
log = logging.getLogger("notices")


class Notices:
    """A chore. ``terms``: what the settings say now (None: nobody is told); ``mailer``: through which connection."""

    name = "notices"

    def __init__(
        self,
        terms: Callable[[], Terms | None],
        frame: Callable[[], Frame],
        mailer: Callable[[str], Mailer],
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self._terms = terms
        self._frame = frame
        self._mailer = mailer
        self._ledger = ledger
        self._clock = clock
        self._again: float | None = None  # monotonic

    def due_in(self) -> float:
        return 0.0 if self._again is None else self._again - self._clock.monotonic()

    def do(self, token: Token) -> None:
        """Sends what waits, makes what is to be told."""
        self._again = self._clock.monotonic() + LOOK
        self._ledger.notices.recover()
        terms = self._terms()
        audiences = [] if terms is None else terms.audiences()
        self._withdraw_others({one.key: one for one in audiences})
        if terms is None:
            self._ledger.journal.resolve(FAILED, "mails about problems are switched off")
            return
        for audience in audiences:
            if token.is_set():
                return
            self._turn(terms, audience)

    def _withdraw_others(self, known: dict[str, Audience]) -> None:
        """Those whose recipients are not in the settings any more: what stands in them is told to whoever is."""
        self._ledger.notices.forget_refused(known)
        for one in self._ledger.notices.waiting():
            if one.audience not in known:
                self._ledger.notices.withdraw(one.id, "its recipients are not in the settings any more")

    def _turn(self, terms: Terms, audience: Audience) -> None:
        waiting = self._waiting(audience)
        if waiting is None and self._make(terms, audience):
            waiting = self._waiting(audience)
        if waiting is not None and waiting.not_before <= self._clock.now():
            self._send(terms, waiting)

    def _waiting(self, audience: Audience) -> Waiting | None:
        return next((one for one in self._ledger.notices.waiting() if one.audience == audience.key), None)

    def _make(self, terms: Terms, audience: Audience) -> bool:
        """A mail of everything that is to be told, if one may be sent now."""
        now, notices = self._clock.now(), self._ledger.notices
        past = notices.past(audience, day_begins(terms, now))
        if past.considered is None:
            notices.consider(audience)  # a digest begins to count with the first look
        if next_mail(terms, past, now) > now:
            return False
        if not terms.recoveries:
            notices.pass_over(audience)
        news = notices.news(audience, terms)
        if not news:
            if terms.digest:
                notices.consider(audience)
            return False
        text = compose(news, self._frame(), last_today=past.made_today + 1 >= terms.most_a_day)
        notices.make(audience, message_id(terms.domain), text, news)
        return True

    def _send(self, terms: Terms, one: Waiting) -> None:
        mail = Mail(one.message_id, one.made_at, one.to, one.text.subject, one.text.text, one.text.html)
        notices = self._ledger.notices
        try:
            posted = self._mailer(terms.connection).send(mail, partial(notices.ending, one.id))
        except Unknown as error:
            self._failed(terms, error)
            notices.doubt(one.id, self._later(one, error), error.what)
        except Rejected as error:
            self._failed(terms, error)
            notices.withdraw(one.id, error.what)
        except SyncError as error:
            self._failed(terms, error)
            notices.put_off(one.id, self._later(one, error), error.what)
        else:
            self._posted(one, posted)

    def _later(self, one: Waiting, error: SyncError) -> float:
        """Epoch seconds."""
        stopped = isinstance(error, Stop | SettingsError)
        wait = max(back_off(one.tries + 1, stopped=stopped), getattr(error, "after", None) or 0.0)
        return self._clock.now() + wait

    def _posted(self, one: Waiting, posted: Posted) -> None:
        now = self._clock.now()
        later = posted.later if now - one.made_at < GIVEN_UP else {}
        note = "; ".join(f"{to}: {said}" for to, said in {**posted.refused, **posted.later}.items())
        self._ledger.notices.sent(one.id, later, now + back_off(one.tries + 1), note)
        log.info("mail to %s is sent%s", one.audience, f", but {note}" if note else "")
        self._ledger.journal.resolve(FAILED, "mail is taken again")
        if posted.refused:
            self._ledger.journal.report([_refused(one.audience, posted)])
        elif not posted.later:
            self._ledger.journal.resolve(f"{REFUSED}{one.audience}", "all recipients are taken")

    def _failed(self, terms: Terms, error: SyncError) -> None:
        """One problem with a count, whatever fails; seen on the screens, told by mail to nobody."""
        log.warning("mail about problems: %s", error)
        what = f"Mail about problems cannot be sent. {error.what}"
        hint = error.hint or "It is tried again by itself, and what was to be told is told then."
        owner = getattr(error, "owner", Owner.IT)
        self._ledger.journal.report([Problem(FAILED, "notices", what, hint, owner, connection=terms.connection)])


def _refused(audience: str, posted: Posted) -> Problem:
    listed = "; ".join(f"{to} ({said})" for to, said in posted.refused.items())
    return Problem(
        f"{REFUSED}{audience}",
        "notices",
        f"The mail server takes no mail about problems for {listed}.",
        "Correct the addresses in the settings, [general.notices]. The other recipients got the mail.",
        Owner.IT,
    )


def message_id(domain: str) -> str:
    """A name that no other mail has."""
    return f"<{secrets.token_hex(16)}.desktop-sync@{domain or 'localhost.invalid'}>"
