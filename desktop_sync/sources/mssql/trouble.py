"""What a driver or a server says when something goes wrong, as what to do next.

By the server's number first (Microsoft: "Database Engine events and errors"), then by SQLSTATE (ODBC, appendix A).
Pure: it is given what pyodbc raises. No message repeats a password: neither driver nor server sends one back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.value import value

_NUMBER = re.compile(r"\((-?\d+)\) \(SQL\w+\)|\((\d{2,7})\)(?=;| \[|$)")
_TAGS = re.compile(r"(^|; )(?:\[[^\]]*\] ?)+")
_WHERE = re.compile(r"\s*\(-?\d+\)(?: \(SQL\w+\))?")
_LONGEST = 300  # characters of what a server says

VICTIM, LOCKED, CHANGED = 1205, 1222, 3960
"""Deadlock victim; lock request timed out; a snapshot transaction met a later change."""
LOGIN_FAILED = 18456
GOVERNED = 8649
"""The query governor: the server foresees that a query costs more than it allows, and does not begin it."""
SNAPSHOT_OFF = 3952
_CUT = frozenset({20004, 20006, 20017, 20047})  # FreeTDS's own numbers: it cannot read or write, or the server is gone
AGAIN = {
    VICTIM: "another program wanted the same rows the other way round and was let through (deadlock)",
    LOCKED: "another program holds the rows for too long",
    CHANGED: "the rows were changed while they were read",
    3958: "the server has no room for row versions", 3959: "the server has no room for row versions",
    3961: "the table was altered while it was read",
    -2: "the query took longer than it may", 20003: "the query took longer than it may",
    701: "the server is short of memory", 802: "the server is short of memory",
    1204: "the server is out of locks", 8645: "the server is too busy", 8651: "the server is too busy",
    596: "the server ended the session", 6005: "the server is shutting down", 17142: "the server is paused",
    18401: "the server is being updated", 904: "the database is just being opened",
    921: "the database is still being recovered", 922: "the database is being recovered",
    927: "the database is being restored", 942: "the database is offline", 952: "the database is in transition",
    976: "this replica cannot be read now", 983: "this replica cannot be read now",
    40197: "the server is being moved", 40501: "the server is too busy", 40613: "the database cannot be reached now",
    10928: "the server is too busy", 10929: "the server is too busy", 49918: "the server is too busy",
    49919: "the server is too busy", 49920: "the server is too busy",
}  # fmt: skip
"""Error number → what is the matter; the same may work a little later."""
_TOO_SLOW = frozenset({-2, 20003})

_ASK_DBA = "Ask who runs the database."
_RIGHTS = "Let the database's administrator grant it; the page for administrators has the exact statements."
STOPS: dict[int, tuple[str, str]] = {
    LOGIN_FAILED: (
        "The server refuses the sign-in.",
        "Correct user name and password, or have the login unlocked. The same is not tried again for an hour.",
    ),
    18452: (
        "The server refuses the Windows account: it is of no domain that the server trusts.",
        "Use a login of the server (user name and password), or an account of its domain.",
    ),
    18470: ("The login is disabled.", _ASK_DBA),
    18486: ("The login is locked.", _ASK_DBA),
    18487: ("The password of the login has expired.", "Have a new password set, then store it here."),
    18488: ("The password of the login must be changed first.", "Have a new password set, then store it here."),
    4060: (
        "The database cannot be opened with this login.",
        "Correct its name, or have the login mapped to a user of it.",
    ),
    4064: ("The default database of the login cannot be opened.", _ASK_DBA),
    916: ("The login may not use the database.", _RIGHTS),
    229: ("A permission is missing.", _RIGHTS),
    230: ("A permission for a column is missing.", _RIGHTS),
    262: ("A permission in the database is missing.", _RIGHTS),
    297: ("A permission on the server is missing.", _RIGHTS),
    300: ("A permission on the server is missing.", _RIGHTS),
    208: ("A table or view is not there.", "Choose the table again in the flow's source."),
    207: ("A column is not there.", "Choose the columns again in the flow's source."),
    2812: ("The procedure is not there.", "Correct its name in the flow's source."),
    201: ("The procedure wants a parameter that is not given.", "Add it in the flow's source."),
    8144: ("The procedure takes fewer parameters.", "Correct them in the flow's source."),
    8145: ("The procedure has no such parameter.", "Correct them in the flow's source."),
    102: ("The server does not understand the query.", "Correct it in the flow's source."),
    156: ("The server does not understand the query.", "Correct it in the flow's source."),
    GOVERNED: (
        "The server does not begin a query that costs more than its query governor allows.",
        "Let the database's administrator raise that limit, or add an index on the column that tells changes.",
    ),
    SNAPSHOT_OFF: ("The database allows no snapshot transactions.", "The flow reads without one; test the connection."),
    22105: (
        "Change tracking is off for the table.",
        "Let the database's administrator switch it on: ALTER TABLE … ENABLE CHANGE_TRACKING.",
    ),
}
"""Error number → what is the matter, and what a person can do; until then it stays so."""

_STATE = re.compile("[0-9A-Z]{5}")
_NO_TYPE = (
    "A column cannot be read exactly, such as one of the type sql_variant.",
    "Convert it in the query to a type of its own: CAST(… AS …).",
)
_BY_STATE = {"28000": STOPS[LOGIN_FAILED], "HY106": _NO_TYPE, "HY091": _NO_TYPE}
"""SQLSTATE → the same; HY106 and HY091: a type that ODBC has no name for, in the words of pyodbc and of FreeTDS."""
_CERTIFICATE = re.compile(r"certificate|SSL (?:Provider|routines)|SSL_|TLS", re.IGNORECASE)
CERTIFICATE_HINT = (
    "Import the server's certificate (or that of its issuer) into this computer's store of trusted certificates; or, "
    "if it only bears another name, write that name in the connection; or pin its file. Only if none of this is "
    'possible: "encrypt without verifying".'
)


class TooSlow(RetryLater):
    """A query took longer than it may."""


class TooDear(Stop):
    """A query would cost more than the server allows."""


NOT_NOW = (RetryLater, TooDear)
"""What ends a query that is not worth more, such as one that counts."""


@value
class Said:
    """What was said: the SQLSTATE, the server's numbers in their order, and the words without what drivers add."""

    state: str
    numbers: tuple[int, ...]
    words: str


