"""What the server refuses, with SQL Server's numbers, states and words. It must not know how a refusal travels.

Numbers and texts are those of Microsoft's documentation, "Database Engine events and errors" (`sys.messages`, 1033).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass
class SqlError(Exception):
    """One message of SQL Server. ``number`` below 50000 is the server's own, 50000 and above are people's."""

    number: int
    text: str
    state: int = 1
    level: int = 16
    procedure: str = ""

    def __str__(self) -> str:
        return f"{self.number}: {self.text}"

    @property
    def dooms(self) -> bool:
        """Whether SQL Server rolls the whole transaction back, also without XACT_ABORT."""
        return self.number in {1205, 3960, 3961}


class ConnectionCutError(Exception):
    """The connection ends here, without a word."""


class CancelledError(Exception):
    """The client asked to stop (attention)."""


def no_object(name: str) -> SqlError:
    return SqlError(208, f"Invalid object name '{name}'.")


def no_column(name: str) -> SqlError:
    return SqlError(207, f"Invalid column name '{name}'.")


def near(word: str) -> SqlError:
    return SqlError(102, f"Incorrect syntax near '{word}'.", level=15)


def beyond(what: str) -> SqlError:
    """Something that SQL Server can do and this server cannot: never an answer that is wrong in silence."""
    return SqlError(49999, f"The bench server does not know this: {what}", level=15)


def not_converted(source: str, target: str) -> SqlError:
    """8114: what a value of another type cannot become."""
    return SqlError(8114, f"Error converting data type {source} to {target}.", state=5)


def overflow(target: str) -> SqlError:
    return SqlError(8115, f"Arithmetic overflow error converting expression to data type {target}.", state=2)


def login_failed(user: str) -> SqlError:
    return SqlError(18456, f"Login failed for user '{user}'.", level=14)


def locked_out(user: str) -> SqlError:
    return refused(18486, user=user)


def no_database(name: str) -> SqlError:
    return SqlError(4060, f'Cannot open database "{name}" requested by the login. The login failed.', level=11)


def deadlocked(spid: int) -> SqlError:
    text = (
        f"Transaction (Process ID {spid}) was deadlocked on lock resources with another process and has been chosen as "
        "the deadlock victim. Rerun the transaction."
    )
    return SqlError(1205, text, state=45, level=13)


def lock_timeout() -> SqlError:
    return SqlError(1222, "Lock request time out period exceeded.", state=45)


@lru_cache(maxsize=1)
def _messages() -> dict[int, tuple[int, int, str]]:
    """``messages.tsv``: number to state, level, text."""
    lines = Path(__file__).with_name("messages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    parts = [line.split("\t") for line in lines]
    return {int(number): (int(state), int(level), text) for number, state, level, text in parts}


def refused(number: int, **values: object) -> SqlError:
    """A message of the table by its number, its values put in."""
    state, level, text = _messages()[number]
    return SqlError(number, text.format(**values), state, level)
