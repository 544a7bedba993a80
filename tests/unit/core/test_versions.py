"""A version is proposed only where nothing speaks against it: what is wrong would lose updates without a word."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desktop_sync.core.model import Values
from desktop_sync.core.outline import Branch
from desktop_sync.core.versions import version_of


def found(*branches: Branch, **texts: Sequence[str]) -> tuple[str, str] | None:
    """By columns with what stands in each record; a ``__`` in a name is the slash of a path."""
    columns = {name.replace("__", "/"): values for name, values in texts.items()}
    fields = [*branches, *(Branch(name, name, value=True) for name in columns)]
    many = max(map(len, columns.values()))
    records: list[Values] = [
        {"Lines": [], **{name: values[at] for name, values in columns.items()}} for at in range(many)
    ]
    return version_of(fields, records)


TIMES = ("2026-11-28T10:00:00Z", "2026-11-28T10:05:00Z")
HEX = ("0x00000000000007D1", "0x00000000000007D9")


@pytest.mark.parametrize(
    "name", ["Version", "revision", "REV", "RevisionNo", "order_version", "Änderungsnummer", "Fassung"]
)
def test_a_counter_whose_name_says_so(name: str) -> None:
    assert found(**{name: ("1", "3", "1")}) == (name, "counter")


@pytest.mark.parametrize(
    "name", ["ChangedAt", "updated_at", "LastModified", "last_update", "geändert_am", "LetzteÄnderung", "ChangeDate"]
)  # fmt: skip
@pytest.mark.parametrize(
    "texts", [TIMES, ("2026-11-28T10:00:00.25+01:00", "2027-03-28T10:00:00.12+02:00")]
)  # fmt: skip
def test_a_time_with_its_zone_whose_name_says_so(name: str, texts: Sequence[str]) -> None:
    assert found(**{name: texts}) == (name, "time")


@pytest.mark.parametrize("name", ["RowVersion", "row_version", "rv", "SSMA_TimeStamp", "Version"])
def test_a_row_version_is_sure_beside_all_others(name: str) -> None:
    assert found(**{name: HEX, "ModifiedAt": ("2026-11-28 10:00:00", "2026-11-28 10:05:00")}) == (name, "row_version")


@pytest.mark.parametrize(
    "why, name, texts",
    [
        ("one record alone shows no form", "Version", ("1",)),
        ("empty in one", "ChangedAt", (TIMES[0], "")),
        ("blank in one", "Version", ("1", " ", "2")),
        ("the same in all: the version of the file's form", "Version", ("2", "2", "2")),
        ("no whole number", "Version", ("1.0", "2.1")),
        ("a text", "Revision", ("R1", "R2")),
        ("several forms", "Revision", ("1", "A")),
        ("zeros before it", "Revision", ("01", "10")),
        ("below zero", "Revision", ("-1", "3")),
        ("without a zone, so it goes back in autumn", "ChangedAt", ("2026-11-28T10:00:00", "2026-11-28T10:05:00")),
        ("a zone in one only", "ChangedAt", (TIMES[0], "2026-11-28T10:05:00")),
        ("two ways to write it", "ChangedAt", (TIMES[0], "2026-11-28T10:05:00+01:00")),
        ("two ways to write it", "ChangedAt", (TIMES[0], "2026-11-28T10:05:00.5Z")),
        ("a day: two changes of one day are one", "ChangedOn", ("2026-11-28", "2026-11-29")),
        ("a day as a number", "ChangedOn", ("20261128", "20261129")),
        ("no such time", "ChangedAt", ("2026-13-28T10:00:00Z", "2026-14-28T10:00:00Z")),
        ("when it was made", "CreatedAt", TIMES),
        ("only a time", "Time", TIMES),
        ("who did it", "ModifiedBy", ("1", "2")),
        ("another number", "Number", ("1", "2")),
        ("whether", "Changed", ("0", "1")),
        ("the format's", "SchemaVersion", ("1", "2")),
        ("a counter by a time's name", "ChangedAt", ("1", "2")),
        ("twice the same count", "RowVersion", (HEX[0], HEX[0], HEX[1])),
        ("bytes that count nothing", "RowVersion", ("0x9F3C000000000001", "0x1B3C000000000001")),
        ("bytes by another name", "Hash", HEX),
        ("that of the buyer", "Buyer__ChangedAt", TIMES),
        ("that of the file", "file__Version", ("1", "2")),
    ],
)
def test_when_in_doubt_nothing(why: str, name: str, texts: Sequence[str]) -> None:
    assert found(**{name: texts}) is None, why


def test_two_that_may_be_meant_are_none() -> None:
    assert found(Version=("1", "2"), ChangedAt=TIMES) is None
    assert found(Version=("1", "1"), ChangedAt=TIMES) is None, "also where the other would not do"
    assert found(Version=("1", "2"), CreatedAt=TIMES) == ("Version", "counter")
    assert found(RowVersion=HEX, Timestamp=HEX) is None


def test_it_may_stand_in_the_head_of_the_record() -> None:
    assert found(x__Header__Revision=("1", "2")) is None
    assert found(Header__Revision=("1", "2")) == ("Header/Revision", "counter")
    names = [Branch("h", "e:Kopf", children=[Branch("r", "e:Kopf/@e:rev", value=True)])]
    assert version_of(names, [{"e:Kopf/@e:rev": "1"}, {"e:Kopf/@e:rev": "2"}]) == ("e:Kopf/@e:rev", "counter")


def test_of_rows_that_make_one_record_all_say_the_same() -> None:
    fields = [
        Branch("Revision", "Revision", value=True),
        Branch("lines", "lines", group=True, children=[Branch("Revision", "Revision", value=True)]),
    ]
    records: list[Values] = [
        {"Revision": "1", "lines": [{"Revision": "1"}, {"Revision": "1"}]},
        {"Revision": "2", "lines": [{"Revision": "2"}]},
    ]
    assert version_of(fields, records) == ("Revision", "counter")
    records[0] = {"Revision": "1", "lines": [{"Revision": "1"}, {"Revision": "3"}]}
    assert version_of(fields, records) is None, "it is that of a line"
    inside = [Branch("lines", "lines", group=True, children=[Branch("Revision", "Revision", value=True)])]
    assert version_of(inside, records) is None
    assert version_of(fields, []) is None
