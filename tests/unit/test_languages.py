"""The catalogues: complete, and with the same values in every text."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import engine_texts
import pytest

import desktop_sync
from desktop_sync.core.notice_text import _WHO
from desktop_sync.languages import words
from desktop_sync.resources import resources

LANGUAGES = ("de",)
FOLDER = resources() / "i18n"


def catalogue(name: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


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


def test_these_languages_ship() -> None:
    kinds = {"", "engine_", "phrases_", "acme_"}
    assert {file.stem for file in FOLDER.glob("*.json")} == {f"{kind}{one}" for kind in kinds for one in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    texts = catalogue(language)
    needed = set(spoken()) - set(LANGUAGES)
    assert needed - texts.keys() == set()
    assert texts.keys() - needed == set()
    for text, said in texts.items():
        assert values_of(said) == values_of(text), text


@pytest.mark.parametrize("name", [f"{kind}_{one}" for kind in ("engine", "phrases") for one in LANGUAGES])
def test_no_value_is_told_that_was_not_given_and_none_is_forgotten(name: str) -> None:
    places = engine_texts.PLACE
    for text, said in catalogue(name).items():
        assert said, text
        assert set(places.findall(said)) <= set(places.findall(text)), text
        if name.startswith("engine"):
            assert set(places.findall(said)) == set(places.findall(text)), text
        assert text[-1:] not in ".?!" or said[-1:] in ".?!", text


def test_there_are_texts_at_all() -> None:
    assert len(set(spoken())) > 20
    assert len(engine_texts.templates()) > 700


def test_counts_and_what_is_not_translated() -> None:
    german = words("de")
    assert german.counted(1, "{count} new problem", "{count} new problems") == "1 neues Problem"
    assert german.counted(5000, "{count} new problem", "{count} new problems") == "5.000 neue Probleme"
    assert german("never heard of {it}", it="x") == "never heard of x"
    assert words("en").counted(5000, "{count} new problem", "{count} new problems") == "5,000 new problems"
    assert words("fr").language == "en"


def test_texts_of_the_source_are_found_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room.py").write_text(
        '"""A docstring is no text. Nobody reads it."""\n'
        "def go(path, why):\n"
        '    """Neither is this one."""\n'
        '    log.info("Nobody reads this sentence.")\n'
        '    what = f"{path} is away: {why}"\n'
        '    raise Stop(what, "Look for it." if why else f"Ask {why}: it "\n        f"may be {path!r}.")\n'
        '    sql.execute("SELECT id FROM item WHERE id = ?")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(engine_texts, "ROOT", tmp_path)
    assert set(engine_texts.templates()) == {"{0} is away: {1}", "Look for it.", "Ask {0}: it may be {1}."}
