"""The first words of both sides, and what is said when they do not fit together. Each names its protocol and program.

The client speaks first. Both name the newest and the oldest protocol they understand, and speak the newest of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_sync import __version__
from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Stop
from desktop_sync.ipc.limits import OLDEST, PROTOCOL


@dataclass(frozen=True, slots=True)
class Version:
    """What one side is: ``protocol`` the newest, ``oldest`` the oldest it understands, ``program`` for people."""

    protocol: int = PROTOCOL
    oldest: int = OLDEST
    program: str = __version__


def client_hello(mine: Version) -> dict[str, Any]:
    """What the client says first."""
    return {"hello": _said(mine)}


def server_hello(mine: Version, caller: Caller, table: Mapping[str, Role]) -> dict[str, Any]:
    """What the engine answers: also whom it sees, and what may be asked by whom."""
    methods = {method: role.word for method, role in table.items()}
    return {"hello": _said(mine) | {"account": caller.account, "role": caller.role.word, "methods": methods}}


def version_in(message: Mapping[str, Any]) -> Version | None:
    """What the other side says it is; None when this is no hello."""
    said = message.get("hello")
    if not isinstance(said, dict):
        return None
    protocol, oldest, program = said.get("protocol"), said.get("oldest"), said.get("program")
    if type(protocol) is not int or type(oldest) is not int or not isinstance(program, str):
        return None
    return Version(protocol, oldest, program[:40])


def refuse_strangers(client: Version, engine: Version) -> None:
    """Stop says what to do when the two have no protocol in common."""
    if client.protocol < engine.oldest:
        raise Stop(
            f"This program ({client.program}) is too old to talk to the engine that runs ({engine.program}).",
            "Close it and start the Desktop Sync that is installed now.",
        )
    if client.oldest > engine.protocol:
        raise Stop(
            f"The engine that runs ({engine.program}) is too old for this program ({client.program}).",
            "Restart the engine: stop it and start it again with the Desktop Sync that is installed now.",
        )


def caller_in(message: Mapping[str, Any]) -> Caller:
    """Whom the engine sees in its hello."""
    said = message["hello"]
    return Caller(str(said.get("account", "")), _role(said.get("role")))


def table_in(message: Mapping[str, Any]) -> dict[str, Role]:
    """What may be asked by whom, by the engine's hello."""
    methods = message["hello"].get("methods")
    return {str(method): _role(word) for method, word in methods.items()} if isinstance(methods, dict) else {}


def _said(mine: Version) -> dict[str, Any]:
    return {"protocol": mine.protocol, "oldest": mine.oldest, "program": mine.program}


def _role(word: object) -> Role:
    """A word that this program does not know means the most that it could: the engine decides anyway."""
    return next((role for role in Role if role.word == word), Role.CHANGE)
