"""What an export has made, by real clicks: opened, delivered again, answered, a period issued once more after a yes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.link import Link
from desktop_sync.ui.made.sheet import MadeSheet
from desktop_sync.ui.made.words import period
from desktop_sync.ui.parts.badge import Badge
from tests.access import whole
from tests.fake_engine import FakeEngine
from tests.gallery.made import EACH, EMPTY_YET, FILES, ROWS, delivery, made, sheet

LEFT = Qt.MouseButton.LeftButton
Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def shown(qtbot: QtBot, link: Link, engine: FakeEngine, until: Until) -> MadeSheet:
    engine.answers["exports"] = ROWS
    window, found = sheet(link)
    qtbot.addWidget(window)
    window.show()
    found.show()
    until(lambda: len(found.model.rows) == 5)
    return found


def yes(qtbot: QtBot, found: MadeSheet, words: str) -> None:
    """To the question that shows; ``words``: of the button."""
    box = found.findChild(QMessageBox)
    assert box is not None
    button = next(one for one in box.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, LEFT)


class Viewer(QObject):
    """The system's program for files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """As the system would."""
        self.opened.append(url.toLocalFile())


def test_each_file_and_destination_has_a_row(shown: MadeSheet, engine: FakeEngine) -> None:
    states = [shown.model.index(row, 3).data() for row in range(5)]
    assert states == ["Delivered", "Asks you whether it arrived", "Refused", "Delivered", "Nothing delivered"]
    assert engine.calls("exports")[0] == {"export": "daily-orders", "limit": 200}


def test_why_a_report_is_empty_stands_below_where_nothing_moves_with_it(shown: MadeSheet) -> None:
    places = set()
    for row, words in ((4, EMPTY_YET), (1, "nobody can tell whether it arrived"), (3, "")):
        shown.table.selectRow(row)
        assert shown.remark.text() == words
        places.add(shown.table.geometry().getRect())
    assert len(places) == 1


def test_what_it_asks_is_whole(shown: MadeSheet) -> None:
    state = next(at for at, one in enumerate(shown.table.columns) if one.name == "state")
    assert "Asks you whether it arrived" in [shown.model.index(row, state).data() for row in range(5)]
    assert whole(shown.table, state, "Asks you whether it arrived")


def test_a_kept_file_is_opened_whole(qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until) -> None:
    pieces = [b"%PDF", b"-1.7"]

    def piece(number: int, at: int) -> dict[str, Any]:
        data = base64.b64encode(pieces[bool(at)]).decode()
        return {"name": "../day.pdf", "data": data, "size": 8, "next": None if at else 4}

    engine.answers["export_file"] = piece
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "open")  # type: ignore[arg-type]  # as it takes it
    try:
        qtbot.mouseClick(shown.open_file, LEFT)
        until(lambda: viewer.opened)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert Path(viewer.opened[0]).name == "day.pdf"
    assert Path(viewer.opened[0]).read_bytes() == b"%PDF-1.7"
    shown.table.selectRow(4)
    assert not shown.open_file.isEnabled()


