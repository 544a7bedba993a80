"""Delimited text: rows, what makes records of them, values, positions, and what is told of rows that cannot be used."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import Owner, Rejected, SettingsError
from desktop_sync.core.mapping import Sources
from desktop_sync.core.model import Position, Record
from desktop_sync.formats import FORMATS, OPTIONS
from desktop_sync.formats.delimited import Delimited, DelimitedOptions, DelimitedReading
from desktop_sync.formats.delimited_lines import Lines
from desktop_sync.formats.delimited_rows import Rows

ORDERS = "No;Date;Customer;Sku;Qty\nA;d1;K1;x;1\nA;d1;K1;y;2\nB;d2;K2;z;3\n"
BY_KEY = {"delimiter": ";", "key": "No"}
ASKED_BY_KEY = Sources({"No", "Date"}, {"lines": Sources({"Sku", "Qty"})})
TYPES: dict[str, object] = {
    "delimiter": ";",
    "header": False,
    "record_type": "1",
    "records": {
        "order": {"type": "H", "columns": ["Type", "No", "Date"]},
        "address": {"type": "A", "below": "order", "columns": ["Type", "City"]},
        "line": {"type": ["L", "P"], "below": "order", "columns": ["Type", "Sku", "Qty"]},
        "tax": {"type": "T", "below": "line", "columns": ["Type", "Rate"]},
    },
}
ASKED_TYPES = Sources(
    {"No", "Date", "address/City"}, {"line": Sources({"Sku", "Qty"}, {"tax": Sources({"Rate"})})}
)  # fmt: skip


def parse(payload: str | bytes, asked: Sources, /, **options: object) -> DelimitedReading:
    data = payload.encode() if isinstance(payload, str) else payload
    return Delimited(DelimitedOptions.model_validate({"delimiter": ";", **options}), {"": asked}).parse(
        io.BytesIO(data)
    )


def read(payload: str | bytes, *scalars: str, **options: object) -> list[Record]:
    return list(parse(payload, Sources(set(scalars)), **options))


def values(payload: str | bytes, *scalars: str, **options: object) -> list[object]:
    return [record.values for record in read(payload, *scalars, **options)]


def told(record: Record) -> list[str]:
    """Its faults as a person sees them."""
    return [f"{fault.position}: {fault.message}" for fault in record.faults]


def rejected(payload: str | bytes, asked: Sequence[str] = ("A",), *, readable: int = 0, **options: object) -> Rejected:
    """The error at the end, after exactly so many records."""
    reading = parse(payload, Sources(set(asked)), **options)
    for _ in range(readable):
        next(reading)
    with pytest.raises(Rejected) as caught:
        next(reading)
    assert caught.value.reason == "unreadable"
    assert caught.value.hint
    return caught.value


# -- rows are records --------------------------------------------------------------------------------------------------


def test_every_row_is_a_record() -> None:
    first, second = read("No;Name\n1;Müller\n2;Söhne\n", "No", "Name")
    assert first == Record(1, {"No": "1", "Name": "Müller"}, Position(2, None, 8))
    assert second == Record(2, {"No": "2", "Name": "Söhne"}, Position(3, None, 18))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines(end: str) -> None:
    found = read(end.join(["A;B", "1;2", '"3', '4";5', "6;7", ""]), "A", "B")
    assert [record.values for record in found] == [
        {"A": "1", "B": "2"}, {"A": f"3{end}4", "B": "5"}, {"A": "6", "B": "7"},
    ]  # fmt: skip
    assert [record.position.line for record in found] == [2, 3, 5]
    size = len(end)
    assert [record.position.offset for record in found] == [3 + size, 6 + 2 * size, 12 + 4 * size]


@pytest.mark.parametrize("size", range(32_760, 32_772))
def test_a_line_that_ends_where_a_stretch_of_the_payload_does(size: int) -> None:
    name = "A" * size
    [record] = read(f"{name}\r\nx\r\n", name)
    assert record == Record(1, {name: "x"}, Position(2, None, size + 2))


@pytest.mark.parametrize(
    "row,expected",
    [
        ("1;2", "2"),
        ('1;"2"', "2"),
        ('1;"a;b"', "a;b"),
        ('1;"say ""yes"""', 'say "yes"'),
        ('1;3" pipe', '3" pipe'),
        ('1;""', ""),
        ("1;", ""),
        ("1; 2 ", " 2 "),
        ("1;a\vb\u2028c\x85d", "a\vb\u2028c\x85d"),  # these end no line
        ('1;"a\vb\u2028c"', "a\vb\u2028c"),
    ],
)
def test_quoting(row: str, expected: str) -> None:
    assert values(f"A;B\n{row}\n", "B") == [{"B": expected}]
    assert values(f"A;B\n{row}", "B") == [{"B": expected}]  # the last line may lack its end


