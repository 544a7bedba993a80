"""JSON and JSON Lines: what becomes of values, where records stand, and what is told of what cannot be read."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.model import Record
from desktop_sync.core.sources import Sources
from desktop_sync.formats.detecting import detected
from desktop_sync.formats.json_lines import JsonFormat, JsonOptions
from desktop_sync.formats.json_outline import outline

ASKED = Sources({"no", "buyer/name"}, {"lines": Sources({"qty"}), "tags": Sources({"."})})


def read(data: str | bytes, asked: Sources = ASKED, **options: Any) -> list[Record]:  # noqa: ANN401
    made = JsonFormat(JsonOptions(**options), {"": asked})
    return list(made.parse(BytesIO(data.encode() if isinstance(data, str) else data)))


def numbers(records: list[Record]) -> list[object]:
    return [one.values.get("no") for one in records]


def test_numbers_stay_the_text_they_are() -> None:
    (record,) = read('{"no": 1.10, "buyer": {"name": true}, "lines": [{"qty": 1e3}, {"qty": null}], "tags": ["a", 2]}')
    assert record.values == {
        "no": "1.10", "buyer/name": "true", "lines": [{"qty": "1000"}, {"qty": None}], "tags": [{".": "a"}, {".": "2"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text, options",
    [
        ('[{"no": 1}, {"no": 2}]', {}),
        ('{"no": 1}\n\n{"no": 2}\n', {}),
        ('{"no": 1} {"no": 2}', {}),
        ('{"no": 1}\r\n{"no": 2}', {"layout": "lines"}),
        ('{"orders": [{"no": 1}, {"no": 2}], "more": 1}', {"record": "orders"}),
        ('{"head": {"x": [1]}, "data": {"orders": [{"no": 1}, {"no": 2}]}}', {"record": "data/orders"}),
        ('[{"a/b": {"no": 1}}, {"a/b": {"no": 2}}]', {"record": "a~1b"}),
        ('\ufeff[{"no": 1}, {"no": 2}]', {}),
    ],
)
def test_where_records_stand(text: str, options: dict[str, Any]) -> None:
    assert numbers(read(text, **options)) == ["1", "2"]


def test_other_encodings_and_byte_offsets() -> None:
    utf16 = read('[{"no": "ä"}]'.encode("utf-16"))
    assert numbers(utf16) == ["ä"]
    first, second = read('{"no": "ä"}\n{"no": 2}\n')
    assert (first.position.offset, second.position.offset, second.position.line) == (0, 13, 2)
    _, second = read('[{"no": "ä"},\n {"no": 2}]')
    assert (second.position.line, second.position.column, second.position.offset) == (2, 2, 16)


def test_a_line_that_cannot_be_read_is_one_record_that_fails() -> None:
    lines = ['{"no": 1}', '{"no": ', '{"no": NaN}', '{"no": 4} 5', "[6]", '{"no": "\\ud800"}', '{"no": {}}']
    found = read("\n".join([*lines, '{"no": 8, "no": 9}', '{"no": 9}']))
    assert [one.number for one in found if not one.faults] == [1, 9]
    assert [one.faults[0].position.line for one in found if one.faults] == [2, 3, 4, 5, 6, 7, 8]
    words = [one.faults[0].message for one in found if one.faults]
    assert "a value is missing" in words[0]
    assert "NaN is no number" in words[1]
    assert "half a letter" in words[4]
    assert "stands twice" in words[6]


def test_a_name_that_stands_twice_matters_only_where_it_is_asked() -> None:
    assert numbers(read('{"no": 1, "other": 2, "other": 3}')) == ["1"]


def test_where_a_value_stands() -> None:
    (record,) = read('[\n {"no": "ü",\n  "lines": [{"qty": 1}, {"x": [], "qty": 22}]}\n]')
    assert record.locate is not None
    found = record.locate(["no", "lines[2]/qty", "nothing"])
    assert [(one.line, one.column) for one in found.values()] == [(2, 9), (3, 42), (2, 2)]
    assert found["lines[2]/qty"].offset == 57


@pytest.mark.parametrize(
    "text, options, readable, words",
    [
        ("", {}, 0, "It is empty."),
        ('[{"no": 1}, {"no": 2', {}, 1, "It breaks off: what begins at line 1, column 13 has no end."),
        ('[{"no": 1}, {"no": "2', {}, 1, "It breaks off"),
        ('[{"no": 1}', {}, 1, "It breaks off"),
        ('[{"no": 1}]]', {}, 1, "column 12, a value is missing"),
        ('[{"no": 1} {"no": 2}]', {}, 1, "a comma or ] is missing"),
        ('{"x": 1}', {"record": "orders"}, 0, "nothing stands at orders"),
        ('{"orders": 1 "x"}', {"record": "orders"}, 1, "a comma or } is missing"),
        (b'[{"no": 1},\n {"no": "\xe4"}]', {}, 1, "line 2 has the byte 0xE4"),
    ],
)
def test_what_ends_badly(text: str | bytes, options: dict[str, Any], readable: int, words: str) -> None:
    made = JsonFormat(JsonOptions(**options), {"": ASKED})
    reading = made.parse(BytesIO(text if isinstance(text, bytes) else text.encode()))
    with pytest.raises(Rejected) as caught:
        list(reading)
    assert words in caught.value.what
    assert (reading.count, caught.value.reason) == (readable, "unreadable")


def test_paths_that_cannot_be() -> None:
    with pytest.raises(SettingsError, match="do not work in JSON"):
        JsonFormat(JsonOptions(), {"": Sources({"a//b"})})
    with pytest.raises(ValidationError):
        JsonOptions(record="/orders")
    with pytest.raises(ValidationError):
        JsonOptions(record="orders", layout="lines")
    assert [path for path, _ in JsonOptions().path_problems(Sources({"a/"}, {"l": Sources({"/x"})}))] == ["a/", "/x"]


def test_a_sample_tells_its_records_and_fields() -> None:
    data = json.dumps(
        {"total": 2, "orders": [{"no": "A", "lines": [{"qty": 1}]}, {"no": "B", "a/b": "x", "lines": []}]}
    ).encode()
    assert detected(data).table == {"type": "json", "record": "orders"}
    seen = outline(BytesIO(data), JsonOptions(record="orders"))
    assert [(one.path, one.example, one.group) for one in seen.fields[""]] == [
        ("no", "A", False), ("lines", "", True), ("a~1b", "x", False),
    ]  # fmt: skip
    assert [one.path for one in seen.candidates] == ["orders", ""]
    assert seen.ended == ""


def test_a_sample_may_end_anywhere() -> None:
    data = b'{"orders": [{"no": "A", "lines": [{"qty": 1}]}, {"no": "B", "city": "Ber'
    for end in range(60, len(data)):
        assert detected(data[:end], cut=True).table == {"type": "json", "record": "orders"}, data[:end]
        assert outline(BytesIO(data[:end]), JsonOptions(record="orders"), cut=True).fields[""][0].example == "A"


def test_one_order_with_its_lines_is_one_record() -> None:
    data = b'{"no": "A", "buyer": "X", "lines": [{"qty": 1}, {"qty": 2}]}'
    assert detected(data).table == {"type": "json"}
    assert detected(b"{not json at all").table.get("type") != "json"
