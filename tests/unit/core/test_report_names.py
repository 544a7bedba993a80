"""Names of reports: whatever a document says, one name that Windows can hold, in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.report_names import (
    LONGEST,
    Names,
    NameValue,
    file_name,
    for_each,
    name_problem,
    text_of,
    text_problem,
)
from desktop_sync.stores.names import parts_of

EXAMPLE: Mapping[str, NameValue] = {
    "flow": "Orders",
    "account": "acme",
    "from": datetime(2026, 5, 3, tzinfo=UTC),
    "to": datetime(2026, 5, 3, 23, 59, tzinfo=UTC),
    "now": datetime(2026, 5, 4, 6, 0, tzinfo=UTC),
    "count": 42,
    "number": 1,
    "reference": "4711",
}
TEXTS = st.text(st.characters(), max_size=400)
HOSTILE = [
    "../../etc/passwd", "..\\..\\Windows", "C:\\x", "a:stream", "CON", "con.txt", "lpt1", "NUL.pdf", "COM¹", "a\0b",
    "a\nb", "x. . .", " ", "", "...", "\u202efdp.exe", "\ud800", "-", "é" * 300, "😀" * 200, "a/b", "%s%n", "{flow}",
    "aux .pdf", "\uff0e\uff0e\u2215x", "name\u2028two",
]  # fmt: skip


def test_tokens() -> None:
    assert file_name("{flow} {from:%Y-%m-%d}.pdf", EXAMPLE) == "Orders 2026-05-03.pdf"
    assert file_name("{from}_{to:%d.%m.%Y}_{count:05}.csv", EXAMPLE) == "2026-05-03_03.05.2026_00042.csv"
    assert file_name("{now:%Y-W%V} {{{reference}}}.xlsx", EXAMPLE) == "2026-W19 {4711}.xlsx"
    assert file_name("{from} {flow}.pdf", {"flow": "All", "from": None}) == "All.pdf"


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("template", ["{reference}", "{reference}.pdf", "{flow}-{reference}.pdf", "x{reference}"])
def test_hostile_values(said: str, template: str) -> None:
    assert name_problem(template) == ""
    jailed(file_name(template, {"reference": said, "flow": said}))


@given(TEXTS, TEXTS)
def test_any_value(flow: str, reference: str) -> None:
    jailed(file_name("{flow}{reference}.pdf", {"flow": flow, "reference": reference}))


def jailed(name: str) -> None:
    assert parts_of(name, windows=True) == [name]
    assert len(name.encode()) <= LONGEST
    assert not any(sign in name for sign in '/\\:*?"<>|\u202e')


def test_long_names_keep_their_ending_and_differ() -> None:
    one, other = (file_name("{reference}.pdf", {"reference": "a" * 300 + end}) for end in "12")
    assert one != other
    assert one.endswith(".pdf")


def test_names_of_one_run_do_not_meet() -> None:
    first = file_name("{reference}.pdf", {"reference": "2026/1"})
    second = file_name("{reference}.pdf", {"reference": "2026-1"}, [first.upper()])
    assert (first, second) == ("2026-1.pdf", "2026-1 (2).pdf")


@pytest.mark.parametrize(
    "template, why",
    [
        ("{flaw}.pdf", "there is no {flaw}"),
        ("{flow.pdf", "a brace"),
        ("flow}.pdf", "a brace"),
        ("{}.pdf", "between braces"),
        ("{flow!r}.pdf", "between braces"),
        ("{flow.__class__}.pdf", "there is no"),
        ("{flow[0]}.pdf", "there is no"),
        ("{flow:>1000000}.pdf", "nothing can stand after a colon"),
        ("{count:%d}.pdf", "number of digits"),
        ("{count:999999999}.pdf", "number of digits"),
        ("{from:%c}.pdf", "%c cannot be used"),
        ("{from:%}.pdf", "% cannot be used"),
        ("{from:long}.pdf", "how the time"),
        ("{from:%H:%M}.pdf", "Windows does not allow"),
        ("{from:%Y/%m}.pdf", "no folders"),
        ("a/b.pdf", "no folders"),
        ("..\\b.pdf", "no folders"),
        ("a:b.pdf", "Windows does not allow"),
        ("CON.pdf", "device"),
        ("a.", "dot or a blank"),
        ("{flow}.", "dot or a blank"),
        ("..", "dot or a blank"),
        ("", "empty"),
    ],
)
def test_broken_templates_are_refused_when_saved(template: str, why: str) -> None:
    assert why in name_problem(template)


def test_times_keep_their_own_zone() -> None:
    assert file_name("{now:%H%M}", {"now": datetime(2026, 5, 3, 23, 5, tzinfo=UTC)}) == "2305"


def test_texts_have_the_same_tokens_and_keep_what_a_name_may_not_hold() -> None:
    template = "{flow}: {from:%d/%m/%Y %H:%M} - {to}? {count:05} {{{reference}}} {account}"
    assert text_problem(template) == ""
    values = {**EXAMPLE, "reference": "47/11", "account": None}
    assert text_of(template, values) == "Orders: 03/05/2026 00:00 - 2026-05-03? 00042 {47/11} "


@pytest.mark.parametrize(
    "template,why",
    [
        ("{flow", "a brace has no counterpart"),
        ("{}", "between braces stands one of"),
        ("{nobody}", "there is no {nobody}"),
        ("{from:%A}", "%A cannot be used"),
        ("{count:x}", "number of digits"),
        ("{flow!r}", "between braces stands one of"),
    ],
)
def test_broken_texts_are_told(template: str, why: str) -> None:
    assert why in text_problem(template)


@pytest.mark.parametrize(
    "name, folder, wanted",
    [
        ("{flow} {from}", "", "{flow} {from} {reference}"),
        ("{flow}.csv", "{from:%Y}", "{flow} {reference}.csv"),
        ("{flow} {number:04}", "", "{flow} {number:04}"),
        ("{reference}.pdf", "", "{reference}.pdf"),
        ("order", "{reference}", "order"),
    ],
)
def test_files_of_one_document_each_are_told_apart(name: str, folder: str, wanted: str) -> None:
    assert for_each(name, folder) == wanted


def test_thousands_of_the_same_name_are_told_apart_one_after_the_other() -> None:
    names = Names(["a.PDF", "A (3).pdf"])
    many = 20_000  # who began with the second for each of them would be at it for minutes
    found = []
    for _ in range(many):
        found.append(names.free("A.pdf"))
        names.add(found[-1])
    assert found == [f"A ({number}).pdf" for number in (2, *range(4, many + 3))]
