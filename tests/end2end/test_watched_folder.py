"""From a file that is dropped to Acme, woken by the folder: a real folder, a real Acme, and no schedule that helps.

What is between them is a driver of a few lines, as the engine's scheduler is: a wake makes a run, one at a time.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.app import App, Owner
from desktop_sync.core.ports import Clock, Target
from desktop_sync.credentials import RefusedSignIns
from desktop_sync.data_folder import data_folder
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.watching import Watching
from desktop_sync.engine_parts import watched
from desktop_sync.kinds import profile_of
from desktop_sync.parts import Parts, of
from desktop_sync.settings.model import Connection
from desktop_sync.stores.watching import FolderEvents
from tests.crash.orders import Order, Setup, payload
from tests.sandbox_process import SandboxProcess, start_sandbox

AGE = 1.0
LONG = 60.0


class KeyedParts(Parts):
    """The real ones; the key of the sandbox without a keyring."""

    def __init__(self, folder: Path, key: str) -> None:
        super().__init__(data_folder(str(folder)))
        self._key = key

    def target(self, connection: Connection, clock: Clock) -> Target:
        options = of(connection.options, AcmeOptions)
        profile, schemas = profile_of(options)
        refusals = RefusedSignIns(self.folder.refusals, connection.id, clock)
        return Acme(options, profile, schemas, lambda _: self._key, refusals, clock)


class Engine:
    """Watches, and runs what is woken, one run after the other."""

    def __init__(self, root: Path, acme: SandboxProcess, stack: ExitStack, source: str = "") -> None:
        self.folder = root / "orders"
        self.folder.mkdir()
        self.acme = acme
        profile = acme.profile()
        for name, resource in profile["resources"].items():
            (root / resource["schema_file"]).write_text(json.dumps(acme.schema(name)), encoding="utf-8")
        (root / "profile.json").write_text(json.dumps(profile), encoding="utf-8")
        setup = Setup(min_age=AGE, source=source, base_url=acme.url)
        text = setup.text(root, root / "profile.json") + '\n[flows.schedule]\nevery = "1d"\n'
        parts = KeyedParts(root / "data", acme.api_key)
        (root / "data" / "settings.toml").write_text(text, encoding="utf-8")
        self.app = App(parts)
        self.owner: Owner = stack.enter_context(self.app.owner("engine"))
        self.results: list[RunResult] = []
        self.run()
        self.asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.events = FolderEvents()
        self.watching = Watching(self.owner.clock, self.owner.ledger.journal, checked=0.2)
        self.watching.start(watched(parts, self.app.settings(), self.events), lambda flow, at: self.asked.put(flow))
        self._thread = threading.Thread(target=self._work)
        self._thread.start()
        stack.callback(self.stop)
        self.until(lambda: bool(self.watching.now_watched()))

    def run(self) -> None:
        self.results.append(self.owner.run("orders", wait=False))

    def _work(self) -> None:
        while self.asked.get() is not None:
            self.run()

    def stop(self) -> None:
        self.watching.stop()
        self.asked.put(None)
        self._thread.join()
        self.events.close()

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + LONG
        while not happened():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.02)

    def written(self) -> list[str]:
        return sorted(write["reference"] for write in self.acme.writes())

    def drop(self, name: str, *references: str) -> None:
        (self.folder / name).write_bytes(payload([Order(one, 1) for one in references]))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with start_sandbox() as acme, ExitStack() as stack:
        yield Engine(tmp_path, acme, stack)


def test_a_file_reaches_acme_by_one_run_that_waits_for_nothing(engine: Engine) -> None:
    before = len(engine.results)
    engine.drop("a.xml", "A-1")
    engine.until(lambda: engine.written() == ["A-1"])
    engine.until(lambda: not (engine.folder / "a.xml").exists())
    engine.until(lambda: len(engine.results) > before)
    time.sleep(AGE + 1.5)  # our own move into the archive wakes nobody
    [result] = engine.results[before:]
    assert (result.outcome, result.counts["noticed"], result.young) == ("done", 1, 0)


def test_two_hundred_files_in_a_few_runs_each_once(engine: Engine) -> None:
    references = [f"B-{number:03}" for number in range(200)]
    for one in references:
        engine.drop(f"{one}.xml", one)
    engine.until(lambda: engine.written() == references)
    assert len(engine.results) <= 12


def test_a_young_file_is_left_to_the_next_run_which_knows_it(engine: Engine) -> None:
    engine.watching.stop()
    engine.drop("a.xml", "A-1")
    engine.run()
    result = engine.results[-1]
    assert (result.outcome, result.young, result.counts["noticed"]) == ("waiting", 1, 0)
    assert result.ripe_in is not None
    assert 0 < result.ripe_in <= AGE
    time.sleep(result.ripe_in)
    engine.run()
    result = engine.results[-1]
    assert (result.outcome, result.young, engine.written()) == ("done", 0, ["A-1"])


def test_a_folder_that_goes_away_is_one_problem_and_recovers_by_itself(engine: Engine) -> None:
    away = engine.folder.with_name("away")
    engine.folder.rename(away)
    engine.until(lambda: not engine.watching.now_watched())
    for _ in range(3):
        engine.run()
    (away / "a.xml").write_bytes(payload([Order("A-1", 1)]))
    with engine.owner.ledger.database.reading() as sql:
        told = sql.execute("SELECT key FROM problem WHERE closed_at IS NULL").fetchall()
    assert [row[0] for row in told] == ["source:orders:orders"]
    away.rename(engine.folder)
    engine.until(lambda: bool(engine.watching.now_watched()))
    engine.drop("b.xml", "B-1")
    engine.until(lambda: engine.written() == ["A-1", "B-1"])
    with engine.owner.ledger.database.reading() as sql:
        assert sql.execute("SELECT count(*) FROM problem WHERE closed_at IS NULL").fetchone()[0] == 0


def test_what_came_while_nobody_looked_came_at_its_own_time(engine: Engine) -> None:
    engine.watching.stop()
    began = time.time()
    engine.drop("a.xml", "A-1")
    own = (engine.folder / "a.xml").stat().st_mtime
    time.sleep(AGE)
    while not engine.written():
        engine.run()
    with engine.owner.ledger.database.reading() as sql:
        [(came, noticed)] = sql.execute("SELECT came_at, noticed_at FROM item").fetchall()
        [(looked,)] = sql.execute("SELECT looked_at FROM place").fetchall()
    assert came == pytest.approx(own)
    assert noticed > began + AGE
    assert looked > own
