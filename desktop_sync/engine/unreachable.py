"""The problem of a connection whose Acme does not answer: one for each connection, whoever met it, and its name."""

from __future__ import annotations

from desktop_sync.core.errors import Owner
from desktop_sync.core.problem import Problem


def unreachable_key(connection: str) -> str:
    """Names the problem of a connection that cannot be reached."""
    return f"connection:{connection}:unreachable"


def unreachable(connection: str, why: str) -> Problem:
    """``why``: as who met it says."""
    return Problem(
        unreachable_key(connection),
        "unreachable",
        f"Acme cannot be reached or does not answer as it should: {why}",
        "Nothing is lost; all of it is sent when Acme answers again.",
        Owner.IT,
        connection=connection,
    )
