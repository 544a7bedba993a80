"""The preview beside an export: made of the draft, again when something else would come of it, cancelled, opened."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QSettings, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.parts.room import first_size
from desktop_sync.ui.settings.dialog import SIZE, SMALLEST, SettingsDialog
from desktop_sync.ui.settings.exports import Exports
from desktop_sync.ui.settings.query_form import QueryForm
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.tokens import GRID
from tests.fake_engine import FakeEngine
from tests.settings_desk import EXPORT, PREVIEW, TEXT, Office, turn_to
from tests.unit.ui.settings.clicks import LEFT, Until, grown, line, write

NARROW = 464  # px, of the form


@pytest.fixture
def office(tmp_path: Path, engine: FakeEngine) -> Office:
    made = Office(tmp_path, TEXT + EXPORT)
    made.serve(engine)
    return made


@pytest.fixture
def page(dialog: SettingsDialog) -> Exports:
    found = dialog.show_place("exports")
    assert isinstance(found, Exports)
    return found


def resource(qtbot: QtBot, page: Exports) -> Any:  # noqa: ANN401 - the line
    turn_to(page.detail, "query")
    query = page.detail.parts["query"]
    assert isinstance(query, QueryForm)
    return line(grown(qtbot, query.form).rows["resource"])


def edit(page: Exports, **options: object) -> None:
    """Of its report."""
    page.detail.one["report"].update(options)
    page._draft.touched()


def shown(page: Exports) -> list[str]:
    """What the first row shows."""
    model = page.preview.table.model()
    return [model.index(0, at).data() for at in range(model.columnCount())] if model.rowCount() else []


def test_the_first_rows_and_what_they_are_of(page: Exports, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page) == PREVIEW["rows"][0])
    assert page.preview.words.text().startswith("4 document")
    assert engine.calls("preview_export")[0]["export"] == "daily-orders"
    assert page.preview.table.model().headerData(3, page.preview.table.horizontalHeader().orientation()) == "Net"


def test_it_is_made_again_when_something_else_would_come_of_it(
    qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until
) -> None:
    until(lambda: shown(page))
    engine.answers["preview_export"] = {**PREVIEW, "rows": [["other"]], "columns": [{"name": "A", "kind": "text"}],
                                        "more": True, "notes": ["3 texts were cut."]}  # fmt: skip
    edit(page, title="Another")
    until(lambda: shown(page) == ["other"])
    assert page.preview.words.text().startswith("the first 4 document")
    assert page.preview.words.text().endswith("3 texts were cut.")
    assert engine.calls("preview_export")[-1]["tables"]["exports"][0]["report"]["title"] == "Another"
    engine.answers["preview_export"] = {**engine.answers["preview_export"], "each": True}
    edit(page, title="A third")
    until(lambda: "a file for each" in page.preview.words.text())
    many = len(engine.calls("preview_export"))
    page.detail.one["enabled"] = False
    page._draft.touched()
    until(lambda: page._draft.ready)
    assert len(engine.calls("preview_export")) == many
    assert not page.preview._pause.isActive()


def test_what_nobody_waits_for_is_cancelled(qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page))
    stopped = threading.Event()

    def slow(cancelled: threading.Event, **_: object) -> dict[str, Any]:
        if cancelled.wait(60):
            stopped.set()
        return PREVIEW

    engine.answers["preview_export"] = slow
    qtbot.mouseClick(page.preview.refresh, LEFT)
    until(lambda: page.preview.going)
    assert not page.preview.open_file.isEnabled()
    qtbot.mouseClick(page.preview.refresh, LEFT)
    until(stopped.is_set)
    assert not page.preview.going


def test_why_there_is_none(qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page))
    engine.answers["preview_export"] = RetryLater("Acme cannot be reached.", "Try later.")
    qtbot.mouseClick(page.preview.refresh, LEFT)
    until(page.preview.bar.isVisible)
    assert "Acme cannot be reached." in page.preview.bar.accessibleName()
    assert not page.preview.open_file.isEnabled()
    write(qtbot, resource(qtbot, page), "nothing")
    until(lambda: "errors are corrected" in page.preview.words.text())


def test_in_a_low_window_the_form_has_the_room_first(
    qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine, until: Until
) -> None:
    dialog.resize(944, 444)  # as at twice the size
    page = dialog.show_place("exports")
    assert isinstance(page, Exports)
    until(lambda: page.preview.isVisible() and page.detail.isVisible())
    assert not page.preview.body.isVisible()
    qtbot.mouseClick(page.preview.button, LEFT)
    until(lambda: shown(page))


def test_closed_it_asks_for_nothing(qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page))
    qtbot.mouseClick(page.preview.button, LEFT)
    many = len(engine.calls("preview_export"))
    edit(page, title="Another")
    until(lambda: page._draft.ready)
    assert not page.preview._pause.isActive()
    assert len(engine.calls("preview_export")) == many
    qtbot.mouseClick(page.preview.button, LEFT)
    until(lambda: len(engine.calls("preview_export")) == many + 1)


def test_what_is_as_it_was_shows_as_it_was(qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page))
    words, many = page.preview.words.text(), len(engine.calls("preview_export"))
    write(qtbot, resource(qtbot, page), "nothing")
    until(lambda: "errors are corrected" in page.preview.words.text())
    write(qtbot, resource(qtbot, page), "orders")
    until(lambda: page.preview.words.text() == words)
    assert len(engine.calls("preview_export")) == many
    assert not page.preview._pause.isActive()


def test_what_went_wrong_before_is_not_told_of_something_else(
    qtbot: QtBot, page: Exports, engine: FakeEngine, until: Until
) -> None:
    until(lambda: shown(page))
    engine.answers["preview_export"] = RetryLater("Acme cannot be reached.", "Try later.")
    qtbot.mouseClick(page.preview.refresh, LEFT)
    until(page.preview.bar.isVisible)
    write(qtbot, resource(qtbot, page), "nothing")
    until(lambda: "errors are corrected" in page.preview.words.text())
    assert not page.preview.bar.isVisible()


def test_what_nobody_sees_is_not_made(page: Exports, dialog: SettingsDialog, engine: FakeEngine, until: Until) -> None:
    until(lambda: shown(page))
    many = len(engine.calls("preview_export"))
    page.detail.one["schedule"] = {"every": "1h"}
    page._draft.touched()
    until(lambda: page._draft.ready)
    assert not page.preview._pause.isActive(), "its rows are the same whenever it runs"
    dialog.show_place("connections")
    edit(page, title="Another")
    until(lambda: page._draft.ready)
    assert not page.preview._pause.isActive()
    assert len(engine.calls("preview_export")) == many
    dialog.show_place("exports")
    until(lambda: len(engine.calls("preview_export")) == many + 1)


def test_it_stands_beside_the_form_where_there_is_room(
    qtbot: QtBot, page: Exports, dialog: SettingsDialog, until: Until
) -> None:
    until(lambda: shown(page))

    def beside() -> bool:
        return page.preview.x() > page.stack.geometry().right()

    dialog.resize(first_size(SIZE, SMALLEST, QSize(1280, 760)))
    until(beside)
    for part in ("query", "report"):
        turn_to(page.detail, part)
        made = page.detail.parts[part]
        assert isinstance(made, QueryForm | TypedForm)
        grown(qtbot, made.form)
        assert page.stack.width() >= page.detail.minimumSizeHint().width(), "nothing of the form is cut"
    qtbot.mouseClick(page.preview.button, LEFT)
    until(lambda: not beside())
    qtbot.mouseClick(page.preview.button, LEFT)
    until(beside)
    dialog.resize(1200, 780)
    until(lambda: not beside())


def test_beside_the_form_the_buttons_stand_below_the_words_while_there_are_no_rows(
    qtbot: QtBot, page: Exports, dialog: SettingsDialog, engine: FakeEngine, until: Until
) -> None:
    until(lambda: shown(page))
    dialog.resize(first_size(SIZE, SMALLEST, QSize(1280, 760)))
    until(lambda: page.preview.x() > page.stack.geometry().right())
    engine.answers["preview_export"] = RetryLater("Acme cannot be reached.", "Try later.")
    qtbot.mouseClick(page.preview.refresh, LEFT)
    until(lambda: page.preview.bar.isVisible() and not page.preview.table.isVisible())
    words = page.preview.words
    until(lambda: words.height() <= words.heightForWidth(words.width()) + GRID)


def test_the_room_of_the_preview_is_as_somebody_has_drawn_it(
    qtbot: QtBot, page: Exports, dialog: SettingsDialog, kept: QSettings, until: Until
) -> None:
    def drawn(of: Exports) -> bool:
        """Narrower than the preview, which it is not by itself."""
        return of.parts.orientation() is Qt.Orientation.Horizontal and of.preview.x() < of.parts.width() // 2

    until(lambda: shown(page))
    dialog.resize(1500, 780)
    until(lambda: page.preview.x() > page.parts.width() // 2 > NARROW)
    page.parts.moveSplitter(NARROW, 1)
    assert drawn(page)
    dialog.resize(1100, 780)
    until(lambda: page.parts.orientation() is Qt.Orientation.Vertical)
    dialog.resize(1500, 780)
    until(lambda: drawn(page))
    again = Exports(page._draft, kept)
    qtbot.addWidget(again)
    again.resize(page.size())
    again.show()
    until(lambda: drawn(again))


class Viewer(QObject):
    """The system's program for files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """As the system would."""
        self.opened.append(url.toLocalFile())


def test_the_file_is_opened_whole(qtbot: QtBot, page: Exports, until: Until) -> None:
    until(lambda: shown(page))
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "open")  # type: ignore[arg-type]  # as it takes it
    try:
        qtbot.mouseClick(page.preview.open_file, LEFT)
        until(lambda: viewer.opened)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    file = Path(viewer.opened[0])
    assert file.name == "Orders of the day.pdf"
    assert file.read_bytes().startswith(b"%PDF-1.7")
