"""Schedules and their next fires as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.schedule import Past
from desktop_sync.core.schedule_coming import coming
from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_model import After, At, Every, Hours, MonthDays, Rhythm, Schedule, Weekdays, Window
from desktop_sync.core.schedule_words import in_words, missed_in_words

BERLIN = ZoneInfo("Europe/Berlin")
SEEN = "until something has been seen, by"
GAP = "the planned time does not exist that night: the first moment after it"
FRIDAY = Weekdays(frozenset({4}))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def words(rhythm: Rhythm, window: Window | None = None) -> str:
    return in_words(Schedule(rhythm, BERLIN, window or Window())).removesuffix(" (Europe/Berlin)")


@pytest.mark.parametrize(
    "rhythm, said",
    [
        (At((time(16, 0),), FRIDAY), "Every Friday at 16:00"),
        (At((time(6, 0), time(18, 30))), "Every day at 06:00 and 18:30"),
        (At((time(6, 0),), Weekdays(frozenset(range(5)))), "Every Monday to Friday at 06:00"),
        (At((time(6, 0),), Weekdays(frozenset({0, 1, 5}))), "Every Monday, Tuesday and Saturday at 06:00"),
        (
            At((time(6, 0),), MonthDays(frozenset({1, 22, 13}), last=True)),
            "On the 1st, the 13th, the 22nd and the last day of every month at 06:00",
        ),
        (
            At((time(6, 0),), MonthDays(frozenset({29, 31}))),
            "On the 29th and the 31st of every month (months without a 29th or 31st are passed over) at 06:00",
        ),
        (Every(timedelta(minutes=1)), "Every minute, counted from the end of the last run"),
        (Every(timedelta(minutes=90)), "Every 1 hour 30 minutes, counted from the end of the last run"),
        (Every(timedelta(seconds=90)), "Every 1 minute 30 seconds, counted from the end of the last run"),
        (cron("0 6 * * 1-5"), "By the cron line 0 6 * * 1-5 (At 06:00 on Monday through Friday)"),
        (
            After(time(18, 5), timedelta(minutes=2), time(19, 0)),
            f"Every day from 18:05, every 2 minutes {SEEN} 19:00 at the latest; else a problem",
        ),
        (
            After(time(23, 50), timedelta(minutes=1), time(0, 10), FRIDAY),
            f"Every Friday from 23:50, every minute {SEEN} 00:10 of the next day at the latest; else a problem",
        ),
    ],
)
def test_schedules_in_words(rhythm: Rhythm, said: str) -> None:
    assert words(rhythm) == said


def test_the_window_in_words() -> None:
    window = Window(
        (Hours(420, 720), Hours(780, 1440)),
        frozenset(range(5)),
        frozenset({date(2026, 12, 24)}),
        frozenset({(1, 1)}),
    )
    assert words(Every(timedelta(hours=1)), window) == (
        "Every hour, counted from the end of the last run; only Monday to Friday, 07:00 to 12:00 and 13:00 to 24:00, "
        "not on 2026-12-24 and every 01-01"
    )
    many = Window(holidays=frozenset(date(2026, 5, day) for day in range(1, 31)))
    assert words(At((time(6, 0),)), many).endswith("2026-05-06 and 24 more holidays")


def test_the_zone_is_named_and_so_is_what_becomes_of_missed_runs() -> None:
    schedule = Schedule(At((time(16, 0),), FRIDAY), ZoneInfo("America/New_York"), missed="skip")
    assert in_words(schedule) == "Every Friday at 16:00 (America/New_York)"
    assert "not made up for" in missed_in_words(schedule)
    assert "one run makes up" in missed_in_words(Schedule(At((time(16, 0),)), BERLIN))


def told(rhythm: Rhythm, now: str, past: Past | None = None, number: int = 3) -> list[str]:
    return [one.in_words() for one in coming(Schedule(rhythm, BERLIN), past or Past(), at(now), number)]


def test_the_offset_stands_where_it_changes() -> None:
    assert told(At((time(16, 0),), FRIDAY), "2026-03-20 12:00") == [
        "Fri 2026-03-20 16:00 +01:00",
        "Fri 2026-03-27 16:00",
        "Fri 2026-04-03 16:00 +02:00   (the clocks have gone forward by 1 hour)",
    ]


def test_both_nights_are_marked() -> None:
    assert told(At((time(2, 30),)), "2026-03-29 00:00", number=2) == [
        f"Sun 2026-03-29 03:00 +02:00   ({GAP}; the clocks have gone forward by 1 hour)",
        "Mon 2026-03-30 02:30",
    ]
    assert told(At((time(2, 30),)), "2026-10-25 00:00", number=2) == [
        "Sun 2026-10-25 02:30 +02:00   (this time comes twice that night: the first of them)",
        "Mon 2026-10-26 02:30 +01:00   (the clocks have gone back by 1 hour)",
    ]


def test_a_cron_line_that_follows_the_clock_fires_in_both_hours() -> None:
    assert told(cron("30 * * * *"), "2026-10-25 02:00") == [
        "Sun 2026-10-25 02:30 +02:00",
        "Sun 2026-10-25 02:30 +01:00   (the clocks have gone back by 1 hour)",
        "Sun 2026-10-25 03:30",
    ]


def test_what_is_odd_is_also_told_without_words() -> None:
    nights = coming(Schedule(cron("30 2 * 3,10 0L"), BERLIN), Past(), at("2026-03-01 12:00"), 2)
    assert [(one.odd, one.clocks) for one in nights] == [("skipped", timedelta(hours=1)), ("twice", timedelta())]


def test_half_an_hour_at_lord_howe() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    fires = coming(Schedule(At((time(9, 0),)), zone), Past(), datetime(2026, 4, 3, 12, tzinfo=UTC), 2)
    assert fires[1].notes == ("the clocks have gone back by 30 minutes",)


def test_every_counts_from_the_last_run_or_begins_at_once() -> None:
    quarter = Every(timedelta(minutes=15))
    assert told(quarter, "2026-11-24 08:08", Past(ended=at("2026-11-24 08:07")), 2) == [
        "Tue 2026-11-24 08:22 +01:00",
        "Tue 2026-11-24 08:37",
    ]
    assert told(quarter, "2026-11-24 08:08", number=1) == ["Tue 2026-11-24 08:08 +01:00"]
    assert told(quarter, "2026-11-24 08:08", Past(ended=at("2026-11-20 08:07")), 1) == ["Tue 2026-11-24 08:08 +01:00"]


def test_of_shortly_after_the_occasions_are_told() -> None:
    rhythm = After(time(18, 5), timedelta(minutes=2), time(19, 0))
    assert told(rhythm, "2026-11-24 18:30", number=2) == [
        "Tue 2026-11-24 18:05 to 19:00 +01:00",
        "Wed 2026-11-25 18:05 to 19:00",
    ]
    assert told(rhythm, "2026-11-24 18:30", Past(seen=at("2026-11-24 18:20")), 1) == [
        "Wed 2026-11-25 18:05 to 19:00 +01:00"
    ]


def test_no_more_than_there_is() -> None:
    window = Window(days=frozenset(range(5)))
    schedule = Schedule(At((time(6, 0),), Weekdays(frozenset({6}))), BERLIN, window)
    assert coming(schedule, Past(), at("2026-11-24 08:00"), 5) == []
