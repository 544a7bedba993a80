"""A document as a tree: nothing is lost on the way there and back, and what is typed keeps its kind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.ui.editing.nodes import named_in, parsed, tree, typed
from tests.gallery.editing import BODY

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=20)


@given(st.dictionaries(st.text(), VALUES))
def test_there_and_back(body: dict[str, Any]) -> None:
    assert tree(body).body() == body


def test_paths_are_those_of_the_engine() -> None:
    assert [one.path for one in tree({"a": {"b": 1}, "lines": [{"sku": "x"}]}).all()] == [
        "", "a", "a.b", "lines", "lines[1]", "lines[1].sku",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text, before, after",
    [
        ("40", "3", "40"), ("40", 3, 40), ("4.5", 3, 4.5), ("forty", 3, "forty"), ("NaN", 3, "NaN"),
        ("true", 3, "true"),
        ("true", False, True), ("false", True, False), ("", None, None), ("x", None, "x"), ("", "x", ""),
    ],
)  # fmt: skip
def test_what_is_typed_keeps_its_kind(text: str, before: object, after: object) -> None:
    found = typed(text, before)
    assert (found, type(found)) == (after, type(after))


@pytest.mark.parametrize(
    "note, paths",
    [
        ("Acme answered 422: The customer number 90012 is not known in Acme.", ["buyer.number"]),
        ("Acme answered 422: lines 2, quantity: must be positive.", ["lines[2].quantity"]),
        ("lines[1].sku is too long", ["lines[1].sku"]),
        ("Acme answered 422: notes: too long", ["notes"]),
        ("Acme answered 409.", []),
        ("900123 is not known", []),
    ],
)
def test_the_fields_that_a_refusal_speaks_of(note: str, paths: list[str]) -> None:
    assert [one.path for one in named_in(note, tree(BODY))] == paths


def test_what_is_no_document_is_told() -> None:
    assert parsed('{"a": 1}') == {"a": 1}
    for text in ("{", "[1]", '{"a": NaN}', "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            parsed(text)
    assert json.loads(json.dumps(tree(BODY).body())) == BODY
