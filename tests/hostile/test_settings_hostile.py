"""Settings that are broken, enormous, or hold what they must not: an answer in words, and no secret repeated."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.options import Options, Secret
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Kinds
from desktop_sync.settings.validation import validate

THE_SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"


class Api(Options):
    base_url: str
    api_key: Secret | None = None
    retries: int = 3


class Plain(Options):
    resource: str = "orders"


KINDS = Kinds({"acme": Api}, {}, {}, Plain, {}, frozenset({"acme"}))


def told(text: str) -> str:
    report = validate(text, KINDS).report
    assert not report.ok
    return "\n".join(str(one) for one in report.errors)


def connection(line: str) -> str:
    return f'version = 1\n[[connections]]\nid = "acme"\ntype = "acme"\nbase_url = "https://a.example"\n{line}\n'


@pytest.mark.parametrize(
    "line",
    [
        f'api_key = "{THE_SECRET}"',
        f'api_kye = "{THE_SECRET}"',
        f'password = "{THE_SECRET}"',
        f'api_key = ["{THE_SECRET}"]',
        f'api_key = {{value = "{THE_SECRET}"}}',
        f"api_key = {THE_SECRET}",
        f'api_key = "{THE_SECRET}',
        f'api_key = "acme/{THE_SECRET.lower()}"\nretries = "x"',
        f'title = 1\nretries = "https://user:{THE_SECRET}@host/"',
        f'api_key = "acme/key\\n{THE_SECRET}"',
    ],
)  # fmt: skip
def test_a_secret_in_the_settings_is_never_repeated(line: str) -> None:
    message = told(connection(line))
    assert THE_SECRET not in message
    assert THE_SECRET.lower() not in message


def test_a_secret_in_the_settings_says_how_to_store_it() -> None:
    message = told(connection(f'api_key = "{THE_SECRET}"'))
    assert 'connections[0] "acme" → api_key' in message
    assert "desktop-sync secret set NAME" in message


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "version = 1\nx = " + "[" * 50_000 + "]" * 50_000,
        "version = 1\nx = " + "{a=" * 5_000 + "1" + "}" * 5_000,
        "version = 1\nx = " + "[" * 200 + "]" * 200,
        "x = '" + "a" * (5 * 2**20) + "'",
        "version = 1\n" + "[[flows]]\n" * 3_000,
        "version = 1\n[[connections]]\nid = '" + "a" * 100_000 + "'\ntype='acme'\nbase_url='x'\n",
        "version = 1\x00",
        "version = 1\n" + "k" * 100_000 + " = 1",
        'version = 1\n"a\\nb\\u0007" = 1',
        "version = 1\n[[connections]]\nid = 1979-05-27\ntype = 1\n",
        "version = nan\nflows = 3\nconnections = [1, [], {}]\n",
        "\ufeffversion = 1\nflows = {}",
        "",
    ],
)  # fmt: skip
def test_broken_and_enormous_texts_are_answered_quickly(text: str) -> None:
    began = time.monotonic()
    message = told(text)
    assert time.monotonic() - began < 30
    assert max(len(line) for line in message.splitlines()) < 1_000


@given(st.text(max_size=200))
def test_no_text_is_a_bug(text: str) -> None:
    validate(text, KINDS)


TOML_VALUES = st.sampled_from(
    ["1", '"x"', "[]", "{}", "[[]]", "[{}]", "true", "nan", "1979-05-27", '{id = "a"}', '[{type = "acme"}]', "'''\n'''"]
)
NAMES = [
    "version",
    "connections",
    "flows",
    "id",
    "type",
    "source",
    "mapping",
    "flows.source",
    "connections.api_key",
    "x",
]


@given(st.dictionaries(st.sampled_from(NAMES), TOML_VALUES, max_size=6), st.booleans())
def test_no_shape_is_a_bug(values: dict[str, str], as_flow: bool) -> None:
    rows = "\n".join(f"{name} = {value}" for name, value in values.items())
    validate(("[[flows]]\n" if as_flow else "") + rows, KINDS)


@pytest.mark.parametrize(
    "data,expected",
    [
        ("version = 1\n".encode("utf-16"), "not UTF-8"),
        (b"version = 1\n# \xe9\n", "line 2"),
        (b"#" * (5 * 2**20), "too large"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    file = SettingsFile(path, tmp_path / "history", KINDS)
    with pytest.raises(SettingsError, match=expected):
        file.load()
    assert expected in str(file.validate().errors[0])


def test_byte_order_mark_of_a_windows_editor_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbfversion = 1\r\n")
    assert SettingsFile(path, tmp_path / "history", KINDS).load().flows == ()
