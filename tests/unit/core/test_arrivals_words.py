"""How expectations and what became of them are said: short sentences, with the day where it is not today."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.arrivals import tally, verdicts
from desktop_sync.core.arrivals_days import latest
from desktop_sync.core.arrivals_model import Arrival, Bounds, Expectation, Fault, Verdict
from desktop_sync.core.arrivals_words import in_bytes, in_words, problem_in_words, state_in_words
from desktop_sync.core.schedule_model import MonthDays, Weekdays

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = Expectation(BERLIN, days=Weekdays(frozenset(range(5))), by=(time(18, 30),), ask="Ms Berger")


def at(text: str) -> datetime:
    """Local time of Berlin: ``26 18:10`` of November 2026."""
    day, clock_time = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock_time}").replace(tzinfo=BERLIN).astimezone(UTC)


def judged(expected: Expectation, now: str, *came: str, looked: str = "", size: int = 1000) -> Verdict:
    """The newest occasion."""
    arrivals = [Arrival(at(one), size, 3, f"{number}.xml") for number, one in enumerate(came)]
    found = latest(expected, at(now), 2)
    seen = at(looked or now)
    return next(verdicts(expected, found, lambda one: tally(expected, one, arrivals), at(now), seen))


@pytest.mark.parametrize(
    "expected, now, came, words",
    [
        (DAILY, "26 12:00", (), "awaited until 18:30"),
        (Expectation(BERLIN, by=(time(18),), items=Bounds(2)), "26 12:00", ("26 11:00",),
         "awaited until 18:00: 1 file, 11:00 so far"),
        (DAILY, "26 18:32", (), "late since 18:30: none has come"),
        (DAILY, "28 12:00", (), "late since Fri 2026-11-27 18:30: none has come"),
        (DAILY, "26 18:32", ("26 18:10",), "met: 1 file, 18:10"),
        (DAILY, "28 12:00", ("28 09:00",), "met late: 1 file, Sat 09:00"),
        (DAILY, "26 18:32", ("26 18:10", "26 18:20"), "met: 2 files, the first 18:10, the last 18:20"),
        (Expectation(BERLIN, documents=Bounds(None, 5)), "26 12:00", ("26 10:00", "26 11:00"), "too many documents: 6"),
        (Expectation(BERLIN, items=Bounds(1, 1)), "26 12:00", ("25 10:00", "26 10:00", "26 11:00"),
         "too many: 2 files"),
        (Expectation(BERLIN, size=Bounds(2000)), "26 12:00", ("26 10:00",), "too small: 0.xml has 1 kB"),
    ],
)  # fmt: skip
def test_states(expected: Expectation, now: str, came: tuple[str, ...], words: str) -> None:
    assert state_in_words(judged(expected, now, *came), expected, at(now)) == words


def test_nobody_has_looked() -> None:
    verdict = judged(DAILY, "26 20:00", looked="26 18:00")
    assert state_in_words(verdict, DAILY, at("26 20:00")) == "due since 18:30, not looked at since; none has come"


def test_a_problem_has_what_usual_and_whom_to_ask() -> None:
    now = "26 18:32"
    what, hint = problem_in_words(Fault.MISSING, [judged(DAILY, now)], DAILY, "ERP orders", at(now), "18:10")
    assert what == "ERP orders: expected at least 1 file by 18:30, none has come. Usually 18:10."
    assert hint.startswith("Ask Ms Berger.")
    few = Expectation(BERLIN, by=(time(18, 30),), items=Bounds(5))
    what, _ = problem_in_words(Fault.MISSING, [judged(few, now, "26 10:00")], few, "ERP orders", at(now), "")
    assert what == "ERP orders: expected at least 5 files by 18:30, 1 has come."
    documents = Expectation(BERLIN, by=(time(18, 30),), documents=Bounds(10))
    verdict = judged(documents, now, "26 10:00")
    what, _ = problem_in_words(Fault.FEW_DOCUMENTS, [verdict], documents, "ERP orders", at(now), "")
    assert what == "ERP orders: expected at least 10 documents by 18:30, there are 3 in 1 file."


@pytest.mark.parametrize(
    "expected, words",
    [
        (Expectation(BERLIN, per="week", days=Weekdays(frozenset({4})), by=(time(16),)),
         "at least 1 file every week, by 16:00 on Friday (Europe/Berlin)"),
        (Expectation(BERLIN, per="week"), "at least 1 file every week, by its end (Europe/Berlin)"),
        (Expectation(BERLIN, per="month", days=MonthDays(frozenset({1, 15}))),
         "at least 1 file every month, by the 1st and the 15th of every month (Europe/Berlin)"),
        (Expectation(BERLIN, days=MonthDays(frozenset({2}), last=True), by=(time(9),)),
         "at least 1 file by 09:00 on the 2nd and the last day of every month (Europe/Berlin)"),
        (Expectation(BERLIN, items=Bounds(3, 3)), "exactly 3 files every day (Europe/Berlin)"),
        (Expectation(BERLIN, items=Bounds(0, 9)), "at most 9 files every day (Europe/Berlin)"),
        (Expectation(BERLIN, items=Bounds(0), size=Bounds(1)),
         "files each of at least 1 byte, every day (Europe/Berlin)"),
        (Expectation(BERLIN, begin=time(18), within=timedelta(hours=1, minutes=30)),
         "at least 1 file within 1 hour 30 minutes after 18:00 every day (Europe/Berlin)"),
    ],
)  # fmt: skip
def test_expectations(expected: Expectation, words: str) -> None:
    assert in_words(expected) == words


def test_sizes() -> None:
    assert [in_bytes(one) for one in (0, 1, 999, 1000, 1234, 5_600_000, 7 * 10**9)] == [
        "0 bytes", "1 byte", "999 bytes", "1 kB", "1.23 kB", "5.6 MB", "7 GB",
    ]  # fmt: skip
