"""The kinds of value that all options share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.options import Duration, Options, Secret, Size, secret_references


class Example(Options):
    wait: Duration = 1.0
    limit: Size = 1
    key: Secret | None = None
    other: Secret = "erp/password"


class Plain(Options):
    many: int = 1
    rate: float = 1.0
    most: int | None = None
    speed: float | None = None
    batch: bool | None = None


@pytest.mark.parametrize("name", ["many", "rate", "most", "speed"])
@pytest.mark.parametrize("value", ["12", "1_000", "nan", "9" * 400, float("inf"), float("nan")])
def test_numbers_are_finite_and_no_texts(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Plain.model_validate({name: value})
    assert getattr(Plain.model_validate({name: 12}), name) == 12


def test_yes_is_no_text() -> None:
    with pytest.raises(ValidationError):
        Plain.model_validate({"batch": "yes"})
    assert Plain.model_validate({"batch": None}).batch is None


@pytest.mark.parametrize(
    "text,expected",
    [("10s", 10.0), ("2min", 120.0), ("1h", 3600.0), ("1h 30min", 5400.0), ("3d", 259_200.0), ("250ms", 0.25),
     (" 1.5 s ", 1.5), (7, 7.0), (0.2, 0.2), ("0s", 0.0)],
)  # fmt: skip
def test_durations(text: object, expected: float) -> None:
    assert Example.model_validate({"wait": text}).wait == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["10", "", "s", "10 sec", "-1s", "1e3s", "1h-", True, None, [], "1,5s", "99999d", float("nan")]
)
def test_no_durations(text: object) -> None:
    with pytest.raises(ValidationError, match="expected a time such as"):
        Example.model_validate({"wait": text})


@pytest.mark.parametrize(
    "text,expected",
    [("500kB", 500_000), ("10MB", 10_000_000), ("1GiB", 2**30), ("10 mb", 10_000_000), (5, 5), ("1.5KiB", 1536)],
)
def test_sizes(text: object, expected: int) -> None:
    assert Example.model_validate({"limit": text}).limit == expected


@pytest.mark.parametrize("text", ["10", "", "MB", "10XB", "-1MB", True, None, "1.0001kB ", "0.5B", 1.5, "9999999GB"])
def test_no_sizes(text: object) -> None:
    with pytest.raises(ValidationError, match="expected a size such as"):
        Example.model_validate({"limit": text})


@pytest.mark.parametrize("text", ["acme/api_key", "erp-drop/password", "a/b/c", "mail.server/user-1/password"])
def test_references(text: str) -> None:
    assert Example(key=text).key == text


@pytest.mark.parametrize(
    "text",
    [
        "hunter2",
        "Acme/Key",
        "acme/",
        "/acme",
        "a b/c",
        "a/" + "x" * 41,
        "a/0123456789abcdef01234",
        "",
        "a//b",
        "a/b\n",
        "a/b/c/d/e",
    ],
)
def test_no_references(text: str) -> None:
    with pytest.raises(ValidationError, match="never the secret itself"):
        Example(key=text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=40))
def test_what_is_refused_is_not_repeated(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Example(key=text)
    assert text not in str(caught.value)


def test_secret_fields_are_found() -> None:
    assert secret_references(Example(key="acme/api_key")) == {"key": "acme/api_key", "other": "erp/password"}
    assert secret_references(Example()) == {"other": "erp/password"}


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValidationError):
        Example.model_validate({"wiat": "10s"})
