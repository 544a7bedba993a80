"""PDF: what a reader of PDF finds in it, page by page."""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected
from desktop_sync.core.reports import Row
from desktop_sync.reports.pdf_columns import decimals
from desktop_sync.reports.pdf_options import PdfReportOptions
from tests.contract.reports_rigs import pages, pdf_text
from tests.report_rows import NAMES, orders, rendered

_WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)"[^>]*>([^<]*)</word>')
LONG = " ".join(f"Wort{number}" for number in range(4000))


def test_title_period_headings_and_page_numbers_are_on_every_page(tmp_path: Path) -> None:
    data, done = rendered("pdf", orders(150), template="order_summary", locale="de")
    texts = pdf_text(data, "-layout").split("\f")[:-1]
    assert len(texts) == done.pages == pages(data, tmp_path)
    assert done.pages > 3
    for number, text in enumerate(texts, 1):
        assert f"Seite {number} von {done.pages}" in text
        assert "Auftragsübersicht" in text
        assert "01.05.2026 bis 03.05.2026" in text
        assert "Kundennr." in text
    assert "(Fortsetzung)" in texts[1]
    assert "Netto je Tag (EUR)" in texts[0]
    assert "150 Zeilen" in texts[-1]


def test_every_language_of_customers_can_be_searched() -> None:
    text = pdf_text(rendered("pdf", orders(60), template="invoice_list", locale="en-GB")[0], "-layout")
    for name in NAMES:
        assert name.split(" ")[0] in text, name


@pytest.mark.parametrize(
    "name, found",
    [
        ("張偉 有限公司", "張偉 有限公司"),
        ("e\u0301te\u0301", "été"),
        ("Z\u0335al\u0338go", "Z\u0335al\u0338go"),
        ("😀 GmbH", "😀 GmbH"),
    ],
)
def test_a_customers_name_is_found_as_it_is(name: str, found: str) -> None:
    data, done = rendered("pdf", [{"n": name}], columns=[{"name": "N", "from": "n"}], title="T")
    assert found in unicodedata.normalize("NFC", pdf_text(data))
    assert done.notes == ()


@pytest.mark.parametrize("name", ["ทดสอบ", "ລາວ", "ኢትዮጵያ", "한국 회사"])
def test_a_further_script_has_its_font(name: str) -> None:
    data, done = rendered("pdf", [{"n": name}], columns=[{"name": "N", "from": "n"}], title="T")
    assert name in pdf_text(data)
    assert done.notes == ()


@pytest.mark.parametrize("name", ["क", "ক", "ਕ", "ક", "କ", "க", "క", "ಕ", "ക", "ක", "က", "ក"], ids=unicodedata.name)
def test_letters_of_a_script_that_joins_them_are_told(name: str) -> None:
    data, done = rendered("pdf", [{"n": name}], columns=[{"name": "N", "from": "n"}], title="T")
    assert name in pdf_text(data)
    assert done.notes == ("Letters of a script that joins them stand one by one.",)


@pytest.mark.parametrize("name", ["𠮷野家", "🎉"])
def test_a_sign_that_no_font_has_is_a_box_and_told(name: str) -> None:
    data, done = rendered("pdf", [{"n": name}], columns=[{"name": "N", "from": "n"}], title="T")
    assert "\u25a1" in pdf_text(data)
    [note] = done.notes
    assert "are in none of the fonts and stand as a box" in note
    assert name[0] in note


def test_text_from_right_to_left_is_told() -> None:
    data, done = rendered("pdf", [{"n": "شركة"}], columns=[{"name": "N", "from": "n"}], title="T")
    assert "\u25a1" not in pdf_text(data)
    assert done.notes == ("Text that is read from right to left stands in the order in which it is stored.",)


CHARTED = [{"name": "Day", "from": "d", "kind": "date"}, {"name": "Of", "from": "c"},
           {"name": "N", "from": "n", "kind": "money"}]  # fmt: skip


