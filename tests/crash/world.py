"""An installation of the product in a folder, with an Acme in this process and time that only moves when told.

Everything but the clock, the machine's name and the network is the product's own: files, spool, ledger, XML, mapping,
engine, client. A process starts with every run, dies where its ``Killer`` says, and starts again from the disk.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.app import App, Owner, Parts, of
from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import Payload
from desktop_sync.core.ports import Clock, Mailer, Source, Store, Target, Token
from desktop_sync.core.ports import Spool as SpoolPort
from desktop_sync.credentials import RefusedSignIns
from desktop_sync.data_folder import data_folder
from desktop_sync.engine.backup import Backup
from desktop_sync.engine.location import RunResult
from desktop_sync.kinds import profile_of
from desktop_sync.ledger.copies import Copies
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.replacing import Replacing
from desktop_sync.sandbox.character import Options
from desktop_sync.sandbox.core import Sandbox
from desktop_sync.sandbox.faults import Rule, rules_from
from desktop_sync.sandbox.loading import load
from desktop_sync.sandbox.messages import Reply as SandboxReply
from desktop_sync.settings.backups import Backups
from desktop_sync.settings.model import Connection, Flow
from desktop_sync.spool import RESERVE, Spool
from desktop_sync.web import Cut, NotSent, Reply, Stage
from desktop_sync.web.reply import Headers
from tests.crash.killing import Killed, Killer, MortalDatabase, mortal
from tests.crash.orders import Order, Setup, payload

CHARACTERS = ("both", "keys", "unique", "lagging")
LATE = 7.0  # seconds after which a request of a killed process is committed
RETRY_WITHIN = 60.0


@dataclass(slots=True)
class Time:
    """What passes for everybody. ``shift``: how wrong this machine's clock is."""

    passed: float = 1000.0
    shift: float = 0.0
    naps: int = 0

    def sleep(self, seconds: float) -> None:
        self.naps += 1
        self.passed += max(0.0, seconds)


@dataclass(slots=True)
class HandClock:
    """A clock over ``Time``; the server's has no shift of its own."""

    time: Time
    local: bool = True

    def now(self) -> float:
        return 1_780_000_000.0 + self.time.passed + (self.time.shift if self.local else 0.0)

    def monotonic(self) -> float:
        return self.time.passed

    def wait(self, seconds: float) -> None:
        self.time.sleep(seconds)


