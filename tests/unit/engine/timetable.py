"""A scheduler with a clock that moves when told, over a real ledger: for tests of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop_sync.core.events import Event, Progress
from desktop_sync.core.ports import Token
from desktop_sync.engine.away import Away
from desktop_sync.engine.flow_plan import FlowPlan
from desktop_sync.engine.hub import Hub
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.runs import Runs
from desktop_sync.engine.scheduler import Scheduler
from desktop_sync.ledger.agenda import as_text
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.history import Wish, missed
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.schedule import ScheduleOptions

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=BERLIN)


@dataclass
class Hands:
    """A clock."""

    at: datetime = MONDAY
    ran: float = 0.0

    def now(self) -> float:
        return self.at.timestamp()

    def monotonic(self) -> float:
        return self.ran

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ran += seconds


@dataclass
class Table:
    """A timer that somebody else looks at."""

    moments: dict[str, datetime] = field(default_factory=dict)

    def set(self, flow: str, at: datetime | None) -> None:
        if at is None:
            self.moments.pop(flow, None)
        else:
            self.moments[flow] = at


@dataclass
class Runner:
    """Runs that take a while and end as told."""

    ledger: Ledger
    clock: Hands
    takes: timedelta = timedelta(seconds=10)
    reached: bool | None = True
    dies: bool = False
    begun: list[tuple[str, datetime]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    finds: int = 0
    ripe_in: float | None = None

    def run(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Callable[[Progress], None] = lambda _: None,
        *,
        begun: int | None = None,
        patience: float | None = None,
    ) -> RunResult:
        assert begun is not None
        assert patience == 0.0, "a run of the engine waits for nothing"
        self.begun.append((flow_id, self.clock.at.astimezone(BERLIN)))
        self.meanwhile()
        self.clock.wait(self.takes.total_seconds())
        if self.dies:
            raise SystemExit("gone")
        result = RunResult(begun, flow_id)
        result.ripe_in = self.ripe_in
        if token is not None and token.is_set():
            result.outcome = "cancelled"
        if self.finds:
            result.counts["noticed"] = self.finds
            self.see(flow_id)
        self.ledger.journal.end_run(begun, result.outcome, result.counts, reached=self.reached)
        return result

    def see(self, flow: str) -> None:
        """An item was noticed now."""
        with self.ledger.database.transaction() as sql:
            sql.execute("UPDATE agenda SET seen_at = ? WHERE flow = ?", (self.clock.now(), flow))


class Timetable:
    """An engine's scheduler, which may be off."""

    def __init__(self, folder: Path) -> None:
        self.clock = Hands()
        self.ledger = Ledger(Database(folder / "ledger.db"), self.clock)
        self.runner = Runner(self.ledger, self.clock)
        self.plans: list[FlowPlan] = []
        self.events: list[Event] = []
        self.start()

    def start(self) -> None:
        """The process starts, with all that the ledger knows."""
        hub = Hub()
        self.timer = Table()
        self.runs = Runs(0, self.clock, self.ledger.journal, hub.publish)
        self.away = Away(self.clock)
        self.scheduler = Scheduler(self.ledger, self.runs, self.runner, self.timer, self.clock, self.away, hub.publish)
        hub.subscribe(self.scheduler.ended)
        hub.subscribe(self.events.append)
        self.ledger.agenda.cut_off()
        self.scheduler.load(self.plans)

    def plan(self, flow: str = "orders", *, hosts: tuple[tuple[str, int], ...] = (), **options: object) -> None:
        """The settings say so from now on."""
        made = ScheduleOptions.model_validate({"zone": "Europe/Berlin", **options})
        text = as_text(made.model_dump(mode="json"))
        self.plans = [one for one in self.plans if one.flow != flow]
        self.plans.append(FlowPlan(flow, made.schedule(UTC), text, hosts))
        self.scheduler.load(self.plans)

    def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Time passes, and the timer is kept."""
        until = datetime(2026, 9, day, hour, minute, tzinfo=BERLIN)
        while due := [flow for flow, at in self.timer.moments.items() if at <= until]:
            flow = min(due, key=lambda one: self.timer.moments[one])
            self.clock.wait(max(0.0, (self.timer.moments.pop(flow) - self.clock.at).total_seconds()))
            self.scheduler.ask(flow)
        self.clock.wait(max(0.0, (until - self.clock.at).total_seconds()))

    def passes(self, day: int, hour: int, minute: int = 0) -> None:
        """Time passes, and nobody looks."""
        self.clock.wait((datetime(2026, 9, day, hour, minute, tzinfo=BERLIN) - self.clock.at).total_seconds())

    @property
    def begun(self) -> list[str]:
        return [f"{at:%d %H:%M}" for _, at in self.runner.begun]

    @property
    def missed(self) -> list[tuple[str, str, object, object]]:
        """First, last, count, reason; oldest first."""
        with self.ledger.database.reading() as sql:
            rows = missed(sql, Wish(limit=100))
        return [(_clock(one["first_at"]), _clock(one["last_at"]), one["count"], one["reason"]) for one in rows[::-1]]

    @property
    def problems(self) -> list[str]:
        with self.ledger.database.reading() as sql:
            return [row[0] for row in sql.execute("SELECT what FROM problem WHERE closed_at IS NULL ORDER BY id")]


def _clock(seconds: object) -> str:
    assert isinstance(seconds, float)
    return f"{datetime.fromtimestamp(seconds, BERLIN):%d %H:%M}"
