"""Stand-ins keep the shape and show nothing of what they stand for; the same word has the same one everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.stand_ins import StandIns

TEXT = "order was refused the customer is not known in line found expected a number No such file Order"
WORDS = frozenset(TEXT.split(" "))


def stand_ins(key: bytes = b"k" * 32) -> StandIns:
    return StandIns(key, WORDS)


def kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    return "letter" if character.isalpha() else character


@given(st.text(max_size=60))
def test_the_shape_is_kept_and_no_letter_or_digit_stays(text: str) -> None:
    told = stand_ins().value(text)
    assert len(told) == len(text)
    for before, after in zip(text, told, strict=True):
        if before.isascii() and before.isalnum():
            assert (kind(after), after.isupper()) == (kind(before), before.isupper())
            assert after != before
        elif not (before.isalnum() or before == "_"):
            assert after == before


@given(st.text("abcXYZ0189 ", min_size=1, max_size=20), st.binary(min_size=16, max_size=16))
def test_the_same_word_has_the_same_stand_in_within_a_bundle(text: str, key: bytes) -> None:
    one = StandIns(key)
    assert one.value(f"{text}|{text}") == f"{one.value(text)}|{StandIns(key).value(text)}"


def test_another_bundle_has_other_stand_ins() -> None:
    assert stand_ins().value("Wolkenstein 4711-2026") != stand_ins(b"x" * 32).value("Wolkenstein 4711-2026")


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(categories=["Lu", "Ll", "Nd"], include_characters=" -,."), min_size=3, max_size=30),
            st.emails(),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_what_is_known_to_be_data_is_found_in_texts(values: list[str]) -> None:
    one = stand_ins()
    one.learn(values)
    told = one.text(f"order {' was refused '.join(values)}: customer")
    for value in values:
        unknown = [
            word for word in value.replace("-", " ").replace(",", " ").replace(".", " ").split() if word not in WORDS
        ]
        if len(value) >= 3 and any(word.isascii() and word.isalnum() for word in unknown):
            assert value not in told


@pytest.mark.parametrize(
    "text,gone",
    [
        ("order was refused: Hilde Wolkenstein is not known", ["Hilde", "Wolkenstein"]),
        ("mail to hilde.w@example.org failed", ["hilde", "example"]),
        ("call +49 (171) 555-0199 now", ["171", "555", "0199"]),
        ("IBAN DE89 3704 0044 0532 0130 00 and DE89370400440532013000", ["3704", "89370400440532013000"]),
        ("file /home/hilde/x and C:\\Users\\hilde\\y", ["hilde"]),
        ("found 'wolkenstein' in line 3", ["wolkenstein"]),
        ("from 10.1.2.3", ["10.1.2.3"]),
        ("customer 9001712 is not known", ["9001712"]),
        ("token 8f3a9b7c6d5e4f3a2b1c", ["8f3a9b7c6d5e4f3a2b1c"]),
        ("http://me:hunter2@proxy:1", ["hunter2"]),
    ],
)
def test_what_looks_like_data_is_replaced_in_texts(text: str, gone: list[str]) -> None:
    told = stand_ins().text(text)
    assert [word for word in gone if word in told] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["a", "A", "1", "-", " ", ":", "x://:", "1 ", "a@", "'a", "key=", "/home/", ".1", "_1"]
)
def test_a_line_that_was_made_to_hold_it_up_does_not(piece: str) -> None:
    one = stand_ins()
    one.learn([f"{piece * 5}z" for _ in range(3)])
    for _ in range(20):
        one.text(piece * (8_000 // len(piece)))


@pytest.mark.parametrize(
    "text",
    [
        "Order was refused: No such file, line 214, 2026-11-20T12:00:00+01:00, 3.25 s, 5,000,000 bytes",
        "ValueError: expected a number",
        "https://127.0.0.1:4099/v1/orders answered 503",
    ],
)
def test_what_helps_stays(text: str) -> None:
    assert stand_ins().text(text) == text


def test_json_keeps_names_codes_and_shape() -> None:
    found = {"code": "unknown", "customer": {"number": "K-12", "is": True}, "Hilde": [1, None, 2.5]}
    told = stand_ins().values(found, frozenset({"code"}))
    assert told["code"] == "unknown"
    assert list(told)[:2] == ["code", "customer"]
    assert "Hilde" not in told
    assert told["customer"]["is"] is True
    assert told["customer"]["number"][1] == "-"
