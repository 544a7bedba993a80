"""Error reports are read tolerantly and told in words."""

from __future__ import annotations

import pytest

from desktop_sync.web.problem import pointer_in_words, read_json, read_problem


@pytest.mark.parametrize(
    "pointer, words",
    [
        ("", ""),
        ("/date", "date"),
        ("/lines/0/quantity", "lines 1, quantity"),
        ("/lines/11", "lines 12"),
        ("/attributes/a~1b~0c", "attributes, a/b~c"),
        ("/0", "0"),
        ("no pointer", ""),
    ],
)
def test_pointers_are_told_as_people_count(pointer: str, words: str) -> None:
    assert pointer_in_words(pointer) == words


@pytest.mark.parametrize("value", [None, [], "text", 7, {"errors": "none"}, {"errors": [None, 7]}, {"detail": 7}])
def test_what_is_no_report_says_nothing(value: object) -> None:
    report = read_problem(value)
    assert (str(report), report.code, report.faults) == ("", "", ())


def test_long_lists_are_cut_in_words() -> None:
    report = read_problem({"detail": "No.", "errors": [{"pointer": f"/f{n}", "detail": "bad"} for n in range(12)]})
    assert str(report).startswith("No. f0: bad; f1: bad; ")
    assert str(report).endswith("and 2 more")


@pytest.mark.parametrize(
    "value, code",
    [
        ({"code": "validation", "type": "https://x/other"}, "validation"),
        ({"type": "https://acme.example/problems/missing_reference"}, "missing_reference"),
        ({"type": "about:blank"}, ""),
    ],
)
def test_code_stands_in_code_or_ends_the_type(value: object, code: str) -> None:
    assert read_problem(value).code == code


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_unreadable_json_is_none(body: bytes) -> None:
    assert read_json(body) is None


def test_what_the_detail_says_is_not_said_again_for_the_field() -> None:
    detail = "The customer number 90012 is not known."
    report = read_problem({"detail": detail, "errors": [{"pointer": "/buyer/number", "detail": detail}]})
    assert str(report) == detail
    other = {"pointer": "/currency", "detail": "expected three letters"}
    report = read_problem({"detail": detail, "errors": [{"pointer": "/buyer/number", "detail": detail}, other]})
    assert str(report) == f"{detail} currency: expected three letters"
