"""What mails about problems need of the settings and of this machine: terms, frame, a mailer; and the test mail.

It decides nothing about who is told when (``core.notices``) and keeps nothing (the ledger does).
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from desktop_sync.clock import zone_here
from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.core.mail import Mail
from desktop_sync.core.notice_text import Frame, compose_test
from desktop_sync.core.notices import Terms
from desktop_sync.core.ports import Clock, Mailer
from desktop_sync.engine.notices import Notices, message_id
from desktop_sync.languages import words
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.parts import Parts
from desktop_sync.settings.model import Settings


@dataclass(frozen=True, slots=True)
class TestMail:
    """What became of one. ``problem``: why it was not sent; ``refused``: recipients who do not get it, and why."""

    to: tuple[str, ...]
    refused: dict[str, str]
    problem: str = ""
    hint: str = ""

    __test__ = False  # no test of pytest's


class Mails:
    """``settings``: those that hold now."""

    def __init__(self, parts: Parts, settings: Callable[[], Settings], clock: Clock) -> None:
        self._parts = parts
        self._settings = settings
        self._clock = clock

    def chore(self, ledger: Ledger) -> Notices:
        """The chore that tells people of problems."""
        return Notices(self.terms, self.frame, self.mailer, ledger, self._clock)

    def terms(self) -> Terms | None:
        """None: nobody is told."""
        settings = self._settings()
        notices = settings.general.notices
        if notices is None:
            return None
        connection = settings.connection_by_id.get(notices.connection)
        sender = "" if connection is None else str(getattr(connection.options, "sender", ""))
        return replace(notices.terms(zone_here()), domain=sender.rpartition("@")[2])

    def frame(self) -> Frame:
        """What stands around a text."""
        settings, terms = self._settings(), self.terms()
        titles = {one.id: one.title for one in settings.connections} | {one.id: one.title for one in settings.flows}
        titles |= {one.id: one.title for one in settings.exports}
        zone = zone_here() if terms is None else terms.zone
        return Frame(platform.node() or "?", titles, zone, words(settings.general.language))

    def mailer(self, connection: str) -> Mailer:
        """SettingsError when there is none of this id."""
        found = self._settings().connection_by_id.get(connection)
        if found is None:
            raise SettingsError(f'There is no connection "{connection}" to send mail through.')
        return self._parts.mailer(found, self._clock)

    def test(self) -> Iterator[TestMail]:
        """A test mail to everybody who would be told. SettingsError when nobody is."""
        terms = self.terms()
        if terms is None:
            raise SettingsError(
                "Nobody is told of problems by mail.", hint="Write connection and to into [general.notices]."
            )
        for audience in terms.audiences():
            text = compose_test(self.frame())
            mail = Mail(message_id(terms.domain), self._clock.now(), audience.to, text.subject, text.text, text.html)
            try:
                posted = self.mailer(terms.connection).send(mail)
            except SyncError as error:
                yield TestMail(audience.to, {}, error.what, error.hint)
            else:
                yield TestMail(audience.to, {**posted.refused, **posted.later})