@pytest.mark.parametrize("orientation, width", [("portrait", 595.28), ("landscape", 841.89)])
@pytest.mark.parametrize("type_, by", [("bar", "Of"), ("line", "Day")])
def test_a_chart_with_values_below_zero_goes_through_it(type_: str, by: str, orientation: str, width: float) -> None:
    rows = [{"d": f"2026-05-0{at}", "c": f"C{at}", "n": n} for at, n in enumerate(("300", "-200", "100"), 1)]
    data, _ = rendered("pdf", rows, columns=CHARTED, charts=[{"by": by, "value": "N", "type": type_, "title": "X"}],
                       title="T", orientation=orientation)  # fmt: skip
    [places] = _positions(data)
    axis = [places[said] for said in ("400", "200", "0", "-200")]
    assert [y for _, y in axis] == sorted(y for _, y in axis)
    assert all(0 < x < width for x, _ in places.values())
    names = ("C1", "C2", "C3") if by == "Of" else ("2026-05-01", "2026-05-02", "2026-05-03")
    assert all(said in places for said in names)
    if type_ == "bar":
        boxes = [
            tuple(map(float, one.groups()))
            for stream in _streams(data)
            for one in re.finditer(rb"rg ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f", stream)
        ]
        heights = sorted(round(height) for *_, height in boxes)
        assert len(boxes) == 3
        assert heights[2] == pytest.approx(3 * heights[0], abs=2)
        assert len({round(x) for x, *_ in boxes}) == 3


@pytest.mark.parametrize("type_", ["bar", "line"])
def test_a_chart_of_nothing_says_so(type_: str) -> None:
    rows = [{"d": "2026-05-01", "c": "C1", "n": None}]
    data, _ = rendered("pdf", rows, columns=CHARTED, charts=[{"by": "Day", "value": "N", "type": type_}], title="T")
    assert "(nothing)" in pdf_text(data)


def test_a_total_that_is_not_that_of_all_rows_says_so() -> None:
    rows = [{"n": "5", "c": "EUR"}, {"c": "EUR"}]
    columns = [
        {"name": "No", "from": "c"},
        {"name": "Net", "from": "n", "kind": "money", "currency": "c", "total": True},
    ]
    text = pdf_text(rendered("pdf", rows, columns=columns, locale="de", title="T")[0], "-layout")
    assert "Net: 1 Zeile hat keinen Wert und ist in keiner Summe" in text
    text = pdf_text(rendered("pdf", rows[:1], columns=columns, locale="de", title="T")[0], "-layout")
    assert "keinen Wert" not in text


def test_totals_stand_by_currency_and_sums_are_right() -> None:
    rows = [
        {"n": "1234567.10", "c": "EUR"}, {"n": "0.90", "c": "EUR"}, {"n": "5", "c": "CHF"},
    ]  # fmt: skip
    columns = [
        {"name": "No", "from": "c"},
        {"name": "N", "from": "n", "kind": "money", "currency": "c", "total": True},
    ]
    text = pdf_text(rendered("pdf", rows, columns=columns, locale="de-CH", title="T")[0], "-layout")
    assert "Summe CHF" in text
    assert "1\u2019234\u2019568.00" in text


def test_a_cell_higher_than_a_page_goes_on_and_nothing_is_lost() -> None:
    columns = [{"name": "A", "from": "a"}, {"name": "B", "from": "b"}]
    data, done = rendered("pdf", [{"a": LONG, "b": "x"}, {"a": "last", "b": "y"}], columns=columns, title="T")
    said = pdf_text(data, "-raw").split()
    assert [word for word in said if word.startswith("Wort")] == LONG.split()
    assert "last" in said
    assert done.pages > 3


def test_nothing_to_report_is_said() -> None:
    for template, title in (("order_summary", "Auftragsübersicht"), ("order_confirmation", "Auftragsbestätigung")):
        data, done = rendered("pdf", [], template=template, locale="de")
        text = pdf_text(data)
        assert all(said in text for said in ("Nichts in diesem Zeitraum.", title, "01.05.2026 bis 03.05.2026"))
        assert (done.rows, done.pages) == (0, 1)


def test_letters_count_their_own_pages() -> None:
    order = next(orders(1))
    lines = [{"number": number, "sku": f"S{number}", "quantity": "1", "unit_price": "1"} for number in range(1, 90)]
    rows = [{**order, "external_reference": "LONG", "lines": lines}, {**order, "external_reference": "SHORT"}]
    data, done = rendered("pdf", rows, template="order_confirmation", locale="en", sender=["Muster GmbH", "Hamburg"])
    texts = pdf_text(data, "-layout").split("\f")[:-1]
    assert done.rows == 2
    assert "Page 1 of 3" in texts[0]
    assert "Page 3 of 3" in texts[2]
    assert "Page 1 of 1" in texts[3]
    assert "Order confirmation LONG" in texts[1]
    assert "Muster GmbH · Hamburg" in texts[0]
    for number in range(1, 90):
        assert f"S{number} " in " ".join(texts[:3])


