"""The catalogues of Qt Linguist: exactly the texts of the source, all translated, the same values, freshly released."""

from __future__ import annotations

import ast
import re
import shutil
import string
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import translations
from translations import FOLDER, LANGUAGES, SOURCE, extract, release, unfinished

TOOLS = Path(sys.executable).parent
TOLD = {"tr": 1, "translate": 2, "QT_TRANSLATE_NOOP": 2}  # and of how many arguments; str has a translate of one
MOST = 99
MNEMONIC = re.compile(r"&(?!&)\w")


class Message(NamedTuple):
    context: str
    source: str
    plural: bool
    said: tuple[str, ...]


def messages(language: str) -> list[Message]:
    return [
        Message(
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.get("numerus") == "yes",
            tuple(one.text or "" for one in message.iter("numerusform")) or (message.findtext("translation", ""),),
        )
        for context in ET.parse(FOLDER / f"desk_{language}.ts").iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    ]


GERMAN = messages("de")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every ``self.tr(…)`` and ``translate(…)`` of the desk, with its place."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) >= TOLD.get(_named(node.func), MOST):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", node


def _named(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts(call: ast.Call) -> list[ast.expr]:
    """What it says in English, and before that the context of ``translate``."""
    return call.args[: 1 if _named(call.func) == "tr" else 2]


def test_the_catalogues_have_the_texts_of_the_source_and_all_is_translated(tmp_path: Path) -> None:
    for language in LANGUAGES:
        file = f"desk_{language}.ts"
        shutil.copy(FOLDER / file, tmp_path / file)
    extract(tmp_path, TOOLS)
    for language in LANGUAGES:
        file = f"desk_{language}.ts"
        assert unfinished(tmp_path / file) == []
        told = "run packaging/translations.py"
        assert (tmp_path / file).read_text(encoding="utf-8") == (FOLDER / file).read_text(encoding="utf-8"), told


def test_what_is_released_is_what_was_translated(tmp_path: Path) -> None:
    release(FOLDER, tmp_path, TOOLS)
    for language in LANGUAGES:
        fresh = (tmp_path / f"desk_{language}.qm").read_bytes()
        assert fresh == (FOLDER / f"desk_{language}.qm").read_bytes(), "run packaging/translations.py"


def test_every_text_that_is_told_is_a_literal_and_stands_in_the_catalogue() -> None:
    """Or it is one of a context whose texts are literals of ``QT_TRANSLATE_NOOP``."""
    known = {one.source for one in GERMAN}
    marked = {ast.unparse(call.args[0]) for _, call in calls() if _named(call.func) == "QT_TRANSLATE_NOOP"}
    wrong: list[str] = []
    seen: set[str] = set()
    for place, call in calls():
        literal = all(isinstance(text, ast.Constant) for text in _texts(call))
        if not literal and ast.unparse(call.args[0]) not in marked:
            wrong.append(place)
        seen.update(str(said.value) for said in _texts(call)[-1:] if isinstance(said, ast.Constant))
    assert wrong == []
    assert seen == known


def test_tr_is_asked_of_the_object_whose_class_is_the_context() -> None:
    others = [
        place
        for place, call in calls()
        if _named(call.func) == "tr"
        and not (isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "self")
    ]
    assert others == []


def test_english_has_the_plurals() -> None:
    assert [one[:2] for one in messages("en")] == [one[:2] for one in GERMAN if one.plural]
    for one in messages("en"):
        assert all(one.said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_and_mnemonics_are_the_same(language: str) -> None:
    for one in messages(language):
        for said in one.said:
            assert values_of(said) == values_of(one.source), one
            assert bool(MNEMONIC.search(said)) == bool(MNEMONIC.search(one.source)), one
            assert said.endswith("…") == one.source.endswith("…"), one
            assert said.strip() == said, one
        if one.plural:
            number = next(sign for sign in ("%Ln", "%n") if sign in one.source)
            assert number in one.said[-1], one


def values_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_new_text_is_told_as_missing_and_an_old_one_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "ui"
    source.mkdir()
    monkeypatch.setattr(translations, "SOURCE", source)
    monkeypatch.setattr(translations, "LANGUAGES", {"de": (), "en": ("-pluralonly",)})
    (source / "a.py").write_text(
        'class Place:\n    def say(self):\n        self.tr("%n file(s) in "\n            "all", "", 2)\n'
        '        translate("Other", "gone soon")\n',
        encoding="utf-8",
    )
    extract(tmp_path, TOOLS)
    assert unfinished(tmp_path / "desk_de.ts") == ["Other: gone soon", "Place: %n file(s) in all"]
    assert unfinished(tmp_path / "desk_en.ts") == ["Place: %n file(s) in all"]
    (source / "a.py").write_text("", encoding="utf-8")
    extract(tmp_path, TOOLS)
    assert unfinished(tmp_path / "desk_de.ts") == []