@pytest.mark.parametrize(
    "options,row,expected",
    [
        ({"delimiter": ","}, "1,2", "2"),
        ({"delimiter": "tab"}, "1\t2", "2"),
        ({"delimiter": "|"}, "1|2", "2"),
        ({"quote": "'"}, "1;'a;''b'", "a;'b"),
        ({"quote": ""}, '1;"a', '"a'),
        ({"escape": "\\"}, '1;a\\;b\\"\\\\', 'a;b"\\'),
        ({"escape": "\\"}, '1;"a\\";""b"', 'a";"b'),
        ({"escape": "\\", "quote": ""}, '1;"a\\;b"', '"a;b"'),
    ],
)
def test_dialects(options: dict[str, object], row: str, expected: str) -> None:
    assert values(f"{row}\n", "2", header=False, **options) == [{"2": expected}]


def test_columns_by_header_by_own_names_and_by_number() -> None:
    assert values('\n"A"; B\n1;2\n', "B", "A") == [{"A": "1", "B": "2"}]
    assert values("x;y\n1;2\n", "B", columns=["A", "B"]) == [{"B": "2"}]
    assert values("1;2\n", "B", columns=["A", "B"], header=False) == [{"B": "2"}]
    assert values("1;2;3\n1;2\n", "2", header=False) == [{"2": "2"}, {"2": "2"}]


def test_what_stands_before_the_first_row() -> None:
    text = "Report of today\n\n# made by ERP\nA;B\n#1;2\n3;4\n"
    assert values(text, "A", skip=1, comment="#") == [{"A": "3"}]
    assert values("sep=;\nA;B\n1;2\n", "A") == [{"A": "1"}]
    assert [record.position.line for record in read(text, "A", skip=1, comment="#")] == [6]


def test_a_comment_sign_inside_quotes_is_text() -> None:
    assert values('A;B\n"1\n#2";3\n', "A", comment="#") == [{"A": "1\n#2"}]
    assert values('A;B\n# say "hi\n1;2\n', "A", comment="#") == [{"A": "1"}]


@pytest.mark.parametrize("empty", ["", "   ", ";", ";;;", '""', "\t"])
def test_empty_lines(empty: str) -> None:
    text = f"A;B\n1;2\n{empty}\n3;4\n{empty}\n"
    assert values(text, "A") == [{"A": "1"}, {"A": "3"}]
    first, bad, *_ = read(text, "A", empty_lines="refuse")
    assert first.values == {"A": "1"}
    assert told(bad) == ["line 3: there is no text in this line"]


def test_ctrl_z_ends_a_file_of_dos() -> None:
    assert values("A;B\r\n1;2\r\n\x1a", "A") == [{"A": "1"}]
    assert values("A;B\r\n1;2\x1a", "B") == [{"B": "2"}]


def test_no_record_is_no_error_but_no_header_is() -> None:
    """There are days without orders."""
    assert read("A;B\n", "A") == []
    assert read("", "1", header=False) == []
    assert "no header row" in str(rejected(""))
    assert "no header row" in str(rejected("\n\n  \n"))


# -- rows that do not fit ----------------------------------------------------------------------------------------------


def test_a_ragged_row_is_refused_and_costs_no_other() -> None:
    """Told with line, byte offset and the row itself (pitfall 42)."""
    one, bad, two = read("A;B\n1;2\n3\n4;5\n", "A", "B")
    assert (one.values, two.values) == ({"A": "1", "B": "2"}, {"A": "4", "B": "5"})
    assert bad.values == {}
    assert bad.position == Position(3, None, 8)
    [fault] = bad.faults
    assert (fault.position, fault.value, fault.owner) == (Position(3, None, 8), "3", Owner.VENDOR)
    assert fault.message.startswith("the row has 1 column, expected 2; ")
    assert "ragged" in fault.message


@pytest.mark.parametrize(
    "ragged,rows",
    [
        ("refuse", [None, {"A": "4", "B": "5"}, None]),
        ("pad", [{"A": "1", "B": ""}, {"A": "4", "B": "5"}, None]),
        ("cut", [None, {"A": "4", "B": "5"}, {"A": "6", "B": "7"}]),
        ("fit", [{"A": "1", "B": ""}, {"A": "4", "B": "5"}, {"A": "6", "B": "7"}]),
    ],
)
def test_ragged_rows_as_chosen(ragged: str, rows: list[object]) -> None:
    found = read("A;B\n1\n4;5\n6;7;8\n", "A", "B", ragged=ragged)
    assert [record.values or None for record in found] == rows
    assert [bool(record.faults) for record in found] == [row is None for row in rows]


def test_one_delimiter_too_many() -> None:
    assert [bool(one.faults) for one in read("A;B\n1;2;\n3;4\n", "A")] == [True, False]
    found = read("A;B\n1;2;\n3;4;x\n5;6\n", "A", trailing_delimiter=True)
    assert [bool(one.faults) for one in found] == [False, True, False]


def test_a_numbered_column_must_be_there() -> None:
    found = read("1;2;3\n1;2\n", "3", header=False)
    assert [bool(one.faults) for one in found] == [False, True]
    assert "expected at least 3" in found[1].faults[0].message


def test_columns_of_the_header_that_are_missing_are_told_all_at_once() -> None:
    error = rejected("No;Datum;Qty\n1;2;3\n", ["No", "Date", "Price"])
    assert "'Date': there is no column of this name; did you mean 'Datum'?" in str(error)
    assert "'Price': there is no column of this name; there are No, Datum, Qty" in str(error)
    assert values("No\n1\n", "No", "Date", optional=["Date"]) == [{"No": "1"}]
    assert "2 columns are called so" in str(rejected("A;A\n1;2\n"))


