"""Fields of a mapping in depth: several sources, what is required, what conditions choose, sums and checks."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import Owner
from desktop_sync.core.mapping import Mapping, MappingModel, Mappings, Sources
from desktop_sync.core.model import Fault, Position, Record, Values
from desktop_sync.core.schema import Validator
from desktop_sync.resources import resources

AT = Position(12, 3, 100, "/Orders/Order[2]")
HEAD = 'resource = "orders"\n[fields]\nexternal_reference = {from = "No"}\n'


def mapping(text: str, head: str = HEAD, **options: object) -> Mapping:
    return Mapping(MappingModel.model_validate({**tomllib.loads(head + text), **options}))


def body(made: Mapping, **values: object) -> dict[str, object]:
    [document] = made.map(record(**values)).documents
    return {name: value for name, value in document.body.items() if name != "external_reference"}


def faults(made: Mapping, **values: object) -> list[tuple[str, str, str]]:
    found = made.map(record(**values))
    assert not found.documents
    return [(fault.field, fault.source, fault.message) for fault in found.faults]


def record(**values: object) -> Record:
    return Record(1, {"No": "1", **values}, AT)  # type: ignore[dict-item] # texts and lists


def refused(text: str, head: str = HEAD) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        mapping(text, head)
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


def test_the_first_of_several_sources() -> None:
    made = mapping('name = {from = ["A", "B"], default = "?"}')
    assert [body(made, A=a, B=b)["name"] for a, b in (("a", "b"), (" ", "b"), ("", ""))] == ["a", "b", "?"]
    assert made.sources() == Sources({"No", "A", "B"})


def test_several_sources_put_together() -> None:
    made = mapping('street = {from = ["A", "B", "C"], join = " ", convert = [{text = {case = "upper"}}]}')
    assert body(made, A=" Am Kanal ", B="", C="14")["street"] == "AM KANAL 14"
    assert body(made)["street"] is None


def test_a_fault_of_several_sources_names_where_something_stands() -> None:
    made = mapping('total = {from = ["A", "B"], convert = [{decimal = "1234.50"}]}')
    expected = "expected a decimal number like 1234.50, found 'x' at B"
    assert faults(made, B="x") == [("total", "B", expected)]


def test_what_is_required_must_be_there_and_be_more_than_blanks() -> None:
    text = """
