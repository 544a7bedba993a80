"""How far a counter may be read, by what was seen of it and when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.sources.mssql.bounds import Seen, before, noted, ripe

DAY = 86400.0


def test_only_what_was_seen_long_enough_ago_is_ripe() -> None:
    seen = noted(noted((), Seen(100.0, "0x10"), 30), Seen(120.0, "0x20"), 30)
    assert ripe(seen, 120.0, 30) is None
    assert ripe(seen, 131.0, 30) == Seen(100.0, "0x10")
    assert ripe(seen, 150.0, 30) == Seen(120.0, "0x20")
    assert ripe(seen, 120.0, 0) == Seen(120.0, "0x20")


def test_a_clock_that_was_set_back_begins_anew() -> None:
    seen = noted(noted((), Seen(1000.0, "0x10"), 30), Seen(400.0, "0x20"), 30)
    assert seen == (Seen(400.0, "0x20"),)


def test_a_counter_that_fell_begins_anew() -> None:
    assert noted((Seen(1.0, "0x99"),), Seen(50.0, "0x20"), 0) == (Seen(50.0, "0x20"),)


def test_it_is_known_where_it_stood_some_days_ago() -> None:
    seen: tuple[Seen, ...] = ()
    for minute in range(20 * 24 * 60 // 5):
        seen = noted(seen, Seen(minute * 300.0, str(minute)), 30)
    found = before(seen, 10 * DAY)
    assert found is not None
    assert 9 * DAY < found.at <= 10 * DAY
    assert before(seen, -1) is None
    assert len(seen) < 24 * 3 + 60 + 5


@given(st.lists(st.floats(0, 50 * DAY), min_size=1, max_size=60), st.sampled_from([0.0, 30.0, 3600.0]))
def test_no_note_is_invented_and_the_ripe_one_is_the_newest_there_was(times: list[float], min_age: float) -> None:
    seen: tuple[Seen, ...] = ()
    made = [Seen(at, str(number)) for number, at in enumerate(sorted(times))]
    for one in made:
        seen = noted(seen, one, min_age)
    assert set(seen) <= set(made)
    assert list(seen) == sorted(seen, key=lambda one: one.at)
    found = ripe(seen, made[-1].at, min_age)
    assert found is None or made[-1].at - found.at >= min_age
