"""What of a sample could feed what: by names in two languages and by what stands there; never two things at once."""

from __future__ import annotations

import json

import pytest

from desktop_sync.core.meanings import concepts
from desktop_sync.core.outline import Branch, Kind
from desktop_sync.core.proposing import proposals
from desktop_sync.core.resource_fields import resource_fields
from desktop_sync.resources import resources

ORDER = resource_fields(json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8")))
INVOICE = resource_fields(json.loads((resources() / "acme" / "invoices.schema.json").read_text(encoding="utf-8")))


def columns(**examples: str) -> list[Branch]:
    return [Branch(name, name, value=True, example=example) for name, example in examples.items()]


def found(*branches: Branch) -> dict[str, str]:
    told = proposals(ORDER, branches)
    return {one.field: one.source.path for one in told if not one.others}


@pytest.mark.parametrize(
    "name, meant",
    [
        ("Auftragsnr", {"order", "number"}),
        ("BestellDatum", {"order", "date"}),
        ("unit_price", {"unit", "price"}),
        ("KUNDENNR", {"buyer", "number"}),
        ("Währung", {"currency"}),
        ("taxes", {"tax"}),
        ("frobnicate", set()),
    ],
)
def test_what_words_mean(name: str, meant: set[str]) -> None:
    assert concepts(name) == meant


def test_a_flat_file_in_german() -> None:
    told = found(
        *columns(
            Auftragsnr="4711", Datum="12.08.2026", Währung="EUR", KundenNr="K-1204", Name="Baumarkt Süd", Ort="München"
        ),
        Branch(
            "lines",
            "lines",
            group=True,
            children=columns(Artikel="P-1", Menge="4", Einzelpreis="1,50", Bezeichnung="Palette", Datum="x"),
        ),
    )
    assert told["external_reference"] == "Auftragsnr"
    assert (told["date"], told["currency"], told["buyer.number"]) == ("Datum", "Währung", "KundenNr")
    assert (told["buyer.name"], told["buyer.address.city"]) == ("Name", "Ort")
    assert (told["lines"], told["lines[].sku"], told["lines[].quantity"]) == ("lines", "Artikel", "Menge")
    assert told["lines[].description"] == "Bezeichnung"
    assert "seller.name" not in told


def test_names_belong_to_what_is_around_them() -> None:
    seller = Branch("Seller", "Seller", children=[Branch("Name", "Seller/Name", value=True, example="we")])
    buyer = Branch("Buyer", "Buyer", children=[Branch("Name", "Buyer/Name", value=True, example="they")])
    told = found(seller, buyer)
    assert (told["buyer.name"], told["seller.name"]) == ("Buyer/Name", "Seller/Name")
    assert "ship_to.name" not in told


def test_what_cannot_be_by_its_value_is_not_proposed() -> None:
    assert "date" not in found(*columns(Datum="soon"))
    assert "status" not in found(*columns(Status="NEU"))  # none of those that Acme knows
    assert found(*columns(Status="open"))["status"] == "Status"
    assert "buyer.number" not in found(*columns(Kunde="Baumarkt Süd"))


def test_where_two_would_do_it_is_a_question() -> None:
    told = proposals(ORDER, columns(Datum="12.08.2026", Tag="13.08.2026"))
    [date] = [one for one in told if one.field == "date"]
    assert [one.path for one in date.others] in (["Datum", "Tag"], ["Tag", "Datum"])
    assert proposals(ORDER, []) == []


def test_a_line_of_a_table_has_its_own_number_not_that_of_its_order() -> None:
    lines = columns(OrderNo="4711", LineNumber="1", Sku="P-1", Quantity="2")
    told = found(*columns(OrderNo="4711"), Branch("Lines", "Lines", group=True, children=lines))
    assert (told["external_reference"], told["lines[].number"]) == ("OrderNo", "LineNumber")
    told = found(Branch("Lines", "Lines", group=True, children=columns(OrderNo="4711", Sku="P-1", Quantity="2")))
    assert "lines[].number" not in told


def marked(path: str, mark: str, **kinds: dict[str, str]) -> Branch:
    found = [Kind(value, examples) for value, examples in kinds.items()]
    return Branch(path, path, group=True, value=True, mark=mark, kinds=found)


def of_one(resource: str, *branches: Branch) -> dict[str, str]:
    """Field → element, value and path."""
    told = proposals(ORDER if resource == "orders" else INVOICE, branches, resource)
    return {one.field: f"{one.source.one} {one.source.value} {one.source.path}" for one in told if one.why == "marked"}


def test_of_several_parties_the_one_whose_role_is_the_name_of_the_field() -> None:
    party = {"@id": "K-7", "Name": "Baumarkt", "Address/City": "Ulm"}
    told = of_one("orders", marked("Party", "@role", seller=party, Kunde=party, shipTo=party, xyz=party))
    assert told["buyer.number"] == "Party Kunde @id"
    assert told["buyer.address.city"] == "Party Kunde Address/City"
    assert told["seller.name"] == "Party seller Name"
    assert told["ship_to.name"] == "Party shipTo Name"
    assert not [one for one in told.values() if "xyz" in one]


def test_a_date_by_the_document_that_is_made() -> None:
    day = {".": "2026-11-28"}
    dates = marked("Date", "@type", DELIVERY=day, ORDER=day, INVOICE=day, DUE=day, PRINTED=day)
    assert of_one("orders", dates)["date"] == "Date ORDER ."
    assert of_one("invoices", dates)["date"] == "Date INVOICE ."
    assert "date" not in of_one("orders", marked("Date", "@type", DELIVERY=day, DUE=day, PRINTED=day))
    assert "date" not in of_one("orders", marked("Date", "IDDAT", **{"012": day, "002": day})), "a number tells nothing"


def test_a_value_of_one_element_has_the_form_of_its_field() -> None:
    assert "date" not in of_one("orders", marked("Date", "@type", ORDER={".": "soon"}, DUE={".": "2026-11-28"}))
