"""References of documents whose data was erased: kept as keyed hashes, so that the same document is known when it comes
again.

The key lies in the same ledger. The hash keeps a reference from being read or searched for; somebody who has the whole
ledger and tries all numbers there are can still find it out (decision 020).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterable

PREFIX = "erased:"
_KEY = "erase key"


def make_key(sql: sqlite3.Connection) -> None:
    """Within a transaction; once for each ledger."""
    sql.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (_KEY, secrets.token_hex(32)))


def masked(sql: sqlite3.Connection, account: int, resource: str, reference: str) -> str | None:
    """What stands in the place of this reference once it is erased; None: nothing was ever erased here."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    if row is None:
        return None
    text = "\0".join((str(account), resource, reference)).encode("utf-8", "surrogatepass")
    return PREFIX + hmac.new(bytes.fromhex(row[0]), text, hashlib.sha256).hexdigest()


def wake(sql: sqlite3.Connection, account: int, resource: str, references: Iterable[str]) -> None:
    """Within a transaction: documents of these references come again, so their lanes have their names again."""
    if sql.execute("SELECT 1 FROM meta WHERE key = ?", (_KEY,)).fetchone() is None:
        return
    sql.executemany(
        "UPDATE lane SET reference = ?, erased_at = NULL WHERE account = ? AND resource = ? AND reference = ?",
        [(one, account, resource, masked(sql, account, resource, one)) for one in references],
    )


def lanes_of(sql: sqlite3.Connection, reference: str) -> list[int]:
    """Erased lanes that were this reference's."""
    kinds = sql.execute("SELECT DISTINCT account, resource FROM lane WHERE erased_at IS NOT NULL").fetchall()
    names = [(row[0], row[1], masked(sql, row[0], row[1], reference)) for row in kinds]
    query = "SELECT id FROM lane WHERE account = ? AND resource = ? AND reference = ?"
    return [row[0] for name in names for row in sql.execute(query, name)]
