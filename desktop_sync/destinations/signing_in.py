"""Signing in at a mail server: a password (PLAIN, LOGIN) or an OAuth 2.0 token (XOAUTH2). One try, by one way.

A refused secret is not tried again until it changes or an hour has passed: accounts get locked otherwise. Secrets are
never shown, also when the server repeats them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.ports import Refusals
from desktop_sync.destinations.smtp import Conversation, Said, spoken

_DONE = 235
_GO_ON = 334
_TEMPORARY = range(400, 500)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in. ``reference``: the name of the secret; ``token``: it is an OAuth 2.0 token, not a password, or what
    one is asked for with, by ``fresh``."""

    username: str
    reference: str
    token: bool
    secret: Callable[[str], str]
    refusals: Refusals
    fresh: Callable[[], str] | None = None

    def sign_in(self, conversation: Conversation) -> str:
        """The way it was done. Raises Stop (refused, no way in common), RetryLater (not now), Broken."""
        kept = self.secret(self.reference)
        if self.refusals.stands(f"{self.username}\n{kept}"):
            raise self._refused("The mail server refused this sign-in.")
        way = self._way(conversation)
        secret = kept if self.fresh is None else self.fresh()
        said = _WAYS[way](conversation, self.username, secret)
        if said[0] == _DONE:
            return way
        text = spoken(said, secret, _coded(secret), _coded(f"\0{self.username}\0{secret}"))
        if said[0] in _TEMPORARY:
            raise RetryLater(f"The mail server does not let anybody sign in now ({text}).", "It is tried again.")
        self.refusals.note(f"{self.username}\n{kept}")
        raise self._refused(f"The mail server refused the sign-in of {self.username} ({text}).")

    def _way(self, conversation: Conversation) -> str:
        offered = conversation.esmtp_features.get("auth", "").upper().split()
        wanted = ("XOAUTH2",) if self.token else ("PLAIN", "LOGIN")
        for way in wanted:
            if way in offered:
                return way
        named = f"It offers {', '.join(offered)}." if offered else "It offers none."
        raise Stop(
            f"The mail server knows no way to sign in with {'a token' if self.token else 'a password'}. {named}",
            "Leave out username if this server wants no sign-in; else ask who runs it, and check port and security.",
        )

    def _refused(self, what: str) -> Stop:
        if self.fresh is not None:
            return Stop(
                what,
                f"It was given a fresh token. Ask who runs it to let this program send as {self.username} (Microsoft "
                "365: the permission SMTP.SendAsApp, and a right to this mailbox). It is not tried again within the "
                "hour.",
            )
        renewed = "a new token" if self.token else "the right password"
        return Stop(
            what,
            f"Store {renewed} with: desktop-sync secret set {self.reference}. The refused one is not tried again within"
            " the hour. Many providers want a password of its own for programs.",
        )


def _plain(conversation: Conversation, username: str, secret: str) -> Said:
    """RFC 4616."""
    return conversation.docmd("AUTH", f"PLAIN {_coded(chr(0) + username + chr(0) + secret)}")


def _login(conversation: Conversation, username: str, secret: str) -> Said:
    said = conversation.docmd("AUTH", "LOGIN")
    for text in (username, secret):
        if said[0] != _GO_ON:
            return said
        said = conversation.docmd(_coded(text))
    return said


def _xoauth2(conversation: Conversation, username: str, secret: str) -> Said:
    """Google's and Microsoft's way: a refusal comes as a 334 with the reasons, to be answered by an empty line."""
    said = conversation.docmd("AUTH", f"XOAUTH2 {_coded(f'user={username}{chr(1)}auth=Bearer {secret}{chr(1) * 2}')}")
    return conversation.docmd("") if said[0] == _GO_ON else said


_WAYS: dict[str, Callable[[Conversation, str, str], Said]] = {"PLAIN": _plain, "LOGIN": _login, "XOAUTH2": _xoauth2}


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
