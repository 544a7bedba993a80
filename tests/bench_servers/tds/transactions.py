"""Begin, commit, roll back, and the options of SET. It must not know queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench_servers.tds.errors import SqlError, beyond
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.session import LEVELS, Session

if TYPE_CHECKING:
    from tests.bench_servers.tds.queries import Queries


def begin(work: Queries) -> None:
    new = work.session.transaction is None
    work.session.begin()
    if new and work.session.transaction is not None:
        work.answers.transaction("begin", work.session.transaction.number)


def commit(work: Queries) -> None:
    number = work.session.transaction.number if work.session.transaction else 0
    if work.session.commit():
        work.answers.transaction("commit", number)


def rollback(work: Queries) -> None:
    number = work.session.transaction.number if work.session.transaction else 0
    work.session.rollback()
    work.answers.transaction("rollback", number)


ALWAYS_ON = {"ANSI_NULLS", "ANSI_PADDING", "ANSI_DEFAULTS", "CONCAT_NULL_YIELDS_NULL", "QUOTED_IDENTIFIER"}
ALWAYS_OFF = {"FMTONLY", "NOEXEC", "PARSEONLY", "SHOWPLAN_ALL", "SHOWPLAN_TEXT", "SHOWPLAN_XML"}


def set_option(session: Session, statement: Statement) -> None:
    """``SET name ON``. What would change answers and is not known here is refused; the rest is taken without a word."""
    words = [token.word for token in statement.tokens[1:]]
    on = words[-1] == "ON"
    unknown = ALWAYS_OFF if on else ALWAYS_ON
    if unknown & set(words) or (words[0] == "ROWCOUNT" and words[-1] != "0"):
        raise beyond(statement.text)
    if words[:3] == ["TRANSACTION", "ISOLATION", "LEVEL"]:
        set_isolation(session, " ".join(words[3:]))
    elif words[0] == "LOCK_TIMEOUT":
        number = int("".join(words[1:]))
        session.lock_timeout = None if number < 0 else number / 1000
    elif words[0] == "IDENTITY_INSERT":
        name = ".".join(word.strip("[]").lower() for word in words[1:-1] if word != ".")
        session.identity_insert = (name if "." in name else f"dbo.{name}") if on else ""
    else:
        for name, field in (
            ("XACT_ABORT", "xact_abort"),
            ("NOCOUNT", "nocount"),
            ("IMPLICIT_TRANSACTIONS", "implicit"),
        ):
            if name in words:
                setattr(session, field, on)


def set_isolation(session: Session, level: str) -> None:
    """``SqlError`` 3951 or 3952 come with the first read, as from SQL Server."""
    if level not in LEVELS:
        raise SqlError(102, f"Incorrect syntax near '{level}'.", level=15)
    session.isolation = level
