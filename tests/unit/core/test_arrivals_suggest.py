"""What is proposed from a history: days, times, numbers and sizes, weekdays apart; or what a proposal lacks."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.arrivals_model import Arrival
from desktop_sync.core.arrivals_suggest import suggest

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)  # a Saturday
FIRST = date(2026, 10, 5)  # a Monday


def arrival(day: date, at: time, minutes: float = 0, size: int = 40_000, documents: int = 1) -> Arrival:
    wall = datetime.combine(day, at) + timedelta(minutes=minutes)
    return Arrival(wall.replace(tzinfo=BERLIN).astimezone(UTC), size, documents, "a.xml")


def workdays(weeks: int = 7) -> list[date]:
    return [FIRST + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]


def evenly(days: list[date], at: time = time(18, 10), seed: int = 1) -> list[Arrival]:
    """One file a day, within a few minutes, of about 40 kB."""
    some = random.Random(seed)
    return [arrival(day, at, some.uniform(-4, 4), int(some.gauss(40_000, 4000)), some.randint(90, 110)) for day in days]


def test_one_file_on_workdays_at_about_ten_past_six() -> None:
    found = suggest(evenly(workdays()), BERLIN, NOW)
    [one] = found.proposed
    assert one.options["days"] == ["mon", "tue", "wed", "thu", "fri"]
    assert one.options["by"] in {"18:30", "18:45"}
    assert one.options["at_least"] == 1
    assert 8000 <= int(str(one.options["bytes_at_least"])) <= 30_000
    assert 20 <= int(str(one.options["documents_at_least"])) <= 80
    assert (one.confidence, one.alarms) == ("high", ())
    assert "files came on 30 of the last" in found.evidence[0]
    assert found.missing == ""


def test_outliers_move_nothing_and_are_named() -> None:
    history = evenly(workdays())
    history[10] = arrival(history[10].at.astimezone(BERLIN).date(), time(23, 30))  # one late night
    history[20] = Arrival(history[20].at, 7, 0, "empty.xml")
    del history[15]
    [one] = suggest(history, BERLIN, NOW).proposed
    plain = suggest(evenly(workdays()), BERLIN, NOW).proposed[0]
    assert one.options["by"] == plain.options["by"]
    assert len(one.alarms) == 3
    assert one.confidence in {"medium", "low"}


def test_fridays_are_another_thing() -> None:
    history = [
        *evenly([day for day in workdays() if day.weekday() < 4]),
        *evenly([day for day in workdays() if day.weekday() == 4], time(14, 0)),
    ]
    first, second = suggest(history, BERLIN, NOW).proposed
    assert (first.options["days"], second.options["days"]) == (["mon", "tue", "wed", "thu"], ["fri"])
    assert "14:00" < str(second.options["by"]) < "15:00"
    assert "18:10" < str(first.options["by"]) < "19:00"


def test_many_files_a_day() -> None:
    some = random.Random(3)
    history = [
        arrival(day, time(8, 0), some.uniform(0, 600), documents=1)
        for day in workdays()
        for _ in range(some.randint(40, 60))
    ]
    [one] = suggest(history, BERLIN, NOW).proposed
    assert 20 <= int(str(one.options["at_least"])) <= 40
    assert int(str(one.options["at_most"])) > 100
    assert len(one.alarms) <= 1


def test_around_midnight_the_day_begins_at_another_time() -> None:
    history = [arrival(day, time(23, 50), 15 * (number % 2)) for number, day in enumerate(workdays())]
    [one] = suggest(history, BERLIN, NOW).proposed
    assert "10:00" <= str(one.options["from"]) <= "13:00"
    assert str(one.options["by"]) < "01:00"
    assert one.options["days"] == ["tue", "wed", "thu", "fri", "sat"], "the day of the deadline"
    assert one.alarms == ()


def test_too_little_was_seen() -> None:
    assert "No file came before today" in suggest([], BERLIN, NOW).missing
    few = suggest(evenly(workdays()[-4:]), BERLIN, NOW)
    assert few.proposed == ()
    assert few.missing == "A file came on 4 days so far; 10 are needed to tell what is usual."
    assert few.evidence


def test_mondays_only_need_fewer() -> None:
    [one] = suggest(evenly([day for day in workdays(8) if day.weekday() == 0]), BERLIN, NOW).proposed
    assert one.options["days"] == ["mon"]
    assert one.confidence != "high"


def test_without_regularity_nothing_is_proposed() -> None:
    some = random.Random(5)
    days = some.sample([FIRST + timedelta(days=number) for number in range(50)], 18)
    found = suggest(evenly(sorted(days)), BERLIN, NOW)
    assert found.proposed == ()
    assert "follow no weekdays" in found.missing


def test_today_is_not_over() -> None:
    now = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # Friday, half past six
    until_now = suggest(evenly(workdays()), BERLIN, now).proposed
    until_yesterday = suggest(evenly(workdays()[:-1]), BERLIN, now).proposed
    assert [one.options for one in until_now] == [one.options for one in until_yesterday]
    assert [one.alarms for one in until_now] == [()]


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Arrival,
            st.datetimes(datetime(2026, 7, 1), datetime(2026, 11, 27), timezones=st.just(UTC)),  # noqa: DTZ001
            st.integers(0, 10**12),
            st.one_of(st.none(), st.integers(0, 10**6)),
        ),
        max_size=120,
    )
)
def test_whatever_has_come_it_proposes_or_says_why_not(history: list[Arrival]) -> None:
    found = suggest(history, BERLIN, NOW)
    assert bool(found.proposed) != bool(found.missing)
    for one in found.proposed:
        assert one.occasions >= len(one.alarms)
        assert one.expected.begin != one.expected.by[0]
        assert (one.expected.items.least or 0) <= (one.expected.items.most or 0)
