"""Versions of settings are compared by the ids of what is in them, and one's changes put on another's."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.tables import Change, applied, at, changes, merged

BASE: dict[str, Any] = {
    "version": 1,
    "connections": [{"id": "erp", "path": "/srv/a"}, {"id": "acme", "base_url": "https://a"}],
    "flows": [{"id": "orders", "source": {"min_age": "10s", "exclude": ["a", "b"]}}],
}


def changed(**paths: object) -> dict[str, Any]:
    made = [Change(tuple(path.split("__")), None, value) for path, value in paths.items()]
    return applied(BASE, made)


def test_changes_are_told_by_place() -> None:
    mine = deepcopy(BASE)
    mine["connections"].reverse()
    mine["connections"].append({"id": "mail"})
    mine["flows"][0]["source"] = {"exclude": ["a"], "recursive": True}
    assert changes(BASE, mine) == [
        Change(("connections", "mail"), None, {"id": "mail"}),
        Change(("flows", "orders", "source", "exclude"), ["a", "b"], ["a"]),
        Change(("flows", "orders", "source", "recursive"), None, True),
        Change(("flows", "orders", "source", "min_age"), "10s", None),
    ]
    assert changes(BASE, deepcopy(BASE)) == []
    assert at(BASE, ("flows", "orders", "source", "min_age")) == "10s"
    assert at(BASE, ("flows", "invoices", "source")) is None


def test_my_changes_stay_when_others_changed_something_else() -> None:
    mine = changed(connections__erp__path="/srv/mine", flows__orders__title="Orders")
    theirs = changed(connections__acme__base_url="https://theirs", connections__mail={"id": "mail"})
    found, clashes = merged(BASE, mine, theirs)
    assert clashes == []
    assert at(found, ("connections", "erp", "path")) == "/srv/mine"
    assert at(found, ("connections", "acme", "base_url")) == "https://theirs"
    assert at(found, ("flows", "orders", "title")) == "Orders"
    assert at(found, ("connections", "mail")) == {"id": "mail"}


def test_the_first_of_a_list_stays_when_others_saved_meanwhile() -> None:
    mine, theirs = {"flows": [{"id": "orders", "title": "Orders"}]}, {"connections": [{"id": "erp"}]}
    assert merged({}, mine, theirs) == ({**mine, **theirs}, [])
    assert merged(mine, {}, theirs)[0] == theirs


def test_what_both_changed_is_told_with_what_each_says() -> None:
    mine, theirs = changed(connections__erp__path="/mine"), changed(connections__erp__path="/theirs")
    found, clashes = merged(BASE, mine, theirs)
    assert clashes == [Change(("connections", "erp", "path"), "/theirs", "/mine")]
    assert at(found, ("connections", "erp", "path")) == "/mine"
    assert merged(BASE, mine, deepcopy(mine))[1] == []


def test_what_they_deleted_and_i_changed_is_a_clash() -> None:
    found, clashes = merged(BASE, changed(connections__erp__path="/mine"), changed(connections__erp=None))
    assert [one.path for one in clashes] == [("connections", "erp", "path")]
    assert at(found, ("connections", "erp")) == {"id": "erp", "path": "/mine"}


ids = st.sampled_from(["a", "b", "c"])
leaves = st.integers(0, 3) | st.lists(st.integers(0, 2), max_size=2)
options = st.dictionaries(st.sampled_from(["x", "y"]), leaves | st.dictionaries(ids, leaves, min_size=1, max_size=2))
listed = st.lists(st.tuples(ids, options), min_size=1, max_size=3, unique_by=lambda one: one[0]).map(
    lambda pairs: [{**table, "id": identity} for identity, table in pairs]
)
documents = st.fixed_dictionaries({"flows": listed, "general": options})


@given(documents, documents)
def test_the_changes_between_two_lead_from_one_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert changes(applied(before, changes(before, after)), after) == []
