"""Which keyring may be trusted with a secret, and what its errors mean.

Only the operating systems' own keyrings are let in, by exact class: ``keyring`` also finds backends that write
plain text (``keyrings.alt``) or that do nothing (``null``), and takes them silently. Knows no reference and no value.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_sync.core.errors import RetryLater, Stop

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_OF_WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
_ALLOWED = frozenset(
    {
        _OF_WINDOWS,
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)
_CHAINER = "keyring.backends.chainer.ChainerBackend"
_CHOICE = "PYTHON_KEYRING_BACKEND"
_IN_MEMORY = "desktop_sync.sandbox.memory_keyring.MemoryKeyring"  # for the demo; only when named by the person
_MISSING = frozenset({"keyring.backends.fail.Keyring"})
_LOCKED = frozenset({"LockedException", "PromptDismissedException"})  # secretstorage
_OUT_OF_REACH = frozenset({"SecretServiceNotAvailableException", "DBusErrorResponse", "RouterClosed"})  # and jeepney
_AGAIN = 60.0  # seconds
_GET_ONE = (
    "On Linux start a Secret Service (GNOME Keyring, KWallet or KeePassXC) in this session; on a machine without a "
    'screen: dbus-run-session, then "gnome-keyring-daemon --unlock --components=secrets".'
)


def safe_backend(found: KeyringBackend | None = None) -> KeyringBackend:
    """The keyring to use (``found``, else what ``keyring`` chooses); Stop when it is none, unsafe, or missing."""
    backend = _chosen() if found is None else found
    for one in _members(backend):
        if _trusted(_name(one)):
            if _name(one) == _OF_WINDOWS:
                one.persist = "local machine"  # type: ignore[attr-defined]  # else it roams with the person's profile
            return one
    name = _name(backend)
    if name in _MISSING or name == _CHAINER:
        raise Stop("There is no keyring for secrets in this session.", _GET_ONE)
    raise Stop(
        f"The keyring {name} is refused: it does not keep secrets safely (it may write plain text, or nothing).",
        f"Remove it, or the line that chooses it in keyringrc.cfg or {_CHOICE}. {_GET_ONE}",
    )


def _chosen() -> KeyringBackend:
    import keyring

    try:
        return keyring.get_keyring()
    except Exception as error:  # loads whatever the person's configuration names
        raise Stop(
            f"The keyring cannot be loaded: {error}.", f"Correct keyringrc.cfg or {_CHOICE}, or remove the choice."
        ) from error


def _members(backend: KeyringBackend) -> list[KeyringBackend]:
    """A chain stands for its members: the first safe one is used directly, so that no other is ever written to."""
    return list(getattr(backend, "backends", ())) if _name(backend) == _CHAINER else [backend]


def _trusted(name: str) -> bool:
    return name in _ALLOWED or (name == _IN_MEMORY and os.environ.get(_CHOICE) == _IN_MEMORY)


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Foreign errors of one call to the keyring: locked or out of reach → RetryLater; refused → Stop."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

    try:
        yield
    except (RetryLater, Stop):
        raise
    except KeyringLocked:
        raise _locked(doing) from None
    except (InitError, OSError) as error:
        raise _out_of_reach(doing, error) from error
    except NoKeyringError:
        raise Stop("There is no keyring for secrets in this session.", _GET_ONE) from None
    except PasswordSetError as error:
        raise Stop(
            f"The keyring refused {doing} ({error}).", "See that the keyring is not read-only or full."
        ) from error
    except Exception as error:
        # Every backend raises what its system library raises; they are told by name, to load none of those here.
        name = type(error).__name__
        if name in _LOCKED:
            raise _locked(doing) from error
        if name in _OUT_OF_REACH:
            raise _out_of_reach(doing, error) from error
        # Its text is left out: nobody can promise that it does not repeat what it was given.
        raise Stop(f"The keyring failed at {doing} ({name}).", _GET_ONE) from error


def _locked(doing: str) -> RetryLater:
    hint = "Unlock it: sign in, or open the keyring's own program and enter its password."
    return RetryLater(f"The keyring is locked, so {doing} was not possible.", hint, after=_AGAIN)


def _out_of_reach(doing: str, error: Exception) -> RetryLater:
    what = f"The keyring cannot be reached, so {doing} was not possible ({error})."
    return RetryLater(what, _GET_ONE, after=_AGAIN)