name = {from = "A", required = true}
both = {from = ["B", "C"], required = true}
part = {from = "D", required = true, convert = [{split = {by = "/", part = 2}}]}
"""
    expected = "expected a value, for the mapping requires one, found nothing"
    assert faults(mapping(text), A=" ", D="x") == [
        ("name", "A", f"{expected} at A"),
        ("part", "D", "expected a value, for the mapping requires one, found 'x' at D"),
        ("both", "B", f"{expected} at B"),
    ]
    assert body(mapping(text), A="a", C="c", D="x/d") == {"name": "a", "both": "c", "part": "d"}
    assert mapping(text, partial=True).map(record()).documents  # a partial document needs no field


def test_a_default_also_where_the_converters_leave_nothing() -> None:
    made = mapping('name = {from = "A", convert = [{regex = {pattern = "[a-z]+", no_match = "empty"}}], default = "?"}')
    assert [body(made, A=text)["name"] for text in ("12ab", "12", "")] == ["ab", "?", "?"]


POSITION = """
[fields.lines]
each = "Lines"
[fields.lines.fields]
number = {position = true}
sku = {from = "Sku"}
"""


def test_lines_without_a_number_get_the_position_in_their_list() -> None:
    made = mapping(POSITION)
    lines: list[Values] = [{"Sku": "A"}, {"Sku": ""}, {"Sku": "A"}]
    assert body(made, Lines=lines)["lines"] == [
        {"sku": "A", "number": 1}, {"number": 2}, {"sku": "A", "number": 3},
    ]  # fmt: skip
    assert made.sources() == Sources({"No"}, {"Lines": Sources({"Sku"})})
    chosen = mapping(
        POSITION.replace("[fields.lines.fields]", 'where = {from = "Sku", is = "A"}\n[fields.lines.fields]')
    )
    assert body(chosen, Lines=lines)["lines"] == [{"sku": "A", "number": 1}, {"sku": "A", "number": 2}]


@pytest.mark.parametrize(
    "text, at",
    [
        ("number = {position = true}", ("fields", "number")),
        ('[fields.buyer]\none = "B"\nfields = {n = {position = true}}', ("fields", "buyer", "fields", "n")),
        (POSITION.replace("number =", '"a.b" ='), ("fields", "lines", "fields", "a.b")),
    ],
)
def test_a_position_is_that_of_an_entry(text: str, at: tuple[str | int, ...]) -> None:
    [(where, why)] = refused(text)
    assert (where, "belongs into the fields of an each" in why) == (at, True)


@pytest.mark.parametrize("more", ['from = "N"', "constant = 1", "required = true", 'convert = ["integer"]'])
def test_a_position_is_nothing_else_besides(more: str) -> None:
    assert len(refused(POSITION.replace("position = true", f"position = true, {more}"))) == 1


PARTIES = """
[fields.buyer]
one = "Party"
where = {from = "@role", is = "BUYER"}
fields = {number = {from = "@id", convert = ["integer"]}, "address.city" = {from = "City"}}
"""


DATES = """
date = {one = "Term", where = {from = "@kind", is = "ORDERED"}, from = "Day", convert = [{date = "%d%m%y"}]}
due = {one = "Term", where = {from = "@kind", is = "DUE"}, from = "Day", default = "soon"}
"buyer.number" = {one = "Party", from = "@id", required = true}
"""


def test_a_value_from_the_one_element_that_is_meant() -> None:
    made = mapping(DATES)
    ordered: Values = {"@kind": "ORDERED", "Day": " 281126 "}
    due: Values = {"@kind": "DUE", "Day": "051226"}
    party: list[Values] = [{"@id": "7"}]
    assert body(made, Term=[due, ordered], Party=party) == {
        "date": "2026-11-28", "due": "051226", "buyer": {"number": "7"},
    }  # fmt: skip
    assert body(made, Term=[{"@kind": "X", "Day": "1"}], Party=party) == {
        "date": None, "due": "soon", "buyer": {"number": "7"},
    }  # fmt: skip
    assert made.sources() == Sources({"No"}, {"Term": Sources({"@kind", "Day"}), "Party": Sources({"@id"})})
    assert faults(made, Term=[ordered, due, ordered], Party=party) == [
        ("date", "Term[3]", "expected one Term for which where holds, found '2 of them' at Term[3]")
    ]
    assert [fault[:2] for fault in faults(made, Term=[due, {**ordered, "Day": "x"}])] == [
        ("date", "Term[2]/Day"), ("buyer.number", "Party/@id"),
    ]  # fmt: skip


def test_values_of_one_element_are_summed_and_stand_in_lines_too() -> None:
    made = mapping("""
