"""A ledger, a clock in the test's hand, and a mail server in memory that can be told what to answer.

``Killed`` is raised before or after any step that changes something: in the ledger, and while a mail is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from threading import Event

from desktop_sync.core.errors import Owner, SyncError
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.notice_text import Frame
from desktop_sync.core.notices import Terms
from desktop_sync.core.problem import Problem
from desktop_sync.core.words import Words
from desktop_sync.engine.notices import Notices
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.notices import Notices as Told
from tests.unit.ledger.desk import HandClock

STEPS = ("make", "ending", "sent", "put_off", "doubt", "withdraw", "recover", "consider")
TERMS = Terms("mail", dict.fromkeys(("clerk", "it", "vendor"), ("it@example.com",)), UTC)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Fuse:
    """Counts down; Killed at nought. None: never."""

    left: int | None = None
    burnt: int = 0

    def step(self) -> None:
        self.burnt += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Killed


class Fragile:
    """The ledger's notices, killed before or after a transaction."""

    def __init__(self, told: Told, fuse: Fuse) -> None:
        self._told = told
        self._fuse = fuse

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._told, name)
        if name not in STEPS:
            return method  # type: ignore[no-any-return]

        def call(*values: object, **named: object) -> object:
            self._fuse.step()
            given = method(*values, **named)
            self._fuse.step()
            return given

        return call


@dataclass
class Post:
    """A mail server in memory. ``answers``: what happens to the next mails; nothing left: taken."""

    fuse: Fuse = field(default_factory=Fuse)
    taken: list[Mail] = field(default_factory=list)
    answers: list[SyncError | Posted] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # of these mails nobody can tell, though they were taken
    tries: int = 0

    def send(self, mail: Mail, before_end: Callable[[], None] = lambda: None) -> Posted:
        self.tries += 1
        answer = self.answers.pop(0) if self.answers else Posted()
        self.fuse.step()
        if isinstance(answer, SyncError) and type(answer).__name__ != "Unknown":
            raise answer
        before_end()
        self.fuse.step()
        self.taken.append(mail)
        self.fuse.step()
        if isinstance(answer, SyncError):
            raise answer
        return answer


class Rig:
    """One installation's notices, started as often as a test wants."""

    def __init__(self, folder: Path, terms: Terms | None = TERMS) -> None:
        self.clock = HandClock()
        self.terms = terms
        self.post = Post()
        self._file = folder / "ledger.db"
        self.database = Database(self._file)
        self.ledger = Ledger(self.database, self.clock)
        self.start()

    def start(self) -> None:
        """A new process: nothing but the ledger is left."""
        self.database.close()
        self.database = Database(self._file)
        with self.database.reading() as sql:
            sql.execute("PRAGMA synchronous = OFF")  # processes die here, machines do not
        self.ledger = Ledger(self.database, self.clock)
        self.ledger.notices = Fragile(Told(self.database, self.clock), self.post.fuse)  # type: ignore[assignment]
        self.chore = Notices(lambda: self.terms, _frame, lambda name: self.post, self.ledger, self.clock)  # type: ignore[arg-type,return-value]

    def close(self) -> None:
        self.database.close()

    def report(self, number: int, cause: str = "c", owner: Owner = Owner.IT, key: str = "") -> str:
        """Opens a problem; the text that names it."""
        text = f"Order [{number}] was refused."
        self.ledger.journal.report([Problem(key or f"k{number}", cause, text, "Do it.", owner, flow="erp")])
        return text

    def resolve(self, number: int) -> None:
        self.ledger.journal.resolve(f"k{number}", "it went away")

    def turn(self, wait: float = 60.0) -> None:
        """The engine asks the chore once."""
        self.clock.time += wait
        if self.chore.due_in() <= 0:
            self.chore.do(Event())

    def turns(self, count: int, wait: float = 60.0) -> None:
        for _ in range(count):
            self.turn(wait)

    def change(self, **values: object) -> None:
        assert self.terms is not None
        self.terms = replace(self.terms, **values)  # type: ignore[arg-type]

    def open(self) -> list[str]:
        """Keys of the open problems."""
        with self.database.reading() as sql:
            return [row[0] for row in sql.execute("SELECT key FROM problem WHERE closed_at IS NULL ORDER BY id")]


def _frame() -> Frame:
    return Frame("PC", {"erp": "ERP"}, UTC, Words())
