"""The promise, against everything at once: a person, a legacy system, a bad network and kills, in any order.

Hypothesis makes the stories; a small model says which version of each order counts; Acme's log of accepted writes
judges. 300 stories in every run, 10,000 with --long.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.sandbox.core import Sandbox
from tests.crash.judge import Written, by_reference, judge_ledger, judge_writes
from tests.crash.killing import Killed
from tests.crash.orders import BROKEN, Order, Setup
from tests.crash.world import CHARACTERS, World, answer_account, sandbox

NAMES = ("A", "B", "C")
FAULTS: tuple[dict[str, object], ...] = (
    {"kind": "cut_before"},
    {"kind": "cut_after"},
    {"kind": "cut_during"},
    {"kind": "cut_half_batch"},
    {"kind": "late_commit", "seconds": 3},
    {"kind": "late_commit", "seconds": 30},
    {"kind": "500"},
    {"kind": "500", "committed": True},
    {"kind": "503", "retry_after": 5},
    {"kind": "429", "retry_after": 2},
    {"kind": "408"},
    {"kind": "partial_batch"},
    {"kind": "reordered_batch"},
    {"kind": "unreadable"},
    {"kind": "empty"},
    {"kind": "person_edits"},
    {"kind": "500", "on": "reads"},
    {"kind": "cut_before", "on": "reads"},
)


# What Desktop Sync does then: nothing yet, a run, or a run that dies at that crossing.
THEN = st.one_of(st.none(), st.just(0), st.integers(5, 90))
RUNS = st.one_of(st.just(0), st.integers(5, 90))


@dataclass(slots=True)
class Account:
    """What was dropped for one account of Acme: of each order the versions that count, as they were dropped."""

    acme: Sandbox
    dropped: dict[str, list[Order]] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)  # texts of what was refused before an older ledger came back

    def latest(self, no: str, fixed: set[str]) -> Order | None:
        """The version that Acme must end with: the highest, of equal ones the last, of those it can take."""
        return next(iter(self.possible(no, fixed)), None)

    def possible(self, no: str, fixed: set[str]) -> list[Order | None]:
        """The same, and what it may be instead where some of the forgotten ones are not known any more."""
        taken = [order for order in self.dropped.get(no, ()) if order.customer in fixed]
        newest_first = [one for _, one in sorted(enumerate(taken), key=lambda one: (one[1].rev, one[0]), reverse=True)]
        for count, order in enumerate(newest_first, 1):
            if order.text not in self.forgotten:
                return list(newest_first[:count])
        return [*newest_first, None]

    def newest_rev(self, no: str) -> int:
        return max((order.rev for order in self.dropped.get(no, ())), default=0)


class PromiseMachine(RuleBasedStateMachine):
    """One installation, killed and started again, with up to two accounts."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="promise-"))
        self.files: list[str] = []
        self.broken: set[str] = set()
        self.customers = {"C-1"}
        self.texts = 0
        self.backup: Path | None = None
        self.restored = False
        self.out_of_order = False  # an older version waits in the folder

    @initialize(
        character=st.sampled_from(CHARACTERS),
        batch=st.booleans(),
        recreate=st.booleans(),
    )
    def install(self, character: str, *, batch: bool, recreate: bool) -> None:
        on_deleted = "recreate" if recreate else "ask"
        self.world = World(self.root / "w", character, Setup(batch=batch, in_flight=2, on_deleted=on_deleted))
        self.world.lasting = True
        self.accounts = {"sandbox": Account(self.world.around.sandbox)}
        self.tenant = "sandbox"

    @property
    def account(self) -> Account:
        return self.accounts[self.tenant]

    # -- the legacy system -----------------------------------------------------------------------

    def _drop(self, orders: list[Order], then: int | None) -> None:
        name = f"f{len(self.files):03}.xml"
        self.files.append(name)
        self.world.drop(name, orders)
        for order in orders:
            self.account.dropped.setdefault(order.no, []).append(order)
        if then is not None:
            self._run(then)

    def _newer(self, no: str, *, step: int = 1, kind: str = "", bad: bool = False) -> Order:
        self.texts += 1
        customer = f"UNKNOWN-{self.texts}" if bad else "C-1"
        return Order(no, self.account.newest_rev(no) + step, f"text {self.texts}", customer, kind)

    @rule(no=st.sampled_from(NAMES), bad=st.sampled_from((False, False, False, True)), then=THEN)
    def new_version(self, no: str, then: int | None, *, bad: bool) -> None:
        self._drop([self._newer(no, bad=bad)], then)

    @rule(nos=st.lists(st.sampled_from(NAMES), min_size=2, max_size=4), then=THEN)
    def several_in_one_file(self, nos: list[str], then: int | None) -> None:
        steps = dict.fromkeys(nos, 0)
        orders = []
        for no in nos:
            steps[no] += 1
            orders.append(self._newer(no, step=steps[no]))
        self._drop(orders, then)

    @rule(no=st.sampled_from(NAMES), then=THEN)
    def cancel(self, no: str, then: int | None) -> None:
        self._drop([self._newer(no, kind="X")], then)

    @precondition(lambda self: not self.restored)
    @rule(no=st.sampled_from(NAMES), then=THEN)
    def older_version(self, no: str, then: int | None) -> None:
        """A file that was held up on its way. After a restore nobody could tell that it is older."""
        rev = self.account.newest_rev(no) - 1
        if rev >= 1:
            self.texts += 1
            self.out_of_order = True
            self._drop([Order(no, rev, f"late text {self.texts}")], then)

    @rule(no=st.sampled_from(NAMES), then=THEN)
    def same_again(self, no: str, then: int | None) -> None:
        latest = self.account.latest(no, self.customers)
        if latest is not None and latest.rev == self.account.newest_rev(no):
            self._drop([latest], then)

    @precondition(lambda self: not self.restored)
    @rule(no=st.sampled_from(NAMES), then=THEN)
    def same_version_other_content(self, no: str, then: int | None) -> None:
        rev = self.account.newest_rev(no)
        if rev:
            self.texts += 1
            self._drop([Order(no, rev, f"other text {self.texts}")], then)

    @rule()
    def broken_file(self) -> None:
        name = f"f{len(self.files):03}.xml"
        self.files.append(name)
        self.broken.add(name)
        self.world.drop(name, BROKEN)

    # -- Acme, its people, the network -----------------------------------------------------------

    @rule()
    def somebody_keeps_the_customers(self) -> None:
        unknown = {o.customer for account in self.accounts.values() for os in account.dropped.values() for o in os}
        for account in self.accounts.values():
            self.world.around.sandbox = account.acme
            self.world.control("POST", "customers", {"add": sorted(unknown)})
        self.world.around.sandbox = self.account.acme
        self.customers |= unknown

    @rule(no=st.sampled_from(NAMES))
    def a_person_edits(self, no: str) -> None:
        if self._held(no):
            self.texts += 1
            self.world.person("edit", no, notes=f"by hand {self.texts}")

    @rule(no=st.sampled_from(NAMES))
    def a_person_deletes(self, no: str) -> None:
        if self._held(no):
            self.world.person("delete", no)

    def _held(self, no: str) -> bool:
        log = by_reference(self.world).get(no, [])
        return bool(log) and log[-1].action != "delete"

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 2), no=st.sampled_from(NAMES), then=RUNS)
    def goes_wrong_with_a_new_version(self, fault: dict[str, object], times: int, no: str, then: int) -> None:
        self.world.faults({**fault, "next": times})
        self._drop([self._newer(no)], then)

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def will_go_wrong(self, fault: dict[str, object], times: int) -> None:
        self.world.faults({**fault, "next": times})

    @rule()
    def acme_is_away(self) -> None:
        self.world.around.reachable = False

    @rule(seconds=st.sampled_from((0.5, 4.0, 20.0, 100.0)))
    def time_passes(self, seconds: float) -> None:
        self.world.around.reachable = True
        self.world.around.time.sleep(seconds)

    @rule(hours=st.sampled_from((-1.0, 1.0, -0.25)))
    def the_clock_jumps(self, hours: float) -> None:
        self.world.around.time.shift += hours * 3600

    # -- Desktop Sync ----------------------------------------------------------------------------

    @rule(kill_at=RUNS)
    def runs(self, kill_at: int) -> None:
        self._run(kill_at)

    def _run(self, kill_at: int = 0) -> None:
        try:
            self.world.run(kill_at=kill_at)
        except (Killed, RetryLater):  # RetryLater: Acme was never reached, so nobody knows whose lanes these are
            return
        except Stop as error:
            if "led to" not in str(error):
                raise
            answer_account(self.world, "another")
            self._run(kill_at)

    @rule()
    def restarts(self) -> None:
        self.world.stop()

    @rule()
    def back_up(self) -> None:
        self.backup = self.root / f"backup-{self.texts}-{len(self.files)}.db"
        self.backup.unlink(missing_ok=True)
        with self.world.app().owner("ledger backup") as owner:
            owner.ledger.database.backup(self.backup)

    @precondition(lambda self: self.backup is not None and not self.out_of_order)
    @rule()
    def restore(self) -> None:
        assert self.backup is not None
        self.world.around.time.sleep(1.0)
        self.world.app().restore(self.backup)
        self.restored = True
        for account in self.accounts.values():  # who was to try a refused one again may not know of it any more
            orders = (order for orders in account.dropped.values() for order in orders)
            account.forgotten |= {order.text for order in orders if order.customer != "C-1"}

    @precondition(lambda self: len(self.accounts) < 2)
    @rule()
    def another_account(self) -> None:
        """Everything has arrived; then the connection leads to an account that knows nothing."""
        self._quiet()
        self.backup = None  # what waits in an older copy was meant for the former account
        self.tenant = "production"
        acme = sandbox(self.world.character, self.world.around.time, tenant=self.tenant)
        self.accounts[self.tenant] = Account(acme)
        self.world.around.sandbox = acme
        with pytest.raises(Stop, match="another"):
            self.world.run()
        answer_account(self.world, "another")
        assert not by_reference(self.world)

    # -- what holds ------------------------------------------------------------------------------

    @invariant()
    def nothing_twice_and_nothing_backwards(self) -> None:
        for tenant in getattr(self, "accounts", {}):
            self._judge(tenant)

    def _judge(self, tenant: str) -> None:
        self.world.around.sandbox = self.accounts[tenant].acme
        judge_writes(self.world)
        self.world.around.sandbox = self.account.acme

    def _quiet(self) -> None:
        """No more faults; runs until nothing waits. Then everything has ended as the model says."""
        self.world.calm()
        self.world.around.reachable = True
        self._run()
        self.world.settle_down()
        self.world.around.time.sleep(2 * 3700)  # what was refused for a missing customer is tried once an hour
        self.world.settle_down()
        self.out_of_order = False
        judge_writes(self.world)
        judge_ledger(self.world)
        self._judge_content()
        self._judge_files()

    def _judge_content(self) -> None:
        log = by_reference(self.world)
        for no in NAMES:
            self._judge_order(no, log.get(no, []))

    def _judge_order(self, no: str, log: list[Written]) -> None:
        faults = [self._fault(no, latest, log) for latest in self.account.possible(no, self.customers)]
        assert "" in faults, faults

    def _fault(self, no: str, latest: Order | None, log: list[Written]) -> str:
        """What is wrong with what Acme holds, when ``latest`` is what it should; empty: nothing."""
        story = [(one.action, "person" if one.person else one.rev, one.notes) for one in log]
        last = log[-1] if log else None
        if latest is None:
            return f"{no} arrived though Acme could not take it: {story}" if last else ""
        arrived = next((at for at, one in enumerate(log) if (one.rev, one.notes) == (latest.rev, latest.notes)), None)
        by_people = [one for one in log[arrived:] if one.person] if arrived is not None else []
        kept_away = self.world.setup.on_deleted == "ask" and any(one.action == "delete" for one in log)
        asked = self.restored and self._asked_of_a_person(no)
        if last is None or last.action == "delete":
            excused = asked or kept_away or latest.kind == "X" or any(one.action == "delete" for one in by_people)
            return "" if excused else f"{no} never arrived as {latest}: {story}"
        if kept_away or (last.person and by_people):
            return ""  # what people did last stays
        if asked:
            return ""
        if (last.rev, last.notes) != (latest.rev, latest.notes) or last.person:
            return f"{no} lacks {latest}: {story}"
        return "" if bool(last.body.get("cancelled")) == (latest.kind == "X") else f"{no} is cancelled, or not: {story}"

    def _asked_of_a_person(self, no: str) -> bool:
        """It waited in the restored copy, and Acme holds what that does not know: nobody can tell which is newer."""
        query = (
            "SELECT 1 FROM problem p JOIN lane l ON l.id = p.lane"
            " WHERE l.reference = ? AND p.closed_at IS NULL AND p.cause LIKE 'orders:restored:%'"
        )
        with closing(sqlite3.connect(self.world.data / "ledger.db")) as sql:
            return sql.execute(query, (no,)).fetchone() is not None

    def _judge_files(self) -> None:
        folder = self.world.root / "orders"
        left = [path.name for path in folder.iterdir() if path.is_file()]
        assert not left, f"left in the folder: {left}"
        found = sorted(path.name for path in folder.rglob("*.xml") if path.is_file())
        if self.restored:  # a reason that a killed process wrote, and the copy does not know of, keeps its name
            found = sorted(name.replace(" (2)", "") for name in found)
        assert found == sorted(self.files)

    def teardown(self) -> None:
        try:
            if hasattr(self, "accounts"):
                self._quiet()
        finally:
            if hasattr(self, "world"):
                self.world.stop()
            shutil.rmtree(self.root, ignore_errors=True)


def _stories(count: int, length: int, seeded: int | None = None) -> None:
    machine = type("PromiseMachine", (PromiseMachine,), {})
    run_state_machine_as_test(
        machine if seeded is None else seed(seeded)(machine),
        settings=settings(
            max_examples=count, stateful_step_count=length, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(3))
def test_the_promise_holds_in_every_story(part: int) -> None:
    """300 new ones in each run; parts, so that they can run side by side."""
    del part
    _stories(100, 16)


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(20))
def test_the_promise_holds_in_ten_thousand_stories(part: int) -> None:
    _stories(500, 30, seeded=part)