def test_what_was_refused_is_delivered_again(qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["deliver_again"] = {"delivery": "file-rejected"}
    assert not shown.again.isVisible()
    shown.table.selectRow(2)
    qtbot.mouseClick(shown.again, LEFT)
    until(shown.bar.isVisible)
    assert engine.calls("deliver_again") == [{"delivery": "file-rejected"}]
    assert "next run" in shown.bar.accessibleName()


def test_a_person_says_whether_it_arrived(qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["answer_export"] = {}
    shown.table.selectRow(1)
    qtbot.mouseClick(shown.arrived, LEFT)
    until(lambda: engine.calls("answer_export") and shown.not_arrived.isEnabled())
    qtbot.mouseClick(shown.not_arrived, LEFT)
    until(lambda: len(engine.calls("answer_export")) == 2)
    assert [one["arrived"] for one in engine.calls("answer_export")] == [True, False]


def test_a_period_is_issued_after_a_yes_and_once(
    qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until
) -> None:
    engine.answers["issue_again"] = {"outcome": "done"}
    shown.issuing.end.setDate(shown.issuing.begin.date().addDays(-3))
    assert shown.issuing.begin.date() == shown.issuing.end.date()
    qtbot.mouseClick(shown.issuing.go, LEFT)
    assert not engine.calls("issue_again")
    yes(qtbot, shown, "Make and deliver it")
    until(lambda: "was made and delivered" in shown.bar.accessibleName() and shown.issuing.go.isEnabled())
    day = shown.issuing.begin.date().toString(Qt.DateFormat.ISODate)
    assert engine.calls("issue_again") == [{"flow": "daily-orders", "first_day": day, "last_day": day}]
    qtbot.mouseClick(shown.issuing.go, LEFT)
    yes(qtbot, shown, "Do not")
    assert len(engine.calls("issue_again")) == 1


@pytest.mark.parametrize(
    "outcome, said, words",
    [
        ("waiting", "Syncing", "It was made. Below stands"),
        ("problems", "Needs you", "It was made. Below stands"),
        ("cancelled", "Needs you", "It was told to end; the next run does the rest."),
    ],
)
def test_what_is_not_well_has_no_tick(
    qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until, outcome: str, said: str, words: str
) -> None:
    engine.answers["issue_again"] = {"outcome": outcome, "note": "It was told to end; the next run does the rest."}
    qtbot.mouseClick(shown.issuing.go, LEFT)
    yes(qtbot, shown, "Make and deliver it")
    until(lambda: words in shown.bar.accessibleName())
    assert [one.accessibleName() for one in shown.bar.findChildren(Badge)] == [said]


def test_a_period_with_a_file_for_each_document_is_looked_into(
    qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until
) -> None:
    engine.answers["exports"], engine.answers["export_files"] = EACH, FILES
    shown.refresh()
    until(lambda: shown.model.rows[0]["files"] == 12)
    shown.table.selectRow(1)
    assert (shown.model.index(0, 3).data(), shown.model.index(1, 3).data()) == ("Delivered", "Refused (2 of 12)")
    assert shown.model.index(0, 4).data() == "12 file(s)"
    assert shown.again.isVisible()
    assert not shown.open_file.isVisible()
    qtbot.mouseClick(shown.inside, LEFT)
    until(lambda: len(shown.model.rows) == 12)
    assert engine.calls("export_files") == [{"period": 27, "limit": 1000}]
    assert shown.model.index(11, 4).data() == "Order confirmation A-1011.pdf"
    assert shown.open_file.isEnabled()
    qtbot.mouseClick(shown.back, LEFT)
    until(lambda: len(shown.model.rows) == 5)
    assert not shown.back.isVisible()


def test_what_went_wrong_is_told(qtbot: QtBot, shown: MadeSheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["deliver_again"] = Rejected("This delivery was not refused.", "Look at the history.")
    shown.table.selectRow(2)
    qtbot.mouseClick(shown.again, LEFT)
    until(lambda: "was not refused" in shown.bar.accessibleName())
    assert shown.again.isEnabled()


def test_what_happens_elsewhere_is_seen(shown: MadeSheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["exports"] = ROWS[:1]
    engine.tell({"event": "run ended", "flow": "daily-orders"})
    until(lambda: len(shown.model.rows) == 2)


@pytest.mark.parametrize("more", [True, False])
def test_what_was_chosen_stays_chosen_when_others_come_before_it(
    shown: MadeSheet, engine: FakeEngine, until: Until, more: bool
) -> None:
    shown.table.selectRow(2)
    engine.answers["exports"] = [made(28, delivery("file")), *(ROWS if more else ROWS[:2])]
    engine.tell({"event": "run ended", "flow": "daily-orders"})
    until(lambda: shown.model.rows[0]["id"] == 28)
    assert shown.chosen is not None
    assert shown.chosen["delivery"]["id"] == "file-rejected"


def test_what_asks_a_person_is_chosen_first(shown: MadeSheet) -> None:
    assert shown.chosen is not None
    assert shown.chosen["delivery"]["id"] == "mail-unknown"
    assert shown.arrived.isVisible()


def test_progress_of_a_run_asks_for_nothing(shown: MadeSheet, link: Link, engine: FakeEngine, until: Until) -> None:
    heard: list[Any] = []
    link.happened.connect(heard.append)
    engine.tell({"event": "progress", "flow": "orders", "step": "read", "done": 1, "total": 2})
    until(lambda: heard)
    assert not shown._soon.isActive()


def test_a_period_in_words() -> None:
    assert period(made(1, begin_at=None, end_at=None)) == "everything"
    assert period(made(1, begin_at=None, end_at="2026-11-02T10:30:00+00:00")).startswith("up to")
    assert " to " in period(made(1, begin_at="2026-11-01T09:30:00+00:00", end_at="2026-11-02T10:30:00+00:00"))


def test_what_was_made_while_the_engine_was_away_shows_when_it_is_back(
    shown: MadeSheet, engine: FakeEngine, until: Until
) -> None:
    engine.go()
    until(lambda: not shown.issuing.go.isEnabled())
    engine.answers["exports"] = ROWS[:1]
    engine.come()
    until(lambda: len(shown.model.rows) < 5)