def test_a_line_chart_and_one_of_counts() -> None:
    charts = [{"by": "Day", "value": "Net", "type": "line"}, {"by": "Customer"}]
    columns = [
        {"name": "Day", "from": "date", "kind": "date"},
        {"name": "Customer", "from": "buyer.name"},
        {"name": "Net", "from": "totals.net", "kind": "money"},
    ]
    text = pdf_text(rendered("pdf", orders(90, days=30), columns=columns, charts=charts, title="T")[0], "-layout")
    assert "Net / Day" in text
    assert "Rows / Customer" in text


def _positions(data: bytes) -> list[dict[str, tuple[float, float]]]:
    """Of every word, page by page: its left edge, and its upper one from the top of the paper."""
    said = pdf_text(data, "-bbox")
    return [
        {html.unescape(word): (float(x), float(y)) for x, y, word in _WORD.findall(page)}
        for page in said.split("<page ")[1:]
    ]


def _streams(data: bytes) -> list[bytes]:
    """What stands in the pages, and all else that is packed."""
    return [zlib.decompress(one) for one in re.findall(rb"FlateDecode.*?stream\r?\n(.*?)endstream", data, re.DOTALL)]


def test_a_chart_adds_up_one_currency_only() -> None:
    rows = [
        *({"day": "2026-05-01", "n": "100", "c": "EUR"} for _ in range(3)),
        {"day": "2026-05-01", "n": "7000000", "c": "CHF"},
    ]
    columns = [
        {"name": "Day", "from": "day", "kind": "date"},
        {"name": "N", "from": "n", "kind": "money", "currency": "c", "total": True},
    ]
    charts = [{"by": "Day", "value": "N", "title": "The chart"}]
    text = pdf_text(rendered("pdf", rows, columns=columns, charts=charts, title="T")[0], "-layout")
    chart = text[text.index("The chart") : text.index("Day  ")]
    assert "The chart (EUR)" in chart
    assert "300" in chart.split()
    assert "000,000" not in chart


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_charts_and_the_first_headings_stand_above_the_foot(paper: str, orientation: str) -> None:
    charts = [{"by": "Customer", "title": f"Chart{number}"} for number in range(4)]
    columns = [{"name": "Customer", "from": "buyer.number"}, {"name": "Heading", "from": "external_reference"}]
    data, _ = rendered(
        "pdf", orders(30), columns=columns, charts=charts, title="T", paper=paper, orientation=orientation
    )
    all_pages = _positions(data)
    seen = [word for page in all_pages for word in page if word.startswith("Chart")]
    assert seen == [f"Chart{number}" for number in range(4)]
    for page in all_pages:
        foot = page["Page"][1]
        assert all(foot - page[word][1] > 150 for word in page if word.startswith("Chart"))
        if "Heading" in page:
            assert any(page["Heading"][1] < page[word][1] < foot for word in page if word.startswith("A-"))


def test_a_total_of_the_first_column_has_its_name_on_a_line_above() -> None:
    columns = [
        {"name": "N", "from": "n", "kind": "money", "currency": "c", "total": True},
        {"name": "Text", "from": "c"},
    ]
    rows = [{"n": "1", "c": "AAA"}, {"n": "2", "c": "BBB"}]
    [words] = _positions(rendered("pdf", rows, columns=columns, title="T")[0])
    tops = [words[word][1] for word in ("AAA", "1.00", "BBB", "2.00")]
    assert all(below - above > 8 for above, below in pairwise(tops)), tops


def test_money_that_comes_late_has_room() -> None:
    rows: list[Row] = [*({"a": "x " * 40, "n": None} for _ in range(400)), {"a": "end", "n": "1234567.89"}]
    columns = [{"name": "A", "from": "a"}, {"name": "N", "from": "n", "kind": "money"}]
    data, _ = rendered("pdf", rows, columns=columns, title="T")
    assert b" Tz" not in b"".join(_streams(data))


def test_a_long_address_stands_above_the_title() -> None:
    address = dict.fromkeys(("street", "street2", "city", "region", "country"), "Word " * 12 + "end")
    order = {**next(iter(orders(1))), "buyer": {"name": "Word " * 24, "address": {**address, "country": "Lastline"}}}
    [words] = _positions(rendered("pdf", [order], template="order_confirmation", locale="en")[0])
    assert words["Lastline"][1] + 10 < words["confirmation"][1] < words["Description"][1]


def test_a_long_opening_goes_on_over_the_next_page() -> None:
    opening = "\n".join(f"Line{number}" for number in range(60))
    data, done = rendered("pdf", orders(1), template="order_confirmation", opening=opening, orientation="landscape")
    said = pdf_text(data, "-raw").split()
    assert [word for word in said if word.startswith("Line")] == opening.split()
    assert done.pages == 3


