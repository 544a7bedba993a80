"""Locks over tables and away from them: what holds is shown, and the file is never given what is not its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.locks import Lock, Locks

LOCKS = Locks(
    "policy.toml",
    (Lock(("network", "proxy"), "none"), Lock(("network", "proxy_address"), None), Lock(("parallel_runs",), 2)),
    {"acme": (Lock(("base_url",), "https://a.example"),)},
    ({"id": "central", "type": "folder"},),
    ({"id": "fleet"},),
    ({"id": "nightly"},),
)
NAMES = st.sampled_from(["central", "own", "other"])
CONNECTIONS = st.lists(
    st.fixed_dictionaries(
        {"id": NAMES, "type": st.sampled_from(["acme", "folder"])}, optional={"base_url": st.just("https://b.example")}
    ),
    unique_by=lambda one: one["id"],
    max_size=3,
)
NETWORK = st.fixed_dictionaries(
    {}, optional={"proxy": st.sampled_from(["none", "manual"]), "proxy_address": st.just("p"), "ca_file": st.just("c")}
)
TABLES = st.fixed_dictionaries(
    {"version": st.just(1)},
    optional={
        "general": st.fixed_dictionaries({}, optional={"network": NETWORK, "language": st.just("de")}),
        "connections": CONNECTIONS,
        "flows": st.lists(st.fixed_dictionaries({"id": st.sampled_from(["fleet", "mine"])}), unique_by=str, max_size=2),
    },
)


@given(TABLES)
def test_what_was_shown_and_not_touched_is_written_as_it_was(tables: dict[str, object]) -> None:
    back = LOCKS.away(LOCKS.over(tables), tables)
    for name in ("connections", "flows"):  # one that the policy stands for may come first
        for each in (back, tables):
            rows = each.get(name)
            if isinstance(rows, list):
                rows.sort(key=lambda one: str(one["id"]))
    assert back == tables


@given(TABLES)
def test_over_is_done_once_for_all(tables: dict[str, object]) -> None:
    once = LOCKS.over(tables)
    assert LOCKS.over(once) == once
    assert once["general"]["parallel_runs"] == 2
    assert once["general"]["network"].get("proxy_address") is None
    assert once["connections"][0]["id"] == "central"
    assert all(one["base_url"] == "https://a.example" for one in once["connections"] if one["type"] == "acme")


def test_a_new_connection_is_written_without_what_stands_anyway() -> None:
    shown = LOCKS.over({"version": 1})
    shown["connections"].append({"id": "new", "type": "acme", "base_url": "https://a.example", "title": "New"})
    assert LOCKS.away(shown, {"version": 1}) == {
        "version": 1,
        "connections": [{"id": "new", "type": "acme", "title": "New"}],
    }


def test_nothing_set_changes_nothing() -> None:
    assert not Locks()
    tables = {"version": 1, "connections": [{"id": "a"}]}
    assert Locks().over(tables) == tables
    assert Locks().away(tables, tables) == tables
