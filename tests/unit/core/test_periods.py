"""Windows: half-open, by the wall of a zone, without gap and without overlap, also in the two nights of the year."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as with_
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.periods import Window, WindowOptions, due, given

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo",
        "Pacific/Apia", "Asia/Beirut", "UTC", "America/Santiago", "Africa/Casablanca",
    ]
).map(ZoneInfo)  # fmt: skip
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
OF = st.sampled_from(["yesterday", "last_week", "last_month"])


def options(**chosen: object) -> WindowOptions:
    return WindowOptions.model_validate(chosen)


def hours(window: Window) -> float:
    assert window.start is not None
    return (window.end - window.start) / timedelta(hours=1)


def test_both_nights() -> None:
    assert hours(given(date(2026, 3, 29), date(2026, 3, 29), BERLIN)) == 23
    assert hours(given(date(2026, 10, 25), date(2026, 10, 25), BERLIN)) == 25
    assert hours(given(date(2026, 5, 3), date(2026, 5, 3), BERLIN)) == 24


@with_(ZONES, st.dates(date(2005, 1, 1), date(2030, 1, 1)))
def test_every_moment_lies_in_the_window_of_one_day(zone: ZoneInfo, day: date) -> None:
    before, after = given(day, day, zone), given(day + timedelta(days=1), day + timedelta(days=1), zone)
    assert before.end == after.start
    assert before.start is not None
    assert before.start <= before.end  # a day that a zone leaves out is empty


@with_(ZONES, OF, MOMENTS, st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=40)), min_size=1, max_size=12))
def test_windows_one_after_the_other_have_no_gap_and_no_overlap(
    zone: ZoneInfo, of: str, start: datetime, pauses: list[timedelta]
) -> None:
    now, end, all_ = start, None, []
    for pause in pauses:
        for window in due(options(of=of), zone, now, end):
            all_.append(window)
            end = window.end
            assert window.end <= now - timedelta(seconds=60)
        now += pause
    assert all_
    for one, following in itertools.pairwise(all_):
        assert one.end == following.start


@with_(ZONES, MOMENTS, st.lists(st.timedeltas(timedelta(), timedelta(days=3)), min_size=1, max_size=12))
def test_since_the_last_export(zone: ZoneInfo, start: datetime, pauses: list[timedelta]) -> None:
    now, end = start, None
    for pause in pauses:
        for window in due(options(of="since_last", lag="90s"), zone, now, end):
            assert window == Window(end, now - timedelta(seconds=90))
            end = window.end
        now += pause


def test_the_end_stays_behind_the_servers_time() -> None:
    midnight = datetime(2026, 5, 3, 22, 0, tzinfo=UTC)
    [window] = due(options(lag="5min"), BERLIN, midnight + timedelta(minutes=4), None)
    assert window == given(date(2026, 5, 2), date(2026, 5, 2), BERLIN)
    [window] = due(options(lag="5min"), BERLIN, midnight + timedelta(minutes=5), None)
    assert window == given(date(2026, 5, 3), date(2026, 5, 3), BERLIN)


def test_days_on_which_nothing_ran_are_made_up_for() -> None:
    last = given(date(2026, 3, 27), date(2026, 3, 27), BERLIN).end
    found = list(due(options(), BERLIN, datetime(2026, 3, 31, 6, tzinfo=UTC), last))
    assert [window.days(BERLIN) for window in found] == [(date(2026, 3, day),) * 2 for day in (28, 29, 30)]


def test_weeks_and_months() -> None:
    now = datetime(2026, 5, 6, 8, tzinfo=UTC)  # a Wednesday
    [week] = due(options(of="last_week"), BERLIN, now, None)
    assert week.days(BERLIN) == (date(2026, 4, 27), date(2026, 5, 3))
    [week] = due(options(of="last_week", week_starts="sunday"), BERLIN, now, None)
    assert week.days(BERLIN) == (date(2026, 4, 26), date(2026, 5, 2))
    [month] = due(options(of="last_month"), BERLIN, now, None)
    assert month.days(BERLIN) == (date(2026, 4, 1), date(2026, 4, 30))


def test_a_flow_that_moves_to_another_zone_leaves_no_gap() -> None:
    [former] = due(options(), BERLIN, datetime(2026, 5, 4, 6, tzinfo=UTC), None)
    found = list(due(options(), ZoneInfo("Asia/Tokyo"), datetime(2026, 5, 6, 6, tzinfo=UTC), former.end))
    assert found[0].start == former.end


def test_a_given_period_is_due_once_and_only_when_it_is_over() -> None:
    chosen = options(of="given", first_day="2026-05-01", last_day="2026-05-03")
    assert list(due(chosen, BERLIN, datetime(2026, 5, 3, 12, tzinfo=UTC), None)) == []
    [window] = due(chosen, BERLIN, datetime(2026, 5, 4, 12, tzinfo=UTC), None)
    assert window.days(BERLIN) == (date(2026, 5, 1), date(2026, 5, 3))
    assert list(due(chosen, BERLIN, datetime(2026, 5, 4, 12, tzinfo=UTC), window.end)) == []


def test_the_very_first_export_begins_where_it_is_told() -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    [window] = due(options(of="since_last", first_day="2026-05-01"), BERLIN, now, None)
    assert window.start == datetime(2026, 4, 30, 22, tzinfo=UTC)
    [window] = due(options(of="since_last"), BERLIN, now, None)
    assert window.start is None
    assert window.days(BERLIN)[0] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"of": "given"},
        {"of": "given", "first_day": "2026-05-03", "last_day": "2026-05-01"},
        {"of": "yesterday", "last_day": "2026-05-01"},
        {"of": "last_week", "first_day": "2026-05-01"},
        {"of": "tomorrow"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        options(**wrong)