def test_another_delimiter_is_seen() -> None:
    assert 'delimiter = ","' in str(rejected("A,B\n1,2\n"))
    assert 'delimiter = "tab"' in str(rejected("A\tB\n1\t2\n"))
    assert 'delimiter = "|"' in str(rejected("A|B\n1|2\n", columns=["A", "B"]))


def test_where_no_row_fits_one_message_is_enough() -> None:
    text = "A;B\n" + "1\n" * 1000
    assert "none of its first 200 records can be used" in str(rejected(text, readable=199))
    assert len(read("A;B\n1;2\n" + "1\n" * 1000, "A")) == 1001


def test_a_quote_that_is_followed_by_text() -> None:
    one, bad, two = read('A;B;C\n1;2;3\n4;"say "yes" now";5\n6;7;8\n', "A")
    assert (one.values, two.values) == ({"A": "1"}, {"A": "6"})
    assert told(bad) == ["line 3, column 2: " + bad.faults[0].message]
    assert bad.faults[0].message == (
        "after the closing quote of column 2 there is 'y', expected ';' or the end of the line; "
        "a quote inside a text must be doubled"
    )
    assert bad.faults[0].value == '4;"say "yes" now";5'


def test_rows_that_an_open_quote_had_swallowed_are_read() -> None:
    """One bad row never sends the file away (pitfall 19): the quote of line 2 is closed by that of line 4."""
    bad, *others = read('A;B\n1;"x\n2;y\n3;"z"\n4;w\n', "A")
    assert bad.position.line == 2
    assert "a quote opens in line 2, closes in line 4, and then there is 'z'" in bad.faults[0].message
    assert [(one.values, one.position.line) for one in others] == [({"A": "2"}, 3), ({"A": "3"}, 4), ({"A": "4"}, 5)]
    text = 'A;B\n1;"x\n2;y\n3;"z"\n4;w\n'
    assert [one.position.offset for one in others] == [text.index(row) for row in ("2;y", "3;", "4;w")]


def test_without_line_breaks_in_texts_an_open_quote_costs_its_row_only() -> None:
    text = 'A;B\n1;"x\n2;y\n'
    assert "line 2, column 2" in str(rejected(text))
    bad, good = read(text, "A", line_breaks=False)
    assert told(bad)[0].startswith("line 2, column 2: the quote that opens in line 2, column 2, is not closed")
    assert good.values == {"A": "2"}


def test_a_field_that_is_too_long_is_refused_with_its_row() -> None:
    bad, good = read(f"A;B\n{'x' * 101};1\n{'x' * 100};2\n", "B", max_field=100)
    assert told(bad)[0].startswith("line 2, column 1: column 1 has more than 100 letters")
    assert good.values == {"B": "2"}
    bad, good = read(f'A;B\n1;"{"x" * 101}"\n"{"x" * 100}";2\n', "A", max_field=100)
    assert told(bad)[0].startswith("line 2, column 2: column 2 has more than 100")


# -- rows with the same key --------------------------------------------------------------------------------------------


def keyed(payload: str, asked: Sources = ASKED_BY_KEY, /, **options: object) -> list[Record]:
    return list(parse(payload, asked, **{**BY_KEY, **options}))


def test_rows_with_the_same_key_are_one_record() -> None:
    first, second = keyed(ORDERS)
    lines = [{"Sku": "x", "Qty": "1"}, {"Sku": "y", "Qty": "2"}]
    assert first.values == {"No": "A", "Date": "d1", "lines": lines}
    assert second.values == {"No": "B", "Date": "d2", "lines": [{"Sku": "z", "Qty": "3"}]}
    assert (first.position.line, second.position.line) == (2, 4)
    assert [one.values for one in keyed(ORDERS, Sources({"No"}))] == [{"No": "A"}, {"No": "B"}]


def test_a_key_of_several_columns_and_of_one_that_is_a_number() -> None:
    text = "A;1;x\nA;2;y\nA;2;z\n"
    asked = Sources({"1"}, {"rows": Sources({"3"})})
    found = keyed(text, asked, header=False, key=["1", "2"], group="rows")
    assert [one.values["rows"] for one in found] == [[{"3": "x"}], [{"3": "y"}, {"3": "z"}]]
    assert len(keyed("A ;1\nA;2\n A;3\n", Sources({"1"}), header=False, key="1")) == 1  # as the mapping reads it


def test_a_key_that_comes_back_refuses_the_payload() -> None:
    """The record that it had before was not whole, and nothing of the payload is delivered before its end."""
    text = ORDERS + "A;d1;K1;w;9\n"
    reading = parse(text, ASKED_BY_KEY, **BY_KEY)
    next(reading)
    with pytest.raises(Rejected, match="in line 5 the key 'A' comes back after others"):
        list(reading)
    assert [one.values["No"] for one in keyed(text, key_returns="new_record")] == ["A", "B", "A"]