net = {sum = "lines.amount"}
[fields.lines]
each = "Line"
[fields.lines.fields]
amount = {one = "Amount", where = {from = "@of", is = "NET"}, from = ".", convert = [{decimal = "1234,50"}]}
""")
    lines = [{"Amount": [{"@of": "TAX", ".": "9"}, {"@of": "NET", ".": net}]} for net in ("1,50", "2,00")]
    assert body(made, Line=lines) == {"net": "3.50", "lines": [{"amount": "1.50"}, {"amount": "2.00"}]}


@pytest.mark.parametrize(
    "text, why",
    [
        ('date = {from = "Day", where = {from = "@kind", is = "X"}}', "name their path in one"),
        ('date = {constant = "2026-01-01", one = "Term", where = {from = "@kind", is = "X"}}', ""),
        ('date = {one = "Term", from = "Day", fields = {a = {from = "b"}}}', ""),
        ('date = {one = "Term", where = {from = "@kind", is = "X", above = 1, below = 0}, from = "."}', ""),
    ],
)
def test_what_is_no_value_of_one_element(text: str, why: str) -> None:
    found = refused(text)
    assert found
    assert any(why in one for _, one in found), found


def test_an_object_from_the_one_element_that_is_meant() -> None:
    made = mapping(PARTIES)
    seller: Values = {"@role": "SELLER", "@id": "1"}
    buyer: Values = {"@role": "BUYER", "@id": "2", "City": "Ulm"}
    assert body(made, Party=[seller, buyer]) == {"buyer": {"number": 2, "address": {"city": "Ulm"}}}
    assert body(made, Party=[seller]) == {"buyer": None}
    assert made.sources() == Sources({"No"}, {"Party": Sources({"@role", "@id", "City"})})
    assert faults(made, Party=[seller, buyer, buyer]) == [
        ("buyer", "Party[3]", "expected one Party for which where holds, found '2 of them' at Party[3]")
    ]
    assert faults(made, Party=[seller, {"@role": "BUYER", "@id": "x"}]) == [
        ("buyer.number", "Party[2]/@id", "expected a whole number like 12, found 'x' at Party[2]/@id")
    ]


LINES = """
[fields.lines]
each = "Line"
where = {not = {from = "Type", is = "TEXT"}}
[fields.lines.fields]
sku = {from = "Sku"}
quantity = {from = "Qty", convert = [{decimal = "1234,50"}]}
"""


def line(sku: str, quantity: str = "1", kind: str = "") -> Values:
    return {"Sku": sku, "Qty": quantity, "Type": kind}


def test_entries_for_which_a_condition_does_not_hold_are_left_out() -> None:
    made = mapping(LINES)
    lines = [line("", "", "TEXT"), line("A"), line("", "", "TEXT"), line("B", "x")]
    assert body(made, Line=lines[:3])["lines"] == [{"sku": "A", "quantity": "1"}]
    assert faults(made, Line=lines) == [
        (
            "lines[2].quantity",
            "Line[4]/Qty",
            "expected a decimal number like 1234,50, found 'x' at Line[4]/Qty",
        )
    ]


def test_a_fault_of_the_schema_leads_to_the_entry_of_the_record_that_was_not_left_out() -> None:
    schema = json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8"))
    made = Mapping(MappingModel.model_validate(tomllib.loads(HEAD + LINES)), checks=Validator(schema))
    found = made.map(record(Line=[line("", "", "TEXT"), line("A"), line("", "2")])).faults
    named = {fault.field: fault.source for fault in found}
    assert named["lines[2].sku"] == "Line[3]/Sku"
    assert named["lines[1].unit_price"] == "Line[2]"


def test_a_condition_on_an_entry_that_cannot_be_decided_is_a_fault() -> None:
    made = mapping("""
[fields.lines]
each = "L"
where = {from = "Q", above = 0, convert = ["integer"]}
fields = {q = {from = "Q"}}
""")
    assert body(made, L=[{"Q": "0"}, {"Q": "2"}])["lines"] == [{"q": "2"}]
    expected = "expected a whole number like 12, found 'x' at L[2]/Q"
    assert faults(made, L=[{"Q": "1"}, {"Q": "x"}]) == [("lines", "L[2]/Q", expected)]


def test_groups_in_groups() -> None:
    text = """
parcels_count = {count = "parcels"}
items = {sum = "parcels.items.quantity"}
all_lines = {count = "parcels.items"}
[fields.parcels]
each = "Parcel"
[fields.parcels.fields]
code = {from = "@code"}
[fields.parcels.fields.items]
each = "Item"
fields = {quantity = {from = "Q", convert = ["integer"]}}
"""
    parcels = [{"@code": "a", "Item": [{"Q": "1"}, {"Q": "2"}]}, {"@code": "b"}, {"Item": [{"Q": "x"}]}]
    found = body(mapping(text), Parcel=parcels[:2])
    assert (found["parcels_count"], found["items"], found["all_lines"]) == (2, "3", 2)
    assert [fault[:2] for fault in faults(mapping(text), Parcel=parcels)] == [
        ("parcels[3].items[1].quantity", "Parcel[3]/Item[1]/Q")
    ]


SUMS = """
"totals.net" = {sum = ["lines.quantity * lines.price", "- discounts.amount"], places = 2}
count = {count = "lines"}
[fields.lines]
each = "Line"
[fields.lines.fields]
quantity = {from = "Q", convert = [{decimal = "1234,50"}]}
price = {from = "P", convert = [{decimal = "1234,50"}]}
[fields.discounts]
each = "Off"
fields = {amount = {from = ".", convert = [{decimal = "1234,50"}]}}
"""


def test_sums_and_counts() -> None:
    made = mapping(SUMS)
    found = body(made, Line=[{"Q": "3", "P": "0,335"}, {"Q": "1", "P": "2"}], Off=[{".": "0,5"}])
    assert found["totals"] == {"net": "2.51"}  # 1.005 → 1.01, + 2.00 - 0.50
    assert found["count"] == 2
    assert body(made) == {"totals": None, "count": None, "lines": None, "discounts": None}


def test_a_line_without_its_number_cannot_be_added() -> None:
    assert faults(mapping(SUMS), Line=[{"Q": "1", "P": "1"}, {"Q": "1"}]) == [
        (
            "lines[2].price",
            "Line[2]/P",
            "expected a number that can be added up, found nothing at Line[2]/P",
        )
    ]


def test_a_value_that_does_not_fit_is_named_once_and_not_as_a_total_too() -> None:
    schema = {"type": "object", "required": ["totals"], "properties": {"totals": {"type": "object"}}}
    model = MappingModel.model_validate(tomllib.loads(HEAD + SUMS))
    found = Mapping(model, checks=Validator(schema)).map(record(Line=[{"Q": "x", "P": "1"}])).faults
    assert [fault.field for fault in found] == ["lines[1].quantity"]


@given(st.lists(st.tuples(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=4)), max_size=6))
def test_sums_are_exact(lines: list[tuple[Decimal, Decimal]]) -> None:
    text = SUMS.replace(", places = 2", "").replace('count = {count = "lines"}', "")
    entries = [{"Q": f"{q}".replace(".", ","), "P": f"{p}".replace(".", ",")} for q, p in lines]
    found = body(mapping(text), Line=entries)["totals"]
    total = sum((q * p for q, p in lines), Decimal(0))
    assert (found is None) if not lines else (isinstance(found, dict) and Decimal(found["net"]) == total)


CHECKS = (
    SUMS
    + """
