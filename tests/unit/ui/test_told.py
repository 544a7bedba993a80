"""What the engine tells arrives in the desk's language: its texts, and nothing that is data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, SettingsError, Stop
from desktop_sync.formats.detecting import detected
from desktop_sync.languages import words
from desktop_sync.resources import resources
from desktop_sync.ui.languages import Language
from desktop_sync.ui.link import Link
from desktop_sync.ui.told import answer_told, error_told, told
from tests.fake_engine import FakeEngine

Until = Callable[[Callable[[], Any]], None]
SAY = words("de").told
SAMPLES = resources() / "samples"
EMPTY, LEER = "It is empty.", "Sie ist leer."


@pytest.fixture
def german(link: Link) -> Iterator[Link]:
    link.say = SAY
    yield link
    link.say = str


def test_what_is_searched_for_is_asked_in_the_engines_words_too(
    link: Link, engine: FakeEngine, qtbot: object, until: Until
) -> None:
    engine.answers["history"] = {"documents": []}
    link.meant = words("de").meant
    told: list[Any] = []
    for text in ("Zertifikat", "4711", ""):
        link.ask(link, "history", told.append, show=["documents"], text=text)
    until(lambda: len(told) == 3)
    asked = {one["text"]: one.get("also", []) for one in engine.calls("history")}
    assert asked["4711"] == asked[""] == []
    assert any("certificate" in one for one in asked["Zertifikat"])


def test_texts_are_told_wherever_they_stand_and_data_is_not() -> None:
    answer = {
        "problems": [{"what": EMPTY, "hint": "Restart the engine.", "cause": EMPTY, "id": 3}],
        "sentence": {"key": "problem", "values": {"what": EMPTY, "since": None}},
        "evidence": [EMPTY], "payload": {"what": EMPTY}, "body": {"note": EMPTY}, "settings": {"hint": EMPTY},
        "schedule": {"words": EMPTY}, "text": EMPTY, "record": {"faults": [{"what": EMPTY}], "values": {"what": EMPTY}},
    }  # fmt: skip
    assert told(answer, SAY) == {
        "problems": [{"what": LEER, "hint": "Starten Sie die Engine neu.", "cause": EMPTY, "id": 3}],
        "sentence": {"key": "problem", "values": {"what": LEER, "since": None}},
        "evidence": [LEER], "payload": {"what": EMPTY}, "body": {"note": EMPTY}, "settings": {"hint": EMPTY},
        "schedule": {"words": LEER}, "text": EMPTY, "record": {"faults": [{"what": LEER}], "values": {"what": EMPTY}},
    }  # fmt: skip
    assert answer_told("payload", {"what": EMPTY}, SAY) == {"what": EMPTY}
    assert answer_told("problems", {"what": EMPTY}, SAY) == {"what": LEER}


def test_what_a_problem_advises_and_what_an_edit_may_not_be_is_told() -> None:
    group = {"group": "g1", "advice": EMPTY, "examples": [{"note": EMPTY, "value": EMPTY, "problem": "p1"}]}
    told_group = {"group": "g1", "advice": LEER, "examples": [{"note": LEER, "value": EMPTY, "problem": "p1"}]}
    assert answer_told("problems", {"groups": [group]}, SAY) == {"groups": [told_group]}
    faults = {"faults": [{"field": EMPTY, "message": EMPTY}], "changes": [{"field": EMPTY, "old": EMPTY, "new": EMPTY}]}
    assert answer_told("edit_faults", faults, SAY) == {**faults, "faults": [{"field": EMPTY, "message": LEER}]}
    row = {"note": EMPTY, "left_alone": EMPTY, "became_note": EMPTY, "path": EMPTY, "changes": [{"old": EMPTY}]}
    assert told(row, SAY) == {**row, "note": LEER, "left_alone": LEER, "became_note": LEER}


def test_a_schema_is_told_by_its_descriptions() -> None:
    schema = {"properties": {"what": {"type": "string", "description": EMPTY, "enum": [EMPTY]}}}
    assert answer_told("mapping_forms", schema, SAY) == {
        "properties": {"what": {"type": "string", "description": LEER, "enum": [EMPTY]}}
    }


def test_names_are_not_told_for_they_are_what_screens_know_things_by() -> None:
    step = {"name": "sign-in", "state": "failed", "detail": EMPTY, "hint": ""}
    assert told({"step": step}, SAY)["step"] == {**step, "detail": LEER}


def test_what_asking_again_means_is_told_by_place() -> None:
    answer = {"flow": "orders", "places": {"erp": EMPTY}, "changed": False}
    said = answer_told("ask_again", answer, lambda text: LEER if text == EMPTY else text)
    assert said == {"flow": "orders", "places": {"erp": LEER}, "changed": False}


@pytest.mark.parametrize(
    "sample",
    [
        b"No;Qty\nA-1;2\nA-1;3\n",
        b"1;2\n3;4\n",
        "No;City\n1;K\xf6ln\n".encode("latin-1"),
        b'<Export xmlns="urn:x"><Order><No>1</No></Order><Order><No>2</No></Order></Export>',
        b'{"orders": [{"no": 1, "qty": 2}, {"no": 2, "qty": 3}]}',
        (SAMPLES / "excel" / "orders-0820.xlsx").read_bytes(),
    ],
)
def test_why_a_sample_seems_to_be_what_it_is_is_told_by_option(sample: bytes) -> None:
    found = detected(sample)
    said = answer_told("sample", {"name": "it is a workbook", "detected": asdict(found)}, SAY)
    assert said["name"] == "it is a workbook"
    assert said["detected"]["table"] == found.table
    assert found.why
    assert not [words for option, words in said["detected"]["why"].items() if words == found.why[option]]


def test_errors_are_told_and_stay_what_they_are() -> None:
    error = Rejected(EMPTY, "Restart the engine.", reason="gone")
    said = error_told(error, SAY)
    assert isinstance(said, Rejected)
    assert (type(said), said.what, said.hint, said.reason) == (Rejected, LEER, "Starten Sie die Engine neu.", "gone")
    assert error.what == EMPTY
    fault = error_told(SettingsError(EMPTY, (EMPTY, "x")), SAY)
    assert isinstance(fault, SettingsError)
    assert fault.problems == (LEER, "x")


def test_answers_errors_and_events_arrive_in_the_language(german: Link, engine: FakeEngine, until: Until) -> None:
    def retry(tell: Callable[[dict[str, Any]], None]) -> dict[str, str]:
        tell({"event": "step", "what": EMPTY})
        return {"note": EMPTY}

    engine.answers |= {"retry": retry, "run": Stop(EMPTY)}
    answers: list[Any] = []
    errors: list[Any] = []
    heard: list[Any] = []
    german.happened.connect(heard.append)
    german.ask(german, "retry", answers.append, None, heard.append)
    german.ask(german, "run", None, errors.append)
    engine.tell({"event": "problem", "what": EMPTY})
    until(lambda: answers and errors and len(heard) == 2)
    assert answers == [{"note": LEER}]
    assert errors[0].what == LEER
    assert [one["what"] for one in heard] == [LEER, LEER]


def test_why_there_is_no_engine_is_told_too(german: Link, engine: FakeEngine, until: Until) -> None:
    Language().use("de")
    engine.go()
    until(lambda: german.why)
    assert german.why == "Die Engine ist aus."
    errors: list[Any] = []
    german.ask(german, "run", None, errors.append)
    until(lambda: errors)
    assert (errors[0].what, errors[0].hint) == ("Die Engine ist aus.", "Starten Sie sie erneut.")