def test_rows_of_one_record_may_not_contradict_each_other() -> None:
    text = "No;Date;Sku;Qty\nA;d1;x;1\nA;d9;y;2\nA;;z;3\nB;d2;w;4\n"
    bad, good = keyed(text)
    assert told(bad) == [
        "line 3, column 2, Date: Date: this row has 'd9', but the first row of the record 'd1'"
    ]  # fmt: skip
    assert good.values["No"] == "B"
    first, _ = keyed(text, differing="first")
    assert first.values["Date"] == "d1"
    assert len(first.values["lines"]) == 3  # type: ignore[arg-type] # a list


def test_rows_without_a_key() -> None:
    text = "No;Date;Sku;Qty\nA;d1;x;1\n;;y;2\nB;d2;z;3\nB;d2;w;4\n"
    first, second = keyed(text)
    assert told(first) == ["line 3, column 1, No: expected a key in No, found nothing"]
    assert told(second)[0].startswith("line 3, column 1, No: a row before it cannot be used and may belong to it")
    first, second = keyed(text, empty_key="same")
    assert [len(one.values["lines"]) for one in (first, second)] == [2, 2]  # type: ignore[arg-type] # lists


@pytest.mark.parametrize("bad", ["B;d", "x", 'B;"d"2;z;9', "A;d1;K1;y;z;"])
def test_a_bad_row_refuses_the_records_to_which_it_may_belong(bad: str) -> None:
    """An order with a line too few would be worse than none."""
    text = f"No;Date;Customer;Sku;Qty\nA;1;K;x;1\n{bad}\nB;2;K;y;2\nC;3;K;z;3\n"
    first, second, third = keyed(text)
    assert [bool(one.faults) for one in (first, second, third)] == [True, True, False]
    assert {fault.position.line for one in (first, second) for fault in one.faults} == {3}
    between = f"No;Date;Customer;Sku;Qty\nA;1;K;x;1\n{bad}\nA;1;K;y;2\nB;3;K;z;3\n"
    assert [bool(one.faults) for one in keyed(between)] == [True, False]
    before = f"No;Date;Customer;Sku;Qty\n{bad}\nA;1;K;x;1\nB;3;K;z;3\n"
    assert [bool(one.faults) for one in keyed(before)] == [True, False]
    alone = f"No;Date;Customer;Sku;Qty\n{bad}\n"
    [only] = keyed(alone)
    assert [fault.position.line for fault in only.faults] == [2]


def test_a_record_that_is_too_large_is_refused_and_costs_no_other() -> None:
    text = "No;Date;Sku;Qty\n" + "A;1;x;1\n" * 200 + "B;2;y;2\n"
    bad, good = keyed(text, max_record=1000)
    assert told(bad) == [
        "line 2: the record has more than 1,000 bytes; if that is right, set max_record in the format of the flow"
    ]
    assert good.values["No"] == "B"
    assert [bool(one.faults) for one in keyed(text, max_record=1600)] == [False, False]


# -- rows of several types ---------------------------------------------------------------------------------------------

TYPED = "H;A;d1\nA;Köln\nL;x;1\nT;19\nT;7\nP;y;2\nA;Bonn\nH;B;d2\nL;z;3\n"


def typed(payload: str, asked: Sources = ASKED_TYPES, /, **options: object) -> list[Record]:
    return list(parse(payload, asked, **{**TYPES, **options}))


def test_header_lines_and_taxes_by_record_type() -> None:
    first, second = typed(TYPED)
    assert first.values == {
        "No": "A",
        "Date": "d1",
        "address/City": "Köln",  # the first
        "line": [{"Sku": "x", "Qty": "1", "tax": [{"Rate": "19"}, {"Rate": "7"}]}, {"Sku": "y", "Qty": "2"}],
    }
    assert second.values == {"No": "B", "Date": "d2", "line": [{"Sku": "z", "Qty": "3"}]}
    assert (first.position, second.position) == (Position(1, None, 0), Position(8, None, TYPED.encode().index(b"H;B")))
    assert (first.kind, second.kind) == ("", "")


def test_what_stands_below_a_line_belongs_to_the_latest_one() -> None:
    [found] = typed("H;A;d\nL;x;1\nL;y;2\nT;7\nL;z;3\n")
    assert found.values["line"] == [
        {"Sku": "x", "Qty": "1"}, {"Sku": "y", "Qty": "2", "tax": [{"Rate": "7"}]}, {"Sku": "z", "Qty": "3"},
    ]  # fmt: skip
    assert places(found, "line[1]/tax[1]/Rate", "line[2]/tax[1]/Rate", "line[2]/tax[2]/Rate") == [
        "line 2", "line 4, column 2, Rate", "line 3",
    ]  # fmt: skip


def test_a_path_through_types_without_a_group() -> None:
    [first, _] = typed(TYPED, Sources({"No", "line/Sku", "line/tax/Rate"}))
    assert first.values == {"No": "A", "line/Sku": "x", "line/tax/Rate": "19"}
    [first, _] = typed(TYPED, Sources({"No"}, {"line/tax": Sources({"Rate"})}))
    assert first.values == {"No": "A", "line/tax": [{"Rate": "19"}, {"Rate": "7"}]}