@pytest.mark.parametrize("days, label", [(40, "2026-05-01"), (400, "2026-05"), (4000, "2030")])
def test_a_chart_of_many_days_sums_up_months_or_years_and_leaves_nothing_out(days: int, label: str) -> None:
    start = date(2026, 5, 1)
    rows = [{"day": (start + timedelta(days=at)).isoformat(), "n": "1"} for at in range(days)]
    columns = [{"name": "Day", "from": "day", "kind": "date"}, {"name": "N", "from": "n", "kind": "number"}]
    charts = [{"by": "Day", "value": "N", "title": "The chart"}]
    text = pdf_text(rendered("pdf", rows, columns=columns, charts=charts, title="T")[0], "-layout")
    chart = text[text.index("The chart") : text.index("Day  ")]
    assert label in chart.split()


def test_the_number_of_rows_never_stands_alone() -> None:
    columns = [{"name": "N", "from": "n", "kind": "number", "total": True}, {"name": "A", "from": "n"}]
    for count in range(40, 60):
        data, _ = rendered("pdf", [{"n": "1"}] * count, columns=columns, title="T")
        assert "Total" in pdf_text(data, "-layout").split("\f")[-2]


def test_numbers_that_outgrow_their_column_are_still_whole() -> None:
    rows = [*({"a": str(number)} for number in range(400)), {"a": "9" * 40}]
    columns = [{"name": f"N{at}", "from": "a", "kind": "number"} for at in range(12)]
    text = pdf_text(rendered("pdf", rows, columns=columns, title="T")[0], "-raw")
    assert text.replace(",", "").count("9" * 40) == 12


def test_papers() -> None:
    for paper, orientation, size in (("a4", "portrait", "595.28 841.89"), ("letter", "landscape", "792 612")):
        data, _ = rendered("pdf", orders(1), template="order_summary", paper=paper, orientation=orientation)
        assert f"/MediaBox [ 0 0 {size} ]".encode() in data
        assert b"/Lang (en)" in data
        assert b"Helvetica" not in data
        assert b"Times" not in data


def test_a_logo_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"no picture")
    with pytest.raises(Rejected, match="cannot be read as a picture"):
        rendered("pdf", orders(1), template="order_summary", logo=str(logo))


