"""Exports that ask an HTTP API, in the settings: what holds, and what is refused in plain words."""

from __future__ import annotations

import pytest

from desktop_sync.kinds import kinds
from desktop_sync.settings.validation import Validated, validate
from desktop_sync.sources.http_api import HttpQueryOptions
from tests.unit.settings.test_exports import HOLDS

KINDS = kinds()
SHOP = """
[[connections]]
id = "shop"
type = "http_api"
base_url = "https://shop.example"

[[exports]]
"""
QUERY = """
connection = "shop"
path = "/orders"
query = { from = "{from}", page = "{page}" }
paging = "page"
key = ["id"]
fields = [{ name = "changed", kind = "time" }, { name = "day", kind = "date" }, { name = "total", kind = "number" }]
where = [{ from = "total", above = 100 }, { from = "status", is_not = ["draft"] }]
window = { of = "yesterday", field = "changed" }
"""
ASKED = """\
connection = "acme"
resource = "orders"
where = [{ from = "status", is = ["open"] }]
window = { of = "yesterday", field = "updated_at" }
"""
COLUMNS = 'columns = [{ name = "No", from = "id" }]\n'
TEXT = HOLDS.replace("\n[[exports]]\n", SHOP).replace(ASKED, QUERY).replace('template = "order_summary"\n', COLUMNS)


def read(text: str) -> Validated:
    return validate(text, KINDS)


def said(text: str) -> list[str]:
    return [str(one) for one in read(text).report.errors]


def test_an_export_of_rows_is_read_whole() -> None:
    found = read(TEXT)
    assert found.report.errors == ()
    (export,) = found.settings.exports
    assert export.query.connection == "shop"
    assert isinstance(export.query.options, HttpQueryOptions)
    assert export.query.options.asks == "/orders"


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('path = "/orders"', "", "query.path: is missing"),
        ('path = "/orders"', 'path = "orders"', "found \"orders\", expected a path that begins"),
        ('path = "/orders"', 'path = "/{since}"', "{since} is not filled in; known are"),
        ('path = "/orders"', 'path = "/o"\nresource = "orders"', 'query.resource: belongs to queries of "acme"'),
        ('path = "/orders"', 'path = "/o"\npth = "/orders"', 'query.pth: is not an option here; did you mean "path"?'),
        ('path = "/orders"', 'path = "/o"\nfirst_run = "all"', "query.first_run: is not an option here"),
        ('connection = "shop"', 'connection = "office"', 'expected one of type "acme" or "http_api"'),
        ('connection = "shop"', 'connection = "shp"', 'there is no connection of this id; did you mean "shop"?'),
        ('connection = "shop"', 'connection = "acme"', 'query.path: belongs to queries of "http_api", and the'),
        ('{page}"', '{size}"', "paging = page needs {page}"),
        ('above = 100', 'above = "much"', "query.where[0]: above: expected a number such as"),
        ('from = "total", above', 'from = "sum", above', "query.where[0].above: compares numbers and times"),
        ('above = 100', 'is = ["1"], convert = ["integer"]', "query.where[0].convert: how total is written"),
        ('above = 100', 'one = "lines", above = 1', "query.where[0].one: a filter asks a field of the row itself"),
        ('field = "changed"', 'field = "chnged"', "query.window.field: how chnged is written is not said"),
        ('field = "changed"', 'field = "chnged"', "did you mean changed?"),
        ('field = "changed"', 'field = "total"', "query.window.field: how total is written is not said"),
        ('"yesterday", field = "changed"', '"since_last", field = "day"', "day is a day, and an export may"),
        ('window = { of = "yesterday", field = "changed" }\n', "", "query.window: {from} stands in the query"),
        ('"/orders"', '"/{from}"\nwindow.of = "since_last"\nwindow.field = "changed"', "has no value in the very"),
        ('name = "day"', 'name = "total"', "query.fields[2]: total is declared twice"),
        (COLUMNS, 'template = "order_summary"\n', "report.template: is made of Acme's documents"),
        (COLUMNS, 'template = "reconciliation"\n', "report.template: is made of Acme's documents"),
        ('key = ["id"]', "", "report.files: a file for each row needs its name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    assert TEXT.count(old) >= 1
    text = TEXT.replace(old, new)
    if "window.of" in new:
        text = text.replace('window = { of = "yesterday", field = "changed" }\n', "")
    if "report.files" in expected:
        text = text.replace(COLUMNS, f'files = "each"\n{COLUMNS}')
    told = said(text)
    assert any(expected in one for one in told), told


FORMAT = '[exports.format]\ntype = "delimited"\ndelimiter = ";"\n\n'
FILES = TEXT.replace('key = ["id"]', 'answer = "file"').replace("[exports.report]", f"{FORMAT}[exports.report]")


def test_answers_that_are_files_have_a_format() -> None:
    found = read(FILES)
    assert found.report.errors == ()
    (export,) = found.settings.exports
    assert export.format is not None
    assert export.format.type == "delimited"


@pytest.mark.parametrize(
    "old,new,expected",
    [
        (FORMAT, "", "format: is missing; answers that are files are read by it"),
        ('answer = "file"', "", 'format: belongs to a query whose answers are files: answer = "file"'),
        ('answer = "file"', 'answer = "file"\nrows = "data"', "rows and detail have no use"),
        ('type = "delimited"', 'type = "csv"', 'format.type: found "csv", expected one of'),
        ('delimiter = ";"', 'delimeter = ";"', "format.delimeter: is not an option here"),
        (FORMAT, "[exports]\nformat = 1\n", "format: found 1, expected a table"),
        (COLUMNS, f'each = "lines"\n{COLUMNS}', "report.each: takes apart a list, and rows of a file have none"),
    ],
)
def test_what_is_wrong_with_files_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    assert FILES.count(old) >= 1
    text = FILES.replace(old, new)
    if new.startswith("[exports]"):
        text = FILES.replace(FORMAT, "").replace("[exports.query]", "format = 1\n\n[exports.query]")
    told = said(text)
    assert any(expected in one for one in told), told


def test_a_path_that_cannot_be_in_such_files_is_told() -> None:
    xml = FILES.replace(FORMAT, '[exports.format]\ntype = "xml"\nrecord = "Sales/Sale"\n\n')
    assert said(xml) == []
    told = said(xml.replace('{ name = "day", kind', '{ name = "day", from = "a//b", kind'))
    assert any("query.fields: found 'a//b'" in one for one in told), told


def test_acme_has_no_files() -> None:
    told = said(HOLDS.replace("[exports.report]", f"{FORMAT}[exports.report]"))
    assert any("format: belongs to a query whose answers are files" in one for one in told), told


def test_every_fault_is_told_at_once() -> None:
    text = TEXT.replace('"yesterday"', '"yesterdy"').replace("above = 100", "abov = 100").replace('"pdf"', '"pfd"')
    told = said(text)
    assert len(told) == 3, told


def test_of_a_connection_that_is_not_there_nothing_else_is_told() -> None:
    assert len(said(TEXT.replace('connection = "shop"', 'connection = "other"'))) == 1
