"""An export: all rows, page by page, as a spreadsheet of the reader opens them; whole or not at all."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui import document_states
from desktop_sync.ui.activity import export as module
from desktop_sync.ui.activity.export import Export, harmless
from desktop_sync.ui.activity.kinds import Kind, Kinds
from desktop_sync.ui.link import Link
from desktop_sync.ui.spoken import at
from tests.fake_engine import FakeEngine
from tests.unit.ui.activity import rows
from tests.unit.ui.activity.history import NOW, History

Until = Callable[[Callable[[], Any]], None]


def kind(number: int = 0) -> Kind:
    return Kinds({"orders": "ERP orders"}.__getitem__, lambda: at(NOW)).all()[number]


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_all_of_it_is_written_page_by_page(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 300)
    History(engine, 1000)
    export = Export(link, kind(), {"text": "1", "flow": "orders"}, tmp_path / "out.csv", owner)
    told: list[int] = []
    export.told.connect(told.append)
    with qtbot.waitSignal(export.done) as done:
        export.start()
    assert done.args == [272]
    assert told == [0, 272, 272]
    assert engine.calls("history")[0] == {"show": ["documents"], "limit": 300, "text": "1", "flow": "orders"}
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert lines[0][:5] == ["Time", "Document", "Kind", "Outcome", "Flow"]
    assert lines[1][1:6] == ["4001000", "Order", "Created", "ERP orders", "ORD_0010.xml"]
    assert lines[1][0] == f"{at(NOW).astimezone():%Y-%m-%d %H:%M:%S}"
    assert len(lines) == 273
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_a_reader_with_a_decimal_comma_gets_semicolons(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject
) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    History(engine, 3, rows.file, "files")
    export = Export(link, Kinds(str, lambda: at(NOW)).files(), {}, tmp_path / "out.csv", owner)
    with qtbot.waitSignal(export.done):
        export.start()
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Time;File;Outcome;")
    assert "2026/11/ORD_0003.xml" in lines[1]


@pytest.mark.parametrize(
    "value, written",
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"), ("4711", "4711"), ("a=b", "a=b"), ("", ""), (-5, -5), (0, 0),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_text(value: object, written: object) -> None:
    assert harmless(value) == written


def test_a_formula_of_somebody_else_is_written_as_text(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject
) -> None:
    def evil(number: int) -> dict[str, Any]:
        return {**rows.document(number), "flow": "orders", "note": '=HYPERLINK("http://x";"y")', "path": "-a\nb.xml"}

    History(engine, 1, evil)
    export = Export(link, kind(), {}, tmp_path / "out.csv", owner)
    with qtbot.waitSignal(export.done):
        export.start()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as written:
        [_, row] = list(csv.reader(written))
    assert row[5:7] == ["'-a\nb.xml", '\'=HYPERLINK("http://x";"y")']


def test_a_cancelled_one_leaves_nothing(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject, until: Until
) -> None:
    let_go = threading.Event()
    history = History(engine, 100)

    def slow(**values: Any) -> Any:  # noqa: ANN401
        let_go.wait(5)
        return history.history(**values)

    engine.answers["history"] = slow
    (tmp_path / "out.csv").write_text("of last week")
    export = Export(link, kind(), {}, tmp_path / "out.csv", owner)
    export.start()
    until(lambda: engine.calls("history"))
    export.cancel()
    let_go.set()
    until(lambda: [one.name for one in tmp_path.iterdir()] == ["out.csv"])
    qtbot.wait(50)
    assert (tmp_path / "out.csv").read_text() == "of last week"


def test_one_whose_window_goes_leaves_nothing(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject, until: Until
) -> None:
    let_go = threading.Event()
    History(engine, 100)
    engine.answers["history"] = lambda **_: {"documents": []} if let_go.wait(5) else None
    export = Export(link, kind(), {}, tmp_path / "out.csv", owner)
    export.start()
    until(lambda: engine.calls("history"))
    export.deleteLater()
    until(lambda: not list(tmp_path.iterdir()))
    let_go.set()
    qtbot.wait(50)
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_goes_in_the_middle(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject, until: Until
) -> None:
    History(engine, 5000)
    export = Export(link, kind(), {}, tmp_path / "out.csv", owner)

    def gone(**_: object) -> None:
        raise RetryLater("The engine has ended.")

    export.told.connect(lambda many: engine.answers.update(history=gone) if many else None)
    with qtbot.waitSignal(export.failed) as told:
        export.start()
    assert told.args[0].what == "The engine has ended."
    until(lambda: not list(tmp_path.iterdir()))


def test_a_place_that_cannot_be_written(
    link: Link, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, owner: QObject
) -> None:
    History(engine, 5)
    export = Export(link, kind(), {}, tmp_path / "no folder" / "out.csv", owner)
    with qtbot.waitSignal(export.failed) as told:
        export.start()
    assert "out.csv cannot be written" in told.args[0].what


@pytest.mark.parametrize("number, row", [(0, rows.document), (1, rows.file), (2, rows.run), (3, rows.missed)])
def test_every_list_has_words_for_all_its_rows(number: int, row: Callable[[int], dict[str, Any]]) -> None:
    one = Kinds(str, lambda: at(NOW)).all()[number]
    for at_ in range(1, 8):
        told = [column.text(row(at_)) for column in one.columns]
        assert all(isinstance(text, str) for text in told)
        assert [exported.title for exported in one.exported] == [column.title for column in one.columns]
        assert all(exported.value(row(at_)) is not None for exported in one.exported)
    if number == 1:
        assert [one.value(row(7)) for one in one.exported][4:8] == [39, 1, 40, 21091]
    assert document_states.state({"state": "pending", "claimable": 2}) == "held"