def said(error: BaseException) -> Said:
    """What a pyodbc error tells."""
    args: Sequence[object] = error.args
    if len(args) > 1 and _STATE.fullmatch(str(args[1])):  # pyodbc's own errors have both the other way round
        args = args[::-1]
    text = str(args[1]) if len(args) > 1 else str(error)
    numbers = tuple(int(one or other) for one, other in _NUMBER.findall(text))
    words = _WHERE.sub("", _TAGS.sub(r"\1", text))
    shown = "".join(one if one.isprintable() else " " for one in words)
    return Said(str(args[0]) if args else "", numbers, " ".join(shown.split())[:_LONGEST].strip(" ;"))


def translated(error: BaseException, place: str) -> SyncError:
    """What to do next. ``place``: which server."""
    told = said(error)
    if _CUT & set(told.numbers):
        return RetryLater(f"{place}: the connection broke. {told.words}", "It is tried again by itself.")
    for number in told.numbers:
        if number in STOPS:
            what, hint = STOPS[number]
            stop = TooDear if number == GOVERNED else Stop
            return stop(f"{place}: {what} The server says: {told.words} ({number})", hint)
        if number in AGAIN:
            kind = TooSlow if number in _TOO_SLOW else RetryLater
            return kind(f"{place}: {AGAIN[number]}.", "It is tried again by itself.")
    return _by_state(told, place)


def _by_state(told: Said, place: str) -> SyncError:
    if told.state in {"HYT00", "HYT01", "HY008"} and not _CERTIFICATE.search(told.words):
        return TooSlow(f"{place}: no answer in time.", "It is tried again by itself.")
    if told.state == "40001":
        return RetryLater(f"{place}: {AGAIN[VICTIM]}.", "It is tried again by itself.")
    if told.state.startswith("08") or (told.state in {"HY000", "01000"} and _CERTIFICATE.search(told.words)):
        if _CERTIFICATE.search(told.words):
            return Stop(f"{place}: the certificate of the server is not trusted. {told.words}", CERTIFICATE_HINT)
        return RetryLater(
            f"{place}: the server cannot be reached, or the connection broke. {told.words}",
            "It is tried again by itself. See that the server is on and that TCP/IP and the port are open there.",
        )
    if told.state in _BY_STATE:
        what, hint = _BY_STATE[told.state]
        return Stop(f"{place}: {what} The server says: {told.words}", hint)
    return Stop(f"{place}: the server refuses this. {told.words or told.state}", _ASK_DBA)


def refused(error: BaseException) -> bool:
    """Whether this very sign-in was refused: trying again locks the account."""
    told = said(error)
    return LOGIN_FAILED in told.numbers or (not told.numbers and told.state == "28000")


def once_more(error: BaseException) -> bool:
    """Whether a read may be made again at once: a deadlock's victim, or a connection that broke."""
    told = said(error)
    passing = {VICTIM, CHANGED, *_CUT}
    return bool(passing & set(told.numbers)) or told.state in {"40001", "08S01", "08003", "08007"}
