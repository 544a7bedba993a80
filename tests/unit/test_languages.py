"""The catalogues: complete, and with the same values in every text."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop_sync
from desktop_sync.core.notice_text import _WHO
from desktop_sync.languages import words
from desktop_sync.resources import resources

CATALOGUES = sorted((resources() / "i18n").glob("*.json"))


def spoken() -> Iterator[str]:
    """Every text that the program says through ``Words``."""
    yield from _WHO.values()
    for file in Path(desktop_sync.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _speaks(node.func):
                yield from (
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def _speaks(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "counted":
        return isinstance(function.value, ast.Name) and function.value.id == "words"
    return isinstance(function, ast.Name) and function.id == "words"


def values_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_has_every_text_and_no_other(file: Path) -> None:
    catalogue = json.loads(file.read_text(encoding="utf-8"))
    needed = set(spoken()) - {path.stem for path in CATALOGUES}
    assert needed - catalogue.keys() == set()
    assert catalogue.keys() - needed == set()
    for text, said in catalogue.items():
        assert values_of(said) == values_of(text), text


def test_there_are_texts_at_all() -> None:
    assert len(set(spoken())) > 20
    assert [file.stem for file in CATALOGUES] == ["de"]


def test_counts_and_what_is_not_translated() -> None:
    german = words("de")
    assert german.counted(1, "{count} new problem", "{count} new problems") == "1 neues Problem"
    assert german.counted(5000, "{count} new problem", "{count} new problems") == "5.000 neue Probleme"
    assert german("never heard of {it}", it="x") == "never heard of x"
    assert words("en").counted(5000, "{count} new problem", "{count} new problems") == "5,000 new problems"
    assert words("fr").language == "en"
