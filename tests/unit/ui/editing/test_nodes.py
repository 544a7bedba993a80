"""A document as a tree: nothing is lost on the way there and back, and what is typed keeps its kind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_sync.ui.editing.nodes import named_in, parsed, tree, typed
from tests.gallery.editing import BODY

ODD: list[dict[str, Any]] = [
    {}, {"": {}}, {"a": [], "b": {}, "c": [[], [1, [None]]]}, {"a": [{"b": [{"c": False}]}], "a.b": 1, "a[1]": 2.5},
    {"text": "", "number": 0, "large": 2**80, "nothing": None, "yes": True, "odd": "\x00\u202e"}, BODY,
]  # fmt: skip


@pytest.mark.parametrize("body", ODD)
def test_there_and_back(body: dict[str, Any]) -> None:
    assert json.dumps(tree(body).body()) == json.dumps(body)


def test_paths_are_those_of_the_engine() -> None:
    assert [one.path for one in tree({"a": {"b": 1}, "lines": [{"sku": "x"}]}).all()] == [
        "", "a", "a.b", "lines", "lines[1]", "lines[1].sku",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text, before, after",
    [
        ("40", "3", "40"), ("40", 3, 40), ("4.5", 3, 4.5), ("forty", 3, "forty"), ("NaN", 3, "NaN"),
        ("1e400", 3, "1e400"), ("9" * 400, 3, "9" * 400),
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
        ("Acme answered 422: currency: XYZ is none", ["currency"]),
        ("Acme answered 422: the currency is missing.", []),
        ("Acme answered 409.", []),
        ("900123 is not known", []),
    ],
)
def test_the_fields_that_a_refusal_speaks_of(note: str, paths: list[str]) -> None:
    assert [one.path for one in named_in(note, tree(BODY))] == paths


def test_the_documents_own_name_is_no_field_that_is_meant() -> None:
    note = "Order 4711 was refused: Acme answered 422: The customer number 90012 is not known in Acme."
    assert [one.path for one in named_in(note, tree(BODY), "4711")] == ["buyer.number"]


def test_what_is_no_document_is_told() -> None:
    assert parsed('{"a": 1}') == {"a": 1}
    for text in ("{", "[1]", '{"a": NaN}', "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            parsed(text)