class SandboxWire:
    """The network: a request reaches the sandbox or does not, and its cuts arrive as a socket would tell them."""

    def __init__(self, sandbox: Sandbox, killer: Killer) -> None:
        self._sandbox = sandbox
        self._killer = killer

    awaited, until = (0, False), 0.0  # asked of who has begun something only

    def begin(self, method: str, target: str, headers: Headers, body: bytes) -> bool:
        return False

    def proceed(self) -> Reply | None:
        raise AssertionError("nothing was begun")

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        path, _, query = target.partition("?")
        told = {name.lower(): value for name, value in headers}

        def late() -> None:
            """The process dies with the last byte sent: Acme takes it, in its own time."""
            self._sandbox.add_faults([Rule(kind="late_commit", next=1, seconds=LATE)])
            self._sandbox.handle(method, unquote(path), query, told, body)

        self._killer.cross(f"before the first byte of {method} {path}")
        if method != "GET" and not path.endswith("/lookup"):
            self._killer.cross(f"after the last byte of {method} {path}", late)
        answer = self._sandbox.handle(method, unquote(path), query, told, body)
        self._killer.cross(f"before reading the answer to {method} {path}")
        if not isinstance(answer, SandboxReply):
            raise Cut("The connection was closed before the answer.")
        return Reply(answer.status, answer.headers, answer.body)

    def usable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is open."""


class OneByOne(Spool):
    """The real spool, its flushes one after the other: which crossing comes next must not depend on threads."""

    def add_many(self, openers: Iterable[Callable[[], BinaryIO]]) -> Iterator[Payload | SyncError]:
        for opener in openers:
            yield from super().add_many([opener])


@dataclass(slots=True)
class Surroundings:
    """What lies around an installation and outlives its processes."""

    time: Time
    sandbox: Sandbox
    machine: str = "machine-1"
    reachable: bool = True
    reserve: int = RESERVE  # bytes that the spool leaves free
    store: Callable[[Store, Killer], Store] | None = None  # a store of another kind in place of the plain one


class MortalParts(Parts):
    """What ``app.py`` asks for, each with its kill points."""

    def __init__(self, folder: Path, around: Surroundings, killer: Killer) -> None:
        super().__init__(data_folder(str(folder)))
        self._around = around
        self._killer = killer
        self.opened: list[Source] = []  # what a killed process has left open

    def clock(self) -> Clock:
        return HandClock(self._around.time)

    def machine(self) -> str:
        return self._around.machine

    def account(self) -> str:
        return "uid 1000"

    def slept(self) -> float:
        return 0.0

    def reaches(self, host: str, port: int) -> bool:
        return self._around.reachable

    def threads(self) -> int | None:
        return 0

    def database(self, file: Path | None = None) -> Database:
        self._killer.alive()
        return MortalDatabase(file or self.folder.ledger, self._killer)

    def replacing(self) -> Replacing:
        return mortal(super().replacing(), "replacing", self._killer)

    def copies(self, folder: Path) -> Copies:
        return mortal(super().copies(folder), "copies", self._killer)

    def spool(self) -> Spool:
        return mortal(OneByOne(self.folder.spool, self._around.reserve), "spool", self._killer)

    def store(self, connection: Connection, told_to_end: Callable[[], bool] = lambda: False) -> Store:
        store = super().store(connection, told_to_end)
        if self._around.store is not None:
            store = self._around.store(store, self._killer)
        return mortal(store, "store", self._killer)

    def source(self, flow: Flow, connection: Connection, clock: Clock, spool: SpoolPort, token: Token) -> Source:
        self.opened.append(super().source(flow, connection, clock, spool, token))
        return mortal(self.opened[-1], "source", self._killer)

    def target(self, connection: Connection, clock: Clock) -> Target:
        options = of(connection.options, AcmeOptions)
        profile, schemas = profile_of(options)
        key = self._around.sandbox.credentials.api_key
        refusals = RefusedSignIns(self.folder.refusals, connection.id, clock)
        target = Acme(options, profile, schemas, lambda _: key, refusals, clock, self._wire)
        return mortal(target, "target", self._killer)

    def mailer(self, connection: Connection, clock: Clock) -> Mailer:
        return mortal(super().mailer(connection, clock), "mailer", self._killer)

    def _wire(self) -> SandboxWire:
        if not self._around.reachable:
            raise NotSent(Stage.REACH, "Acme cannot be reached.")
        return SandboxWire(self._around.sandbox, self._killer)


def sandbox(character: str, time: Time, tenant: str = "sandbox") -> Sandbox:
    """An Acme account of this character."""
    loaded = load(None)
    options = Options(tenant=tenant, seed=1, commit_lag=90)
    return Sandbox(loaded.profile, loaded.schemas, HandClock(time, local=False), character, options=options)


@dataclass(slots=True)
class World:
    """One installation and its surroundings. ``root`` holds the flows' folders and the data folder."""

    root: Path
    character: str = "both"
    setup: Setup = field(default_factory=Setup)
    data: Path = field(init=False)
    around: Surroundings = field(init=False)
    killer: Killer = field(default_factory=Killer)
    watch: Callable[[str], object] | None = None
    lasting: bool = False  # one process for many runs, until it is killed or stopped
    _written: int = 0
    _owner: Owner | None = None
    _parts: MortalParts | None = None
    _process: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        time = Time()
        self.around = Surroundings(time, sandbox(self.character, time))
        self.data = self.root / "data"
        (self.root / "profile").mkdir(parents=True)
        loaded = load(None)
        for schema in loaded.folder.glob("*.schema.json"):
            (self.root / "profile" / schema.name).write_bytes(schema.read_bytes())
        profile = self.root / "profile" / "profile.json"
        profile.write_text(json.dumps(self.around.sandbox.profile), encoding="utf-8")
        for flow in self.setup.flows:
            (self.root / flow).mkdir()
        self.configure()

    def configure(self, **changes: object) -> None:
        """Writes the settings, changed as told."""
        self.setup = replace(self.setup, **changes)  # type: ignore[arg-type]  # names and types are Setup's
        data_folder(str(self.data))
        text = self.setup.text(self.root, self.root / "profile" / "profile.json")
        (self.data / "settings.toml").write_text(text, encoding="utf-8")

    # -- the legacy system -----------------------------------------------------------------------

    def drop(self, name: str, content: Sequence[Order] | bytes, flow: str = "orders") -> Path:
        """A finished file appears, or replaces one. No two ever have the same time."""
        self._written += 1
        path = self.root / flow / name
        fresh = path.with_name(f"{name}.tmp")
        fresh.write_bytes(content if isinstance(content, bytes) else payload(content))
        moment = int(HandClock(self.around.time).now() * 1e9) + self._written
        os.utime(fresh, ns=(moment, moment))
        fresh.replace(path)
        return path

    # -- Desktop Sync ----------------------------------------------------------------------------

    def app(self, kill_at: int = 0, where: str = "", after: str = "") -> App:
        """A new process; it dies at that crossing."""
        self.stop()
        self.killer = Killer(kill_at, where, after, self.watch)
        self._parts = MortalParts(self.data, self.around, self.killer)
        return App(self._parts)

    def back_up(self, kill_at: int = 0) -> None:
        """The nightly copy of the ledger; the newest alone is kept."""
        app = self.app(kill_at)
        with app.owner("engine") as owner:
            Backup(app.backups, owner.ledger.journal, owner.clock, lambda: Backups(keep=1)).do(threading.Event())

    def run(
        self, flow: str = "orders", kill_at: int = 0, retry_within: float = RETRY_WITHIN, patience: float | None = None
    ) -> RunResult:
        """One process runs one flow; a ``lasting`` one lives on and runs it again next time. Raises Killed, Stop.

        ``patience``: seconds that it waits for young files, None: as the product does.
        """
        if self._owner is None:
            self._owner = self._process.enter_context(self.app().owner("run"))
        self.killer.arm(kill_at)
        try:
            result = self._owner.run(flow, retry_within=retry_within, patience=patience)
        except BaseException:
            self.stop()
            raise
        if not self.lasting:
            self.stop()
        return result

    def stop(self) -> None:
        """The process ends, well or not."""
        self._owner = None
        try:
            self._process.close()
        finally:
            for one in self._parts.opened if self._parts is not None else ():
                with suppress(Killed):
                    one.close()

    def die(self, where: str, at: int = 1, after: str = "") -> None:
        """A run that is killed at the ``at``-th crossing of this name; see ``Killer``."""
        try:
            with self.app(at, where, after).owner("run") as owner:
                owner.run("orders", retry_within=RETRY_WITHIN)
        except Killed:
            return
        raise AssertionError(f"there is no crossing {where!r} number {at} in {self.killer.crossings}")

    def settle_down(self, rounds: int = 16) -> RunResult:
        """Runs of all flows, with more and more time between, until nothing waits. Fails when something always does."""
        result = None
        for number in range(rounds):
            results = [self.run(flow) for flow in self.setup.flows]
            result = results[-1]
            if all(one.outcome in {"done", "problems"} and not self._waits(one) for one in results):
                return result
            self.around.time.sleep(min(60.0 * 2**number, 3700.0))
        raise AssertionError(f"after {rounds} runs something still waits: {result}")

    @staticmethod
    def _waits(result: RunResult) -> bool:
        return any(result.counts[name] for name in ("waiting", "unknown", "young", "postponed"))

    # -- Acme ------------------------------------------------------------------------------------

    def control(self, method: str, what: str, body: object = None, query: str = "") -> dict[str, object]:
        """A call of the sandbox's control endpoints."""
        headers = {"x-api-key": self.around.sandbox.credentials.api_key, "content-type": "application/json"}
        content = b"" if body is None else json.dumps(body).encode()
        answer = self.around.sandbox.handle(method, f"/control/{what}", query, headers, content)
        assert isinstance(answer, SandboxReply)
        assert answer.status == 200, answer.body
        found = json.loads(answer.body)
        assert isinstance(found, dict)
        return found

    def faults(self, *rules: dict[str, object]) -> None:
        """What shall go wrong."""
        self.around.sandbox.add_faults(rules_from(list(rules)))

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        self.control("DELETE", "faults")

    def person(self, action: str, reference: str, **changes: object) -> None:
        """Somebody edits or deletes an order in Acme's screens."""
        self.control("POST", "person", {"action": action, "resource": "orders", "reference": reference} | (
            {"changes": changes} if action == "edit" else {}
        ))  # fmt: skip


def cannot_look(*numbers: int) -> dict[str, object]:
    """A fault: these look-ups by reference fail."""
    return {"kind": "500", "on": "reads", "path": "/v1/orders/lookup", "numbers": list(numbers)}


def back_up(world: World) -> Path:
    """A copy of the ledger, as a person makes it."""
    copy = world.root / "copy.db"
    with world.app().owner("ledger backup") as owner:
        owner.ledger.database.backup(copy)
    return copy


def answer_account(world: World, answer: str) -> None:
    """A person says whether it is the ``same`` account or ``another``."""
    app = world.app()
    with app.owner("account") as owner:
        owner.accept_account(app.connection("acme"), answer)
