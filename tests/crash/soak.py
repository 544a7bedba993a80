"""A month of an engine in a few seconds: time moves when told, and what happens in the world is drawn from a seed.

Files come, processes are killed at any crossing or end well, the machine sleeps, the share and Acme go away and come
back. The engine is the product's own but for its clock, its threads and its timer, which is a table of moments.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.ports import Store
from desktop_sync.core.schedule import GRACE
from desktop_sync.core.schedule_fires import fires, occasions
from desktop_sync.core.schedule_model import After, Every, Schedule
from desktop_sync.engine.scheduler import SCHEDULE
from desktop_sync.engine_process import Engine, Manner, engine
from tests.crash.killing import Killed, Killer
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World
from tests.unit.engine.timetable import Table

EPOCH = HandClock(time=None, local=False)  # type: ignore[arg-type]  # only to say where its time begins
BEGIN = 1_780_000_000.0
LOOK_EVERY = 900.0  # seconds between two minutes of the engine, here
SLACK = timedelta(seconds=5)

SCHEDULES = {
    "polls": '{ every = "2h", zone = "Europe/Berlin" }',
    "nightly": '{ at = ["02:30"], zone = "Europe/Berlin" }',
    "clocked": '{ cron = "15 */3 * * *", zone = "America/New_York", missed = "skip" }',
    "awaited": '{ after = { from = "18:05", every = "15min", until = "19:00" }, zone = "Europe/Berlin" }',
}


class Away:
    """A store whose share may be away."""

    def __init__(self, store: Store, soak: Soak) -> None:
        self._store = store
        self._soak = soak

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        if self._soak.share_away and name not in {"close", "left_out"}:
            raise RetryLater("The share cannot be reached.", "Look whether the server runs.")
        return getattr(self._store, name)


@dataclass
class Soak:
    """One installation through its days. ``odds``: how often something happens, per simulated hour."""

    root: Path
    seed: int
    begin: datetime
    days: int = 30
    world: World = field(init=False)
    random: Random = field(init=False)
    share_away: bool = False
    expected: dict[str, Order | None] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    dead: list[tuple[datetime, datetime]] = field(default_factory=list)  # nothing could run: off, or asleep
    kills: int = 0
    early: float = 0.0  # resident MB after a third of the days, and after all of them
    late: float = 0.0
    starts: int = 0
    _timer: Table = field(default_factory=Table)
    _engine: Engine | None = None
    _process: ExitStack = field(default_factory=ExitStack)
    _number: int = 0
    _looked: float = 0.0
    _troubles: list[datetime] = field(default_factory=list)
    _restored: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        character = self.random.choice(("both", "keys", "unique"))
        self.world = World(self.root, character, Setup(flows=tuple(SCHEDULES)))
        self.world.around.time.passed = self.begin.timestamp() - BEGIN
        self.world.around.store = lambda store, killer: Away(store, self)
        file = self.world.data / "settings.toml"
        text = file.read_text(encoding="utf-8")
        for flow, schedule in SCHEDULES.items():
            head = f'[[flows]]\nid = "{flow}"\n'
            text = text.replace(head, f"{head}schedule = {schedule}\n")
        file.write_text(text, encoding="utf-8")
        self.files = {flow: [] for flow in SCHEDULES}

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(BEGIN + self.world.around.time.passed, UTC)

    @property
    def end(self) -> datetime:
        return self.begin + timedelta(days=self.days)

    # -- time ---------------------------------------------------------------------------------

    def play(self) -> None:
        """All the days; then everything works, until nothing is left to do."""
        self.start()
        third = self.begin + timedelta(days=self.days / 3)
        while self.now < self.end:
            self.step(self._until_something())
            if self.now < third:
                self.early = resident()
        self.late = resident()
        self.calm()
        for _ in range(15):
            self.step(timedelta(hours=4))
        self.stop()

    def step(self, span: timedelta) -> None:
        """The engine works through this time; where it dies, it is off for a while, and started again."""
        until = self.now + span
        while self.now < until:
            try:
                self._advance(until)
            except Killed:
                self.kills += 1
                self.stop()
                self.off(timedelta(seconds=self.random.choice((1, 40, 600, 7200, 40_000))))
                self.start()

    def _advance(self, until: datetime) -> None:
        assert self._engine is not None
        look = datetime.fromtimestamp(BEGIN + self._looked + LOOK_EVERY, UTC)
        waits = [self.now + timedelta(seconds=60)] if self._engine.network.look() else []
        coming = min([until, look, *waits, *self._timer.moments.values()])
        while self.now < coming:
            self.world.around.time.passed = max(self.world.around.time.passed + 1e-6, coming.timestamp() - BEGIN)
        for flow in [flow for flow, at in self._timer.moments.items() if at <= self.now]:
            self._timer.moments.pop(flow, None)
            self._engine.minute.fired(flow)
        if self.now >= look:
            self._looked = self.world.around.time.passed
            self._engine.minute.look()

    def off(self, span: timedelta) -> None:
        """Nothing runs."""
        self.dead.append((self.now, self.now + span))
        self.world.around.time.passed += span.total_seconds()

    def start(self) -> None:
        """A new process, which dies at some crossing, one time in two."""
        for _ in range(20):
            try:
                self._start()
                return
            except Killed:
                self.kills += 1
                self.stop()
        raise AssertionError("it is killed whenever it starts")

    def _start(self) -> None:
        self.starts += 1
        app = self.world.app(self.random.choice((0, self.random.randrange(1, 4000))) if self.now < self.end else 0)
        self._timer = Table()
        self._engine = self._process.enter_context(engine(app, self._timer, Manner(inline=True, every=LOOK_EVERY)))
        self._looked = self.world.around.time.passed
        self._engine.minute.start()

    def stop(self) -> None:
        """The process ends, well or not."""
        self._engine = None
        process, self._process = self._process, ExitStack()
        with suppress(Killed):  # what it had open closes with it
            process.close()

    # -- the world ----------------------------------------------------------------------------

    def _until_something(self) -> timedelta:
        """Something happens, then this much time passes until the next."""
        self.random.choices(
            (self.drop, self.sleep, self.restart, self.lose_share, self.lose_acme, self.trouble_acme),
            (20, 2, 2, 2, 2, 2),
        )[0]()
        self._give_back()
        return timedelta(seconds=self.random.expovariate(1 / (1.5 * 3600)))

    def drop(self) -> None:
        flow = self.random.choice(list(SCHEDULES))
        orders = []
        for _ in range(self.random.randrange(1, 4)):
            known = [name for name, order in self.expected.items() if name.startswith(flow) and order]
            if known and self.random.random() < 0.3:
                former = self.expected[self.random.choice(known)]
                assert former is not None
                orders.append(Order(former.no, former.rev + 1))
            else:
                self._number += 1
                orders.append(Order(f"{flow}-{self._number}", 1))
        newest = {one.no: one for one in orders}
        self._number += 1
        name = f"{self._number:06}.xml"
        self.world.drop(name, list(newest.values()), flow)
        self.files[flow].append(name)
        self.expected |= newest

    def sleep(self) -> None:
        self.off(timedelta(minutes=self.random.choice((2, 20, 90, 600))))

    def restart(self) -> None:
        self.stop()
        self.off(timedelta(minutes=self.random.choice((0, 5, 120, 900))))
        self.start()

    def lose_share(self) -> None:
        self.share_away = True
        self._back("share", self.random.choice((1800, 20_000)))

    def lose_acme(self) -> None:
        self.world.around.reachable = False
        self._back("acme", self.random.choice((1800, 20_000)))

    def trouble_acme(self) -> None:
        """Not so much within a day that a document would be refused for it."""
        self._troubles = [one for one in self._troubles if self.now - one < timedelta(hours=26)]
        if len(self._troubles) > 5:
            return
        kind = self.random.choice(("500", "cut_after", "cut_before", "late_commit"))
        times = self.random.randrange(1, 4)
        self._troubles += [self.now] * times
        self.world.faults({"kind": kind, "next": times})

    def _back(self, what: str, seconds: float) -> None:
        self._restored.append((self.world.around.time.passed + seconds, what))

    def _give_back(self) -> None:
        for at, what in list(self._restored):
            if at <= self.world.around.time.passed:
                self._restored.remove((at, what))
                if what == "share":
                    self.share_away = False
                else:
                    self.world.around.reachable = True

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        self._restored.clear()
        self.share_away, self.world.around.reachable = False, True
        self.world.calm()
        self.world.killer.arm(0)

    # -- the oracle ---------------------------------------------------------------------------

    @contextmanager
    def ledger(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.world.data / "ledger.db")) as sql:
            yield sql

    def runs(self, flow: str, why: str = SCHEDULE) -> list[tuple[datetime, datetime | None, str]]:
        """Start, end and outcome of the runs that the schedule has begun; or of those with this reason, "" for all."""
        with self.ledger() as sql:
            rows = sql.execute(
                "SELECT started_at, ended_at, outcome FROM run WHERE flow = ? AND ? IN (why, '') ORDER BY id",
                (flow, why),
            ).fetchall()
        return [(_moment(row[0]), None if row[1] is None else _moment(row[1]), row[2]) for row in rows]

    def missed(self, flow: str) -> list[tuple[datetime, datetime, int, str]]:
        with self.ledger() as sql:
            rows = sql.execute(
                "SELECT first_at, last_at, count, reason FROM missed WHERE flow = ? ORDER BY id", (flow,)
            ).fetchall()
        return [(_moment(row[0]), _moment(row[1]), row[2], row[3]) for row in rows]

    def judge_fires(self, flow: str, schedule: Schedule) -> int:
        """Every fire is accounted for: run in time, or recorded as missed, never both. Returns how many there were."""
        if isinstance(schedule.rhythm, Every):
            return self._judge_every(flow, schedule.rhythm)
        if isinstance(schedule.rhythm, After):
            return self._judge_after(flow, schedule)
        started = [one[0] for one in self.runs(flow)]
        missed = self.missed(flow)
        due = list(fires(schedule, self.begin + timedelta(seconds=1), self.now - GRACE - SLACK))
        for fire in due:
            ran = any(fire <= one <= fire + GRACE + SLACK for one in started)
            recorded = sum(first <= fire <= last for first, last, _, _ in missed)
            assert ran + recorded == 1, (flow, fire, ran, recorded, missed)
        for first, last, count, _ in missed:
            assert count == len(list(fires(schedule, first, last + timedelta(microseconds=1)))), (flow, first, last)
        return len(due)

    def _judge_after(self, flow: str, schedule: Schedule) -> int:
        runs, missed = self.runs(flow), self.missed(flow)
        found = [
            one for one in occasions(schedule, self.begin, self.now) if self.begin < one.begin < self.now - GRACE * 3
        ]
        for one in found:
            looked = any(one.begin <= start <= one.until + GRACE + SLACK for start, _, _ in runs)
            recorded = any(first <= one.until <= last for first, last, _, _ in missed)
            assert looked or recorded, (flow, one, missed)
        return len(found)

    def _judge_every(self, flow: str, rhythm: Every) -> int:
        runs, missed = self.runs(flow, ""), self.missed(flow)
        fired = {start for start, _, _ in self.runs(flow)}
        for (_, ended, _), (start, _, _) in pairwise(runs):
            if start not in fired:  # it makes good what the one before has left
                continue
            assert ended is not None
            late = start - (ended + rhythm.delay)
            recorded = any(ended + rhythm.delay - SLACK <= first <= start for first, _, _, _ in missed)
            assert late <= GRACE + SLACK or recorded, (flow, ended, start, missed)
        return len(runs)


def resident() -> float:
    """MB that this process holds now, what nobody refers to being collected; 0 where the system does not say."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


__all__ = ["SCHEDULES", "Killer", "Soak"]
