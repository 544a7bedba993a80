"""Exports in the settings: what holds, and how everything that is wrong is told, with its place."""

from __future__ import annotations

import pytest

from desktop_sync.core.querying import QueryOptions
from desktop_sync.destinations.files import FileOptions
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.kinds import kinds
from desktop_sync.reports.options import ReportOptions
from desktop_sync.settings.validation import Validated, validate

KINDS = kinds()
HOLDS = """\
version = 1

[[connections]]
id = "acme"
type = "acme"
base_url = "https://api.acme.example"
sign_in = "api_key"
api_key = "acme/api_key"

[[connections]]
id = "office"
type = "folder"
path = '/srv/office'

[[exports]]
id = "orders-of-yesterday"
title = "Orders"
empty = "skip"

[exports.query]
connection = "acme"
resource = "orders"
where = [{ from = "status", is = ["open"] }]
window = { of = "yesterday", field = "updated_at" }

[exports.report]
type = "pdf"
template = "order_summary"
locale = "de"

[[exports.destinations]]
id = "office"
connection = "office"
folder = "reports/{from:%Y}"
name = "{flow} {from}.pdf"

[exports.schedule]
at = ["06:00"]
zone = "Europe/Berlin"
"""


def read(text: str) -> Validated:
    return validate(text, KINDS)


def said(text: str) -> list[str]:
    return [str(one) for one in read(text).report.errors]


def test_an_export_is_read_whole() -> None:
    found = read(HOLDS)
    assert found.report.errors == ()
    (export,) = found.settings.exports
    assert found.settings.export_by_id["orders-of-yesterday"] is export
    assert (export.title, export.empty, export.enabled) == ("Orders", "skip", True)
    assert export.query.connection == "acme"
    assert export.query.options == QueryOptions.model_validate(
        {"resource": "orders", "where": [{"from": "status", "is": ["open"]}], "window": {"of": "yesterday"}}
    )
    assert isinstance(export.report.options, ReportOptions)
    (place,) = export.destinations
    assert (place.id, place.type, place.connection) == ("office", "file", "office")
    assert place.options == FileOptions(folder="reports/{from:%Y}", name="{flow} {from}.pdf")
    assert export.schedule is not None


def test_the_reconciliation_has_fields_of_its_own() -> None:
    text = HOLDS.replace('"orders"', '"reconciliation"').replace('"updated_at"', '"sent_at"')
    text = text.replace('from = "status", is = ["open"]', 'from = "verdict", is_not = ["arrived"]')
    text = text.replace('"order_summary"', '"reconciliation"')
    assert said(text) == []
    assert any("'lost' is none of arrived" in one for one in said(text.replace('"arrived"', '"lost"')))


def test_an_export_waits_for_nothing() -> None:
    after = 'after = {from = "18:00", until = "19:00"}'
    assert any("an export waits for nothing" in one for one in said(HOLDS.replace('at = ["06:00"]', after)))


