"""Names of settled files."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.sources.naming import candidates, expand, portable, steady
from desktop_sync.stores.names import parts_of

NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=300)


def test_expand() -> None:
    when = datetime(2026, 3, 9, 7, 5, tzinfo=UTC)
    assert expand("archive/{yyyy}/{MM}/{dd}/at {HH}", when) == "archive/2026/03/09/at 07"


def test_steady() -> None:
    assert steady("in/done/{yyyy}/x") == "in/done"
    assert steady("done-{yyyy}") == ""
    assert steady("done") == "done"


def test_candidates_number_before_the_suffix() -> None:
    assert list(itertools.islice(candidates("x/a.b.xml", 7), 3)) == ["x/a.b.xml", "x/a.b (2).xml", "x/a.b (3).xml"]
    assert list(itertools.islice(candidates("x/.env", 7), 2)) == ["x/.env", "x/.env (2)"]
    assert list(itertools.islice(candidates("plain", 7), 22))[-2:] == ["plain (27)", "plain (28)"]


@given(st.lists(NAMES.filter(lambda name: name not in {".", ".."}), min_size=1, max_size=4))
def test_a_portable_path_is_possible_on_windows_with_number_and_reason(parts: list[str]) -> None:
    path = portable("/".join(parts))
    for name in itertools.islice(candidates(path, 10**9), 25):
        for part in parts_of(f"{name}.reason.json", windows=True):
            assert len(part.encode()) <= 255


@given(NAMES)
def test_a_portable_name_stays_as_it_is(name: str) -> None:
    once = portable(name)
    assert portable(once) == once


def test_ordinary_names_are_kept() -> None:
    for name in ("a.xml", "Bestellung Nr. 12 (März).XML", ".hidden", "console.xml", "x/y z/ü.xml"):
        assert portable(name) == name
