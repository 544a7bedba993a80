"""When the next mail may go: the quiet limit, the cap of a day, digests by the clock on the wall in both nights."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.notices import Past, Terms, back_off, day_begins, day_ends, next_digest, next_mail

BERLIN = ZoneInfo("Europe/Berlin")
TO = {"it": ("it@example.com",)}
NEVER = Past(None, 0, None)


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp()


def wall(seconds: float, zone: ZoneInfo = BERLIN) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def test_owners_with_the_same_recipients_are_one_audience() -> None:
    both, clerk = ("it@example.com", "boss@example.com"), ("clerk@example.com",)
    terms = Terms("mail", {"it": both, "vendor": both, "clerk": clerk}, BERLIN)
    assert [(one.to, one.owners) for one in terms.audiences()] == [
        (both, frozenset({"it", "vendor"})),
        (clerk, frozenset({"clerk"})),
    ]
    assert terms.audiences()[0].key == "it@example.com, boss@example.com"


def test_at_once_and_then_quiet() -> None:
    terms, now = Terms("mail", TO, BERLIN, every=900), at("2026-11-23 10:00")
    assert next_mail(terms, NEVER, now) == now
    assert next_mail(terms, Past(now - 60, 1, now - 60), now) == now + 840
    assert next_mail(terms, Past(now + 10**6, 1, now), now) == now, "the clock was set back"


def test_after_the_last_mail_of_a_day_the_next_is_tomorrow() -> None:
    terms, now = Terms("mail", TO, BERLIN, most_a_day=3), at("2026-11-23 10:00")
    assert wall(next_mail(terms, Past(now - 3600, 3, now), now)) == "2026-11-24 00:00 CET"
    assert next_mail(terms, Past(now - 3600, 2, now), now) <= now


@pytest.mark.parametrize(
    "zone,after,expected",
    [
        ("Europe/Berlin", "2026-03-28 07:00", "2026-03-29 07:00 CEST"),
        ("Europe/Berlin", "2026-03-28 02:30", "2026-03-28 07:00 CET"),
        ("Europe/Berlin", "2026-10-24 07:00", "2026-10-25 07:00 CET"),
        ("America/New_York", "2026-03-07 07:00", "2026-03-08 07:00 EDT"),
        ("Australia/Lord_Howe", "2026-04-04 07:00", "2026-04-05 07:00 +1030"),
    ],
)
def test_a_digest_keeps_the_time_of_day_when_the_clocks_change(zone: str, after: str, expected: str) -> None:
    where = ZoneInfo(zone)
    assert wall(next_digest((time(7),), where, at(after, where)), where) == expected


def test_a_digest_at_a_time_that_is_skipped_or_comes_twice() -> None:
    half_past_two = (time(2, 30),)
    first = next_digest(half_past_two, BERLIN, at("2026-03-28 12:00"))
    assert wall(first) == "2026-03-29 03:00 CEST", "the first moment after the gap"
    assert wall(next_digest(half_past_two, BERLIN, first)) == "2026-03-30 02:30 CEST"
    first = next_digest(half_past_two, BERLIN, at("2026-10-24 12:00"))
    assert wall(first) == "2026-10-25 02:30 CEST"
    assert wall(next_digest(half_past_two, BERLIN, first)) == "2026-10-26 02:30 CET", "not a second time"


@given(
    st.lists(st.times().map(lambda one: one.replace(second=0, microsecond=0)), min_size=1, max_size=4),
    st.floats(1_700_000_000, 1_900_000_000),
    st.sampled_from(
        ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
    ),
)
def test_digests_follow_each_other_and_none_is_left_out(times: list[time], after: float, name: str) -> None:
    zone = ZoneInfo(name)
    one = next_digest(tuple(times), zone, after)
    assert after < one <= after + 26 * 3600
    assert next_digest(tuple(times), zone, one - 0.5) == one


def test_a_digest_is_due_once_from_its_moment_on() -> None:
    terms = Terms("mail", TO, BERLIN, digest=(time(7), time(13)))
    now = at("2026-11-23 08:00")
    assert wall(next_mail(terms, replace(NEVER, considered=now), now)) == "2026-11-23 13:00 CET"
    assert next_mail(terms, replace(NEVER, considered=at("2026-11-23 06:59")), now) <= now
    assert next_mail(terms, replace(NEVER, considered=at("2026-11-20 06:59")), now) <= now, "off over the weekend"


def test_a_day_is_that_of_the_wall() -> None:
    terms = Terms("mail", TO, BERLIN)
    now = at("2026-03-29 12:00")
    assert wall(day_begins(terms, now)) == "2026-03-29 00:00 CET"
    assert wall(day_ends(terms, now)) == "2026-03-30 00:00 CEST"
    assert day_ends(terms, now) - day_begins(terms, now) == 23 * 3600


def test_back_off_grows_to_an_hour_and_less_where_a_person_acts() -> None:
    assert [back_off(tries) for tries in (1, 2, 3, 7, 10**6)] == [60, 120, 240, 3600, 3600]
    assert back_off(10**6, stopped=True) == 600
