"""Signing in to a share before its files are asked for, and what it means when that is refused. Knows no file.

A refused password is not tried again until it is another one or an hour has passed: accounts get locked otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.ports import Refusals
from desktop_sync.windows.shares import NOT_HERE, ShareError, share_of, sign_in

SignIn = Callable[[str, str, str], None]
"""Share, user name, password. ShareError."""
_WRONG = frozenset({86, 1326})  # ERROR_INVALID_PASSWORD, ERROR_LOGON_FAILURE
_CONFLICT = 1219  # ERROR_SESSION_CREDENTIAL_CONFLICT


class Entrance:
    """Of one store; called before each use of it, it signs in once. ``password`` reads the secret."""

    def __init__(
        self, path: str, username: str, password: Callable[[], str], refusals: Refusals, by: SignIn = sign_in
    ) -> None:
        self._share = share_of(path)
        self._username = username
        self._password = password
        self._refusals = refusals
        self._by = by
        self._entered = False

    def __call__(self) -> None:
        """Stop when it is refused, RetryLater when the share cannot be reached."""
        if self._entered:
            return
        password = self._password()
        together = f"{self._share}\n{self._username}\n{password}"
        if self._refusals.stands(together):
            raise self._refused()
        try:
            self._by(self._share, self._username, password)
        except ShareError as error:
            if error.code in _WRONG:
                self._refusals.note(together)
            raise self._told(error) from error
        self._refusals.forget()
        self._entered = True

    def try_again(self) -> None:
        """A person asks for it: also what was refused is tried."""
        self._refusals.forget()
        self._entered = False

    def _refused(self) -> Stop:
        return Stop(
            f"{self._share} refused the sign-in of {self._username}.",
            "Store the right password. This one is not tried again for an hour, so that the account is not locked; a "
            "test of the connection tries at once.",
        )

    def _told(self, error: ShareError) -> SyncError:
        if error.code in _WRONG:
            return self._refused()
        if error.code == _CONFLICT:
            return Stop(
                f"The engine's account is signed in to the server of {self._share} under another name already.",
                "Windows takes one name for each server. Use the same user name for all its shares, or write the "
                "server by its IP address here. What was connected by hand is ended with: net use SHARE /delete",
            )
        if error.code == NOT_HERE:
            return Stop(
                "Signing in to a share with a user name works on Windows only.",
                "Have the system mount the share, and name the folder where it is mounted.",
            )
        if what := self._of_account(error.code):
            return Stop(what, "Have that put right where the account is kept, then test the connection.")
        return RetryLater(
            f"{self._share} cannot be signed in to: {error.said or 'error'} ({error.code}).",
            "Check that the server and the network are there. It is tried again by itself.",
        )

    def _of_account(self, code: int) -> str:
        name, share = self._username, self._share
        return {
            1327: f"{name} may not sign in to {share}: its password is empty, or it may not at this time or from here.",
            1328: f"{name} may not sign in to {share} at this time of day.",
            1330: f"The password of {name} for {share} has expired.",
            1331: f"{name} is disabled, so {share} does not let it in.",
            1793: f"{name} has expired, so {share} does not let it in.",
            1907: f"{name} must change its password before {share} lets it in.",
            1909: f"{name} is locked, so {share} does not let it in.",
        }.get(code, "")
