"""What Windows says of an account that shall work by itself, and of a task's last start, in words of people.

Pure. Sources: winerror.h, "System Error Codes"; "Task Scheduler Error and Success Constants" (learn.microsoft.com).
"""

from __future__ import annotations

from desktop_sync.core.errors import Stop

_OF_WIN32 = 0x80070000  # an HRESULT that holds a code of winerror.h
_REFUSED: dict[int, tuple[str, str]] = {
    5: (
        "Windows does not let this process do that for {account}.",
        'Start the console as administrator ("Run as administrator"), then say it again.',
    ),
    1311: (
        "The domain of {account} cannot be reached, so its password cannot be checked.",
        "Connect this computer with the domain's network, then say it again.",
    ),
    1317: ("There is no account {account}.", "Write it as DOMAIN\\name, or name."),
    1326: (
        "Windows does not take this password of {account}.",
        "Type the present password, not a PIN. An account that has a PIN only needs a password, or take another one.",
    ),
    1327: (
        "{account} may not sign in by password: it has an empty one, or only a PIN.",
        "Give the account a password, or take another account.",
    ),
    1328: ("{account} may not sign in at this time of day.", "Have its logon hours extended: the engine works always."),
    1329: ("{account} may not sign in on this computer.", "Have this computer added to those that it may sign in on."),
    1330: (
        "The password of {account} has expired.",
        "Change it, and have it set to never expire; after each change say this again with the new one.",
    ),
    1331: ("{account} is disabled.", "Have it enabled, or take another account."),
    1332: ("There is no account {account}.", "Write it as DOMAIN\\name, or name."),
    1385: (
        "A policy does not let {account} work with nobody signed in.",
        "Have it put under 'Log on as a batch job' and out of 'Deny log on as a batch job' (secpol.msc, group policy).",
    ),
    1793: ("{account} has expired.", "Have it extended, or take another account."),
    1907: (
        "{account} must change its password before it can work.",
        "Sign in with it once and change it, then say this again with the new one.",
    ),
    1909: ("{account} is locked, after too many wrong passwords.", "Have it unlocked, then say this again."),
}
_LARGEST = 0xFFFF  # above that codes are written as others write them
_STARTS = {
    0: "it ended, as it was told",
    3: "another engine was at work",
    4: "the engine may not work; its log and the event log say why",
    0x41300: "it is ready",
    0x41301: "it is at work",
    0x41302: "it is disabled",
    0x41303: "it was not started yet",
    0x41306: "somebody ended it",
    0x8004131F: "it was at work already",
    0x800710E0: "it was at work already",
    0xC000013A: "its console was closed, or the session ended",
}
GOOD = frozenset({0, 3, 0x41300, 0x41301, 0x41303, 0x8004131F, 0x800710E0})
NOT_STARTED = 0x41303


def code_of(result: int) -> int:
    """A code of winerror.h, out of an HRESULT where it is in one."""
    result &= 0xFFFFFFFF
    return result & 0xFFFF if result & 0xFFFF0000 == _OF_WIN32 else result


def refused(result: int, account: str, said: str = "") -> Stop:
    """What is wrong with the account. ``said``: Windows' own words, for what stands in no table here."""
    what, hint = _REFUSED.get(code_of(result), ("", ""))
    if not what:
        return Stop(
            f"Windows does not let {account} work by itself: {said or 'an error'} (0x{result & 0xFFFFFFFF:08X})."
        )
    return Stop(what.format(account=account), hint)


def start_in_words(result: int, account: str) -> str:
    """How the last start ended."""
    if (words := _STARTS.get(result)) is not None:
        return words
    if code_of(result) in _REFUSED:
        return str(refused(result, account))
    return f"it ended with {result if result <= _LARGEST else f'0x{result:08X}'}"
