"""Thirty days of an engine with everything that happens to one: every fire is accounted for, the promise kept."""

from __future__ import annotations

import gc
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.settings.schedule import ScheduleOptions
from tests.crash.judge import judge_content, judge_files, judge_ledger, judge_writes
from tests.crash.soak import SCHEDULES, Soak

AUTUMN = datetime(2026, 10, 10, 9, 0, tzinfo=UTC)  # Berlin sets its clocks on 25 October, New York on 1 November
SPRING = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)  # New York on 14 March, Berlin on the 28th


def schedule_of(flow: str) -> ScheduleOptions:
    return ScheduleOptions.model_validate(tomllib.loads(f"x = {SCHEDULES[flow]}")["x"])


def soak(root: Path, seed: int, begin: datetime, days: int = 30) -> Soak:
    """One, judged."""
    made = Soak(root, seed, begin, days)
    made.play()
    judge_writes(made.world)
    judge_content(made.world, made.expected)
    for flow, files in made.files.items():
        judge_files(made.world, files, flow=flow)
        made.judge_fires(flow, schedule_of(flow).schedule(UTC))
    judge_ledger(made.world)
    assert made.late < made.early + 30, (made.early, made.late)  # Acme, in this process, has grown by what was sent
    return made


def test_thirty_days(tmp_path: Path) -> None:
    made = soak(tmp_path, 1, AUTUMN)
    assert made.kills > 3
    assert made.starts > made.kills


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 42))
def test_thirty_days_of_many_seeds(tmp_path: Path, seed: int) -> None:
    soak(tmp_path, seed, SPRING if seed % 2 else AUTUMN)
    gc.collect()
