"""Two flows that could take each other's files are refused; everything that cannot meet is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.kinds import kinds as real_kinds
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.validation import validate


def errors(text: str, kinds: Kinds) -> list[str]:
    return [str(problem) for problem in validate(text, kinds).report.errors]


def with_second(good: str, second: str, first_options: str, second_options: str) -> str:
    first = good.replace('min_age = "10s"', first_options)
    return first + second.replace('connection = "erp"', f'connection = "erp"\n{second_options}')


@pytest.mark.parametrize(
    "first,second",
    [
        ("pattern = '*.xml'", "pattern = '*.xml'"),
        ("pattern = '*.xml'", "pattern = 'INV*'"),
        ("pattern = '*.xml'", "pattern = '*.XML'"),
        ("pattern = 'ORD*'", "pattern = 'O*.xml'\nafter_success = 'keep'\nafter_failure = 'keep'"),
        ("pattern = 'ORD*'", "pattern_type = 'regex'\npattern = 'ORD\\d+\\.xml'"),
        ("pattern = 'ORD[0-9].xml'", "pattern = 'ORD?.xml'"),
    ],
)  # fmt: skip
def test_overlap_is_refused(good: str, second_flow: str, kinds: Kinds, first: str, second: str) -> None:
    (found,) = errors(with_second(good, second_flow, first, second), kinds)
    assert 'flows[1] "invoices" → source.pattern' in found
    assert 'may pick up the same files as the flow "orders"' in found


@pytest.mark.parametrize(
    "first,second",
    [
        ("pattern = 'ORD*.xml'", "pattern = 'INV*.xml'"),
        ("pattern = '*.xml'", "pattern = '*.csv'"),
        ("pattern = '*.xml'\nexclude = 'INV*.xml'", "pattern = 'INV*.xml'"),
        ("pattern = 'ORD*.xml'", "pattern_type = 'regex'\npattern = 'INV_\\d{4}.*\\.xml'"),
        ("pattern_type = 'regex'\npattern = '(ORD|ORX)\\d+\\.xml'", "pattern_type = 'regex'\npattern = 'ORD.*\\.csv'"),
        ("after_success = 'keep'\nafter_failure = 'keep'", "after_success = 'keep'\nafter_failure = 'keep'"),
    ],
)  # fmt: skip
def test_what_cannot_meet_is_let_be(good: str, second_flow: str, kinds: Kinds, first: str, second: str) -> None:
    assert errors(with_second(good, second_flow, first, second), kinds) == []


def test_a_flow_that_is_off_only_warns(good: str, second_flow: str, kinds: Kinds) -> None:
    report = validate(good + second_flow.replace('id = "invoices"', 'id = "invoices"\nenabled = false'), kinds).report
    assert report.ok
    assert "may pick up the same files" in str(report.warnings[0])


def other_folder(second: str, path: Path) -> str:
    return f"\n[[connections]]\nid = 'other'\ntype = 'folder'\npath = '{path}'\n" + second.replace('"erp"', '"other"')


def test_same_folder_by_another_connection_and_spelling(
    good: str, second_flow: str, kinds: Kinds, tmp_path: Path
) -> None:
    (tmp_path / "alias").symlink_to(tmp_path / "drop")
    text = good + other_folder(second_flow, tmp_path / "x" / ".." / "alias")
    assert "may pick up the same files" in errors(text, kinds)[0]


def test_folder_below_meets_only_a_recursive_flow(good: str, second_flow: str, kinds: Kinds, tmp_path: Path) -> None:
    text = good + other_folder(second_flow, tmp_path / "drop" / "inner")
    assert errors(text, kinds) == []
    recursive = text.replace('min_age = "10s"', "recursive = true")
    assert "may pick up the same files" in errors(recursive, kinds)[0]


def test_another_folder_is_let_be(good: str, second_flow: str, kinds: Kinds, tmp_path: Path) -> None:
    assert errors(good + other_folder(second_flow, tmp_path / "drop2"), kinds) == []


def test_watching_the_archive_of_another_flow(good: str, second_flow: str, kinds: Kinds, tmp_path: Path) -> None:
    text = good + other_folder(second_flow, tmp_path / "drop" / "archive").replace(
        'connection = "other"', 'connection = "other"\nrecursive = true'
    )
    (found,) = errors(text, kinds)
    assert 'watches the archive folder of the flow "orders"' in found


@pytest.mark.parametrize(
    "option",
    ["archive = '.'", "archive = ''", "failed = '.'", "recursive = true\narchive = '{yyyy}/{MM}'", "archive = '..'"],
)  # fmt: skip
def test_archive_where_files_are_picked_up(good: str, kinds: Kinds, option: str) -> None:
    (found,) = errors(good.replace('min_age = "10s"', option), kinds)
    assert "settled files would lie where they are picked up" in found


def test_archive_by_date_below_a_flat_folder_is_let_be(good: str, kinds: Kinds) -> None:
    assert errors(good.replace('min_age = "10s"', "archive = '{yyyy}/{MM}'"), kinds) == []


SERVER = """
[[connections]]
id = "{name}"
type = "sftp"
host = "sftp.example.com"
username = "{username}"
password = "sftp/password"
path = "{path}"
"""
FLOW = """
[[flows]]
id = "{name}"
[flows.source]
type = "files"
connection = "{name}"
{more}
[flows.format]
type = "xml"
record = "/Orders/Order"
[flows.mapping]
resource = "orders"
key = "Number"
[flows.mapping.fields]
number = "Number"
[flows.target]
connection = "acme"
"""


@pytest.mark.parametrize(
    "one,other,more,found",
    [
        (("a", "/out"), ("b", "/out/"), "", True),
        (("a", "/out"), ("b", "/OUT"), "", False),  # a server's letters are its own
        (("a", "out"), ("a", "./out"), "", True),
        (("a", "out"), ("b", "out"), "", False),  # each below where it begins
        (("a", "/out"), ("b", "/out/orders"), "recursive = true", True),
    ],
)
def test_places_of_a_server(one: tuple[str, str], other: tuple[str, str], more: str, found: bool) -> None:
    acme = '[[connections]]\nid = "acme"\ntype = "acme"\nurl = "https://api.acme.example"\napi_key = "acme/api_key"\n'
    text = "version = 1\n" + acme
    for name, (username, path) in (("first", one), ("second", other)):
        text += SERVER.format(name=name, username=username, path=path) + FLOW.format(name=name, more=more)
    said = errors(text, real_kinds())
    assert any("may pick up the same files" in words for words in said) is found, said
