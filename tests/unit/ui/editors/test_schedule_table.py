"""A schedule's table read into words and written again: nothing that a person wrote is lost or said otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_sync.settings.reading import schedule
from desktop_sync.settings.text import Problems
from desktop_sync.ui.editors.schedule_table import (
    HAND,
    Plan,
    kept_of,
    left_over,
    plain,
    read,
    without,
    written,
)
from desktop_sync.ui.editors.schedule_values import span, span_text, weekdays, weekdays_text


@pytest.mark.parametrize(
    "table, plan",
    [
        (None, Plan()),
        ({"every": "1h 30min"}, Plan("every", every=5400)),
        ({"every": 90}, Plan("every", every=90)),
        ({"every": "1.5h"}, Plan("every", every=5400)),
        (
            {"at": "6:00", "days": ["mon-wed", "Friday"]},
            Plan("at", at=("06:00",), days=frozenset({0, 1, 2, 4})),
        ),
        ({"at": [time(16)], "days": ["sat-mon"]}, Plan("at", at=("16:00",), days=frozenset({5, 6, 0}))),
        ({"at": ["06:00"], "month_days": ["last", 15]}, Plan("at", at=("06:00",), month_days=(15, "last"))),
        (
            {"after": {"from": "18:05", "every": "2min", "until": "19:00"}},
            Plan("after", begin="18:05", look=120, until="19:00"),
        ),
        (
            {"cron": "0 6 * * *", "zone": "Europe/Berlin", "missed": "skip"},
            Plan("cron", cron="0 6 * * *", zone="Europe/Berlin", missed="skip"),
        ),
        (
            {"every": "5min", "window": {"hours": "22:00 - 06:00", "days": "mon", "holidays": [date(2026, 12, 25)]}},
            Plan("every", every=300, hours=(("22:00", "06:00"),), open_days=frozenset({0}), holidays=("2026-12-25",)),
        ),
    ],
)
def test_what_words_can_say(table: dict[str, Any] | None, plan: Plan) -> None:
    assert read(table) == plan
    assert left_over(table) == []
    assert written(plan, table) == table  # as it was written, to the letter


@pytest.mark.parametrize(
    "table, kept",
    [
        ({"every": "5min", "evry": "1h"}, [(("evry",), "1h")]),
        ({"every": "5min", "days": ["mon"]}, [(("days",), ["mon"])]),
        ({"every": "5min", "cron": "0 6 * * *"}, [(("cron",), "0 6 * * *")]),
        ({"every": "a while"}, [(("every",), "a while")]),
        ({"at": ["25:00"], "days": ["frisday"]}, [(("at",), ["25:00"]), (("days",), ["frisday"])]),
        ({"at": "06:00", "month_days": [0]}, [(("month_days",), [0])]),
        ({"at": "06:00", "window": {"hours": "7", "hols": 1}}, [(("window", "hours"), "7"), (("window", "hols"), 1)]),
        ({"at": "06:00", "window": {"holidays": ["02-30"]}}, [(("window", "holidays"), ["02-30"])]),
        ({"at": "06:00", "window": "always"}, [(("window",), "always")]),
        ({"after": {"from": "18:05", "until": 19}}, [(("after", "until"), 19)]),
        ({"at": "06:00", "missed": "once", "zone": 1}, [(("missed",), "once"), (("zone",), 1)]),
        ({"evry": "1h"}, [(("evry",), "1h")]),
    ],
)  # fmt: skip
def test_what_words_cannot_say_is_kept(table: dict[str, Any], kept: list[tuple[tuple[str, ...], Any]]) -> None:
    assert left_over(table) == kept
    plan = replace(read(table), missed="skip") if "missed" not in table else read(table)
    again = written(plan, table, kept_of(table))
    assert again is not None
    assert [one for one in kept if one not in left_over(again)] == []


def test_only_what_was_changed_is_written_anew() -> None:
    table = {"missed": "skip", "at": ["6:00"], "days": ["Monday", "tue-fri"], "zone": "Europe/Berlin"}
    plan = replace(read(table), at=("06:00", "12:00"))
    assert written(plan, table) == {**table, "at": ["06:00", "12:00"]}
    assert list(written(plan, table) or {}) == list(table)


def test_another_rhythm_takes_its_own_along() -> None:
    table = {"at": ["06:00"], "days": ["mon-fri"], "zone": "Europe/Berlin"}
    assert written(replace(read(table), rhythm="every", every=300), table) == {
        "zone": "Europe/Berlin",
        "every": "5min",
    }
    assert written(replace(read(table), rhythm=HAND), table) is None


def test_one_value_is_taken_out() -> None:
    assert without({"a": 1, "window": {"hours": "7-19"}}, ("window", "hours")) == {"a": 1}
    assert without({"a": 1, "window": {"hours": "7-19", "days": 1}}, ("window", "days")) == {
        "a": 1,
        "window": {"hours": "7-19"},
    }
    assert without({"a": 1, "b": 2}, ("a",)) == {"b": 2}


def test_what_travels_is_plain() -> None:
    table = {"at": [time(16), time(16, 0, 30)], "window": {"holidays": [date(2026, 12, 25)]}}
    assert plain(table) == {"at": ["16:00", "16:00:30"], "window": {"holidays": ["2026-12-25"]}}


@given(some.integers(60, 10**6))
def test_spans_come_back(seconds: int) -> None:
    assert span(span_text(seconds)) == seconds


@given(some.frozensets(some.integers(0, 6), min_size=1))
def test_weekdays_come_back(days: frozenset[int]) -> None:
    assert weekdays(weekdays_text(days)) == days


_CLOCKS = some.times().map(lambda one: f"{one:%H:%M}")
_DAYS = some.none() | some.frozensets(some.integers(0, 6), min_size=1)
_LIMITS = {"hours": some.none() | some.just((("22:00", "06:00"), ("12:00", "24:00"))), "open_days": _DAYS}
_PLANS = some.one_of(
    some.builds(Plan, some.just("every"), every=some.integers(60, 10**6), **_LIMITS),
    some.builds(Plan, some.just("at"), at=some.sets(_CLOCKS, min_size=1).map(sorted).map(tuple), days=_DAYS),
    some.builds(Plan, some.just("at"), at=some.just(("06:00",)), month_days=some.just((1, 31, "last"))),
    some.builds(Plan, some.just("after"), begin=_CLOCKS, look=some.integers(60, 7200), until=_CLOCKS, days=_DAYS),
)


@given(_PLANS, some.sampled_from([None, "Europe/Berlin"]), some.sampled_from([None, ("12-25", "2027-03-26")]))
def test_the_settings_read_what_is_written(plan: Plan, zone: str | None, holidays: tuple[str, ...] | None) -> None:
    whole = replace(plan, zone=zone, holidays=holidays, missed="skip")
    table = written(whole, None)
    problems = Problems("settings.toml", "")
    schedule(plain(table), (), problems)
    told = [one.what for _, one in problems.found]
    assert [
        one for one in told if "same as from" not in one and "lies outside" not in one and "leaves" not in one
    ] == []
    assert read(table) == whole
