"""When schedules fire, compared minute by minute with a clock on the wall, around every change of ten zones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_fires import fires, first_fire, last_fire, occasions
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
from tests.unit.core.minutes import AROUND, HOUR, MINUTE, QUIET, ZONES, Clock, around, changes, clock, reached, shown

Oracle = Callable[[Clock], list[datetime]]
NIGHT = tuple(time(hour, minute) for hour in (23, 0, 1, 2, 3, 4) for minute in (0, 15, 30, 45))
SUNDAY = frozenset({6})


def every_day(_: datetime) -> bool:
    return True


def sorted_times(times: set[time]) -> tuple[time, ...]:
    return tuple(sorted(times))


BY_TIMES: dict[str, tuple[Rhythm, Oracle]] = {
    "every quarter of the night, by name": (
        At(sorted_times(set(NIGHT))),
        lambda seen: reached(seen, set(NIGHT), every_day),
    ),
    "once, in the hour that is skipped or comes twice": (
        At((time(2, 30),)),
        lambda seen: reached(seen, {time(2, 30)}, every_day),
    ),
    "at midnight": (At((time(0, 0),)), lambda seen: reached(seen, {time(0, 0)}, every_day)),
    "Sundays": (
        At((time(0, 30), time(2, 0), time(23, 59)), Weekdays(SUNDAY)),
        lambda seen: reached(seen, {time(0, 30), time(2, 0), time(23, 59)}, lambda wall: wall.weekday() == 6),
    ),
    "days of the month": (
        At((time(1, 59), time(2, 1)), MonthDays(frozenset({1, 24, 27, 29}), last=True)),
        lambda seen: reached(
            seen,
            {time(1, 59), time(2, 1)},
            lambda wall: wall.day in {1, 24, 27, 29} or (wall + timedelta(days=1)).day == 1,
        ),
    ),
    "a cron line by times": (
        cron("20,40 1-3 * * *"),
        lambda seen: reached(seen, {time(h, m) for h in (1, 2, 3) for m in (20, 40)}, every_day),
    ),
    "a cron line with both day fields": (
        cron("5 2 24,29 * SUN"),
        lambda seen: reached(seen, {time(2, 5)}, lambda wall: wall.day in {24, 29} or wall.weekday() == 6),
    ),
}
BY_CLOCK: dict[str, tuple[Rhythm, Oracle]] = {
    "every minute": (cron("* * * * *"), lambda seen: shown(seen, every_day)),
    "every quarter": (cron("*/15 * * * *"), lambda seen: shown(seen, lambda wall: wall.minute % 15 == 0)),
    "every hour at half past": (cron("30 * * * *"), lambda seen: shown(seen, lambda wall: wall.minute == 30)),
    "every hour, each by its name": (cron("10 0-23 * * *"), lambda seen: shown(seen, lambda wall: wall.minute == 10)),
    "every ten minutes of two hours": (
        cron("*/10 1,2 * * *"),
        lambda seen: shown(seen, lambda wall: wall.hour in {1, 2} and wall.minute % 10 == 0),
    ),
    "every second hour of Sundays": (
        cron("0 */2 * * 0"),
        lambda seen: shown(seen, lambda wall: wall.weekday() == 6 and wall.hour % 2 == 0 and wall.minute == 0),
    ),
}


def found(rhythm: Rhythm, zone: str, begin: datetime, end: datetime, window: Window | None = None) -> list[datetime]:
    schedule = Schedule(rhythm, ZoneInfo(zone), window or Window())
    return list(fires(schedule, begin, end))


@pytest.mark.parametrize("zone", ZONES)
def test_every_change_of_the_zone_minute_by_minute(zone: str) -> None:
    for change in changes(zone):
        seen = around(zone, change)
        begin, end = seen[1][0], seen[-1][0] + MINUTE
        for name, (rhythm, oracle) in (BY_TIMES | BY_CLOCK).items():
            expected = [one for one in oracle(seen) if one >= begin]
            assert found(rhythm, zone, begin, end) == expected, f"{name}, {zone}, {change}"


def test_the_zones_have_changes_worth_the_name() -> None:
    assert {name: len(changes(name)) for name in ZONES if name not in {"Africa/Casablanca", "Africa/Cairo"}} == {
        "Europe/Berlin": 22,
        "America/New_York": 22,
        "Australia/Lord_Howe": 22,
        "Asia/Tehran": 6,
        "Pacific/Apia": 3,
        "America/Sao_Paulo": 1,
        "Asia/Kathmandu": 1,
        "UTC": 1,
    }
    assert len(changes("Africa/Casablanca")) >= 20
    assert len(changes("Africa/Cairo")) >= 16


@given(
    zone=st.sampled_from(ZONES),
    which=st.integers(0, 1000),
    times=st.sets(st.builds(time, st.sampled_from([23, 0, 1, 2, 3, 12]), st.integers(0, 59)), min_size=1, max_size=6),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_any_times_on_any_weekdays(zone: str, which: int, times: set[time], days: frozenset[int]) -> None:
    change = changes(zone)[which % len(changes(zone))]
    seen = around(zone, change)
    expected = [one for one in reached(seen, times, lambda wall: wall.weekday() in days) if one > seen[0][0]]
    assert found(At(sorted_times(times), Weekdays(days)), zone, seen[1][0], seen[-1][0] + MINUTE) == expected


@given(
    zone=st.sampled_from(ZONES),
    which=st.integers(0, 1000),
    minutes=st.sets(st.integers(0, 59), min_size=1, max_size=4),
    hours=st.sets(st.integers(0, 23), min_size=1, max_size=23),
    step=st.sampled_from([0, 1, 7, 20, 30]),
)
def test_any_cron_line(zone: str, which: int, minutes: set[int], hours: set[int], step: int) -> None:
    change = changes(zone)[which % len(changes(zone))]
    seen = around(zone, change)
    hour = ",".join(str(one) for one in hours)
    if step:
        line, begin = f"*/{step} {hour} * * *", seen[0][0]
        expected = shown(seen, lambda wall: wall.minute % step == 0 and wall.hour in hours)
    else:
        line, begin = f"{','.join(str(one) for one in minutes)} {hour} * * *", seen[1][0]
        expected = reached(seen, {time(h, m) for h in hours for m in minutes}, every_day)
    assert found(cron(line), zone, begin, seen[-1][0] + MINUTE) == [one for one in expected if one >= begin]


BERLIN = ZoneInfo("Europe/Berlin")


def local(rhythm: Rhythm, zone: str, begin: str, number: int, window: Window | None = None) -> list[str]:
    schedule = Schedule(rhythm, ZoneInfo(zone), window or Window())
    start = datetime.fromisoformat(begin).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    coming = islice(fires(schedule, start, start + timedelta(days=20_000)), number)
    return [f"{one.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" for one in coming]


def test_the_spring_night_skips_the_time() -> None:
    """Pitfall 27. 29 March 2026, Berlin: after 01:59 comes 03:00."""
    assert local(At((time(2, 30),)), "Europe/Berlin", "2026-03-28 12:00", 2) == [
        "2026-03-29 03:00 +0200",
        "2026-03-30 02:30 +0200",
    ]


def test_two_times_in_the_gap_are_one_fire() -> None:
    rhythm = At((time(2, 15), time(2, 45), time(3, 0)))
    assert local(rhythm, "Europe/Berlin", "2026-03-29 00:00", 2) == ["2026-03-29 03:00 +0200", "2026-03-30 02:15 +0200"]


def test_the_autumn_night_has_the_time_twice() -> None:
    """Pitfall 27. 25 October 2026, Berlin: after 02:59 summer time comes 02:00 winter time."""
    assert local(At((time(2, 30),)), "Europe/Berlin", "2026-10-25 00:00", 2) == [
        "2026-10-25 02:30 +0200",
        "2026-10-26 02:30 +0100",
    ]


def test_both_nights_of_new_york() -> None:
    rhythm = At((time(1, 30), time(2, 30)))
    assert local(rhythm, "America/New_York", "2026-03-08 00:00", 2) == [
        "2026-03-08 01:30 -0500",
        "2026-03-08 03:00 -0400",
    ]
    assert local(rhythm, "America/New_York", "2026-11-01 00:00", 2) == [
        "2026-11-01 01:30 -0400",
        "2026-11-01 02:30 -0500",
    ]


def test_both_nights_of_lord_howe_are_half_an_hour() -> None:
    rhythm = At((time(1, 45), time(2, 15)))
    assert local(rhythm, "Australia/Lord_Howe", "2026-04-05 00:00", 2) == [
        "2026-04-05 01:45 +1100",
        "2026-04-05 02:15 +1030",
    ]
    assert local(rhythm, "Australia/Lord_Howe", "2026-10-04 00:00", 2) == [
        "2026-10-04 01:45 +1030",
        "2026-10-04 02:30 +1100",
    ]


def test_cairo_skips_midnight_itself() -> None:
    assert local(At((time(0, 0),)), "Africa/Cairo", "2026-04-23 12:00", 2) == [
        "2026-04-24 01:00 +0300",
        "2026-04-25 00:00 +0300",
    ]


def test_apia_once_skipped_a_whole_day() -> None:
    assert local(At((time(8, 0),)), "Pacific/Apia", "2011-12-29 00:00", 3) == [
        "2011-12-29 08:00 -1000",
        "2011-12-31 00:00 +1400",
        "2011-12-31 08:00 +1400",
    ]


def test_what_the_gap_and_the_night_before_left_is_found_from_its_own_moment_on() -> None:
    apia = local(At((time(8, 0),)), "Pacific/Apia", "2011-12-31 00:00", 2)
    assert apia == ["2011-12-31 00:00 +1400", "2011-12-31 08:00 +1400"]
    night = After(time(23, 50), timedelta(minutes=10), time(0, 15))
    assert local(night, "Europe/Berlin", "2026-05-16 00:05", 1) == ["2026-05-16 00:10 +0200"]


def test_quarters_keep_their_spacing_in_both_nights() -> None:
    for night in (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)):
        quarters = found(cron("*/15 * * * *"), "Europe/Berlin", night, night + timedelta(hours=6))
        assert {later - one for one, later in pairwise(quarters)} == {timedelta(minutes=15)}


def test_every_keeps_its_spacing_and_days_keep_their_time() -> None:
    ended = datetime(2026, 3, 28, 16, 7, tzinfo=BERLIN)
    schedule = Schedule(Every(timedelta(hours=12)), BERLIN)
    night = list(fires(schedule, ended, ended + timedelta(days=2), ended))
    assert [later - one for one, later in pairwise([ended.astimezone(UTC), *night])] == [timedelta(hours=12)] * 3
    daily = fires(Schedule(Every(timedelta(days=1)), BERLIN), ended, ended + timedelta(days=9), ended)
    assert [f"{one.astimezone(BERLIN):%d %H:%M %z}" for one in islice(daily, 2)] == ["29 16:07 +0200", "30 16:07 +0200"]


def test_a_month_without_a_31st_is_passed_over_and_last_is_not() -> None:
    assert local(At((time(6, 0),), MonthDays(frozenset({31}))), "UTC", "2026-01-31 07:00", 2) == [
        "2026-03-31 06:00 +0000",
        "2026-05-31 06:00 +0000",
    ]
    last = local(At((time(6, 0),), MonthDays(frozenset(), last=True)), "UTC", "2027-12-31 07:00", 3)
    assert last == ["2028-01-31 06:00 +0000", "2028-02-29 06:00 +0000", "2028-03-31 06:00 +0000"]


def test_the_first_and_the_last_of_a_month_fire_once_each_at_the_seam() -> None:
    rhythm = At((time(0, 0),), MonthDays(frozenset({1, 30}), last=True))
    assert [one[:10] for one in local(rhythm, "UTC", "2026-04-02 00:00", 4)] == [
        "2026-04-30",
        "2026-05-01",
        "2026-05-30",
        "2026-05-31",
    ]


def test_rare_days_are_found_and_only_what_never_comes_is_none() -> None:
    assert local(cron("0 6 29 2 *"), "UTC", "2096-03-01 00:00", 1) == ["2104-02-29 06:00 +0000"]
    assert local(cron("0 6 * 2 MON#5"), "UTC", "2072-03-01 00:00", 1) == ["2112-02-29 06:00 +0000"]
    never = Schedule(At((time(16, 0),)), BERLIN, Window(hours=(Hours(7 * 60, 15 * 60),)))
    assert first_fire(never, QUIET) is None
    assert first_fire(Schedule(cron("* * * * 6"), BERLIN, Window(days=frozenset(range(5)))), QUIET) is None
    assert first_fire(Schedule(Every(HOUR), BERLIN, Window(days=frozenset())), QUIET) is None


@pytest.mark.parametrize(
    "line, why",
    [
        ("0 6 * *", "expected five fields"),
        ("0 0 6 * * *", "expected five fields"),
        ("@daily", "expected five fields"),
        ("61 * * * *", "the field for the minute, '61'"),
        ("0 24 * * *", "the field for the hour, '24'"),
        ("0 0 * * 5#2/3", "the field for the weekday"),
        ("0 0 30 2 *", "never fires"),
        ("0 0 31 4,6 *", "never fires"),
        ("9" * 5000 + " 0 * * *", "expected five fields"),
    ],
)
def test_a_bad_cron_line_is_told_in_words(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        cron(line)


@given(st.text(st.sampled_from("0123456789*/-,#LWlfrimon "), max_size=30) | st.text(max_size=30))
def test_no_text_breaks_the_cron_parser(line: str) -> None:
    try:
        read = cron(line)
    except ValueError:
        return
    assert first_fire(Schedule(read, BERLIN), QUIET) is not None


OFFICE = Window(hours=(Hours(8 * 60, 12 * 60), Hours(13 * 60, 17 * 60)), days=frozenset(range(5)))


def in_office(wall: datetime) -> bool:
    return wall.weekday() < 5 and (8 <= wall.hour < 12 or 13 <= wall.hour < 17)


def in_night(wall: datetime) -> bool:
    day = wall.date() if wall.hour >= 22 else wall.date() - timedelta(days=1)
    return (wall.hour >= 22 or wall.hour < 3) and day.weekday() in {4, 5} and day != date(2026, 3, 27)


NIGHTS = Window(hours=(Hours(22 * 60, 3 * 60),), days=frozenset({4, 5}), holidays=frozenset({date(2026, 3, 27)}))


@pytest.mark.parametrize("window, inside", [(OFFICE, in_office), (NIGHTS, in_night)])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
def test_the_window_minute_by_minute(zone: str, window: Window, inside: Callable[[datetime], bool]) -> None:
    for change in changes(zone)[-6:]:
        seen = clock(zone, change - 2 * AROUND, change + 2 * AROUND)
        end = seen[-1][0] + MINUTE
        expected = shown(seen, inside)
        assert found(cron("* * * * *"), zone, seen[0][0], end, window) == expected
        openings = [one for one in expected if one - MINUTE not in set(expected)]
        where = ZoneInfo(zone)
        for before, opening in pairwise([seen[0][0] - MINUTE, *openings]):
            asked = [one for one, wall in seen if before < one < opening and not inside(wall)]
            assert {window.opening(one, where) for one in asked[:1] + asked[-1:]} <= {opening}


def test_a_planned_time_in_the_gap_belongs_to_the_window_by_its_name() -> None:
    window = Window(hours=(Hours(2 * 60, 2 * 60 + 50),))
    assert local(At((time(2, 30),)), "Europe/Berlin", "2026-03-29 00:00", 1, window) == ["2026-03-29 03:00 +0200"]


def test_the_window_opens_after_a_gap_and_again_in_an_hour_that_comes_again() -> None:
    spring = Window(hours=(Hours(2 * 60 + 30, 4 * 60),)).opening(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), BERLIN)
    assert spring == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    again = Window(hours=(Hours(2 * 60 + 30, 2 * 60 + 45),)).opening(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), BERLIN)
    assert again == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_every_waits_for_the_window_to_open() -> None:
    ended = datetime(2026, 5, 15, 16, 50, tzinfo=BERLIN)  # a Friday
    coming = fires(Schedule(Every(timedelta(minutes=15)), BERLIN, OFFICE), ended, ended + timedelta(days=7), ended)
    assert [f"{one.astimezone(BERLIN):%a %H:%M}" for one in islice(coming, 2)] == ["Mon 08:00", "Mon 08:15"]


def test_holidays_of_one_year_and_of_every_year() -> None:
    window = Window(holidays=frozenset({date(2026, 12, 24)}), yearly=frozenset({(12, 25)}))
    fired = local(At((time(6, 0),)), "UTC", "2026-12-23 00:00", 400, window)
    assert [one[:10] for one in fired if one[5:10] in {"12-24", "12-25"}] == ["2027-12-24"]


AFTER = After(time(18, 5), timedelta(minutes=2), time(19, 0))


def test_shortly_after_looks_until_its_last_look() -> None:
    looks = local(AFTER, "Europe/Berlin", "2026-05-15 18:50", 7)
    assert [one[11:16] for one in looks] == ["18:51", "18:53", "18:55", "18:57", "18:59", "19:00", "18:05"]
    assert looks[-1][:10] == "2026-05-16"


@pytest.mark.parametrize("zone", ZONES)
def test_shortly_after_in_every_changed_night(zone: str) -> None:
    """Both ends keep local time, the looks between them their spacing."""
    rhythm = After(time(1, 45), timedelta(minutes=7), time(3, 5))
    schedule = Schedule(rhythm, ZoneInfo(zone))
    for change in changes(zone):
        seen = around(zone, change)
        ends = reached(seen, {time(3, 5)}, every_day)
        begins = [one for one in reached(seen, {time(1, 45)}, every_day) if one > seen[0][0]]
        told = list(occasions(schedule, begins[0], ends[-1]))
        assert [one.begin for one in told if one.begin >= begins[0]] == begins
        for occasion in told:
            looks = list(occasion.looks())
            assert looks[-1] == occasion.until
            assert occasion.until in ends
            assert {b - a for a, b in pairwise(looks[:-1])} <= {timedelta(minutes=7)}


def test_shortly_after_over_midnight_ends_on_the_next_day() -> None:
    rhythm = After(time(23, 50), timedelta(minutes=10), time(0, 15), Weekdays(frozenset({4})))
    assert local(rhythm, "Europe/Berlin", "2026-05-15 00:00", 5) == [
        "2026-05-15 23:50 +0200",
        "2026-05-16 00:00 +0200",
        "2026-05-16 00:10 +0200",
        "2026-05-16 00:15 +0200",
        "2026-05-22 23:50 +0200",
    ]


@given(
    begin=st.integers(0, 4_000),
    length=st.integers(0, 100_000),
    rhythm=st.sampled_from([*(one for one, _ in (BY_TIMES | BY_CLOCK).values()), AFTER]),
)
def test_the_last_fire_is_the_last_of_all(begin: int, length: int, rhythm: Rhythm) -> None:
    schedule = Schedule(rhythm, BERLIN)
    since = datetime(2026, 3, 20, tzinfo=UTC) + begin * MINUTE
    end = since + min(length, 5_000) * MINUTE
    assert last_fire(schedule, since, end) == max(fires(schedule, since, end), default=None)


def test_neighbouring_spans_share_no_fire_and_lose_none() -> None:
    """Half-open: the seam belongs to the later span."""
    for rhythm, _ in (BY_TIMES | BY_CLOCK).values():
        schedule = Schedule(rhythm, BERLIN)
        begin, end = datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)
        whole = list(fires(schedule, begin, end))
        for seam in whole[:40]:
            assert [*fires(schedule, begin, seam), *fires(schedule, seam, end)] == whole


def test_every_day_is_seven_days() -> None:
    assert {datetime(2026, 5, 11 + number, tzinfo=UTC).weekday() for number in range(7)} == EVERY_DAY
