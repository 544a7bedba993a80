"""No text that a call was given stays in what is logged, however Python spells it there."""

from __future__ import annotations

import json
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.ipc.striking import story, struck

secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=30)


@given(secrets)
def test_no_spelling_of_a_secret_stays(secret: str) -> None:
    error = ValueError(f"{secret} {secret!r} {secret!a} {json.dumps(secret)}", {"value": [secret]})
    given_ = {"name": "acme", "values": [{"secret": secret}]}
    text = struck("".join(traceback.format_exception(error)), given_)
    for spelling in (secret, repr(secret)[1:-1], ascii(secret)[1:-1], json.dumps(secret)[1:-1]):
        assert spelling not in text.replace("[struck out]", "")
    assert "ValueError" in text or secret in "ValueError"


@pytest.mark.parametrize(
    "given_, left",
    [
        ({"a": "a"}, "a bad answer: [struck out]"),
        ({}, "a bad answer: a"),
        ({"n": 3, "b": None, "e": ""}, "a bad answer: a"),
    ],
)
def test_short_texts_are_struck_out_where_they_stand_alone(given_: object, left: str) -> None:
    assert struck("a bad answer: a", given_).replace("[struck out] bad", "a bad") == left


def test_where_too_much_was_given_the_places_are_told_and_no_message() -> None:
    secrets_ = [f"secret {number:09}" for number in range(10_000)]

    def first() -> None:
        raise ValueError(secrets_[0])

    def fail() -> None:
        try:
            first()
        except ValueError as error:
            raise KeyError(secrets_[1]) from error

    with pytest.raises(KeyError) as found:
        fail()
    text = story(found.value, {"values": secrets_})
    assert "secret 0" not in text
    assert text.index("ValueError: [struck out]") < text.index("KeyError: [struck out]")
    assert "in first" in text
    assert text.count("in fail") == 2