def test_several_kinds_of_records_in_one_payload() -> None:
    records = {**TYPES["records"], "invoice": {"type": "R", "columns": ["Type", "Number"]}}  # type: ignore[dict-item] # a table
    options = DelimitedOptions.model_validate({**TYPES, "records": records})
    assert options.kinds() == ("order", "invoice")
    asked = {"order": Sources({"No"}), "invoice": Sources({"Number"})}
    found = list(Delimited(options, asked).parse(io.BytesIO(b"H;A;d\nL;x;1\nR;77\nH;B;d\n")))
    assert [(one.kind, one.values) for one in found] == [
        ("order", {"No": "A"}), ("invoice", {"Number": "77"}), ("order", {"No": "B"}),
    ]  # fmt: skip


def test_what_is_shared_by_all_records_after_it() -> None:
    records = {**TYPES["records"], "file": {"type": "F", "shared": True, "columns": ["Type", "Sender"]}}  # type: ignore[dict-item] # a table
    text = "F;ERP1\nH;A;d\nL;x;1\nH;B;d\nF;ERP2\nH;C;d\n"
    found = typed(text, Sources({"No", "file/Sender"}), records=records)
    assert [one.values for one in found] == [
        {"No": "A", "file/Sender": "ERP1"}, {"No": "B", "file/Sender": "ERP1"}, {"No": "C", "file/Sender": "ERP2"},
    ]  # fmt: skip
    with pytest.raises(
        Rejected, match="In line 1 the row 'file', which holds for all records after it, cannot be used"
    ):
        typed("F\nH;A;d\n", records=records)


def test_types_with_one_header_row_for_all() -> None:
    text = "Kind;No;Sku\nH;A;\nL;;x\nL;;y\n"
    records = {"order": {"type": "H"}, "line": {"type": "L", "below": "order"}}
    asked = Sources({"No"}, {"line": Sources({"Sku"})})
    [found] = typed(text, asked, header=True, record_type="Kind", records=records)
    assert found.values == {"No": "A", "line": [{"Sku": "x"}, {"Sku": "y"}]}
    with pytest.raises(Rejected, match="'Kind': as record_type of the format, there is no column of this name"):
        typed("A;No;Sku\nH;A;\n", asked, header=True, record_type="Kind", records=records)


@pytest.mark.parametrize(
    "payload,faulty,part",
    [
        ("H;A;d\nL;x\nL;y;2\nH;B;d\nL;z;3\n", [True, False], "the row has 2 columns, expected 3"),
        ("H;A;d\nX;x;1\nH;B;d\n", [True, False], "the row has the type 'X' in column 1, expected one of H, A, L, P, T"),
        ("H;A;d\n;x;1\nH;B;d\n", [True, False], "the row has no type in column 1"),
        ("H;A;d\nT;19\nL;x;1\nT;7\nH;B;d\n", [True, False], "a row 'tax' stands here, but no row 'line' before it"),
        ("L;x;1\nL;y;2\nH;B;d\n", [True, False], "a row 'line' stands here, but no row 'order' before it"),
        ("H;A\nL;x;1\nH;B;d\n", [True, False], "the row has 2 columns, expected 3"),
        ('H;A;"d"d\nL;x;1\nH;B;d\n', [True, False], "after the closing quote of column 3"),
        ('H;A;d\nL;"x"x;1\nH;B;d\n', [True, False], "after the closing quote of column 2"),
        ('H;A;d\nL;x;1\nH;"B"B;d\nL;x;1\nH;C;d\n', [False, True, False], "after the closing quote of column 2"),
        ("H;A;d\nL;x;1\nT;7\nL;y;2\nT\nH;B;d\n", [True, False], "the row has 1 column, expected 2"),
    ],
)
def test_what_does_not_belong_refuses_the_record_around_it(payload: str, faulty: list[bool], part: str) -> None:
    found = typed(payload)
    assert [bool(one.faults) for one in found] == faulty
    assert any(part in message for one in found for message in told(one)), [told(one) for one in found]


def test_a_tax_below_a_second_line_is_not_taken_for_one_of_the_first() -> None:
    records = {**TYPES["records"], "note": {"type": "N", "below": "tax", "columns": ["Type", "Text"]}}  # type: ignore[dict-item] # a table
    [bad] = typed("H;A;d\nL;x;1\nT;7\nL;y;2\nN;late\n", records=records)
    assert told(bad) == [
        "line 5, column 1: a row 'note' stands here, but no row 'tax' before it to which it could belong"
    ]


def test_other_types_may_be_left_out() -> None:
    [found] = typed("V;1\nH;A;d\nX\nL;x;1\n", other_types="skip")
    assert found.values["line"] == [{"Sku": "x", "Qty": "1"}]
    [found] = typed(" H ;A;d\nL ;x;1\nL;y;2\n")  # blanks around a type mean nothing
    assert found.values["No"] == "A"
    assert [one["Sku"] for one in found.values["line"]] == ["x", "y"]  # type: ignore[union-attr,index] # a list of groups


def test_a_large_record_of_types_is_refused_and_costs_no_other() -> None:
    text = "H;A;d\n" + "L;x;1\n" * 500 + "T;7\n" + "L;y;1\n" * 500 + "H;B;d\nL;z;1\n"
    bad, good = typed(text, max_record=1000)
    assert [bool(bad.faults), good.values["No"]] == [True, "B"]
    assert "more than 1,000 bytes" in bad.faults[0].message
    assert len(bad.faults) == 1


