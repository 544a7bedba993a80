"""A settings text is rewritten to what its tables shall say; what a person wrote around the values stays."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import FOLDER

from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.drafting import plain, rewritten

TEXT = """\
# Ms Berger keeps this file.
version = 1

[[connections]]  # the ERP
id = "erp"
type = "folder"
path = 'C:\\ERP\\out'  # do not move

[[connections]]
id = "acme"
type = "acme"

[[flows]]
id = "orders"

[flows.source]
min_age = "10s"  # it writes slowly
holidays = [2026-12-25]

[flows.target]
connection = "acme"
"""


def tables(text: str = TEXT) -> Any:  # noqa: ANN401 - plain JSON
    return plain(tomllib.loads(text))


def test_what_says_the_same_stays_as_it_is() -> None:
    example = (Path(FOLDER) / "settings.example.toml").read_text(encoding="utf-8")
    for text in (TEXT, example):
        assert rewritten(text, tables(text)) == text


def test_a_value_changes_and_nothing_around_it() -> None:
    wanted = tables()
    wanted["connections"][0]["path"] = "D:\\ERP"
    wanted["flows"][0]["source"]["min_age"] = "1min"
    found = rewritten(TEXT, wanted)
    assert found == TEXT.replace("C:\\ERP\\out", "D:\\ERP").replace('"10s"', '"1min"')


def test_tables_come_go_and_change_places_and_are_known_by_their_id() -> None:
    wanted = tables()
    wanted["connections"] = [{"id": "new", "type": "folder"}, wanted["connections"][1], wanted["connections"][0]]
    wanted["flows"] = [{**wanted["flows"][0], "id": "copy", "arrivals": [{"by": ["18:30"]}, {"per": "week"}]}]
    wanted["general"] = {"parallel_runs": 2, "retention": {"history": "100d"}}
    found = rewritten(TEXT, wanted)
    assert tables(found) == wanted
    assert "# the ERP" in found
    assert "# do not move" in found
    assert "[general.retention]" in found
    assert "[[flows.arrivals]]" in found


def test_without_a_file_there_is_a_new_one() -> None:
    assert tables(rewritten("", {"version": 1, "flows": [{"id": "a"}]})) == {"version": 1, "flows": [{"id": "a"}]}


def test_what_is_no_toml_is_not_edited() -> None:
    with pytest.raises(SettingsError, match="no TOML"):
        rewritten("version = ", {"version": 1})


names = st.sampled_from(["id", "title", "path", "a b", "x"])
values = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
documents = st.dictionaries(names, values, max_size=4)


@given(documents, documents)
def test_whatever_is_wanted_is_what_it_says_then(before: dict[str, Any], wanted: dict[str, Any]) -> None:
    text = rewritten("", before)
    assert tables(text) == before
    assert tables(rewritten(text, wanted)) == wanted
