"""The schedule edited in words: by mouse and keys, with the next runs as the engine tells them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QRadioButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.engine.facade.scheduling import tried
from desktop_sync.ui.editors.chips import Chip
from desktop_sync.ui.editors.clocks import Clock
from desktop_sync.ui.editors.coming import ComingRuns
from desktop_sync.ui.editors.kept import Kept
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def editor(qtbot: QtBot, link: Link, engine: FakeEngine, tmp_path: Path) -> ScheduleEditor:
    """Shown, with an engine that answers as the real one does."""
    engine.answers["fires"] = lambda schedule, flow: tried(
        schedule, flow, tmp_path / "none", lambda: ZoneInfo("Europe/Berlin")
    )
    made = ScheduleEditor(link)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(editor: QWidget, kind: type[Any], name: str = "") -> Any:  # noqa: ANN401 - a widget
    """The visible one of this kind, whose text or name begins so."""
    for one in editor.findChildren(kind):
        words = one.text().replace("&", "") if hasattr(one, "text") else ""
        if one.isVisible() and (words.startswith(name) or one.accessibleName().startswith(name)):
            return one
    raise AssertionError(f"no visible {kind.__name__} {name}")


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def choose(qtbot: QtBot, editor: QWidget, word: str) -> None:
    radio = shown(editor, QRadioButton, word)
    qtbot.keyClick(radio, Qt.Key.Key_Space)


def pick(qtbot: QtBot, box: QComboBox, word: str) -> None:
    """By the keyboard, as a person types its first letters."""
    box.setFocus()
    for _ in range(box.count()):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    while box.currentText() != word:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def coming(editor: ScheduleEditor) -> list[str]:
    return editor.findChildren(ComingRuns)[0].lines()


def test_by_hand_to_begin_with(editor: ScheduleEditor, until: Until) -> None:
    assert editor.value() is None
    until(lambda: coming(editor) == ["None by itself: it runs when somebody starts it."])


def test_every_few_minutes(editor: ScheduleEditor, qtbot: QtBot, until: Until, engine: FakeEngine) -> None:
    with qtbot.waitSignal(editor.changed):
        choose(qtbot, editor, "Every few")
    assert editor.value() == {"every": "5min"}
    spin = shown(editor, QSpinBox)
    spin.selectAll()
    qtbot.keyClicks(spin, "15")
    assert editor.value() == {"every": "15min"}
    until(lambda: coming(editor)[0] == "now")
    assert len(coming(editor)) == 5
    assert engine.calls("fires")[-1] == {"schedule": {"every": "15min"}, "flow": None}


def test_only_in_a_window(editor: ScheduleEditor, qtbot: QtBot) -> None:
    choose(qtbot, editor, "Every few")
    between = next(one for one in editor.findChildren(QWidget) if getattr(one, "text", str)() == "only &between")
    qtbot.keyClick(between, Qt.Key.Key_Space)
    assert editor.value() == {"every": "5min", "window": {"hours": ["06:00-22:00"]}}
    click(qtbot, shown(editor, QToolButton, "Add hours"))
    assert editor.value() == {"every": "5min", "window": {"hours": ["06:00-22:00", "13:00-17:00"]}}
    click(qtbot, shown(editor, QToolButton, "Remove these hours"))
    only_on = next(one for one in editor.findChildren(QWidget) if getattr(one, "text", str)() == "&only on")
    qtbot.keyClick(only_on, Qt.Key.Key_Space)
    qtbot.keyClick(shown(editor, Chip, "Saturday"), Qt.Key.Key_Space)
    assert editor.value() == {"every": "5min", "window": {"hours": ["13:00-17:00"], "days": ["mon-sat"]}}


def test_on_a_weekday_at_several_times(editor: ScheduleEditor, qtbot: QtBot, until: Until) -> None:
    choose(qtbot, editor, "At fixed")
    assert editor.value() == {"at": ["06:00"]}
    pick(qtbot, shown(editor, QComboBox, "On which days"), "on some weekdays")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        click(qtbot, shown(editor, Chip, day))
    assert editor.value() == {"at": ["06:00"], "days": ["fri"]}
    clock = shown(editor, Clock)
    clock.setFocus()
    clock.setSelectedSection(Clock.Section.HourSection)
    qtbot.keyClicks(clock, "16")
    click(qtbot, shown(editor, QToolButton, "Add a time"))
    assert editor.value() == {"at": ["16:00", "17:00"], "days": ["fri"]}
    until(lambda: len(coming(editor)) == 5 and all(one[-5:] in {"16:00", "17:00"} for one in coming(editor)))
    click(qtbot, shown(editor, QToolButton, "Remove this time"))
    assert editor.value() == {"at": ["17:00"], "days": ["fri"]}


def test_on_days_of_the_month(editor: ScheduleEditor, qtbot: QtBot) -> None:
    choose(qtbot, editor, "At fixed")
    pick(qtbot, shown(editor, QComboBox, "On which days"), "on days of the month")
    click(qtbot, shown(editor, Chip, "The last day"))
    assert editor.value() == {"at": ["06:00"], "month_days": [1, "last"]}


def test_shortly_after_a_known_time(editor: ScheduleEditor, qtbot: QtBot, until: Until) -> None:
    choose(qtbot, editor, "Shortly")
    assert editor.value() == {"after": {"from": "18:05", "every": "2min", "until": "19:00"}}
    until(lambda: coming(editor)[0].endswith("18:05 to 19:00"))
    last = shown(editor, Clock, "Last look")
    last.setSelectedSection(Clock.Section.HourSection)
    qtbot.keyClicks(last, "18")
    assert editor.value() == {"after": {"from": "18:05", "every": "2min", "until": "18:00"}}


def test_a_cron_line_that_cannot_be_is_told_with_its_place(editor: ScheduleEditor, qtbot: QtBot, until: Until) -> None:
    click(qtbot, shown(editor, QToolButton, "More"))
    choose(qtbot, editor, "By a cron")
    line = shown(editor, QLineEdit, "Cron line")
    line.selectAll()
    qtbot.keyClicks(line, "0 25 * * *")
    assert editor.value() == {"cron": "0 25 * * *"}
    until(lambda: coming(editor)[0].startswith("Cron line: found"))


def test_what_nobody_touched_comes_back_as_it_was(editor: ScheduleEditor) -> None:
    for table in (
        {"every": "1h 30min", "zone": "Europe/Berlin"},
        {"at": "6:00", "days": ["Monday", "fri"], "missed": "run_once"},
        {"evry": "1h"},
        {"at": "06:00", "every": "1h", "window": {"hours": "7-19"}},
    ):
        editor.set_value(table)
        assert editor.value() is table


def test_what_words_cannot_say_is_shown_kept_and_removed_only_by_hand(
    editor: ScheduleEditor, qtbot: QtBot, until: Until
) -> None:
    editor.set_value({"every": "5min", "evry": "1h", "window": {"hours": "7-19"}})
    kept = editor.findChildren(Kept)[0]
    assert kept.lines() == ['evry = "1h"', 'window.hours = "7-19"']
    until(lambda: any("evry" in one for one in coming(editor)))
    choose(qtbot, editor, "At fixed")
    assert editor.value() == {"at": ["06:00"], "evry": "1h", "window": {"hours": "7-19"}}
    click(qtbot, shown(editor, QToolButton, "Remove evry"))
    assert editor.value() == {"at": ["06:00"], "window": {"hours": "7-19"}}
    choose(qtbot, editor, "Every few")
    between = next(one for one in editor.findChildren(QWidget) if getattr(one, "text", str)() == "only &between")
    qtbot.keyClick(between, Qt.Key.Key_Space)
    assert editor.value() == {"every": "5min", "window": {"hours": ["06:00-22:00"]}}
    assert kept.isHidden()


def test_the_zone_is_found_by_typing(editor: ScheduleEditor, qtbot: QtBot, until: Until) -> None:
    editor.set_value({"at": ["06:00"], "zone": "Nowhere/Land"})
    zone = next(box for box in editor.findChildren(QComboBox) if box.isEditable())
    assert zone.currentText() == "Nowhere/Land"
    line = zone.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "America/New_York")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == {"at": ["06:00"], "zone": "America/New_York"}
    until(lambda: editor.findChildren(ComingRuns)[0].title() == "Next runs (America/New_York)")


def test_an_engine_that_is_away_is_said(editor: ScheduleEditor, qtbot: QtBot, until: Until, engine: FakeEngine) -> None:
    until(lambda: engine.calls("fires"))
    engine.go()
    editor.set_value({"every": "5min"})
    until(lambda: coming(editor) and "engine" in coming(editor)[0].lower())
    engine.come()
    until(lambda: coming(editor)[0] == "now")


def test_a_former_answer_does_not_stand_for_the_present_words(
    editor: ScheduleEditor, qtbot: QtBot, until: Until, engine: FakeEngine, tmp_path: Path
) -> None:
    choose(qtbot, editor, "At fixed")
    until(lambda: len(coming(editor)) == 5)
    choose(qtbot, editor, "Only by hand")
    until(lambda: coming(editor)[0].startswith("None by itself"))
