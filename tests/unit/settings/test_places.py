"""The line index names every key of a text that ``tomllib`` accepts, at the right line."""

from __future__ import annotations

import tomllib

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.settings.places import Path, line_index, nearest_line

TEXT = '''\
version = 1 # one

[[flows]]
id = "a"
"odd key" = 'x'
text = """
[not.a.table]
x = "" \\" ""
"""""
[flows.source]
list = [
  1, # [x]
  {a = 1, b.c = [2, 3]},
]
[[flows]]
id = "b"
target.connection = 'it''s'
[flows.target.more]
raw = \'\'\'a\\\'\'\'
last = true
'''.replace("'it''s'", '"it\'s"')


def test_lines_of_a_wild_text() -> None:
    tomllib.loads(TEXT)
    lines = line_index(TEXT)
    rows = TEXT.splitlines()
    expected: dict[Path, str] = {
        ("version",): "version",
        ("flows", 0, "id"): 'id = "a"',
        ("flows", 0, "odd key"): '"odd key"',
        ("flows", 0, "text"): "text",
        ("flows", 0, "source"): "[flows.source]",
        ("flows", 0, "source", "list", 1, "b", "c"): "  {a",
        ("flows", 1): "[[flows]]",
        ("flows", 1, "target", "connection"): "target.connection",
        ("flows", 1, "target", "more", "raw"): "raw",
        ("flows", 1, "target", "more", "last"): "last",
    }
    for path, beginning in expected.items():
        assert rows[lines[path] - 1].startswith(beginning), path
    assert ("not",) not in lines
    assert lines["flows", 1] > lines["flows", 0]


def test_what_is_not_written_has_the_line_around_it() -> None:
    lines = line_index(TEXT)
    assert nearest_line(lines, ("flows", 0, "source", "min_age")) == lines["flows", 0, "source"]
    assert nearest_line(lines, ("nothing",)) is None


KEYS = st.text(alphabet="ab-_1", min_size=1, max_size=3)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.text(alphabet="a#[]{}=.'\" \n", max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


def leaves(value: object, path: Path = ()) -> list[Path]:
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in [(*path, key), *leaves(inner, (*path, key))]]
    if isinstance(value, list):
        return [one for number, inner in enumerate(value) for one in leaves(inner, (*path, number))]
    return []


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_key_is_found(value: dict[str, object]) -> None:
    text = tomlkit.dumps(value)
    lines = line_index(text)
    rows = text.split("\n")
    for path in leaves(tomllib.loads(text)):
        assert path in lines
        assert str(path[-1]) in rows[lines[path] - 1]
