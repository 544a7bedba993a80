"""Errors by what to do next.

Every connector translates foreign exceptions into these once, at its border. Anything else that
reaches a worker's outermost frame is a bug: it is logged whole and shown as such.
"""

from __future__ import annotations

from enum import StrEnum

from desktop_sync.core.host_key import HostKey


class Owner(StrEnum):
    """Who can fix a problem."""

    CLERK = "clerk"
    IT = "it"
    VENDOR = "vendor"


class SyncError(Exception):
    """What happened (``what``) and what the person can do (``hint``), in plain words."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class RetryLater(SyncError):
    """Nothing was done; the same step can be tried again, not before ``after`` seconds from now."""

    def __init__(self, what: str, hint: str = "", after: float | None = None) -> None:
        super().__init__(what, hint)
        self.after = after


class Ended(RetryLater):
    """The run was told to end; nothing is wrong with the thing it was about."""

    def __init__(self) -> None:
        super().__init__("It was told to end.", after=0.0)


class Unknown(SyncError):
    """Whether it was done cannot be told from here: read and compare before anything is sent again."""


class Rejected(SyncError):
    """This one thing (record, document, payload) will not do as it is; nothing else stops."""

    def __init__(self, what: str, hint: str = "", owner: Owner = Owner.VENDOR, reason: str = "value") -> None:
        super().__init__(what, hint)
        self.owner = owner
        self.reason = reason


class Stop(SyncError):
    """This connection or flow stops until a person acts; everything else goes on."""

    def __init__(self, what: str, hint: str = "", owner: Owner = Owner.IT) -> None:
        super().__init__(what, hint)
        self.owner = owner


class HostKeyRefused(Stop):
    """A server showed a key that nobody has approved; ``found`` may be approved by a person."""

    def __init__(self, what: str, hint: str, found: HostKey) -> None:
        super().__init__(what, hint)
        self.found = found


class ReadOtherwise(Stop):
    """What a source was asked says nothing of what it is asked now: what is there is a person's question once more."""


class Outdated(Stop):
    """Acme takes nothing more from this version of the program (426)."""

    def __init__(self, said: str) -> None:
        super().__init__(f"{said} This program is too old for Acme.", "This program must be updated.")


class SettingsError(SyncError):
    """The settings cannot be used; ``problems`` lists every fault with its place, all at once."""

    def __init__(self, what: str, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(what, hint)
        self.problems = problems
