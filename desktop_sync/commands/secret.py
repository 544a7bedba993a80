"""``secret set|list|delete``: values come in without echo or from standard input, and never go out."""

from __future__ import annotations

import sys

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.credentials import Credentials, ask_secret
from desktop_sync.credentials.store import checked_reference
from desktop_sync.data_folder import data_folder


def put(data: str | None, name: str, *, as_json: bool) -> int:
    """Keeps a secret under a name that settings may refer to."""
    checked_reference(name)
    credentials = Credentials(data_folder(data).secrets)
    credentials.set(name, ask_secret(name, sys.stdin))
    _say(f"The secret {name} is kept.", {"kept": name}, as_json=as_json)
    return int(Exit.DONE)


def names(data: str | None, *, as_json: bool) -> int:
    """The names that were set here."""
    known = Credentials(data_folder(data).secrets).list()
    if as_json:
        show_json(list(known))
    else:
        print("\n".join(known) if known else "No secret is kept yet.")
    return int(Exit.DONE)


def delete(data: str | None, name: str, *, as_json: bool) -> int:
    """Forgets a secret."""
    if not Credentials(data_folder(data).secrets).delete(name):
        raise SettingsError(f"There is no secret {name}.", hint="See the names with: desktop-sync secret list")
    _say(f"The secret {name} is deleted.", {"deleted": name}, as_json=as_json)
    return int(Exit.DONE)


def _say(text: str, value: object, *, as_json: bool) -> None:
    if as_json:
        show_json(value)
    else:
        print(text)