[[checks]]
sum = "lines.quantity * lines.price"
equals = {from = "Total", convert = [{decimal = "1234,50"}]}
tolerance = "0.02"
[[checks]]
count = "lines"
equals = {from = "Count", convert = ["integer"]}
"""
)


@pytest.mark.parametrize("total,fits", [("5,00", True), ("5,02", True), ("4,98", True), ("5,03", False), ("", True)])
def test_a_total_is_checked_with_its_tolerance_where_one_is_given(total: str, fits: bool) -> None:
    mapped = mapping(CHECKS).map(record(Line=[{"Q": "2", "P": "2,5"}], Total=total))
    assert bool(mapped.documents) is fits
    if not fits:
        [fault] = mapped.faults
        assert fault.message == (
            "expected 5.0 (the sum of lines.quantity * lines.price; 0.03 apart, 0.02 allowed), found '5.03' at Total"
        )
        assert (fault.source, fault.value, fault.owner, fault.position) == ("Total", "5.03", Owner.CLERK, AT)


def test_all_checks_are_told_at_once() -> None:
    found = faults(mapping(CHECKS), Line=[{"Q": "2", "P": "2,5"}], Total="7", Count="3")
    assert [source for _, source, _ in found] == ["Total", "Count"]
    assert found[1][2] == "expected 1 (the number of lines; 2 apart), found '3' at Count"
    assert faults(mapping(CHECKS), Line=[{"Q": "2", "P": "2,5"}], Total="x") == [
        ("", "Total", "expected a decimal number like 1234,50, found 'x' at Total")
    ]


def test_a_total_of_the_document_is_checked_too() -> None:
    text = """