def test_faults_of_one_record_are_counted_beyond_the_first_ones() -> None:
    [bad] = typed("H;A;d\n" + "X\n" * 1000)
    assert len(bad.faults) == 51
    assert bad.faults[-1].message == "950 more rows of it cannot be used"


# -- trailers ----------------------------------------------------------------------------------------------------------


def trailer(**told: object) -> dict[str, object]:
    return {"trailer": {"prefix": "END", **told}}


def test_counts_of_a_trailer_are_checked() -> None:
    counts = {"records": 2, "rows": 3, "all": 4}
    assert len(keyed(f"{ORDERS}END; 2 ;0003;5\n\n", **trailer(counts=counts))) == 2
    for wrong, part in (
        ("END;3;3;5", "says 3 records (column 2), but it has 2"),
        ("END;2;2;5", "says 2 rows (column 3), but it has 3"),
        ("END;2;3;6", "says 6 rows in all (column 4), but it has 5"),
        ("END;2;3", "in column 4, which has ''"),
        ("END;two;3;5", "in column 2, which has 'two'"),
    ):
        with pytest.raises(Rejected) as caught:
            keyed(f"{ORDERS}{wrong}\n", **trailer(counts=counts))
        assert part in str(caught.value)
        assert "line 5" in str(caught.value)
        assert caught.value.reason == "unreadable"


def test_a_trailer_that_is_a_type_of_row() -> None:
    counted = {"trailer": {"type": "Z", "counts": {"order": 2, "line": 3, "rows": 4, "all": 5}}}
    text = "H;A;d\nL;x;1\nL;x;1\nL;x;1\nL;x;1\nT;1\nL;x;1\nH;B;d\n"
    assert len(typed(f"{text}Z;2;5;8;9\n", **counted)) == 2
    with pytest.raises(Rejected, match="says 6 rows of 'line'"):
        typed(f"{text}Z;2;6;8;9\n", **counted)


def test_without_its_trailer_a_file_is_not_whole() -> None:
    with pytest.raises(Rejected, match="It has no trailer, so it is not whole"):
        keyed(ORDERS, **trailer())
    assert len(keyed(ORDERS, **trailer(required=False))) == 2
    with pytest.raises(Rejected, match=r"Line 6 stands after the trailer in line 5\. It begins: No;Date"):
        keyed(f"{ORDERS}END\n{ORDERS}", **trailer())


def test_a_bad_row_does_not_fail_its_file_by_the_counts() -> None:
    """Nobody knows whether it was a record."""
    found = keyed("No;Sku;Qty\nA;x;1\nB\nC;z;3\nEND;3\n", Sources({"No"}), **trailer(counts={"records": 2}))
    assert [bool(one.faults) for one in found] == [True, True]


def test_a_last_line_without_its_end() -> None:
    assert len(read("A;B\n1;2", "A")) == 1
    assert len(read("A;B\r1;2\r", "A", final_line_break=True)) == 1
    error = rejected("A;B\n1;2\n3", readable=1, final_line_break=True)
    assert "Its last line, line 3, does not end with a line break" in str(error)


# -- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "codec,pinned",
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-32", ""), ("cp1252", "windows-1252"),
        ("cp850", "cp850"), ("latin-1", "iso-8859-1"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "UTF-16BE"),
        ("utf-8", "utf-8"), ("utf-8-sig", "windows-1252"), ("cp437", "cp437"), ("mac-roman", "mac-roman"),
    ],
)  # fmt: skip
def test_encodings(codec: str, pinned: str) -> None:
    """A byte order mark tells more than settings do: a header in quotes after it is still a header (pitfall 40)."""
    text = '"Nö";Name\r\nA;Söhne\r\n"Bé";x\r\n'
    payload = text.encode(codec)
    first, second = read(payload, "Nö", "Name", encoding=pinned)
    assert first.values == {"Nö": "A", "Name": "Söhne"}
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(codec, codec)
    assert first.position.offset == payload.index("A;S".encode(plain))
    assert second.position.offset == payload.index('"B'.encode(plain))


@pytest.mark.parametrize("codec", ["shift_jis", "gb18030", "euc_kr", "big5"])
def test_offsets_where_letters_have_several_bytes(codec: str) -> None:
    payload = "A;B\n中;1\nx;2\n".encode(codec)
    assert [one.position.offset for one in read(payload, "A", encoding=codec)] == [4, payload.index(b"x;2")]


def test_what_is_no_utf_8_is_refused_with_what_it_would_be() -> None:
    error = rejected("A;B\n1;2\nMüller;3\n".encode("cp1252"), readable=1)
    assert "It is read as utf-8, but line 3 has the byte 0xFC (byte 9 of the file)" in error.what
    assert 'as windows-1252 "Müller;3", as cp850 "M³ller;3"' in error.hint
    assert 'encoding = "windows-1252"' in error.hint
    error = rejected("A;B\nM\x81ller;3\n".encode("latin-1"), encoding="windows-1252")
    assert "It is read as cp1252, but line 2 has the byte 0x81" in error.what
    assert 'as cp850 "Müller;3"' in error.hint
    assert "byte 0x80" in str(rejected(b"A;B\n1;\x80\n", encoding="iso-8859-1"))


