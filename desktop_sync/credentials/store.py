"""Secrets by reference: get, set, delete, list. The keyring holds them; a long one is sealed in a file.

One service name per secret: the keyring of Windows holds one entry per service and would move the others about.
Values are never logged, shown, or part of an error.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.core.options import secret_reference, secret_references
from desktop_sync.core.redaction import learn
from desktop_sync.credentials.backends import safe_backend, translated
from desktop_sync.credentials.names import Names
from desktop_sync.credentials.sealed import SealedFiles, Ticket, looks_like_ticket

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Desktop Sync"
USERNAME = "desktop-sync"
LONGEST_IN_KEYRING = 1200  # UTF-16 units: CredWrite takes 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE), less a reserve
LONGEST = 2**20  # characters
_SHOWN = frozenset({"client_id"})  # not a secret (RFC 6749, 2.2), and often the very name of the account


class Credentials:
    """The secrets of one installation. ``folder`` holds the sealed files and the list of names; thread-safe."""

    def __init__(self, folder: Path, service: str = SERVICE, backend: KeyringBackend | None = None) -> None:
        self._service = service
        self._names = Names(folder)
        self._sealed = SealedFiles(folder)
        self._backend = backend
        self._checked = False
        self._guard = Lock()

    def __repr__(self) -> str:
        return f"Credentials({self._service!r})"

    def get(self, reference: str, used_by: str = "", *, hide: bool = True) -> str:
        """The secret. Stop when it is missing (``used_by``: who needs it); RetryLater when the keyring is locked.

        ``hide``: from now on no log line and no message of this process shows it.
        """
        found = self._read(reference)
        if not found:
            raise Stop(
                f'The secret "{reference}" is missing{f", which {used_by} needs" if used_by else ""}.',
                f"Set it with: desktop-sync secret set {reference}",
            )
        if hide:
            learn(found)
        return found

    def reader(self, connection: str, options: BaseModel) -> Callable[[str], str]:
        """``get`` for the connection of that title: a missing secret is told with it and the field that needs it."""
        fields = {reference: name for name, reference in secret_references(options).items()}

        def read(reference: str) -> str:
            field = fields.get(reference)
            used_by = f'the connection "{connection}"' + (f' for "{field}"' if field else "")
            return self.get(reference, used_by, hide=field not in _SHOWN)

        return read

    def set(self, reference: str, value: str) -> None:
        """Keeps ``value``; it is read back before this returns. SettingsError for a name or value that will not do."""
        checked_reference(reference)
        _check_value(value)
        with self._guard:
            ticket = self._seal(reference, value) if _goes_into_file(value) else None
            self._put(reference, ticket.text if ticket else value)
            self._sealed.sweep(reference, ticket)
            self._names.add(reference)
        if self._read(reference) != value:
            raise Stop(
                f'The keyring did not keep the secret "{reference}" as it was given.',
                "Use another keyring on this machine.",
            )

    def delete(self, reference: str) -> bool:
        """Forgets the secret; whether there was one. The key goes first: a sealed file is unreadable from then on."""
        checked_reference(reference)
        with self._guard:
            there = self._take_out(reference)
            self._sealed.remove(reference)
            self._names.remove(reference)
        return there

    def list(self) -> tuple[str, ...]:
        """The references that were set here, sorted; no values."""
        return self._names.all()

    def has(self, reference: str) -> bool:
        """Whether the secret is there. RetryLater or Stop as ``get``, except for a missing one."""
        with translated("reading a secret"):
            return bool(self._keyring().get_password(self._service_of(reference), USERNAME))

    def _read(self, reference: str) -> str | None:
        with translated("reading a secret"):
            held = self._keyring().get_password(self._service_of(reference), USERNAME)
        ticket = Ticket.parse(held) if held else None
        return self._sealed.open(reference, ticket) if ticket else held

    def _keyring(self) -> KeyringBackend:
        if self._backend is None or not self._checked:
            self._backend = safe_backend(self._backend)
            self._checked = True
        return self._backend

    def _service_of(self, reference: str) -> str:
        return f"{self._service}/{reference}"

    def _seal(self, reference: str, value: str) -> Ticket:
        try:
            return self._sealed.seal(reference, value)
        except OSError as error:
            raise Stop(
                f'The file of the secret "{reference}" cannot be written: {error.strerror or error}.',
                "See that the data folder may be written and the disk has room.",
            ) from error

    def _put(self, reference: str, held: str) -> None:
        with translated("storing a secret"):
            self._keyring().set_password(self._service_of(reference), USERNAME, held)

    def _take_out(self, reference: str) -> bool:
        with translated("deleting a secret"):
            if self._keyring().get_password(self._service_of(reference), USERNAME) is None:
                return False
            self._keyring().delete_password(self._service_of(reference), USERNAME)
            return True


def checked_reference(reference: str) -> str:
    """A well-formed reference, as people type it. SettingsError otherwise; what was typed is not repeated."""
    try:
        return secret_reference(reference)
    except PydanticCustomError as error:
        raise SettingsError(
            "This is not the name of a secret.",
            hint='A name is small letters, digits and "-_." in two to four parts, such as acme/api_key. '
            "The secret itself is asked for afterwards.",
        ) from error


def _check_value(value: str) -> None:
    if not value:
        raise SettingsError("The secret is empty.", hint="Type or pipe the secret itself.")
    if len(value) > LONGEST:
        raise SettingsError(f"The secret is longer than {LONGEST:,} characters.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise SettingsError("The secret is not text that can be stored (UTF-8).") from None


def _goes_into_file(value: str) -> bool:
    """Too long for the keyring of Windows; or of a shape that a keyring may cut (NUL) or that we would misread."""
    units = len(value.encode("utf-16-le")) // 2
    return units > LONGEST_IN_KEYRING or "\0" in value or looks_like_ticket(value)