net = {from = "Net", convert = [{decimal = "1234.50"}]}
tax = {from = "Tax", convert = [{decimal = "1234.50"}]}
gross = {from = "Gross", convert = [{decimal = "1234.50"}]}
[[checks]]
sum = ["net", "tax"]
equals = "gross"
"""
    assert body(mapping(text), Net="100", Tax="19.00", Gross="119.0")
    assert faults(mapping(text), Net="100", Tax="19", Gross="120") == [
        ("gross", "Gross", "expected 119 (the sum of net, tax; 1 apart), found '120' at Gross")
    ]


ENTRY = 'each = "B"\nfields = {c = {constant = 1}}\n'


@pytest.mark.parametrize(
    "text,place,message",
    [
        ('a = {from = "A", constant = "x"}', ("fields", "a"), "either from"),
        ('a = {from = "A", join = " "}', ("fields", "a"), "join puts several paths together"),
        ('a = {from = "A", required = true, default = "x"}', ("fields", "a"), "is never missing"),
        ('a = {constant = "x", required = true}', ("fields", "a"), "a constant has no"),
        ('a = {each = "A", one = "B", fields = {b = {from = "."}}}', ("fields", "a"), "either each (a list) or one"),
        ('a = {sum = "b"}', ("fields", "a"), "the mapping has no field b"),
        ('a = {sum = "b"}\nb = {from = "B"}', ("fields", "a"), "b is text: say how its number is written"),
        ('a = {sum = "b +"}\nb = {constant = 1}', ("fields", "a"), "is no sum"),
        ('a = {sum = "b"}\n[fields.b]\n' + ENTRY, ("fields", "a"), "only numbers"),
        ('a = {sum = "b.c * d.c"}\n[fields.b]\n' + ENTRY + "[fields.d]\n" + ENTRY, ("fields", "a"), "same entry"),
        ('a = {count = "b"}\nb = {constant = 1}', ("fields", "a"), "b is no list of the document"),
        ('a = {count = "b", places = 2}\n[fields.b]\n' + ENTRY, ("fields", "a"), "places belongs to a sum"),
        ('a = {each = "A", fields = {b = {count = "a"}}}', ("fields", "a", "fields", "b"), "only a field"),
        ('a = {constant = 1}\n[[checks]]\nsum = "a"\nequals = "b"', ("checks", 0, "equals"), "has no field b"),
        ('a = {constant = 1}\n[[checks]]\nsum = "a"\nequals = {from = "B"}', ("checks", 0, "equals"), "how"),
        ('a = {constant = 1}\n[[checks]]\nsum = "c"\nequals = "a"', ("checks", 0), "has no field c"),
        ('a = {constant = 1}\n[[checks]]\nsum = "a"\nequals = "a"\ntolerance = 0.1', ("checks", 0, "tolerance"), "as"),
    ],
)  # fmt: skip
def test_fields_that_cannot_be_are_told_with_their_place(text: str, place: tuple[str | int, ...], message: str) -> None:
    found = refused(text)
    assert any(message in said for _, said in found), found
    tags = {"value", "group", "computed"}  # pydantic's, left out by the settings
    assert tuple(step for step in found[0][0] if step not in tags) == place


def test_everything_wrong_with_a_mapping_is_told_at_once() -> None:
    found = refused(
        'a = {from = "A", convert = [{lookup = "x"}]}\nb = {sum = "zz"}\n'
        'c = {from = "C", convert = ["integer", "integer"]}\n[[rules]]\nwhen = {from = "D", above = 5}\nthen = "ignore"'
    )
    assert [place for place, _ in found] == [("fields", "a"), ("fields", "c"), ("rules", 0, "when"), ("fields", "b")]


def test_a_field_may_be_called_like_an_option() -> None:
    found = body(
        mapping('stock.count = {from = "C"}\nstock.sum = {from = "S"}\nstock.one = {from = "O"}'), C="1", S="2", O="3"
    )
    assert found == {"stock": {"count": "1", "sum": "2", "one": "3"}}


def test_hundreds_of_faults_of_one_record_are_counted() -> None:
    made = mapping('[fields.lines]\neach = "L"\nfields = {q = {from = "Q", convert = ["integer"]}}')
    found = made.map(record(L=[{"Q": "x"}] * 500)).faults
    assert len(found) == 101
    assert found[-1].message == "400 more values of this record do not fit"


def test_every_fault_has_the_place_of_its_value_where_the_format_tells() -> None:
    asked: list[list[str]] = []

    def locate(sources: object) -> dict[str, Position]:
        asked.append(list(sources))  # type: ignore[call-overload] # a list of texts
        return {"A": Position(20, 5)}

    made = mapping('a = {from = "A", convert = ["integer"]}\nb = {from = "B", convert = ["integer"]}')
    values: Values = {"No": "1", "A": "x", "B": "y"}
    found = made.map(Record(1, values, AT, locate=locate)).faults
    assert [fault.position for fault in found] == [Position(20, 5), AT]
    assert asked == [["A", "B"]]  # once for all


def test_a_rule_that_cannot_be_decided_is_a_fault_not_a_guess() -> None:
    rules = [{"when": {"from": "T", "above": 5, "convert": ["integer"]}, "then": "ignore"}]
    made = mapping("", rules=rules)
    assert made.map(record(T="6")).ignored
    assert faults(made, T="viel") == [("", "T", "expected a whole number like 12, found 'viel' at T")]


def test_faults_of_the_format_are_told_with_those_of_the_mapping() -> None:
    fault = Fault("it has 3 columns, expected 4", position=Position(3))
    made = mapping('a = {from = "A", convert = ["integer"]}')
    whole = Record(1, {"No": "1", "A": "x"}, AT, "", (fault,))
    assert [one.message[:20] for one in made.map(whole).faults] == ["it has 3 columns, ex", "expected a whole num"]
    assert made.map(Record(1, {}, AT, "", (fault,))).faults == [fault]  # nothing was read: only that is told


# -- several mappings --------------------------------------------------------------------------------------------------


def two_of_one() -> Mappings:
    order = mapping('total = {from = "T", convert = ["integer"]}')
    customer = mapping("", 'resource = "customers"\n[fields]\nexternal_reference = {from = "C"}\n')
    return Mappings([("order", order), ("order", customer), ("stock", mapping(""))])


def test_one_record_becomes_documents_of_several_resources() -> None:
    made = two_of_one()
    mapped = made.map(Record(1, {"No": "1", "C": "K-7", "T": "5"}, AT, "order"))
    assert [(one.resource, one.reference) for one in mapped.documents] == [("orders", "1"), ("customers", "K-7")]
    assert [one.resource for one in made.map(Record(2, {"No": "9"}, AT, "stock")).documents] == ["orders"]
    assert made.sources() == {"order": Sources({"No", "T", "C"}), "stock": Sources({"No"})}


def test_what_one_record_gives_is_delivered_together_or_not_at_all() -> None:
    mapped = two_of_one().map(Record(1, {"No": "1", "C": "K-7", "T": "x"}, AT, "order"))
    assert not mapped.documents
    assert [fault.field for fault in mapped.faults] == ["total"]


def test_a_record_of_a_kind_that_nobody_takes_is_a_fault_not_a_loss() -> None:
    mapped = two_of_one().map(Record(1, {"No": "1"}, AT, "return"))
    assert (mapped.documents, mapped.ignored) == ((), False)
    assert mapped.faults[0].message.startswith('no mapping of the flow takes records of the kind "return"')


def test_a_record_is_ignored_when_all_its_mappings_ignore_it() -> None:
    rules = [{"when": {"from": "S", "is": "X"}, "then": "ignore"}]
    one, other = mapping("", rules=rules), mapping("")
    assert Mappings([("", one), ("", one)]).map(record(S="X")).ignored
    mapped = Mappings([("", one), ("", other)]).map(record(S="X"))
    assert (len(mapped.documents), mapped.ignored) == (1, False)


def test_the_version_of_several_mappings_names_each() -> None:
    one, other = mapping(""), mapping("a = {constant = 1}")
    assert Mappings([("", one)]).version == one.version
    assert Mappings([("a", one), ("b", other)]).version == f"orders:{one.version} orders:{other.version}"


def test_what_takes_part_in_one_element_is_asked_once() -> None:
    made = mapping("", """
