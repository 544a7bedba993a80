"""``[flows.schedule]``: what is read, and every fault at once with its place."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_model import (
    EVERY_DAY,
    After,
    At,
    Every,
    Hours,
    MonthDays,
    Rhythm,
    Schedule,
    Weekdays,
    Window,
)
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.schedule import ScheduleOptions
from desktop_sync.settings.validation import validate

HERE = ZoneInfo("Asia/Kathmandu")
WORKDAYS = frozenset(range(5))


def read(good: str, kinds: Kinds, lines: str) -> Schedule:
    validated = validate(f"{good}\n[flows.schedule]\n{lines}\n", kinds)
    assert validated.report.errors == ()
    options = validated.settings.flow_by_id["orders"].schedule
    assert options is not None
    return options.schedule(HERE)


def errors(good: str, kinds: Kinds, lines: str) -> list[str]:
    """Place within the schedule, and what."""
    found = validate(f"{good}\n[flows.schedule]\n{lines}\n", kinds).report.errors
    return [f"{one.place.rpartition('→ schedule')[2].removeprefix('.')}: {one.what}" for one in found]


@pytest.mark.parametrize(
    "lines, rhythm",
    [
        ('every = "15min"', Every(timedelta(minutes=15))),
        ("every = 60", Every(timedelta(minutes=1))),
        ('at = ["16:00"]\ndays = ["fri"]', At((time(16, 0),), Weekdays(frozenset({4})))),
        ('at = ["18:00", "6:05", "06:05"]', At((time(6, 5), time(18, 0)))),
        ('at = 16:00:00\ndays = "Friday"', At((time(16, 0),), Weekdays(frozenset({4})))),
        ('at = "16:00"\ndays = ["mon-fri"]', At((time(16, 0),), Weekdays(WORKDAYS))),
        ('at = "16:00"\ndays = ["sat-mon", "wed"]', At((time(16, 0),), Weekdays(frozenset({5, 6, 0, 2})))),
        ('at = "06:00"\nmonth_days = [1, 15, "last"]', At((time(6, 0),), MonthDays(frozenset({1, 15}), last=True))),
        ('at = "06:00"\nmonth_days = 31', At((time(6, 0),), MonthDays(frozenset({31})))),
        ('cron = "0 6 * * 1-5"', cron("0 6 * * 1-5")),
        (
            'after = { from = "18:05", every = "3min", until = "19:00" }\ndays = ["mon-fri"]',
            After(time(18, 5), timedelta(minutes=3), time(19, 0), Weekdays(WORKDAYS)),
        ),
    ],
)
def test_rhythms_are_read(good: str, kinds: Kinds, lines: str, rhythm: Rhythm) -> None:
    assert read(good, kinds, lines) == Schedule(rhythm, HERE)


def test_window_zone_and_missed_are_read(good: str, kinds: Kinds) -> None:
    lines = (
        'every = "1h"\nzone = "Europe/Berlin"\nmissed = "skip"\n'
        'window = { hours = ["07:00-12:00", "22:00 - 24:00"], days = "mon-fri", '
        'holidays = ["2026-12-24", 2026-12-31, "12-25"] }'
    )
    window = Window(
        (Hours(420, 720), Hours(1320, 1440)),
        WORKDAYS,
        frozenset({date(2026, 12, 24), date(2026, 12, 31)}),
        frozenset({(12, 25)}),
    )
    assert read(good, kinds, lines) == Schedule(Every(timedelta(hours=1)), ZoneInfo("Europe/Berlin"), window, "skip")


def test_without_a_schedule_the_flow_is_run_by_hand(good: str, kinds: Kinds) -> None:
    assert validate(good, kinds).settings.flow_by_id["orders"].schedule is None


def test_an_empty_window_is_all_the_time(good: str, kinds: Kinds) -> None:
    assert read(good, kinds, 'every = "1h"\nwindow = {}').window == Window((Hours(0, 1440),), EVERY_DAY)


@pytest.mark.parametrize(
    "lines, expected",
    [
        ("", [": does not say when: write one of every, at, cron, after; without"]),
        ('days = ["fri"]', ['at: is missing; expected: time of day such as "16:00"']),
        ('every = "1h"\nat = "16:00"', ["at: stands beside every: a flow has one of"]),
        ('every = "59s"', ['every: found "59s", expected at least 1min']),
        ("every = true", ["every: found true, expected a time such as"]),
        ('at = ["25:00", "16.00", 7]', ['at[0]: found "25:00"', 'at[1]: found "16.00"', "at[2]: found 7"]),
        ("at = 16:00:30", ["at: found 16:00:30, expected a time of day"]),
        ("at = []", ["at: expected at least one entry"]),
        ('at = "6:00"\ndays = ["frisday", "fri-", ""]', ['days[0]: found "frisday"', "days[1]", "days[2]"]),
        ('at = "6:00"\nmonth_days = [0, 32, "first", true]', [f"month_days[{number}]: found" for number in range(4)]),
        ('at = "6:00"\nmonth_days = [1]\ndays = ["mon"]', ["month_days: stands beside days"]),
        ('every = "1h"\ndays = ["mon"]', ["days: belongs to at and after; with every write window"]),
        ('cron = "0 6 * * *"\nmonth_days = [1]', ["month_days: belongs to at, and here is cron"]),
        ('cron = "0 6 * *"', ['cron: found "0 6 * *", expected five fields (minute, hour']),
        ('cron = "0 25 * * *"', ["the field for the hour, '25', cannot be read"]),
        ('cron = "0 0 30 2 *"', ["it never fires: there is no such day"]),
        ('after = { from = "18:05" }', ['after.until: is missing; expected: time of day such as "16:00"']),
        ('after = { from = "18:05", until = "18:05" }', ["after.until: is the same as from"]),
        ('after = { from = "18:05", until = "19:00", every = "5s" }', ["after.every: found"]),
        (
            'at = "6:00"\nzone = "Europe/Berln"',
            ['zone: found "Europe/Berln", there is no such time zone'],
        ),
        ('at = "6:00"\nzone = "berlin"', ['did you mean "Europe/Berlin"?']),
        ('at = "6:00"\nzone = "W. Europe Standard Time"', ['did you mean "Europe/Berlin"?']),
        ('at = "6:00"\nzone = "../../etc/passwd"', ["there is no such time zone"]),
        ('at = "6:00"\nzone = "+02:00"', ["there is no such time zone"]),
        ('at = "6:00"\nmissed = "once"', ['missed: found "once", expected one of "run_once", "skip"']),
        ('at = "6:00"\nevry = "1h"', ['evry: is not an option here; did you mean "every"?']),
        ('every = "1h"\nwindow = { hours = "7-19" }', ['window.hours: found "7-19", expected hours such as']),
        ('every = "1h"\nwindow = { hours = "07:00-07:00" }', ["window.hours: found"]),
        ('every = "1h"\nwindow = { days = [] }', ["window.days: expected at least one entry"]),
        (
            'every = "1h"\nwindow = { holidays = ["25.12.2026", "02-30", "2026-02-29", 7] }',
            [f"window.holidays[{number}]: found" for number in range(4)],
        ),
        (
            'at = ["06:59", "07:00", "19:00"]\nwindow = { hours = "07:00-19:00" }',
            ["at[0]: 06:59 lies outside of window.hours", "at[2]: 19:00 lies outside of window.hours"],
        ),
        (
            'at = ["21:59", "22:00", "05:59", "06:00"]\nwindow = { hours = "22:00-06:00" }',
            ["at[0]: 21:59 lies outside", "at[3]: 06:00 lies outside"],
        ),
        (
            'after = { from = "18:05", until = "19:00" }\nwindow = { hours = "07:00-18:30" }',
            ["after.until: 19:00 lies outside"],
        ),
        (
            'after = { from = "06:05", until = "19:00" }\nwindow = { hours = "07:00-19:30" }',
            ["after.from: 06:05 lies outside"],
        ),
        ('at = "6:00"\ndays = ["sun"]\nwindow = { days = ["mon-fri"] }', ["window: leaves nothing of this schedule"]),
        ('cron = "0 6 * * 0"\nwindow = { hours = "07:00-19:00" }', ["window: leaves nothing of this schedule"]),
    ],
)
def test_faults_name_their_place(good: str, kinds: Kinds, lines: str, expected: list[str]) -> None:
    found = errors(good, kinds, lines)
    assert [part for part, one in zip(expected, found, strict=True) if part not in one] == [], found


def test_all_faults_at_once(good: str, kinds: Kinds) -> None:
    lines = (
        'at = ["06:00", "12:00"]\ndays = ["frisday"]\nzone = "Europe/Berln"\nmised = "skip"\n'
        'window = { hours = "07:00-19:00" }\nevery = "1s"'
    )
    assert [one.partition(":")[0] for one in errors(good, kinds, lines)] == [
        "at",
        "days[0]",
        "zone",
        "mised",
        "every",
    ]


def test_a_bad_zone_does_not_hide_a_time_outside_of_the_window(good: str, kinds: Kinds) -> None:
    lines = 'at = ["06:00", "12:00"]\nzone = "Mars/Olympus"\nwindow = { hours = "07:00-19:00" }'
    assert [one.partition(":")[0] for one in errors(good, kinds, lines)] == ["at[0]", "zone"]


def test_the_last_look_may_be_the_end_of_the_hours(good: str, kinds: Kinds) -> None:
    assert errors(good, kinds, 'after = { from = "18:05", until = "19:00" }\nwindow = { hours = "07:00-19:00" }') == []
    assert errors(good, kinds, 'after = { from = "23:05", until = "01:00" }\nwindow = { hours = "22:00-06:00" }') == []


def test_looks_may_go_on_over_midnight_where_no_hours_are_named(good: str, kinds: Kinds) -> None:
    for window in ("", 'window = { days = ["mon-fri"] }', 'window = { hours = "00:00-24:00" }'):
        assert errors(good, kinds, f'after = {{ from = "22:00", until = "02:00" }}\n{window}') == []


def test_a_schedule_that_is_no_table(good: str, kinds: Kinds) -> None:
    text = good.replace('title = "Orders"', 'title = "Orders"\nschedule = "15min"')
    [told] = validate(text, kinds).report.errors
    assert told.place == 'flows[0] "orders" → schedule'
    assert told.what == 'found "15min", expected a table: write [flows.schedule] below its [[flows]]'
    assert told.line == text.splitlines().index('schedule = "15min"') + 1


def test_an_unsound_schedule_does_not_hide_other_faults(good: str, kinds: Kinds) -> None:
    text = good.replace('min_age = "10s"', 'min_age = "soon"') + '\n[flows.schedule]\nevery = "1s"\n'
    assert [one.place for one in validate(text, kinds).report.errors] == [
        'flows[0] "orders" → source.min_age',
        'flows[0] "orders" → schedule.every',
    ]


def test_every_option_has_a_meaning() -> None:
    for name, field in ScheduleOptions.model_fields.items():
        assert field.description, name
