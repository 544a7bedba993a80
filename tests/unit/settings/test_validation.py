"""All problems at once, each with its place in words and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.validation import validate


def errors(text: str, kinds: Kinds) -> list[str]:
    return [str(problem) for problem in validate(text, kinds).report.errors]


def warnings(text: str, kinds: Kinds) -> list[str]:
    return [str(problem) for problem in validate(text, kinds).report.warnings]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_good_settings_are_read(good: str, kinds: Kinds) -> None:
    validated = validate(good, kinds)
    assert validated.report.errors == ()
    assert validated.report.warnings == ()
    settings = validated.settings
    assert [one.id for one in settings.connections] == ["erp", "acme"]
    assert settings.connection_by_id["acme"].title == "acme"
    flow = settings.flow_by_id["orders"]
    assert flow.enabled
    assert flow.source.type == "files"
    assert flow.target.on_conflict == "legacy_wins"
    assert flow.target.batch is None


def test_references_of_an_unsound_flow_are_told_in_the_same_round(good: str, kinds: Kinds) -> None:
    text = good.replace('"10s"', '"soon"').replace('connection = "erp"', 'connection = "epr"')
    assert [one.place for one in validate(text, kinds).report.errors] == [
        'flows[0] "orders" → source.connection',
        'flows[0] "orders" → source.min_age',
    ]


def test_nothing_set_up_yet_is_sound(kinds: Kinds) -> None:
    assert validate("version = 1\n", kinds).report.ok


def test_every_problem_is_told_at_once_in_the_order_of_the_file(good: str, kinds: Kinds) -> None:
    text = (
        good.replace('min_age = "10s"', 'min_age = "10 sec"')
        .replace('record = "Orders/Order"', "record = 7")
        .replace('base_url = "https://api.acme.example"', 'base_ulr = "https://api.acme.example"')
        .replace("version = 1", "version = 2")
    )
    found = validate(text, kinds).report.errors
    assert [(one.place, one.line) for one in found] == [
        ("version", line_of(text, "version =")),
        ('connections[1] "acme" → base_url', line_of(text, 'id = "acme"') - 1),
        ('connections[1] "acme" → base_ulr', line_of(text, "base_ulr")),
        ('flows[0] "orders" → source.min_age', line_of(text, "min_age")),
        ('flows[0] "orders" → format.record', line_of(text, "record =")),
    ]
    said = [one.what for one in found]
    assert said[0] == "found 2, this program reads version 1"
    assert said[1] == "is missing"
    assert said[2] == 'is not an option here; did you mean "base_url"?'
    assert said[3] == 'found "10 sec", expected a time such as "10s", "2min", "1h 30min" or "3d"'
    assert said[4] == "found 7, expected a text in quotes"


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('type = "folder"', 'type = "foldr"', 'expected one of "acme", "folder"; did you mean "folder"?'),
        ('id = "erp"', 'id = "ERP Drop"', 'found "ERP Drop", expected small letters, digits and "-" only'),
        ('id = "erp"\n', "", "connections[0] → id: is missing; expected: small letters"),
        ('connection = "erp"', 'connection = "epr"', 'there is no connection of this id; did you mean "erp"?'),
        ('connection = "erp"', 'connection = "acme"', 'is a connection of type "acme", expected one of type "folder"'),
        ('connection = "acme"', 'connection = "erp"', 'is a connection of type "folder", expected one of type "acme"'),
        ('id = "acme"', 'id = "erp"', 'found "erp" again: connections[0] has this id already'),
        ('resource = "orders"', 'resource = "order"', 'no such resource; did you mean "orders"?'),
        ("[flows.target]\n", "[flows.traget]\n", '"orders" → traget: is not an option here; did you mean "target"?'),
        ("[flows.target]\n", "[flows.traget]\n", 'flows[0] "orders" → target: is missing; every flow has one'),
        ("[[connections]]\nid = \"erp\"", "[[conections]]\nid = \"erp\"", 'did you mean "connections"?'),
        ('{from = "Header/No"}', '{form = "Header/No"}', 'reference.form: is not an option here; did you mean "from"?'),
        ('{from = "Header/No"}', "[1]", "mapping.fields.external_reference: found a list, expected a table"),
        ('title = "Orders"', "enabled = 1.5", "enabled: found 1.5, expected true or false"),
        ("version = 1", "", "version: is missing"),
        ("version = 1", "version = true", "version: found true, this program reads version 1"),
        ('base_url = "https', 'in_flight = 65\nbase_url = "https', "found 65, expected at most 64"),
        ('base_url = "https', 'sign_in = "apikey"\nbase_url = "https', '"client_credentials"; did you mean "api_key"?'),
        ("min_age", "archive = 'C:\\new'\npattern = \"a\\tb\"\nmin_age", "source.pattern: holds a control character"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_its_place(good: str, kinds: Kinds, old: str, new: str, expected: str) -> None:
    assert old in good
    found = errors(good.replace(old, new, 1), kinds)
    assert any(expected in one for one in found), found
    assert all(one.startswith(("settings.toml, line ", "settings.toml: ")) for one in found), found


def test_connections_as_a_plain_table_is_explained(kinds: Kinds) -> None:
    (found,) = errors('version = 1\n[connections]\nid = "a"\n', kinds)
    assert found.startswith("settings.toml, line 2: connections: found a table, expected a list of tables: ")
    assert found.endswith("write [[connections]] in double brackets")


def test_toml_faults_have_line_and_column(kinds: Kinds) -> None:
    (found,) = validate("version = 1\nid = = 2\n", kinds).report.errors
    assert (found.line, found.column) == (2, 6)
    assert found.what.startswith("this is not TOML: ")


@pytest.mark.parametrize(
    "twice", ["id = 1\nid = 2", "[a]\n[a]", "a = {x = 1, x = 2}", "a = {x = 1}\n[a.b]", "[[a]]\n[a]"]
)
def test_a_name_that_stands_twice_is_told_as_that(kinds: Kinds, twice: str) -> None:
    (found,) = validate(f"version = 1\n{twice}\n", kinds).report.errors
    assert found.what == "this is not TOML: a name or table that was written before"


def test_windows_path_in_double_quotes_is_explained(kinds: Kinds) -> None:
    (found,) = errors('version = 1\npath = "C:\\Users\\erp"\n', kinds)
    assert "line 2" in found
    assert "single quotes" in found


def test_profile_without_keys_or_unique_references_is_a_warning(good: str, kinds: Kinds) -> None:
    text = good.replace("api_key = ", 'profile = "bare.json"\napi_key = ', 1)
    (found,) = warnings(text, kinds)
    assert '"at least once"' in found
    assert 'connections[1] "acme"' in found
    assert validate(text, kinds).report.ok


class TestFormerVersion:
    def test_new_id_of_the_same_flow_is_noticed(self, good: str, kinds: Kinds) -> None:
        former = validate(good, kinds).settings
        renamed = good.replace('id = "orders"', 'id = "sales-orders"')
        (found,) = validate(renamed, kinds, former=former).report.warnings
        assert '"orders" is gone and "sales-orders" looks like it' in found.what
        assert "An id never changes" in found.what

    def test_vanished_connection(self, good: str, second_flow: str, kinds: Kinds) -> None:
        extra = "\n[[connections]]\nid = 'old'\ntype = 'folder'\npath = '/somewhere'\n"
        former = validate(good + extra, kinds).settings
        (found,) = validate(good, kinds, former=former).report.warnings
        assert 'the connection "old" of the former version is gone' in found.what

    def test_new_title_is_no_matter(self, good: str, kinds: Kinds) -> None:
        former = validate(good, kinds).settings
        assert validate(good.replace('"Orders"', '"Sales"'), kinds, former=former).report.warnings == ()

    def test_other_type(self, good: str, kinds: Kinds) -> None:
        extra = "\n[[connections]]\nid = 'old'\ntype = 'folder'\npath = '/somewhere'\n"
        former = validate(good + extra, kinds).settings
        other = good + "\n[[connections]]\nid = 'old'\ntype = 'acme'\nbase_url = 'https://x.example'\n"
        (found,) = validate(other, kinds, former=former).report.warnings
        assert 'was of type "folder"' in found.what
        assert found.place == 'connections[2] "old" → type'


def test_errors_are_raised_whole(good: str, kinds: Kinds) -> None:
    report = validate(good.replace('"10s"', '"x"').replace("Orders/Order", ""), kinds).report
    with pytest.raises(SettingsError) as caught:
        report.raise_errors(str(Path("settings.toml")))
    assert len(caught.value.problems) == len(report.errors) == 1
    assert "config validate" in caught.value.hint