def test_utf_16_without_a_byte_order_mark_is_asked_for() -> None:
    assert 'encoding = "utf-16-le"' in str(rejected("A;B\n1;2\n".encode("utf-16-le")))
    assert 'encoding = "utf-16-be"' in str(rejected("A;B\n1;2\n".encode("utf-16-be")))
    with pytest.raises(Rejected, match='Write encoding = "utf-16-le"'):
        read("A;B\n1;2\n".encode("utf-16-le"), "A", encoding="utf-16")


# -- where values stand ------------------------------------------------------------------------------------------------


def places(record: Record, *sources: str) -> list[str]:
    assert record.locate is not None
    found = record.locate(sources)
    return [str(found[source]) for source in sources]


def test_the_place_of_a_value_in_a_row() -> None:
    text = 'A;B;C\n1;"x\ny";3\n4;5;6\n'
    first, second = read(text, "A", "C")
    assert places(first, "A", "B", "C", "D") == [
        "line 2, column 1, A", "line 2, column 2, B", "line 3, column 3, C", "line 2",
    ]  # fmt: skip
    assert places(second, "C") == ["line 4, column 3, C"]
    assert second.locate is not None
    assert second.locate(["C"])["C"] == Position(4, 3, text.index("4;5"), "C")


def test_the_place_of_a_value_in_a_line_by_key() -> None:
    first, second = keyed(ORDERS)
    assert places(first, "Date", "lines[1]/Sku", "lines[2]/Qty", "lines[3]/Qty", "lines[2]") == [
        "line 2, column 2, Date", "line 2, column 4, Sku", "line 3, column 5, Qty", "line 2", "line 3",
    ]  # fmt: skip
    assert places(second, "lines[1]/Qty") == ["line 4, column 5, Qty"]


def test_the_place_of_a_value_in_rows_of_types() -> None:
    first, second = typed(TYPED)
    asked = ("Date", "address/City", "line[1]/Sku", "line[1]/tax[2]/Rate", "line[2]/Qty", "line[2]/tax[1]/Rate", "x/y")
    assert places(first, *asked) == [
        "line 1, column 3, Date", "line 2, column 2, City", "line 3, column 2, Sku", "line 5, column 2, Rate",
        "line 6, column 3, Qty", "line 6", "line 1",
    ]  # fmt: skip
    assert places(second, "line[1]/Qty") == ["line 9, column 3, Qty"]
    [many] = typed("H;A;d\n" + "L;x;1\n" * 100)
    assert places(many, "line[100]/Qty") == ["line 101, column 3, Qty"]


# -- options and what a mapping asks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options,part",
    [
        ({"delimiter": ""}, "delimiter is needed"),
        ({"delimiter": ";;"}, "expected one sign"),
        ({"delimiter": '"'}, "must be different signs"),
        ({"delimiter": "\n"}, "signs that can be seen"),
        ({"encoding": "klingon"}, "there is no encoding of this name"),
        ({"columns": ["A", "B", "A"]}, "columns has 'A' twice"),
        ({"header": False, "optional": ["A"]}, "optional speaks of columns in the header row"),
        ({"record_type": "1"}, "belong together"),
        ({"key": "A", "record_type": "1", "records": {"o": {}}}, "by key or by record_type"),
        ({"record_type": "1", "records": {"o": {"below": "p"}}}, "below names 'p'"),
        ({"record_type": "1", "records": {"o": {"below": "p"}, "p": {"below": "o"}}}, "below leads back"),
        ({"record_type": "1", "records": {"o": {}, "p": {"type": "o"}}}, "the type 'o' is already that of o"),
        ({"record_type": "1", "records": {"rows": {}}}, "is none of records, rows, all"),
        ({"record_type": "1", "records": {"f": {"shared": True}}}, "must begin a record"),
        ({"trailer": {"type": "Z"}}, "needs record_type"),
        ({"trailer": {}}, "by its type or by the prefix"),
        ({"trailer": {"prefix": "Z", "counts": {"lines": 1}}}, "'lines' is none of records, rows, all"),
    ],
)
def test_options_are_judged_in_words(options: dict[str, object], part: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DelimitedOptions.model_validate({"delimiter": ";", **options})
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "options,asked,problems",
    [
        ({}, Sources({"A"}, {"lines": Sources()}), ["'lines': every row is a record here"]),
        ({"header": False}, Sources({"A", "0", "2"}), ["'0': the columns have no names", "'A': the columns have no"]),
        ({"columns": ["Price", "B"]}, Sources({"Prise", "B"}), ["'Prise': there is no column of this name; did"]),
        (BY_KEY, Sources({"lines"}, {"lines": Sources()}), ["'lines': it is asked as a column and as the group"]),
        (BY_KEY, Sources(set(), {"rows": Sources()}), ["'rows': the only group is 'lines'"]),
        (
            {**BY_KEY, "columns": ["B"]},
            Sources(set(), {"lines": Sources({"C"}, {"tax": Sources()})}),
            ["'C': there is no column", "'No': in key of the format, there is no column", "'tax': rows of one type"],
        ),
        (
            TYPES,
            Sources(
                {"Noo", "line/Sku", "tax/Rate"}, {"line": Sources({"City"}), "x": Sources(), "line/tax": Sources()}
            ),
            ["'Noo': there is no column of this name; did you mean 'No'?", "'line/Sku': it lies inside the group",
             "'tax/Rate': there is no type 'tax' below 'order'; there are address, line", "'City': there is no column",
             "'x': there is no type 'x' below", "'line/tax': it lies inside the group"],
        ),
    ],
)  # fmt: skip
def test_what_a_mapping_cannot_ask_is_told_all_at_once(
    options: dict[str, object], asked: Sources, problems: list[str]
) -> None:
    made = DelimitedOptions.model_validate({"delimiter": ";", **options})
    with pytest.raises(SettingsError) as caught:
        Delimited(made, {"": asked})
    found = list(caught.value.problems)
    assert len(found) == len(problems), found
    for problem in problems:
        assert any(one.startswith(problem) for one in found), (problem, found)
    assert [f"{path!r}: {why}" for path, why in made.path_problems(asked)] == found


