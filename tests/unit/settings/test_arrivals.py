"""``[flows.arrivals]``: what is read, and every fault at once with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.arrivals_model import Bounds, Expectation
from desktop_sync.core.arrivals_words import in_words
from desktop_sync.core.schedule_model import MonthDays, Weekdays
from desktop_sync.settings.awaited import awaited
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.validation import validate

HERE = ZoneInfo("Asia/Kathmandu")
WORKDAYS = Weekdays(frozenset(range(5)))
PLAIN = Expectation(HERE, grace=timedelta(seconds=70))


def read(good: str, kinds: Kinds, lines: str, more: str = "") -> Expectation:
    validated = validate(f"{good}\n{more}\n[flows.arrivals]\n{lines}\n", kinds)
    assert validated.report.errors == ()
    [found] = awaited(validated.settings.flows, lambda: HERE)
    return found.expected


def errors(good: str, kinds: Kinds, lines: str) -> list[str]:
    """Place within the table, and what."""
    found = validate(f"{good}\n[flows.arrivals]\n{lines}\n", kinds).report.errors
    return [f"{one.place.rpartition('→ arrivals')[2].removeprefix('.')}: {one.what}" for one in found]


@pytest.mark.parametrize(
    "lines, expected, words",
    [
        (
            'by = "18:30"\ndays = ["mon-fri"]',
            replace(PLAIN, by=(time(18, 30),), days=WORKDAYS),
            "at least 1 file by 18:30 on workdays (Asia/Kathmandu)",
        ),
        ("", PLAIN, "at least 1 file every day (Asia/Kathmandu)"),
        (
            'from = "18:00"\nwithin = "30min"\nat_least = 2\nat_most = 5\ndays = "fri"',
            replace(
                PLAIN,
                begin=time(18),
                within=timedelta(minutes=30),
                items=Bounds(2, 5),
                days=Weekdays(frozenset({4})),
            ),
            "at least 2 and at most 5 files within 30 minutes after 18:00 every Friday (Asia/Kathmandu)",
        ),
        (
            'from = "20:00"\nby = "06:00"\nbytes_at_least = "1kB"\nbytes_at_most = "10MB"',
            replace(PLAIN, begin=time(20), by=(time(6),), size=Bounds(1000, 10_000_000)),
            (
                "at least 1 file, each of at least 1 kB and at most 10 MB, by 06:00 every day, counted from 20:00 of"
                " the evening before (Asia/Kathmandu)"
            ),
        ),
        (
            'by = ["18:00", "10:00"]\nzone = "Europe/Berlin"',
            replace(PLAIN, by=(time(10), time(18)), zone=ZoneInfo("Europe/Berlin")),
            "at least 1 file each by 10:00 and 18:00 every day (Europe/Berlin)",
        ),
        (
            'per = "week"\nby = "16:00"\ndays = ["mon-fri"]\nat_least = 5',
            replace(PLAIN, per="week", by=(time(16),), days=WORKDAYS, items=Bounds(5)),
            "at least 5 files every week, by 16:00 on Friday (Asia/Kathmandu)",
        ),
        (
            'per = "month"\nmonth_days = "last"\ndocuments_at_least = 100\nholidays = ["2026-12-31", "12-25"]',
            replace(
                PLAIN,
                per="month",
                days=MonthDays(frozenset(), last=True),
                documents=Bounds(100),
                holidays=frozenset({date(2026, 12, 31)}),
                yearly=frozenset({(12, 25)}),
            ),
            "at least 1 file, at least 100 documents every month, by the last day (Asia/Kathmandu)",
        ),
        (
            'at_least = 0\nat_most = 0\ndays = ["sun"]',
            replace(PLAIN, items=Bounds(0, 0), days=Weekdays(frozenset({6}))),
            "no file every Sunday (Asia/Kathmandu)",
        ),
    ],
)
def test_expectations_are_read_and_said(good: str, kinds: Kinds, lines: str, expected: Expectation, words: str) -> None:
    found = read(good, kinds, lines)
    assert found == expected
    assert in_words(found) == words


def test_zone_days_and_holidays_are_those_of_the_schedule_where_nothing_is_said(good: str, kinds: Kinds) -> None:
    schedule = (
        '[flows.schedule]\nevery = "5min"\nzone = "Europe/Berlin"\n'
        'window = { days = ["mon-fri"], holidays = ["2026-12-24", "01-01"] }'
    )
    found = read(good, kinds, 'by = "18:30"', schedule)
    assert (found.zone, found.days) == (ZoneInfo("Europe/Berlin"), WORKDAYS)
    assert (found.holidays, found.yearly) == (frozenset({date(2026, 12, 24)}), frozenset({(1, 1)}))
    other = read(good, kinds, 'by = "18:30"\ndays = "sat"\nholidays = []\nzone = "UTC"', schedule)
    assert (other.zone, other.days) == (ZoneInfo("UTC"), Weekdays(frozenset({5})))
    assert not other.holidays | other.yearly


def test_several_of_them_each_with_a_name_that_changes_with_its_meaning(good: str, kinds: Kinds) -> None:
    def names(lines: str) -> list[str]:
        return [one.name for one in awaited(validate(f"{good}\n{lines}", kinds).settings.flows, lambda: HERE)]

    two = names('[[flows.arrivals]]\nby = "18:30"\n[[flows.arrivals]]\nby = "06:00"')
    assert len(set(two)) == 2
    assert all(one.startswith("orders:") for one in two)
    assert names('[[flows.arrivals]]\nby = "18:30"\nask = "Ms Berger"') == two[:1], "whom to ask is not what"
    assert names('[[flows.arrivals]]\nby = "18:31"') != two[:1]


def test_a_flow_that_is_switched_off_expects_nothing(good: str, kinds: Kinds) -> None:
    text = good.replace('title = "Orders"', "enabled = false") + '\n[flows.arrivals]\nby = "18:30"\n'
    flows = validate(text, kinds).settings.flows
    assert awaited(flows, lambda: HERE) == []
    assert len(awaited(flows, lambda: HERE, switched_off=True)) == 1


@pytest.mark.parametrize(
    "lines, expected",
    [
        ('by = "18:30"\nwithin = "1h"\nfrom = "18:00"', ["within: stands beside by"]),
        ('within = "1h"', ["from: is missing; within counts from it"]),
        ('by = "00:00"', ["by: found 00:00, the same as from (midnight); leave by out"]),
        ('from = "08:00"\nby = "08:00"', ["by: found 08:00, the same as from"]),
        ('from = "12:00"\nby = ["10:00", "14:00"]', ["from: found 12:00, between the deadlines"]),
        ('days = "mon"\nmonth_days = 1', ["month_days: stands beside days"]),
        ('per = "week"\nmonth_days = 1', ['month_days: belongs to per = "day" or "month"']),
        ('per = "week"\nby = ["10:00", "11:00"]', ["by: a week has one deadline"]),
        ('per = "month"\nfrom = "10:00"\nwithin = "1h"', ["from: belongs to", "within: belongs to"]),
        ("at_least = 5\nat_most = 4", ["at_most: found 4, less than at_least (5)"]),
        ('bytes_at_least = "1MB"\nbytes_at_most = "1kB"', ["bytes_at_most: found 1,000, less than bytes_at_least"]),
        ("documents_at_least = 2\ndocuments_at_most = 1", ["documents_at_most: found 1, less than"]),
        ("at_most = 0", ["at_most: found 0 beside at_least"]),
        ("at_least = 0", ["at_least: found 0, and no other bound"]),
        ("month_days = 30\nholidays = [" + ", ".join(f'"{m:02}-30"' for m in range(1, 13) if m != 2) + "]",
         [": never expects anything"]),
        ('by = "6pm"\nat_most = -1\nzone = "Berlin"', ['by: found "6pm"', "at_most: found -1", "zone: found"]),
        ('by = "18:30"\nhow_many = 3\nat_least = 3\nat_most = 2', ["how_many: is not an option", "at_most: found 2"]),
    ],
)  # fmt: skip
def test_every_fault_at_once(good: str, kinds: Kinds, lines: str, expected: list[str]) -> None:
    found = errors(good, kinds, lines)
    assert len(found) == len(expected), found
    for one, begin in zip(sorted(found), sorted(expected), strict=True):
        assert begin in one


def test_no_table_and_the_same_twice(good: str, kinds: Kinds) -> None:
    [error] = validate(good.replace('title = "Orders"', 'arrivals = "18:30"'), kinds).report.errors
    assert "expected a table: write [flows.arrivals] below its [[flows]]" in error.what
    twice = good + '\n[[flows.arrivals]]\nby = "18:30"\n[[flows.arrivals]]\nby = "18:30"\n'
    [error] = validate(twice, kinds).report.errors
    assert (error.place, error.what) == ('flows[0] "orders" → arrivals[1]', "stands there twice")
