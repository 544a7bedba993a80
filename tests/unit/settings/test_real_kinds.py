"""The settings together with the program's own connectors: example, reference page, and how their faults read."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest
from reference import FOLDER, pages

from desktop_sync.kinds import kinds as real_kinds
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.validation import validate
from desktop_sync.settings.watching import HasPath, WatchesFiles
from desktop_sync.sources.files import FilesOptions
from desktop_sync.stores.local import LocalOptions


@pytest.fixture(scope="module")
def real() -> Kinds:
    return real_kinds()


@pytest.fixture(scope="module")
def example() -> str:
    return (FOLDER / "settings.example.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", pages())
def test_the_reference_is_up_to_date(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == pages()[name], "stale: run .venv/bin/python packaging/reference.py"


def test_the_example_holds(example: str, real: Kinds) -> None:
    report = validate(example, real).report
    assert report.errors == ()
    assert report.warnings == ()


def test_every_option_has_a_meaning(real: Kinds) -> None:
    for model in (*real.connections.values(), *real.sources.values(), *real.formats.values()):
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


def test_the_shapes_that_places_are_judged_by_are_those_of_the_connectors() -> None:
    assert isinstance(FilesOptions(), WatchesFiles)
    assert isinstance(LocalOptions(path="/srv/out"), HasPath)


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ("min_age", "min_aeg", 'source.min_aeg: is not an option here; did you mean "min_age"?'),
        ('path = \'C:\\ERP\\out\'', "path = 'out'", 'path: found "out", expected a whole path'),
        ('api_key = "acme/api_key"', 'timeout = "0s"', 'timeout: found "0s", expected at least 1s'),
        ('api_key = "acme/api_key"', "in_flight = 1", 'connections[1] "acme": sign_in = api_key needs api_key'),
        ('record = "Orders/Order"', 'record = "p:Orders"', "format: record: "),
        ("{decimal = \"1.234,50\"}", "{decimal = {coma = true}}", 'not an option here; did you mean "comma"?'),
        ('buyer.number = {from = "Buyer/@no"}', 'buyer.number = {form = "Buyer/@no"}', "fields.buyer.number"),
        ('then = "cancel"', 'then = "delete"', 'rules[0].then: found "delete", expected one of "create", "update"'),
        ('pattern = "ORD*.xml"', "recursive = true\narchive = '{yyyy}'", "source: "),
        ('pattern = "ORD*.xml"', "pattern_type = 'regex'\npattern = '('", 'source: pattern "(" is no regular'),
        ('resource = "orders"', 'resource = "shipments"', "the API profile has no such resource"),
        ('currency = {from = "Header/Currency", default = "EUR"}', "price = {constant = 1.5}", "decimal point"),
        ('api_key = "acme/api_key"', "profile = '/no/such/file.json'", "The API profile"),
    ],
)  # fmt: skip
def test_faults_read_well(example: str, real: Kinds, old: str, new: str, expected: str) -> None:
    assert old in example
    text = example.replace(old, new, 1)
    if "profile" in new:
        text = text.replace("[[flows]]", 'api_key = "acme/api_key"\n\n[[flows]]', 1)
    found = [str(problem) for problem in validate(text, real).report.errors]
    assert any(expected in one for one in found), found
    assert len(found) <= 2, found


@pytest.mark.parametrize(
    "address",
    ["https://me:hunter2@api.acme.example", "https://me:hun/ter2@api.acme.example", "ftp://hunter2@x", "me:hunter2@x"],
)  # fmt: skip
def test_a_password_in_an_address_is_not_repeated(example: str, real: Kinds, address: str, tmp_path: Path) -> None:
    text = example.replace("https://api.acme.example", address)
    report = validate(text, real).report
    assert not report.ok
    assert "ter2" not in "\n".join(str(one) for one in report.errors)


def test_what_the_administrator_reads_about_mails_holds(example: str, real: Kinds) -> None:
    page = (FOLDER.parent / "administrator.md").read_text(encoding="utf-8")
    [told] = [one for one in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "general.notices" in one]
    checked = validate(example + "\n" + told, real)
    assert (checked.report.errors, checked.report.warnings) == ((), ())
    notices = checked.settings.general.notices
    assert notices is not None
    assert notices.terms(UTC).recipients == {
        "clerk": ("orders@example.com",),
        "it": ("it@example.com",),
        "vendor": ("it@example.com",),
    }


def test_mail_that_anybody_can_read_is_a_warning(example: str, real: Kinds) -> None:
    mail = '[[connections]]\nid = "mail"\ntype = "mail"\nhost = "mail.test"\nsender = "a@b.test"\nsecurity = "none"\n'
    report = validate(example + "\n" + mail, real).report
    assert report.errors == ()
    [warning] = report.warnings
    assert warning.place.endswith("security")
    assert "can read the mails" in warning.what
    safe = validate(example + "\n" + mail.replace('"none"', '"starttls"'), real).report
    assert safe.warnings == ()