def test_the_registry_knows_the_format() -> None:
    assert FORMATS["delimited"] is Delimited
    assert OPTIONS["delimited"] is DelimitedOptions


def test_one_format_reads_many_payloads() -> None:
    """Also such with other header rows, one after the other and at the same time."""
    made = Delimited(DelimitedOptions(delimiter=";"), {"": Sources({"A"})})
    one, two = made.parse(io.BytesIO(b"A;B\n1;2\n3;4\n")), made.parse(io.BytesIO(b"B;A\n1;2\n3;4\n"))
    assert [next(one).values, next(two).values, next(one).values, next(two).values] == [
        {"A": "1"}, {"A": "2"}, {"A": "3"}, {"A": "4"},
    ]  # fmt: skip
    assert (one.header, two.header, one.count) == (("A", "B"), ("B", "A"), 2)


# -- round trips -------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TABLE = st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=8)
DIALECT = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([";", ",", "\t", "|"]),
        "quotechar": st.sampled_from(['"', "'"]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    }
)


@given(TABLE, DIALECT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_whatever_is_written_is_read(table: list[list[str]], dialect: dict[str, object], codec: str) -> None:
    if dialect["quoting"] == csv.QUOTE_MINIMAL:  # or csv.writer leaves a lone \r without quotes
        dialect = {**dialect, "lineterminator": "\r\n"}
    rows = [["0", *row] for row in table]
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)  # type: ignore[arg-type] # a dialect
    payload = text.getvalue().encode(codec)
    found = read(
        payload, "1", "2", "3", "4", header=False, delimiter=dialect["delimiter"], quote=dialect["quotechar"],
    )  # fmt: skip
    assert [list(one.values.values()) for one in found] == rows
    for record, row in zip(found, rows, strict=True):
        begins = payload[record.position.offset :].decode("utf-16-le" if codec == "utf-16" else "utf-8")
        again = io.StringIO(newline="")
        csv.writer(again, **dialect).writerow(row)  # type: ignore[arg-type] # a dialect
        assert begins.startswith(again.getvalue())


SIGNS = st.lists(st.sampled_from(["a", "b ", ";", ";", '"', '"', '""', "\n", "\r\n", "\r", " "]), max_size=40)


@given(SIGNS)
def test_what_csv_reader_reads_is_read_the_same(signs: list[str]) -> None:
    """The ways around it for speed, and what is read again after a bad row, change nothing where all is well."""
    text = "".join(signs)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        return
    options = DelimitedOptions.model_validate({"delimiter": ";", "header": False})
    lines = Lines(io.BytesIO(text.encode()), encoding="", limit=1000, whole=False)
    ours = [row for row, _, _ in Rows(options, lines)]
    assert [row for row in ours if "".join(row).strip()] == [row for row in rows if "".join(row).strip()]


@given(st.lists(st.tuples(st.integers(0, 10**6), TEXT, st.lists(TEXT, min_size=1, max_size=4)), max_size=6))
def test_orders_by_key_and_by_type_are_the_same(orders: list[tuple[int, str, list[str]]]) -> None:
    side_by_side, below = io.StringIO(newline=""), io.StringIO(newline="")
    wide, typed_ = csv.writer(side_by_side, delimiter=";"), csv.writer(below, delimiter=";")
    for number, (_, name, skus) in enumerate(orders):
        typed_.writerow(["H", number, name])
        for sku in skus:
            wide.writerow([number, name, sku])
            typed_.writerow(["L", sku, "1"])
    expected = [(str(number), name, skus) for number, (_, name, skus) in enumerate(orders)]
    by_key = keyed(
        side_by_side.getvalue(), Sources({"1", "2"}, {"lines": Sources({"3"})}), header=False, key="1"
    )  # fmt: skip
    by_type = typed(below.getvalue(), Sources({"No", "Date"}, {"line": Sources({"Sku"})}))
    assert [_flat(one, "1", "2", "lines", "3") for one in by_key] == expected
    assert [_flat(one, "No", "Date", "line", "Sku") for one in by_type] == expected


def _flat(record: Record, number: str, name: str, group: str, sku: str) -> tuple[object, object, list[object]]:
    lines = record.values[group]
    assert isinstance(lines, list)
    return record.values[number], record.values[name], [line[sku] for line in lines]