resource = "orders"
version = {one = "Term", where = {from = "@kind", is = "CHANGED"}, from = "Day"}
rules = [{when = {one = "Term", where = {from = "@of", is = "X"}, from = "State", is = "C"}, then = "cancel"}]
checks = [{count = "lines", equals = {one = "Sum", from = "No", convert = ["integer"]}}]
[fields]
external_reference = {from = "No"}
lines = {each = "L", fields = {sku = {from = "S"}}}
""")  # fmt: skip
    term = Sources({"@kind", "Day", "@of", "State"})
    assert made.sources() == Sources({"No"}, {"Term": term, "L": Sources({"S"}), "Sum": Sources({"No"})})


@pytest.mark.parametrize(
    "text, at, why",
    [
        ('version = {from = "D", where = {from = "@k", is = "X"}}', ("version",), "name their path in one"),
        ('version = {one = "T", where = {from = "@k", above = 1}, from = "D"}', ("version", "where"), "decimal"),
        ('rules = [{when = {from = "D", is = "C", where = {from = "K", is = "X"}}, then = "cancel"}]',
         ("rules", 0, "when"), "name their path in one"),
        ('rules = [{when = {one = "T", all = [{from = "D", is = "C"}]}, then = "cancel"}]',
         ("rules", 0, "when"), "one belong to a condition with from"),
        ('rules = [{when = {one = "T", where = {from = "K", above = 1}, from = "D", is = "C"}, then = "cancel"}]',
         ("rules", 0, "when", "where"), "decimal"),
    ],
)  # fmt: skip
def test_where_and_one_belong_together_everywhere(text: str, at: tuple[str | int, ...], why: str) -> None:
    [(place, told)] = refused("", f'resource = "orders"\n{text}\n[fields]\nexternal_reference = {{from = "No"}}\n')
    assert place == at
    assert why in told
