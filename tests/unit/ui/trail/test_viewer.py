"""A file beside its trail: only a stretch of it is ever here; more comes when it is read, in lines or in bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.excerpt import Encoded, Wanted, hexadecimal, text
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.paper import Paper
from desktop_sync.ui.trail.viewer import PAGE, Viewer
from tests.fake_engine import FakeEngine

Until = Callable[[Callable[[], Any]], None]
LINES = 40_000
CONTENT = "".join(f"line {number:06d} 😀 ä\n" for number in range(1, LINES + 1)).encode()


def told(content: bytes, *, archive: bool = False) -> Callable[..., dict[str, Any]]:
    """What the facade answers, by its own functions."""

    def payload(
        item: int,
        member: str = "",
        offset: int = 0,
        line: int = 1,
        marks: Sequence[Sequence[int]] = (),
        before: int = 0,
        after: int = 0,
    ) -> dict[str, Any]:
        wanted = Wanted(offset, line, before, after, [(one[0], one[1]) for one in marks])
        start = max(offset - before, 0)
        data = content[start : offset + after]
        encoded = Encoded("utf-8")
        ends = start + len(data) == len(content)
        binary = b"\0" in data
        shown = hexadecimal(data, start, wanted) if binary else text(data, start, encoded, wanted, ends=ends)
        size = None if archive else len(content)
        return {
            "item": item,
            "path": "big.txt",
            "member": member,
            "size": size,
            "encoding": "utf-8",
            "ends": ends,
            **shown,
        }

    return payload


@pytest.fixture
def viewer(qtbot: QtBot, link: Link, engine: FakeEngine) -> Viewer:
    engine.answers["payload"] = told(CONTENT)
    made = Viewer(link)
    made.resize(640, 480)
    qtbot.addWidget(made)
    made.show()
    return made


def _beyond(paper: Paper, line: int) -> bool:
    return paper.last > line


def _above(paper: Paper, line: int) -> bool:
    return paper.first < line


def place_of(line: int) -> dict[str, Any]:
    return {"item": 7, "offset": CONTENT.index(f"line {line:06d}".encode()), "line": line}


def test_a_place_far_inside_shows_with_its_lines_and_its_mark(viewer: Viewer, until: Until) -> None:
    place = place_of(20_000)
    viewer.show_place(place, (place["offset"], place["offset"] + 11), (place["offset"] + 5, place["offset"] + 11))
    paper = viewer.paper
    until(paper.extraSelections)
    assert [one.cursor.selectedText() for one in paper.extraSelections()] == ["line 020000", "020000"]
    assert len(paper.toPlainText()) < 2 * PAGE
    block = paper.firstVisibleBlock()
    assert 19_980 < paper.first + block.blockNumber() <= 20_000
    assert paper.document().findBlockByNumber(20_000 - paper.first).text().startswith("line 020000 😀")
    assert viewer.about.text().startswith("big.txt · utf-8 · bytes ")


def test_page_down_at_the_end_and_page_up_at_the_beginning_load_more(
    qtbot: QtBot, viewer: Viewer, engine: FakeEngine, until: Until
) -> None:
    viewer.show_place(place_of(20_000))
    paper, bar = viewer.paper, viewer.paper.verticalScrollBar()
    until(paper.toPlainText)
    last, first = paper.last, paper.first
    bar.setValue(bar.maximum())
    qtbot.keyClick(paper, Qt.Key.Key_PageDown)
    until(lambda: paper.last > last)
    seen = [paper.first + bar.value(), paper.first + bar.value() + bar.pageStep()]
    assert seen[0] < last <= seen[1] + 1  # the line that was the last is still to be seen
    assert paper.document().findBlockByNumber(last - paper.first).text().startswith(f"line {last:06d}")
    for _ in range(2):
        bar.setValue(bar.minimum())
        before = paper.first
        qtbot.keyClick(paper, Qt.Key.Key_PageUp)
        until(partial(_above, paper, before))
    assert paper.first < first
    assert paper.toPlainText().startswith(f"line {paper.first:06d}")
    assert all(len(one) <= 2 * PAGE for one in [paper.toPlainText()])
    assert len(engine.calls("payload")) == 4


def test_the_ends_of_the_file_are_ends(qtbot: QtBot, viewer: Viewer, engine: FakeEngine, until: Until) -> None:
    above, below = viewer.buttons
    viewer.show_place({"item": 7})
    until(viewer.paper.toPlainText)
    assert (above.isEnabled(), below.isEnabled()) == (False, True)
    qtbot.keyClick(viewer.paper, Qt.Key.Key_PageUp)
    assert len(engine.calls("payload")) == 1
    viewer.show_place(place_of(LINES))
    until(lambda: viewer.paper.last > LINES)  # after the last line break there is one more, empty
    assert (above.isEnabled(), below.isEnabled()) == (True, False)
    qtbot.mouseClick(above, Qt.MouseButton.LeftButton)
    until(lambda: len(engine.calls("payload")) == 3)


def test_the_wheel_goes_on_beyond_the_last_line(viewer: Viewer, until: Until) -> None:
    viewer.show_place({"item": 7})
    paper, bar = viewer.paper, viewer.paper.verticalScrollBar()
    until(paper.toPlainText)
    last = paper.last
    bar.setValue(bar.maximum())
    middle = QPointF(paper.viewport().rect().center())
    none = Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(
        middle, paper.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(paper.viewport(), turned)
    until(lambda: paper.last > last)


def test_the_way_back_to_the_marked_place(qtbot: QtBot, viewer: Viewer, until: Until) -> None:
    place = place_of(20_000)
    viewer.show_place(place, (place["offset"], place["offset"] + 4))
    paper, bar = viewer.paper, viewer.paper.verticalScrollBar()
    until(paper.extraSelections)
    last = paper.last
    for _ in range(3):
        bar.setValue(bar.maximum())
        qtbot.keyClick(paper, Qt.Key.Key_PageDown)
        until(partial(_beyond, paper, last))
        last = paper.last
    assert not paper.extraSelections()
    qtbot.mouseClick(viewer.back, Qt.MouseButton.LeftButton)
    until(paper.extraSelections)


def test_bytes_are_shown_in_rows_and_paged_as_well(
    qtbot: QtBot, viewer: Viewer, engine: FakeEngine, until: Until
) -> None:
    engine.answers["payload"] = told(bytes(range(256)) * 1000)
    viewer.show_place({"item": 7})
    paper, bar = viewer.paper, viewer.paper.verticalScrollBar()
    until(paper.toPlainText)
    rows = paper.toPlainText().split("\n")
    assert rows[4] == "00000040  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO"
    assert "no text" in viewer.about.text()
    bar.setValue(bar.maximum())
    qtbot.keyClick(paper, Qt.Key.Key_PageDown)
    until(lambda: paper.toPlainText().split("\n")[0] != rows[0])
    assert int(paper.toPlainText()[:8], 16) == PAGE - (1 << 14)


def test_within_an_archive_the_size_is_not_known(viewer: Viewer, engine: FakeEngine, until: Until) -> None:
    engine.answers["payload"] = told(CONTENT, archive=True)
    viewer.show_place({"item": 7, "member": "a/b.txt"})
    until(viewer.paper.toPlainText)
    assert viewer.about.text().startswith("big.txt › a/b.txt · utf-8 · from byte 0 to ")
    assert viewer.buttons[1].isEnabled()


def test_a_file_of_one_line_shows_its_place_and_is_paged(
    qtbot: QtBot, viewer: Viewer, engine: FakeEngine, until: Until
) -> None:
    content = b"<Orders>" + b"".join(b"<Order><No>%06d</No></Order>" % number for number in range(20_000))
    engine.answers["payload"] = told(content)
    offset = content.index(b"<Order><No>010000")
    viewer.show_place({"item": 7, "offset": offset, "line": 1}, (offset, offset + 32))
    paper = viewer.paper
    until(paper.extraSelections)
    assert paper.folds
    shown = paper.viewport().rect()
    assert shown.contains(paper.cursorRect(paper.extraSelections()[0].cursor).center())
    bar = paper.verticalScrollBar()
    text = paper.toPlainText()
    bar.setValue(bar.maximum())
    qtbot.keyClick(paper, Qt.Key.Key_PageDown)
    until(lambda: paper.toPlainText() != text)
    before = text[-40:]
    at = paper.document().find(before)
    assert shown.contains(paper.cursorRect(at).center()), "where one was reading is still to be seen"


def test_what_cannot_be_read_says_why(viewer: Viewer, engine: FakeEngine, until: Until) -> None:
    engine.answers["payload"] = Rejected("The kept copy 263b… of this payload is damaged.", "Check the disk.")
    viewer.show_place({"item": 7})
    until(lambda: not viewer.paper.isVisible())
    assert not any(one.isEnabled() for one in viewer.buttons)


def test_the_last_that_was_asked_for_is_what_shows(viewer: Viewer, until: Until) -> None:
    for line in (10_000, 30_000, 20_000):
        viewer.show_place(place_of(line))
    until(lambda: viewer.paper.first <= 20_000 <= viewer.paper.last)


def test_a_line_as_long_as_a_file_is_folded_and_strange_signs_do_no_harm(qtbot: QtBot) -> None:
    paper = Paper("paper", numbered=True)
    qtbot.addWidget(paper)
    paper.resize(400, 300)
    paper.show_text("a\u2029b\0c<b>no HTML</b>\n" + "x" * 50_000, 17)
    assert paper.blockCount() == 2
    assert (paper.first, paper.last) == (17, 18)
    assert paper.lineWrapMode() is Paper.LineWrapMode.WidgetWidth
    assert "<b>no HTML</b>" in paper.toPlainText()
    paper.show_text("short")
    assert paper.lineWrapMode() is Paper.LineWrapMode.NoWrap