def test_without_a_schedule_it_is_run_by_hand() -> None:
    text = HOLDS.partition("[exports.schedule]")[0]
    assert read(text).settings.exports[0].schedule is None


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('empty = "skip"', 'empty = "never"', 'exports[0] "orders-of-yesterday" → empty: found "never"'),
        ('empty = "skip"', 'emtpy = "skip"', 'emtpy: is not an option here; did you mean "empty"?'),
        ('from = "status"', 'from = "statsu"', "query.where[0].from: Acme has no field statsu; did you mean status?"),
        ('is = ["open"]', 'is = ["opened"]', "'opened' is none of open"),
        ('field = "updated_at"', 'field = "buyer.name"', "query.window.field: "),
        ('of = "yesterday"', 'of = "yesterdy"', "query.window.of: "),
        ('resource = "orders"', 'resource = "ordres"', 'query.resource: found "ordres"'),
        ('connection = "acme"', 'connection = "office"', 'expected one of type "acme"'),
        ('type = "pdf"', 'type = "pfd"', 'report.type: found "pfd", expected one of'),
        ('locale = "de"', 'sort = ["dat"]', "report.sort[0]: Acme has no field dat"),
        ('template = "order_summary"', 'template = "invoice_list"', "report.template: Acme has no field due_date"),
        ('name = "{flow} {from}.pdf"', 'name = "{flwo}.pdf"', "which is no name of a file: there is no {flwo}"),
        ('name = "{flow} {from}.pdf"', 'name = "a/{flow}"', "a name has no folders"),
        ("reports/{from:%Y}", "reports/../x", "in which .. is no name of a folder"),
        ('name = "{flow} {from}.pdf"', 'done_file = "ready"', "expected a name with {name} in it"),
        ('connection = "office"', 'connection = "offcie"', "destinations[0].connection: found \"offcie\""),
        ('connection = "office"', 'type = "fax"', 'destinations[0].type: found "fax", expected one of'),
        ('at = ["06:00"]', 'at = ["6 o\'clock"]', "schedule.at"),
        ("[exports.report]", "[exports.reports]", "reports: is not an option here"),
        ("[[exports.destinations]]", "[exports.destinations]", "[[exports.destinations]] below its [[exports]]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    assert HOLDS.count(old) >= 1
    told = said(HOLDS.replace(old, new))
    assert any(expected in one for one in told), told


def test_ids_are_unique_over_flows_and_exports_and_within_an_export() -> None:
    twice = HOLDS + HOLDS[HOLDS.index("[[exports]]") :]
    assert any("every export needs its own" in one for one in said(twice))
    flow = '\n[[flows]]\nid = "orders-of-yesterday"\n'
    assert any("a flow has this id already" in one for one in said(HOLDS + flow))
    again = HOLDS.replace(
        "[exports.schedule]", '[[exports.destinations]]\nid = "office"\nconnection = "office"\n\n[exports.schedule]'
    )
    assert any('destinations[1].id: found "office" again' in one for one in said(again))


def test_every_fault_is_told_at_once() -> None:
    text = HOLDS.replace('"status"', '"statsu"').replace("{flow} {from}.pdf", "{").replace('"pdf"', '"pfd"')
    told = said(text)
    assert len(told) == 3, told


def test_an_export_that_vanishes_is_told() -> None:
    former = read(HOLDS).settings
    gone = validate(HOLDS.partition("[[exports]]")[0], KINDS, former=former)
    assert any('the export "orders-of-yesterday"' in str(one) for one in gone.report.warnings)
    renamed = validate(HOLDS.replace("orders-of-yesterday", "orders-daily"), KINDS, former=former)
    assert any('"orders-daily" looks like it' in str(one) for one in renamed.report.warnings)


def test_every_option_has_a_meaning() -> None:
    for model in (*KINDS.destinations.values(), *KINDS.reports().values()):
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


MAIL = """
[[exports.destinations]]
id = "manager"
type = "mail"
connection = "post"
to = ["manager@example.com", "cc@example.com"]
as = "both"
subject = "{flow} {from:%d.%m.%Y}"
"""
POST = """
[[connections]]
id = "post"
type = "mail"
host = "smtp.example.com"
sender = "sync@example.com"
"""


def test_reports_go_by_mail_through_a_mail_server_only() -> None:
    schedule = HOLDS.index("[exports.schedule]")
    whole = HOLDS[:schedule] + MAIL + HOLDS[schedule:] + POST
    assert said(whole) == []
    (export,) = read(whole).settings.exports
    one = export.destinations[1]
    assert isinstance(one.options, ReportMailOptions)
    assert (one.options.to, one.options.as_, one.options.on_unknown) == (
        ("manager@example.com", "cc@example.com"),
        "both",
        "send_again",
    )
    other = said(whole.replace('connection = "post"', 'connection = "office"'))
    assert any("destinations[1].connection" in one for one in other), other
    twice = said(whole.replace("cc@example.com", "Manager@example.com"))
    assert any("gets the mail twice" in one for one in twice), twice
