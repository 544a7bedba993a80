"""What is typed as a number is one that can be told, or stays what was typed."""

from __future__ import annotations

import pytest

from desktop_sync.ui.figures import decimal, fits, whole

LONG = "9" * 400


@pytest.mark.parametrize("text, found", [("22", 22), ("-1", -1), ("+7", 7), (str(2**63 - 1), 2**63 - 1)])
def test_a_whole_number(text: str, found: int) -> None:
    assert whole(text) == found


@pytest.mark.parametrize("text", ["", "1_000", "\uff11\uff12", "1.5", "1,5", "nan", str(2**63), LONG, LONG * 20])
def test_what_is_no_whole_number(text: str) -> None:
    assert whole(text) == text


@pytest.mark.parametrize("text, found", [("2", 2.0), ("0.5", 0.5), (".5", 0.5), ("-1e3", -1000.0)])
def test_a_number(text: str, found: float) -> None:
    assert decimal(text) == found


@pytest.mark.parametrize("text", ["", "nan", "inf", "-Infinity", "1e400", "1_0.5", "1,5", "\u0663", LONG])
def test_what_is_no_number(text: str) -> None:
    assert decimal(text) == text


def test_numbers_anywhere_in_a_value() -> None:
    assert fits({"a": [1, 2.5, "x", None, True], "b": {"c": -(2**63)}})
    assert not fits({"a": [1, {"b": 2**63}]})
    assert not fits([float("inf")])
