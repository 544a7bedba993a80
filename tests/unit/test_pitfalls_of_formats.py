"""Pitfalls of reading and mapping that other programs fell into, by their number in the design's pitfalls.md."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.mapping import Mapped, Mapping, MappingModel, Mappings
from desktop_sync.core.sources import Sources
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
from desktop_sync.formats.xml import Xml, XmlOptions
from tests.workbooks import rows

MAPPING = """
resource = "orders"
version = {from = "Rev", convert = ["integer"]}
[fields]
external_reference = {from = "No"}
total = {from = "Total", convert = [{decimal = "1.234,50"}]}
"""


def run(payload: str | bytes, mapping: str = MAPPING, **options: object) -> Sequence[Mapped]:
    mappings = Mappings([("", Mapping(MappingModel.model_validate(tomllib.loads(mapping))))])
    xml = Xml(XmlOptions.model_validate({"record": "Orders/Order", **options}), mappings.sources())
    data = payload.encode() if isinstance(payload, str) else payload
    return [mappings.map(record) for record in xml.parse(io.BytesIO(data))]


def order(number: int, total: str, revision: int = 1) -> str:
    return f"<Order><No>{number}</No><Rev>{revision}</Rev><Total>{total}</Total></Order>\n"


def test_pitfall_19_one_bad_record_does_not_send_the_whole_file_away() -> None:
    found = run(f"<Orders>{order(1, '1,00')}{order(2, 'viel')}{order(3, '3,00')}</Orders>")
    assert [[one.reference for one in mapped.documents] for mapped in found] == [["1"], [], ["3"]]
    assert [len(mapped.faults) for mapped in found] == [0, 1, 0]


def test_pitfall_39_a_decimal_comma_is_never_a_thousand() -> None:
    [ten, thousand, refused] = run(f"<Orders>{order(1, '10,00')}{order(2, '1.000')}{order(3, '10.00')}</Orders>")
    assert ten.documents[0].body["total"] == "10.00"
    assert thousand.documents[0].body["total"] == "1000"
    assert refused.faults[0].message == "expected a decimal number like 1.234,50, found '10.00' at Total"


def test_pitfall_39_how_numbers_are_written_is_asked() -> None:
    with pytest.raises(ValidationError, match=r"1\.000 may be one or a thousand"):
        run("<Orders/>", MAPPING.replace('{decimal = "1.234,50"}', '"decimal"'))


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_pitfall_40_a_byte_order_mark_is_no_content(mark: str) -> None:
    [mapped] = run(f"<Orders>{order(1, '1,00')}</Orders>".encode(mark))
    assert mapped.documents[0].reference == "1"


def test_pitfall_40_nothing_is_replaced_in_silence() -> None:
    with pytest.raises(Rejected, match="line 2 has the byte 0xFC"):
        run("<Orders>\n<Order><No>ü</No></Order></Orders>".encode("cp1252"))


@pytest.mark.parametrize(
    "start", ['<Orders xmlns="urn:e">', '<e:Orders xmlns:e="urn:e">', '<x:Orders xmlns:x="urn:e">']
)
def test_pitfall_41_prefixes_are_the_senders_own(start: str) -> None:
    prefix = start[1:].partition("Orders")[0]
    inside = order(1, "1,00").replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
    mapping = MAPPING.replace('"No"', '"a:No"').replace('"Rev"', '"a:Rev"').replace('"Total"', '"a:Total"')
    payload = f"{start}{inside}</{prefix}Orders>"
    [mapped] = run(payload, mapping, record="a:Orders/a:Order", namespaces={"a": "urn:e"})
    assert mapped.documents[0].reference == "1"


def test_pitfall_42_an_error_comes_with_the_offending_data() -> None:
    payload = f"<Orders>\n{order(1, '1,00')}{order(2, 'viel')}</Orders>"
    [fault] = run(payload)[1].faults
    assert (fault.field, fault.source, fault.value, fault.owner) == ("total", "Total", "viel", Owner.CLERK)
    assert (fault.position.line, fault.position.column) == (3, 30)
    assert fault.position.offset == payload.encode().index(b"<Total>viel")
    assert payload.splitlines()[2][29:].startswith("<Total>viel")


def test_pitfall_50_a_version_that_is_named_must_be_there() -> None:
    [mapped] = run("<Orders><Order><No>1</No><Total>1,00</Total></Order></Orders>")
    assert "without one an older document could replace a newer one" in mapped.faults[0].message
    older, newer = run(f"<Orders>{order(1, '1,00', 9)}{order(1, '1,00', 10)}</Orders>")
    assert str(older.documents[0].version) < str(newer.documents[0].version)


def test_pitfall_43_a_formula_without_a_value_is_told_with_its_cell_and_what_to_do() -> None:
    data = rows(["No", "Total"], ["1", 5], ["2", "=B2*2"])  # openpyxl writes formulas, and no values of them
    excel = ExcelFormat(ExcelOptions(), {"": Sources({"No", "Total"})})
    first, second = excel.parse(io.BytesIO(data))
    assert first.values == {"No": "1", "Total": "5"}
    (fault,) = second.faults
    assert second.values == {}
    assert str(fault.position) == "Orders!B3, Total"
    assert fault.message == (
        "Total: the formula =B2*2 has no calculated value in the file; open and save it in Excel once, "
        "or let the sending system write values instead of formulas"
    )
