"""``secret set|list|delete``: values come in without echo or from standard input, and never go out."""

from __future__ import annotations

import sys

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.credentials import ask_secret
from desktop_sync.credentials.store import checked_reference
from desktop_sync.desks import Holds, open_desk


def put(data: str | None, name: str, *, as_json: bool) -> int:
    """Keeps a secret under a name that settings may refer to."""
    checked_reference(name)
    value = ask_secret(name, sys.stdin)
    with open_desk(data, "secret set", Holds.NOTHING) as desk:
        told = desk.ask("put_secret", name=name, value=value)
    _say(f"The secret {name} is kept.", told, as_json=as_json)
    return int(Exit.DONE)


def names(data: str | None, *, as_json: bool) -> int:
    """The names that were set here."""
    with open_desk(data, "secret list", Holds.NOTHING) as desk:
        known = desk.ask("list_secrets")
    if as_json:
        show_json(known)
    else:
        print("\n".join(known) if known else "No secret is kept yet.")
    return int(Exit.DONE)


def delete(data: str | None, name: str, *, as_json: bool) -> int:
    """Forgets a secret."""
    with open_desk(data, "secret delete", Holds.NOTHING) as desk:
        told = desk.ask("delete_secret", name=name)
    _say(f"The secret {name} is deleted.", told, as_json=as_json)
    return int(Exit.DONE)


def _say(text: str, value: object, *, as_json: bool) -> None:
    if as_json:
        show_json(value)
    else:
        print(text)
