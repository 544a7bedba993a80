"""What tells the entries of a group apart: what a person would see at once, and never the number of a line."""

from __future__ import annotations

import pytest

from desktop_sync.core.apart import told_apart
from desktop_sync.core.model import Values
from desktop_sync.core.outline import Branch, Kind


def group(path: str, *children: str, value: bool = False) -> Branch:
    inside = [Branch(one, one, value=True) for one in children]
    return Branch(path, path, value=value, group=True, children=inside)


def records(path: str, *lists: list[dict[str, str]]) -> list[Values]:
    return [{path: list(entries)} for entries in lists]


def date(of: str, text: str = "1") -> dict[str, str]:
    return {"@type": of, ".": text}


def test_the_kind_of_an_element_tells_it_apart_with_what_stands_there() -> None:
    made = group("Date", "@lang", "@type", value=True)
    told_apart([made], records("Date", [date("ORDER"), date("DUE")], [date(" ORDER ", "2"), date("LATE", "3")]))
    assert made.mark == "@type"
    assert made.kinds == [Kind("ORDER", {".": "1"}), Kind("DUE", {".": "1"}), Kind("LATE", {".": "3"})]


@pytest.mark.parametrize("name", ["@type", "Kind", "ROLE", "PARVW", "IDDAT", "QUALF", "PartyType", "b:Rolle"])
def test_names_that_say_so_need_one_record_only(name: str) -> None:
    made = group("Party", "Name", name)
    told_apart([made], records("Party", [{name: "001", "Name": "a"}, {name: "002", "Name": "b"}]))
    assert made.mark == name


@pytest.mark.parametrize(
    "why, entries",
    [
        ("once each", [[date("A")], [date("B")]]),
        ("the same twice", [[date("A"), date("A")]]),
        ("the same twice in one of many", [[date("A"), date("B")], [date("B"), date("B")]]),
        ("empty", [[date("A"), date("")]]),
        ("not there", [[date("A"), {".": "2"}]]),
        ("too many", [[date(f"K{number}") for number in range(13)]]),
        ("too long", [[date("A"), date("B" * 41)]]),
        ("nothing", [[]]),
    ],
)
def test_what_does_not_tell_every_entry_is_no_mark(why: str, entries: list[list[dict[str, str]]]) -> None:
    made = group("Date", "@type", value=True)
    told_apart([made], records("Date", *entries))
    assert (made.mark, made.kinds) == ("", []), why


def segment(code: str, text: str) -> dict[str, str]:
    return {"D2005": code, "D2380": text}


def test_what_recurs_in_several_records_tells_without_a_name() -> None:
    made = group("DTM", "D2005", "D2380")
    lists = [[segment("137", "a"), segment("2", "b")], [segment("2", "c"), segment("137", "d")]]
    told_apart([made], records("DTM", *lists))
    assert made.mark == "D2005"
    told_apart([made], records("DTM", *lists[:1]))
    assert made.mark == "", "of one record nobody knows"
    told_apart(
        [made], records("DTM", *([segment(str(9 * one), "x"), segment(str(9 * one + 2), "y")] for one in (1, 2)))
    )
    assert made.mark == "", "nothing recurs"


@pytest.mark.parametrize("numbers", [("1", "2"), ("010", "020"), ("000010", "000020")])
def test_the_number_of_an_entry_is_none_of_a_kind(numbers: tuple[str, str]) -> None:
    made = group("E1EDP01", "POSEX", "MENGE")
    entries = [{"POSEX": number, "MENGE": "1"} for number in numbers]
    told_apart([made], records("E1EDP01", entries, entries))
    assert made.mark == ""


def test_lines_are_wanted_all() -> None:
    made = group("Lines/Line", "@type", "Sku")
    told_apart([made], records("Lines/Line", [{"@type": "A", "Sku": "1"}, {"@type": "B", "Sku": "2"}]))
    assert made.mark == ""


def test_groups_in_groups_are_told_apart_too() -> None:
    amounts = group("Amount", "@of", "@kind", value=True)
    lines = Branch("Line", "Line", group=True, children=[Branch("x", "x", children=[amounts])])
    entry: Values = {"Amount": [{"@kind": "NET", ".": "1"}, {"@kind": "TAX", ".": "2"}]}
    told_apart([lines], [{"Line": [entry]}, {"Line": "no list"}])
    assert (lines.mark, amounts.mark) == ("", "@kind")
