"""Which documents a report shows: a document that it shows is always found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.report_marks import Marks, may_show


def marks(*references: str, told: bool = True) -> bytes | None:
    made = Marks(told=told)
    for one in references:
        made.add(one)
    return made.kept()


@given(st.lists(st.text(min_size=1), min_size=1, max_size=20), st.data())
def test_what_it_shows_is_found(references: list[str], data: st.DataObject) -> None:
    kept = marks(*references)
    assert kept is not None
    assert len(kept) == 4 * len(references)
    assert may_show(kept, data.draw(st.sampled_from(references)))


def test_others_are_not() -> None:
    kept = marks(*(f"ORDER-{number}" for number in range(1000)))
    assert not any(may_show(kept, f"ORDER-{number}") for number in range(1000, 2000))
    assert not may_show(marks(), "ORDER-1")


def test_where_nobody_can_tell_it_may_show_any() -> None:
    for unknown in (None, marks("A", "", "B"), marks("A", told=False)):
        assert may_show(unknown, "ORDER-1")
