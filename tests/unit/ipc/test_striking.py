"""No text that a call was given stays in what is logged, however Python spells it there."""

from __future__ import annotations

import json
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.ipc.striking import struck

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
