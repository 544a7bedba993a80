"""Signs of life: when they are left, and that a file that cannot be written is a problem that ends by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import ENGINE_SEEN, SPOOL_BYTES, FlowHead, picture
from desktop_sync.durable import replace_file
from desktop_sync.engine.health import Health
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import standing
from desktop_sync.metrics import metrics
from desktop_sync.settings.health import HealthOptions
from tests.openmetrics import samples
from tests.unit.ledger.desk import Desk, order

GO = threading.Event()


def chore(desk: Desk, file: Path | None, write: Callable[[Path, bytes], None] | None = None) -> Health:
    def look() -> dict[str, object]:
        now = datetime.fromtimestamp(desk.clock.now(), UTC)
        with read_only(desk.file) as sql:
            return picture(standing(sql, 0.0), [FlowHead("orders")], None, Facts(now))

    options = HealthOptions(metrics_file="" if file is None else str(file))
    return Health(lambda: options, look, metrics, write or replace_file, lambda: 77, desk.ledger.journal, desk.clock)


def documents(file: Path) -> float:
    return sum(one.value for one in samples(file.read_text()) if one.name == "desktop_sync_documents_total")


def test_it_tells_and_its_counters_go_on_after_a_restart(tmp_path: Path) -> None:
    desk, file = Desk(tmp_path), tmp_path / "desktop_sync.prom"
    first = chore(desk, file)
    assert first.due_in() <= 0
    desk.stage(order("A"))
    desk.done()
    first.do(GO)
    assert documents(file) == 1
    assert 0 < first.due_in() <= 60
    desk.reopen()
    desk.stage(order("B"))
    desk.done()
    desk.clock.wait(60)
    again = chore(desk, file)
    again.do(GO)
    assert documents(file) == 2
    assert [path for path in tmp_path.iterdir() if "part" in path.name] == []
    assert float(desk.ledger.journal.fact(ENGINE_SEEN) or 0) == desk.clock.now()
    assert desk.ledger.journal.fact(SPOOL_BYTES) == "77"
    desk.close()


def test_without_a_file_it_only_leaves_a_sign_every_five_minutes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    one = chore(desk, None)
    one.do(GO)
    assert 290 <= one.due_in() <= 300
    desk.close()


def test_a_file_that_cannot_be_written_is_a_problem_until_it_can(tmp_path: Path) -> None:
    desk, folder = Desk(tmp_path), tmp_path / "away"
    one = chore(desk, folder / "x.prom")
    one.do(GO)
    [problem] = desk.open_problems()
    assert (problem["cause"], problem["owner"]) == ("metrics", "it")
    assert "metrics_file" in problem["hint"]
    folder.mkdir()
    desk.clock.wait(60)
    one.do(GO)
    assert desk.open_problems() == []
    assert (folder / "x.prom").exists()
    desk.close()
