"""Ids are proposed from titles as the settings want them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.slugs import slug


@pytest.mark.parametrize(
    "title, taken, wanted",
    [
        ("ERP Aufträge", [], "erp-auftraege"),
        ("  Straße & Co. ", [], "strasse-co"),
        ("ERP", ["erp", "erp-2"], "erp-3"),
        ("注文", [], "flow"),
        ("Café", ["cafe"], "cafe-2"),
    ],
)
def test_titles_as_ids(title: str, taken: list[str], wanted: str) -> None:
    assert slug(title, taken, "flow") == wanted


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "flow", "flow-2", "b" * 40])))
def test_whatever_the_title_the_settings_take_the_id(title: str, taken: set[str]) -> None:
    found = slug(title, taken, "flow")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", found)
    assert found not in taken
