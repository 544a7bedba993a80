"""A keyring that lives in one process and dies with it: for the demo on a machine without any keyring.

It is chosen by name only (``PYTHON_KEYRING_BACKEND``): its priority keeps ``keyring`` from ever picking it by itself.
It writes no file. It knows nothing of the product.
"""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Secrets by (service, username), in this process only."""

    priority = -1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self._secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps the secret until the process ends."""
        self._secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Raises PasswordDeleteError when there is none."""
        if self._secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(f"There is no secret '{username}' of '{service}'.")
