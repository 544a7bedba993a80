"""The ledger's parts of a bundle: rows whose data is replaced, column by column. A column nobody named is data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_sync.bundle.parts import Part
from desktop_sync.core.stand_ins import StandIns
from desktop_sync.ledger.support import data_of, section, shape

Row = dict[str, Any]
_PLAIN = frozenset({  # numbers, times, states, ids of the settings, words of the program
    "account", "action", "answered_at", "asked_at", "at", "claimable", "closed_at", "connection", "count", "counts",
    "delivery", "delivery_state", "ended_at", "failures", "files", "first_at", "flow", "id", "item", "item_state",
    "kind", "last_at", "made_at", "mapping", "method", "name", "noted_at", "number", "opened_at", "outcome", "owner",
    "planned_at", "problem", "record", "resource", "run", "seen_at", "sent_at", "sent_times", "sql", "started_at",
    "since", "state", "status", "times", "until_at",
})  # fmt: skip
_SPOKEN = frozenset({"note", "cause", "what", "hint", "closed_by", "reason"})  # sentences, with data in them
_CODE = frozenset({"key", "base_url", "field", "address", "schedule", "why"})
_ANSWER = frozenset({"code", "type", "status", "retryable", "field", "pointer", "path"})  # of Acme's error answers
_ENDING = 4  # letters of one such as .xml


def learn(stand_ins: StandIns, file: Path) -> None:
    """What the ledger knows to be data is found in every text from now on. A broken ledger teaches what it can."""
    for value in data_of(file):
        stand_ins.learn([value, value.rpartition("/")[2].rpartition(".")[0]])


def parts(file: Path, stand_ins: StandIns) -> Iterator[Part]:
    """In a fixed order."""
    yield Part("ledger/shape.json", "version, sizes and rows of the ledger's tables", partial(shape, file))
    told = {
        "tables": "the ledger's tables, as they were made", "facts": "what the ledger notes about itself",
        "items": "how many files are in which state", "deliveries": "how many documents are in which state",
        "mappings": "which versions of mappings have worked", "accounts": "which account each connection leads to",
        "runs": "the last 300 runs", "problems": "open problems and the last closed ones",
        "totals": "what was ever done", "pauses": "who has paused what",
        "missed": "fires that passed without a run", "agenda": "what is remembered of each schedule",
        "requests": "what was tried with documents that have a problem; no content", "people": "what people did",
    }  # fmt: skip
    for name, what in told.items():
        yield Part(f"ledger/{name}.json", what, partial(_section, file, name, stand_ins))


def _section(file: Path, name: str, stand_ins: StandIns) -> list[Row]:
    return [{column: _cell(column, value, stand_ins) for column, value in row.items()} for row in section(file, name)]


def _cell(column: str, value: object, stand_ins: StandIns) -> object:
    if value is None or value == "" or column in _PLAIN:
        return value
    text = str(value)
    if column in _SPOKEN:
        return stand_ins.text(text)
    if column in _CODE:
        return stand_ins.code(text)
    special = {"answer": _answer, "position": _position, "path": _path}.get(column)
    return special(text, stand_ins) if special else stand_ins.value(text)


def _position(text: str, stand_ins: StandIns) -> object:
    return stand_ins.values(_json(text), frozenset({"line", "column", "offset", "path"}))


def _path(text: str, stand_ins: StandIns) -> object:
    """Its ending stays: what kind of file it is."""
    stem, dot, ending = text.rpartition(".")
    return stand_ins.value(stem) + dot + ending if dot and len(ending) <= _ENDING else stand_ins.value(text)


def _answer(text: str, stand_ins: StandIns) -> object:
    """Of Acme's answer its codes, and the rest in its shape."""
    found = _json(text)
    return stand_ins.values(found, _ANSWER) if isinstance(found, dict | list) else stand_ins.value(text)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