@pytest.mark.parametrize("template", ["order_summary", "order_confirmation"])
def test_a_logo_that_was_cut_off_is_refused_in_words(template: str, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.effect_noise((64, 64), 40).save(logo)
    logo.write_bytes(logo.read_bytes()[:2000])
    with pytest.raises(Rejected, match="cannot be read as a picture"):
        rendered("pdf", orders(1), template=template, logo=str(logo))


def test_signs_of_numbers() -> None:
    assert [decimals(text, ",") for text in ("1.234", "1.234.567", "2,5", "12", "1.234,5")] == ["", "", ",5", "", ",5"]
    assert [decimals(text, ".") for text in ("1,234", "1,234.567", "2.5")] == ["", ".567", ".5"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "blue"},
        {"logo": "logo.svg"},
        {"font_size": 40},
        {"columns": [{"name": "A", "from": "a"}], "charts": [{"by": "B"}]},
        {"columns": [{"name": "A", "from": "a"}], "charts": [{"by": "A", "value": "A"}]},
    ],
)
def test_what_cannot_be_printed_is_refused_when_saved(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PdfReportOptions.model_validate(wrong)


@pytest.mark.parametrize("locale,invoice,credit", [("de", "Rechnung", "Gutschrift"), ("en", "Invoice", "Credit note")])
def test_a_letter_is_called_what_it_is(locale: str, invoice: str, credit: str) -> None:
    order = {**next(orders(1)), "number": "R-1"}
    rows = [{**order, "type": kind} for kind in ("invoice", "credit_note", "unheard_of")]
    pages = pdf_text(rendered("pdf", rows, template="invoice", locale=locale)[0]).split("\f")
    assert f"{invoice} R-1" in pages[0]
    assert f"{credit} R-1" in pages[1]
    assert f"{invoice} R-1" not in pages[1]
    assert f"{invoice} R-1" in pages[2]
    own = pdf_text(rendered("pdf", rows, template="invoice", locale=locale, title="Proforma")[0]).split("\f")
    assert "Proforma R-1" in own[0]
    assert f"{credit} R-1" in own[1]


_LINES: list[dict[str, object]] = [
    {"number": 1, "sku": "A-1", "quantity": "1", "unit_price": "1000", "line_total": "975"},
    {"number": 2, "sku": "B-2", "quantity": "1", "unit_price": "200", "line_total": "200"},
]
_OF_LINES: list[dict[str, object]] = [{"discount": "2.5", "tax_rate": "19"}, {"tax_rate": "7"}]
_TAXES = [{"rate": "19", "base": "975.00", "amount": "185.25"}, {"rate": "7", "base": "200.00", "amount": "14.00"}]


@pytest.mark.parametrize("template", ["invoice", "order_confirmation"])
@pytest.mark.parametrize(
    "locale, heads, discount, taxes",
    [
        ("en", ("Discount", "Tax"), "2.5 %", ("Tax 19 % on 975.00", "Tax 7 % on 200.00", "Tax")),
        (
            "de",
            ("Rabatt", "USt"),
            "2,5 %",
            ("Umsatzsteuer 19 % von 975,00", "Umsatzsteuer 7 % von 200,00", "Umsatzsteuer"),
        ),
    ],
)
def test_taxes_by_rate_and_discounts_stand_in_a_letter_where_the_document_has_them(
    template: str, locale: str, heads: tuple[str, str], discount: str, taxes: tuple[str, ...]
) -> None:
    order = {**next(orders(1)), "number": "R-1", "lines": _LINES}
    taxed = [{**line, **more} for line, more in zip(_LINES, _OF_LINES, strict=True)]
    rows = [{**order, "lines": taxed, "taxes": _TAXES}, {**order, "taxes": _TAXES[:1]}, order]
    both, one, none = pdf_text(rendered("pdf", rows, template=template, locale=locale)[0], "-layout").split("\f")[:3]
    heading = next(line for line in both.splitlines() if heads[0] in line)
    assert heading.split()[-3:-1] == list(heads)
    assert discount in both
    sums = [re.split(" {2,}", line.strip())[0] for line in both.splitlines()]
    assert [said for said in sums if said.startswith(taxes[-1])] == list(taxes)
    assert taxes[0] in one
    assert [line.strip() for line in one.splitlines() if re.match(rf" *{taxes[-1]} {{2,}}", line)] == []
    for text in (one, none):
        assert heads[0] not in text
        assert discount not in text
    assert " % " not in none


def test_a_column_of_a_letter_is_there_when_its_last_line_needs_it() -> None:
    lines = [{"number": number, "sku": f"S{number}", "quantity": "1"} for number in range(1, 401)]
    lines[-1]["discount"] = "33"
    data, _ = rendered("pdf", [{**next(orders(1)), "lines": lines}], template="invoice", locale="en")
    text = pdf_text(data, "-layout")
    assert "Discount" in text.split("\f")[0]
    assert "33 %" in text


def test_the_reconciliation_lies_on_its_side() -> None:
    data = rendered("pdf", [], template="reconciliation")[0]
    assert re.search(rb"/MediaBox \[ ?0 0 841\.89 595\.28", data)


@pytest.mark.parametrize("words", [60, 3000])
def test_facts_and_addresses_longer_than_a_page_go_on(words: int) -> None:
    """Nothing of them is lost, and nothing stands off the paper."""
    fact = " ".join(f"fact{number}" for number in range(words))
    name = " ".join(f"name{number}" for number in range(words))
    row = {**next(orders(1)), "external_reference": "LONG", "buyer": {"name": name}, "bill_to": None}
    facts = [{"name": "Order", "from": "external_reference"}, {"name": "Remark", "from": "remark"}]
    facts += [{"name": "After", "from": "after"}]
    rows = [{**row, "remark": fact, "after": "the end"}]
    data, done = rendered("pdf", rows, template="order_confirmation", facts=facts)
    found = pdf_text(data)
    for number in range(words):
        assert f"fact{number}" in found
        assert f"name{number}" in found
    assert "the end" in found
    pages = _positions(data)
    assert len(pages) == done.pages == (1 if words == 60 else done.pages)
    for page in pages:
        assert all(
            0 < x < 595.28 and 0 < y < 841.89 - 40 for word, (x, y) in page.items() if "fact" in word or "name" in word
        )


def test_a_long_number_in_a_title_stays_on_the_paper() -> None:
    row = {**next(orders(1)), "number": "N" * 200, "external_reference": "x"}
    [page] = _positions(rendered("pdf", [row], template="order_confirmation")[0])
    assert any(word.endswith("…") for word in page)
