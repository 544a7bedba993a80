"""The server as all sessions share it: databases, logins, the clock, faults to come. It must not know the wire."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field

from tests.bench_servers.tds.database import Clock, Database
from tests.bench_servers.tds.errors import SqlError, locked_out, login_failed, no_database, refused
from tests.bench_servers.tds.faults import Faults
from tests.bench_servers.tds.session import Session

VERSION = "16.0.1000.6"


@dataclass
class Login:
    """``lock_after``: wrong passwords in a row that lock the account; 0 never."""

    name: str
    password: str
    lock_after: int = 0
    failures: int = 0
    locked: bool = False
    database: str = ""


@dataclass
class Instance:
    """Everything that outlives a connection."""

    name: str = "BENCH"
    databases: dict[str, Database] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    sessions: dict[int, Session] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _database_numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(51))

    def add_database(self, name: str) -> Database:
        """``SqlError`` 1801 when there is one already."""
        if name.lower() in self.databases:
            raise SqlError(1801, f"Database '{name}' already exists. Choose a different database name.", state=3)
        database = Database(name, next(self._database_numbers))
        self.databases[name.lower()] = database
        return database

    def drop_database(self, name: str) -> None:
        """``SqlError`` 3701 when there is none, 3702 while somebody uses it."""
        found = self.databases.get(name.lower())
        if found is None:
            raise refused(3701, kind="database", name=name)
        with self.lock:
            if self.users_of(found):
                raise SqlError(3702, f'Cannot drop database "{found.name}" because it is currently in use.', state=4)
            del self.databases[name.lower()]
        found.store.sqlite.close()

    def users_of(self, database: Database) -> list[Session]:
        return [session for session in self.sessions.values() if session.database is database]

    def cut_users(self, database: Database, but: Session) -> None:
        """SINGLE_USER WITH ROLLBACK IMMEDIATE: everybody else goes, at once."""
        until = time.monotonic() + 5
        while (others := [each for each in self.users_of(database) if each is not but]) and time.monotonic() < until:
            for session in others:
                session.cut()
            time.sleep(0.005)

    def database(self, name: str) -> Database:
        """``SqlError`` 911 when there is none."""
        found = self.databases.get(name.lower())
        if found is None:
            raise SqlError(911, f"Database '{name}' does not exist. Make sure that the name is entered correctly.")
        return found

    def sign_in(self, user: str, password: str, database: str) -> Session:
        """``SqlError`` 18456, 18486, 4060."""
        with self.lock:
            login = self._checked(user, password)
            name = database or login.database or next(iter(self.databases.values())).name
            found = self.databases.get(name.lower())
            if found is None:
                raise no_database(name)
            session = Session(self, found, next(self._numbers), login.name)
            self.sessions[session.number] = session
            return session

    def _checked(self, user: str, password: str) -> Login:
        login = self.logins.get(user.lower())
        if login is None:
            raise login_failed(user)
        if login.locked:
            raise locked_out(user)
        if login.password != password:
            login.failures += 1
            login.locked = bool(login.lock_after) and login.failures >= login.lock_after
            raise login_failed(user)
        login.failures = 0
        return login

    def forget(self, session: Session) -> None:
        session.close()
        with self.lock:
            self.sessions.pop(session.number, None)
