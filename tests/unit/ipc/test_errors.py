"""Errors as values: the same class and words come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SettingsError, Stop, SyncError, Unknown
from desktop_sync.ipc.errors import ProgramFault, from_value, to_value
from desktop_sync.ipc.frames import decode, frame

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
owners = st.sampled_from(Owner)
errors = st.one_of(
    st.builds(RetryLater, words, words, st.none() | st.floats(0, 1e9)),
    st.builds(Unknown, words, words),
    st.builds(Rejected, words, words, owners, words),
    st.builds(Stop, words, words, owners),
    st.builds(SettingsError, words, st.lists(words, max_size=5).map(tuple), words),
    st.builds(ProgramFault, words, words),
    st.builds(SyncError, words, words),
)


@given(errors)
def test_they_come_out_as_they_went_in(error: SyncError) -> None:
    found = from_value(decode(frame({"error": to_value(error)})[4:])["error"])
    assert type(found) is type(error)
    assert vars(found) == vars(error)
    assert str(found) == str(error)


def test_a_finer_class_comes_out_as_the_one_it_refines() -> None:
    class NotSent(RetryLater):
        """As the rooms have them."""

    found = from_value(to_value(NotSent("The server is away.", after=3)))
    assert type(found) is RetryLater
    assert found.after == 3


@pytest.mark.parametrize(
    "value", [None, [], "words", {}, {"class": 7}, {"class": "RetryLater", "after": "soon", "what": "x"},
              {"class": "Stop", "owner": ["it"], "what": "x"}, {"class": "SettingsError", "problems": 3, "what": "x"},
              {"class": "OfTheFuture", "what": "x", "hint": "y"}, {"class": "__import__", "what": "os"}],
)  # fmt: skip
def test_whatever_came_is_an_error_with_words(value: object) -> None:
    found = from_value(value)
    assert isinstance(found, SyncError)
    assert str(found)
