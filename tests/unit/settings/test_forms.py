"""What forms have to show is drawn from the option models, whole, and says for every field what people read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from desktop_sync.kinds import kinds
from desktop_sync.settings.forms import forms

FORMS = forms(kinds())
KNOWN = {
    "text", "number", "decimal", "switch", "choice", "choices", "duration", "size", "secret", "time", "list", "group",
    "groups", "pairs", "path", "connection", "connections", "tables", "conditions", "field", "structure", "tokens",
}  # fmt: skip


def _all() -> Iterator[tuple[str, list[Any]]]:
    for name, one in FORMS.items():
        if isinstance(one, list):
            yield name, one
        elif name != "serve":
            yield from ((f"{name}.{type_}", told["fields"]) for type_, told in one.items())


def _inside(fields: list[Any]) -> Iterator[Any]:
    for one in fields:
        yield one
        if one["kind"] in {"group", "groups", "tables"}:
            yield from _inside(one["of"])


def field(form: list[Any], name: str) -> Any:  # noqa: ANN401 - a field
    return next(one for one in form if one["name"] == name)


def test_they_are_plain_json() -> None:
    assert json.loads(json.dumps(FORMS)) == FORMS


@pytest.mark.parametrize("name, fields", [pytest.param(name, fields, id=name) for name, fields in _all()])
def test_every_field_has_words_and_a_kind_that_can_be_drawn(name: str, fields: list[Any]) -> None:
    for one in _inside(fields):
        assert one["kind"] in KNOWN, one
        assert one["help"].endswith((".", "!", "?", ":")), one
        assert "`" not in one["help"], one
        assert one["title"][0].isupper(), one
        assert "_" not in one["title"], one


@pytest.mark.parametrize("name, fields", [pytest.param(name, fields, id=name) for name, fields in _all()])
def test_a_form_shows_few_fields_first(name: str, fields: list[Any]) -> None:
    first = [one for one in fields if one["first"] or one["needed"]]
    assert fields[: len(first)] == first
    assert 1 <= len([one for one in first if not one.get("when")]) <= 9


def test_kinds_bounds_and_defaults_are_those_of_the_options() -> None:
    files, mail = FORMS["sources"]["files"]["fields"], FORMS["connections"]["mail"]["fields"]
    assert field(files, "min_age")["kind"] == "duration"
    assert field(files, "min_age")["default"] == "10s"
    assert field(files, "max_unpacked")["default"] == "2GB"
    assert field(files, "exclude")["of"]["kind"] == "text"
    assert field(files, "after_success")["choices"][0] == {"value": "archive", "title": "Move to the archive"}
    assert field(files, "first_run")["other"] == "date"
    port = field(mail, "port")
    assert (port["least"], port["most"], port["default"], port["needed"]) == (1, 65535, None, False)
    assert field(mail, "password")["kind"] == "secret"
    assert field(FORMS["connections"]["acme"]["fields"], "api_key")["when"] == ["sign_in", "api_key"]
    assert field(FORMS["connections"]["folder"]["fields"], "path")["path"] == "folder"
    assert field(FORMS["formats"]["xml"]["fields"], "schema")["path"] == "file"
    assert field(FORMS["formats"]["delimited"]["fields"], "records")["kind"] == "groups"
    notices = field(FORMS["general"], "notices")
    assert notices["default"] is None
    assert field(notices["of"], "connection")["connections"] == "mailers"
    assert field(notices["of"], "what")["kind"] == "choices"
    assert field(field(FORMS["general"], "backup")["of"], "at")["default"] == "02:30"
    assert FORMS["serve"]["sources"] == ["folder", "http_api", "mssql", "sftp"]
