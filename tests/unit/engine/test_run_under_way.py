"""Runs as they are: a real Acme process, many requests under way, and a source that is slow, fails, or is stopped.

The crash tests do one thing after the other; here staging and sending go on side by side.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.app import App, Parts, of
from desktop_sync.core.model import Item
from desktop_sync.core.ports import Clock, Source, Spool, Target, Token
from desktop_sync.credentials import RefusedSignIns
from desktop_sync.data_folder import data_folder
from desktop_sync.engine.location import RunResult
from desktop_sync.kinds import profile_of
from desktop_sync.ledger.database import read_only
from desktop_sync.settings.model import Connection, Flow
from tests.crash.orders import Order, Setup, payload
from tests.sandbox_process import SandboxProcess, start_sandbox

FILES = 240
Fetching = Callable[[int], None]


class Hindered:
    """The real source; ``fetching`` is told the number of each file that is fetched, and may take its time or fail."""

    def __init__(self, source: Source, fetching: Fetching) -> None:
        self._source = source
        self._fetching = fetching

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the source has
        return getattr(self._source, name)

    def fetch(self, item: Item) -> BinaryIO:
        self._fetching(int(Path(item.entity.path).stem))
        return self._source.fetch(item)


class HinderedParts(Parts):
    def __init__(self, folder: Path, key: str, fetching: Fetching) -> None:
        super().__init__(data_folder(str(folder)))
        self._key = key
        self._fetching = fetching

    def machine(self) -> str:
        return "machine-1"

    def source(self, flow: Flow, connection: Connection, clock: Clock, spool: Spool, token: Token) -> Source:
        return cast("Source", Hindered(super().source(flow, connection, clock, spool, token), self._fetching))

    def target(self, connection: Connection, clock: Clock) -> Target:
        options = of(connection.options, AcmeOptions)
        profile, schemas = profile_of(options)
        refusals = RefusedSignIns(self.folder.refusals, connection.id, clock)
        return Acme(options, profile, schemas, lambda _: self._key, refusals, clock)


@dataclass(slots=True)
class Place:
    """One installation with files to import, and its Acme, which takes a moment for each write."""

    root: Path
    acme: SandboxProcess
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.root / "orders").mkdir()
        profile = self.acme.profile()
        for name, resource in profile["resources"].items():
            (self.root / resource["schema_file"]).write_text(json.dumps(self.acme.schema(name)), encoding="utf-8")
        (self.root / "profile.json").write_text(json.dumps(profile), encoding="utf-8")
        setup = Setup(batch=False, in_flight=8, base_url=self.acme.url)
        data_folder(str(self.root / "data"))
        text = setup.text(self.root, self.root / "profile.json")
        (self.root / "data" / "settings.toml").write_text(text, encoding="utf-8")
        for number in range(FILES):
            self.references.append(f"{number:03}")
            (self.root / "orders" / f"{number:03}.xml").write_bytes(payload([Order(f"{number:03}", 1)]))

    def run(self, fetching: Fetching = lambda number: None, token: threading.Event | None = None) -> RunResult:
        parts = HinderedParts(self.root / "data", self.acme.api_key, fetching)
        with App(parts).owner("run") as owner:
            return owner.run("orders", token)

    def states(self) -> Counter[str]:
        """Of all deliveries."""
        return Counter(self._column("SELECT state FROM delivery"))

    def problems(self) -> set[str]:
        return set(self._column("SELECT key FROM problem WHERE closed_at IS NULL"))

    def _column(self, query: str) -> list[str]:
        with read_only(self.root / "data" / "ledger.db") as sql:
            return [one for (one,) in sql.execute(query)]

    def written(self) -> Counter[str]:
        return Counter(write["reference"] for write in self.acme.writes())

    def assert_all_once(self) -> None:
        result = self.run()
        assert result.outcome == "done"
        assert self.written() == dict.fromkeys(self.references, 1)
        assert self.states() == {"created": FILES}
        assert self.problems() == set()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with start_sandbox() as acme:
        acme.fault("latency", seconds=0.02)
        yield Place(tmp_path, acme)
    assert not [one for one in threading.enumerate() if one.name.startswith("sender-")]


def test_slow_source_is_staged_while_its_first_documents_are_sent(place: Place) -> None:
    written: list[int] = []

    def fetching(number: int) -> None:
        time.sleep(0.02)
        if number == FILES - 1:
            written.append(len(place.acme.writes()))

    result = place.run(fetching)
    assert (result.outcome, result.counts["created"]) == ("done", FILES)
    assert 0 < written[0] < FILES
    place.assert_all_once()


def test_failure_while_requests_are_under_way_loses_none_of_their_outcomes(place: Place) -> None:
    def fetching(number: int) -> None:
        time.sleep(0.02)
        if number >= FILES // 2 and place.acme.writes():
            raise ZeroDivisionError("the source broke")

    with pytest.raises(ZeroDivisionError):
        place.run(fetching)
    states = place.states()
    assert set(states) <= {"created", "pending"}
    assert states["created"] == len(place.acme.writes()) > 0
    assert place.problems() == {"run:orders:failed"}
    place.assert_all_once()


def test_stop_while_requests_are_under_way_loses_none_of_their_outcomes(place: Place) -> None:
    token = threading.Event()

    def watching() -> None:
        while not place.acme.writes():
            time.sleep(0.01)
        token.set()

    watcher = threading.Thread(target=watching)
    watcher.start()
    place.run(lambda number: time.sleep(0.02), token)
    watcher.join()
    states = place.states()
    assert set(states) <= {"created", "pending"}
    assert 0 < states["created"] < FILES
    assert states["created"] == len(place.acme.writes())
    place.assert_all_once()


def test_stop_takes_effect_within_a_second_though_nobody_answers(place: Place) -> None:
    """What is under way is abandoned: it is unknown, and found out by the next run."""
    place.acme.fault("latency", seconds=15.0, on="writes", numbers=list(range(20, 400)))
    token, told = threading.Event(), [0.0]

    def watching() -> None:
        while len(place.acme.writes()) < 19:
            time.sleep(0.01)
        time.sleep(0.3)
        told[0] = time.monotonic()
        token.set()

    watcher = threading.Thread(target=watching)
    watcher.start()
    result = place.run(token=token)
    took = time.monotonic() - told[0]
    watcher.join()
    assert result.outcome == "cancelled"
    assert took < 3  # a second, and what the ledger and the source need
    states = place.states()
    assert set(states) <= {"created", "pending", "unknown"}
    assert states["unknown"] > 0
    place.acme.clear_faults()
    deadline = time.monotonic() + 60
    while place.run().outcome == "waiting":
        assert time.monotonic() < deadline
    place.assert_all_once()
