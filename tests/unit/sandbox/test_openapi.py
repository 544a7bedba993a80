"""The description of the API: complete, valid, not stale."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema_rs
import pytest

from desktop_sync.resources import resources
from desktop_sync.sandbox.loading import load
from desktop_sync.sandbox.openapi import spelled
from tests.in_process import order


def described() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = json.loads(
        (resources() / "acme" / "openapi.json").read_text("utf-8")
    )
    return found


def test_the_file_is_not_stale() -> None:
    loaded = load(None)
    text = (resources() / "acme" / "openapi.json").read_text(encoding="utf-8")
    assert text == spelled(loaded.profile, loaded.schemas), "make it anew: python -m desktop_sync.sandbox.openapi"


@pytest.mark.parametrize("resource", ["orders", "invoices"])
def test_every_path_of_the_profile_is_described(resource: str) -> None:
    profile = json.loads((resources() / "acme" / "profile.json").read_text("utf-8"))
    entry, paths = profile["resources"][resource], described()["paths"]
    methods = {
        name: set(paths[entry[name]]) & {"get", "put", "post"} for name in ("collection", "one", "lookup", "batch")
    }
    assert methods == {"collection": {"get", "post"}, "one": {"get", "put"}, "lookup": {"post"}, "batch": {"post"}}
    assert {profile["account"], profile["token"]} <= set(paths)


def test_every_reference_leads_somewhere() -> None:
    whole = described()

    def references(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (value for name, value in node.items() if name == "$ref" and isinstance(value, str))
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        for child in children:
            yield from references(child)

    found = set(references(whole))
    assert len(found) > 20
    for reference in found:
        node: object = whole
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(node, dict), reference
            node = node[step]


@pytest.mark.parametrize("resource", ["orders", "invoices"])
def test_the_schemas_are_schemas_that_take_a_small_document_and_refuse_what_is_unknown(resource: str) -> None:
    schema = json.loads((resources() / "acme" / f"{resource}.schema.json").read_text("utf-8"))
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    assert validator.is_valid(order("1"))
    assert validator.is_valid(order("1", attributes={"any": "text"}, taxes=[{"rate": "19", "amount": "4.75"}]))
    assert not validator.is_valid(order("1", any="text"))
    assert not validator.is_valid(order("1", attributes={"any": 1}))
