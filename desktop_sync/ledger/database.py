"""The one connection that writes and checkpoints, and its transactions. It knows no table.

SQLite before 3.51.3 can corrupt a WAL when several connections write or checkpoint, so readers in
other processes open the file read-only, and nobody but the owner of the data folder opens it here.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.ledger.schema import migrate
from desktop_sync.ledger.soundness import fault_of
from desktop_sync.ledger.wal import Wal

_LEAST = 2**18  # bytes


class Damaged(Stop):
    """The file is not the ledger that it was."""

    def __init__(self, file: Path, why: object) -> None:
        super().__init__(
            f"The ledger {file.name} is damaged: {why}.",
            "Nothing is sent. Start Desktop Sync again: it restores the newest good copy by itself.",
        )
        self.why = str(why)


class Database:
    """WAL, synchronous=FULL: what a transaction has committed survives a power cut.

    ``suspect``: damage was met; whoever opens it the next time looks at all of it. ``when_suspect`` is called then.
    """

    _flushing = "FULL"

    def __init__(self, file: Path) -> None:
        self.file = file
        self.suspect = False
        self.when_suspect: Callable[[], None] = lambda: None
        self._lock = threading.RLock()
        self._wal = Wal(file)
        with _translated(file):
            self._connection = sqlite3.connect(
                file, isolation_level=None, check_same_thread=False, cached_statements=256
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA busy_timeout = 10000")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA synchronous = {self._flushing}")
        self._connection.execute("PRAGMA foreign_keys = ON")
        # What a run touches stays in memory, and goes home together: a tenth less is written (measured).
        self._connection.execute("PRAGMA cache_size = -16384")  # KiB
        self._connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages
        migrate(self._connection, self.file)

    @contextmanager
    def transaction(self, *, flush: bool = True) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. One thread at a time; never wait for a network inside.

        ``flush=False``: a power cut may take it back, but nothing that was committed after it is kept without it. For
        what is simply done again, and of which nothing outside of this file speaks before the next flush.
        """
        with self._lock, self._watched(), nullcontext() if flush else self._unflushed():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _unflushed(self) -> Iterator[None]:
        self._connection.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            self._connection.execute(f"PRAGMA synchronous = {self._flushing}")

    def flush(self) -> None:
        """What is committed by now survives a power cut; others use the ledger meanwhile."""
        try:
            self._wal.flush()
        except OSError as error:
            self.suspect = True  # the system may have let go of what it could not write
            raise RetryLater(
                f"The disk with the ledger {self.file.name} cannot be written ({error.strerror or error}).",
                "See that it has room and is sound; work goes on by itself.",
            ) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read between the transactions of other threads; consume the rows inside."""
        with self._lock, self._watched():
            yield self._connection

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            with _translated(self.file):
                yield
        except Damaged:
            self.suspect = True
            self.when_suspect()
            raise

    def fault(self, seconds: float) -> str:
        """What is wrong with the file; empty: nothing, as far as was looked. 0 seconds: only whether it is a ledger.

        All of its pages are looked at, and after ``seconds`` no more: a large ledger shall not keep anybody waiting.
        """
        with self._lock:
            try:
                return fault_of(self._connection, seconds)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                return str(error)

    def backup(self, target: Path) -> None:
        """A consistent copy, made while others go on: nobody waits for it. Stop when the file cannot be made."""
        try:
            copy = sqlite3.connect(target)
        except sqlite3.OperationalError as error:
            raise Stop(
                f"The copy {target} cannot be made: {error}.",
                "See that its folder is there and that this account may write into it.",
            ) from error
        with closing(copy), _translated(self.file), read_only(self.file) as source:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM meta").fetchone()  # from here on it is the state of now
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def compact(self) -> None:
        """The file is made anew, of what there is: nothing that was deleted is left in it. Others wait meanwhile."""
        with self._lock, self._watched():
            ensure_room(self.file)
            self._connection.execute("VACUUM")
        self.write_home()

    def write_home(self) -> None:
        """Everything stands in the file itself, nothing in the WAL. RetryLater while somebody reads."""
        with self._lock, _translated(self.file):
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise RetryLater(f"The ledger {self.file.name} is being read by another program.", "Try again in a minute.")

    def give_back(self) -> None:
        """What was kept in memory of the file goes back to the system."""
        with self._lock:
            self._connection.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        with self._lock:
            self._wal.close()
            self._connection.close()


def ensure_room(file: Path) -> None:
    """RetryLater without room for the file twice: in the WAL and in itself."""
    needed, free = 2 * file.stat().st_size, shutil.disk_usage(file.parent).free
    if free < needed:
        raise RetryLater(
            f"To make {file.name} anew {needed / 1e6:,.0f} MB are needed; {free / 1e6:,.0f} MB are left.",
            "Free some space; it is tried again at night.",
        )


@contextmanager
def read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """For a look from another process: it can neither write nor checkpoint."""
    with _translated(file, writes=False):
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            yield connection
        finally:
            connection.close()


@contextmanager
def _translated(file: Path, *, writes: bool = True) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a rule of the ledger was about to be broken: a bug, shown as such
    except sqlite3.OperationalError as error:
        if writes or "readonly" not in str(error):
            _tell(file, str(error), error)
        raise
    except sqlite3.DatabaseError as error:
        if not any(known in str(error) for known in ("malformed", "not a database", "vtable constructor failed")):
            raise
        raise Damaged(file, error) from error


def _full(file: Path) -> bool:
    """SQLite says so only where it writes; what it needs to open a file it cannot make either."""
    try:
        return shutil.disk_usage(file.parent).free < _LEAST
    except OSError:
        return False


def _tell(file: Path, why: str, error: sqlite3.OperationalError) -> None:
    """What a person can do about it; nothing where it is a bug."""
    if "full" in why or ("disk I/O error" in why and _full(file)):
        raise RetryLater(
            f"The disk with the ledger {file.name} is full.", "Free some space; work goes on by itself."
        ) from error
    if "locked" in why:
        raise RetryLater(f"The ledger {file.name} is locked by another program.", "It is tried again.") from error
    if "disk I/O error" in why:
        raise RetryLater(
            f"The disk with the ledger {file.name} cannot be read or written.",
            "See that it has room and is sound; work goes on by itself.",
        ) from error
    if "unable to open" in why or "readonly" in why:
        raise Stop(
            f"The ledger {file.name} cannot be opened: {why}.", "See that this account may write in the data folder."
        ) from error
    if "malformed" in why or "unsupported file format" in why or "Could not decode to UTF-8" in why:
        raise Damaged(file, why) from error
