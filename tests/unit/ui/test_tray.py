"""The icon in the tray: its shape, its tooltip, its menu, and where there is no tray."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.program import PICTURE
from desktop_sync.ui import drawing
from desktop_sync.ui import link as linking
from desktop_sync.ui import tray as trays
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.toasts import Toast
from desktop_sync.ui.tray import TOOLTIP, Tray
from desktop_sync.ui.tray_menu import TrayMenu
from tests.fake_engine import FakeEngine
from tests.unit.ui.snapshots import flow, problem, snapshot, told

Until = Callable[[Callable[[], Any]], None]


class Host:
    """Whether this desktop has a tray."""

    there = True


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Host:
    made = Host()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: made.there))
    return made


@pytest.fixture
def picture(link: Link) -> Picture:
    return Picture(link, link)


@pytest.fixture
def tray(host: Host, link: Link, picture: Picture, engine: FakeEngine, until: Until) -> Iterator[Tray]:
    engine.answers["snapshot"] = snapshot(flow(), flow("invoices", "R&D invoices"))
    icon = QSystemTrayIcon()
    made = Tray(link, picture, icon, link)
    picture.refresh()
    until(lambda: picture.known)
    yield made
    made.deleteLater()
    icon.deleteLater()  # before the collector meets it: Qt wants to see the icon go before its menu


def named(menu: QMenu, words: str) -> QAction:
    """By the words a person reads."""
    return next(
        one for one in menu.actions() if one.text().replace("&&", "\0").replace("&", "").replace("\0", "&") == words
    )


def under(menu: QMenu, words: str) -> QMenu:
    found = named(menu, words).menu()
    assert isinstance(found, QMenu)
    return found


def show(engine: FakeEngine, picture: Picture, until: Until, snap: dict[str, Any]) -> None:
    heard: list[bool] = []
    engine.answers["snapshot"] = snap
    connection = picture.changed.connect(lambda: heard.append(True))
    picture.refresh()
    until(lambda: heard)
    picture.changed.disconnect(connection)


@pytest.mark.parametrize("mood", ["well", "working", "attention", "stopped", "paused"])
def test_each_state_has_a_shape_of_its_own_and_a_sentence(
    tray: Tray, engine: FakeEngine, picture: Picture, until: Until, mood: str
) -> None:
    show(engine, picture, until, snapshot(sentence=told("all_off", mood, flows=3)))
    assert tray.icon.toolTip() == "Nothing runs: 3 flows, all switched off."
    shape = tray.icon.icon().pixmap(16, 16).toImage()
    others = [drawing.tray(one, "#000000").pixmap(16, 16).toImage() for one in ("well", "attention", "paused")]
    alpha = [[shape.pixelColor(x, y).alpha() > 127 for x in range(16)] for y in range(16)]
    same = [[[one.pixelColor(x, y).alpha() > 127 for x in range(16)] for y in range(16)] == alpha for one in others]
    assert same == [mood == one for one in ("well", "attention", "paused")]


def test_a_vendors_icon_has_a_shape_of_its_own_for_each_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two vendors' icons, too: the shape lies in the corner, and the rest is the vendor's."""
    size = 32
    found = {}
    for name, colour in (("round", "#c2410c"), ("square", "#107c41")):
        own = QImage(size, size, QImage.Format.Format_ARGB32)
        own.fill(QColor(colour))
        (tmp_path / name).mkdir()
        assert own.save(str(tmp_path / name / PICTURE), "ICO")  # type: ignore[call-overload]  # stubs: bytes
        monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
        monkeypatch.setattr(sys, "executable", str(tmp_path / name / "OrderBridge.exe"))
        for mood in ("well", "working", "attention", "stopped", "paused"):
            image = drawing.tray(mood, "#000000").pixmap(size, size).toImage()
            assert image.pixelColor(4, 4) == QColor(colour)
            dark = [image.pixelColor(x, y) == QColor("#000000") for y in range(12, size) for x in range(12, size)]
            assert any(dark)
            found[name, mood] = tuple(dark)
    assert len(set(found.values())) == 5
    assert drawing.program().pixmap(size, size).toImage().pixelColor(4, 4) == QColor("#107c41")


def test_a_long_sentence_ends_with_a_word_and_nobody_reads_html(
    tray: Tray, engine: FakeEngine, picture: Picture, until: Until
) -> None:
    values = {"who": "<b>ERP</b> orders", "what": "word " * 60, "since": None, "owner": "it", "cause": "x", "more": 0}
    show(engine, picture, until, snapshot(sentence=told("problem", "attention", **values)))
    said = tray.icon.toolTip()
    assert len(said) <= TOOLTIP
    assert said.endswith("word…")
    assert "<" not in said


def test_the_desk_has_words_for_an_engine_that_is_away(
    tray: Tray, engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "SOON", 10)
    engine.go()
    until(lambda: tray.icon.toolTip() == "Nothing runs. The engine is off.")
    run = named(tray.menu, "Run now")
    assert not run.isEnabled()
    assert run.toolTip() == "The engine is off."
    assert tray.menu.actions()[0].text() == "Nothing runs. The engine is off"


def test_flows_are_run_one_or_all(tray: Tray, engine: FakeEngine, until: Until) -> None:
    engine.answers["run"] = {}
    run = under(tray.menu, "Run now")
    assert [one.text() for one in run.actions() if one.text()] == ["&All flows", "ERP orders", "R&&D invoices"]
    named(run, "R&D invoices").trigger()
    until(lambda: engine.calls("run") == [{"flow": "invoices"}])
    named(run, "All flows").trigger()
    until(lambda: sorted(one["flow"] for one in engine.calls("run")[1:]) == ["invoices", "orders"])


def test_a_long_title_makes_no_wide_menu(tray: Tray, engine: FakeEngine, picture: Picture, until: Until) -> None:
    title = ("Orders of the branch in North Rhine-Westphalia " * 3)[:120]
    show(engine, picture, until, snapshot(flow("orders", title)))
    shown = under(tray.menu, "Run now").actions()[-1].text()
    assert len(shown) <= 64
    assert title.startswith(shown.removesuffix("…"))


def test_many_flows_are_not_all_asked_for_at_once(
    tray: Tray, engine: FakeEngine, picture: Picture, until: Until
) -> None:
    show(engine, picture, until, snapshot(*(flow(f"f{number}", f"Flow {number}") for number in range(30))))
    most, going = [0], [0]

    def run(*, flow: str) -> dict[str, str]:
        going[0] += 1
        most[0] = max(most[0], going[0])
        going[0] -= 1
        return {"flow": flow}

    engine.answers["run"] = run
    named(under(tray.menu, "Run now"), "All flows").trigger()
    until(lambda: len(engine.calls("run")) == 30)
    assert most[0] <= 8


@pytest.mark.parametrize(
    "error, heard", [(RetryLater("ERP orders is at work already."), 0), (SyncError("It broke."), 2)]
)
def test_of_all_flows_one_at_work_is_no_error(
    tray: Tray, engine: FakeEngine, until: Until, error: SyncError, heard: int
) -> None:
    failures: list[SyncError] = []
    tray.failed.connect(failures.append)
    engine.answers["run"] = error
    named(under(tray.menu, "Run now"), "All flows").trigger()
    until(lambda: len(engine.calls("run")) == 2)
    until(lambda: len(failures) == heard)


def test_one_that_cannot_be_run_is_told(tray: Tray, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.answers["run"] = RetryLater("ERP orders is at work already.")
    with qtbot.waitSignal(tray.failed):
        named(under(tray.menu, "Run now"), "ERP orders").trigger()


@pytest.mark.parametrize(
    "words, values",
    [("1 hour", {"seconds": 3600.0}), ("Until tomorrow", {"until_tomorrow": True}), ("Until I resume", {})],
)
def test_pauses(tray: Tray, engine: FakeEngine, until: Until, words: str, values: dict[str, object]) -> None:
    engine.answers["pause"] = {}
    assert not named(tray.menu, "Resume").isVisible()
    named(under(tray.menu, "Pause"), words).trigger()
    until(lambda: engine.calls("pause") == [values])


def test_what_is_paused_can_be_resumed(tray: Tray, engine: FakeEngine, picture: Picture, until: Until) -> None:
    engine.answers["resume"] = {}
    paused = flow(state="paused", paused={"until": None})
    show(engine, picture, until, snapshot(paused, flow("invoices", "Invoices")))
    assert named(tray.menu, "Pause").isVisible()
    show(engine, picture, until, snapshot(paused))
    assert not named(tray.menu, "Pause").isVisible()
    named(tray.menu, "Resume").trigger()
    until(lambda: engine.calls("resume") == [{}])


def test_an_open_menu_changes_its_words_and_nothing_moves(
    tray: Tray, engine: FakeEngine, picture: Picture, until: Until
) -> None:
    tray.menu.popup(tray.menu.pos())
    run = under(tray.menu, "Run now")
    before = run.actions()
    late = snapshot(flow("late", "Late orders", paused={"until": None}), problems=(problem(1), problem(2)))
    show(engine, picture, until, late)
    assert named(tray.menu, "Problems (2)").isVisible()
    assert run.actions() == before
    assert not named(tray.menu, "Resume").isVisible()
    tray.menu.hide()
    assert [one.text() for one in run.actions() if one.text()] == ["&All flows", "Late orders"]
    assert named(tray.menu, "Resume").isVisible()


def test_who_may_look_only_is_told_why(tray: Tray, engine: FakeEngine, picture: Picture, until: Until) -> None:
    engine.refused = {"run", "pause", "resume"}
    show(engine, picture, until, snapshot(flow()))
    for words in ("Run now", "Pause"):
        assert not named(tray.menu, words).isEnabled()
        assert named(tray.menu, words).toolTip().startswith("Your account may only look here.")


def test_what_is_chosen_is_told(tray: Tray, qtbot: QtBot) -> None:
    for words, page in (("Overview", "overview"), ("Activity", "activity"), ("Problems", "problems")):
        with qtbot.waitSignal(tray.page_wanted) as heard:
            named(tray.menu, words).trigger()
        assert heard.args == [page, ""]
    for words, signal in (
        ("Settings…", tray.settings_wanted), ("Help", tray.help_wanted), ("Quit…", tray.quit_wanted),
    ):  # fmt: skip
        with qtbot.waitSignal(signal):
            named(tray.menu, words).trigger()
    with qtbot.waitSignal(tray.page_wanted) as heard:
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert heard.args == ["overview", ""]


def test_every_mnemonic_is_there_once(tray: Tray) -> None:
    for menu in (tray.menu, under(tray.menu, "Pause")):
        letters = [one.text().lower().split("&")[1][0] for one in menu.actions() if "&" in one.text()]
        assert len(letters) == len(set(letters))


def test_a_toast_leads_to_what_it_speaks_of_once(tray: Tray, qtbot: QtBot) -> None:
    tray.tell(Toast("ERP orders", "An order was refused.", "attention", "problems", "g7"))
    with qtbot.waitSignal(tray.page_wanted) as heard:
        tray.icon.messageClicked.emit()
    assert heard.args == ["problems", "g7"]
    with qtbot.assertNotEmitted(tray.page_wanted):
        tray.icon.messageClicked.emit()


def test_a_tray_that_goes_for_a_moment_is_still_there_and_one_that_stays_away_is_not(
    tray: Tray, host: Host, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(tray.changed):
        host.there = False
        tray.look()
        host.there = True
        tray.look()
    host.there = False
    with qtbot.waitSignal(tray.changed):
        for _ in range(trays.MISSES):
            tray.look()
    gone = tray.there
    host.there = True
    with qtbot.waitSignal(tray.changed):
        tray.look()
    assert (gone, tray.there) == (False, True)
    assert tray.icon.isVisible()


def test_a_menu_in_another_language_is_a_new_one(tray: Tray) -> None:
    old = tray.menu
    tray.anew()
    assert tray.menu is not old
    assert tray.icon.contextMenu() is tray.menu
    assert len(tray.menu.actions()) == len(old.actions())


def test_an_engine_that_is_off_can_be_started(
    engine: FakeEngine, host: Host, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "STARTING", 0.0)
    starts: list[bool] = []
    engine.gone = True
    link = Link(engine.connect, lambda: starts.append(True))
    menu = TrayMenu(link, Picture(link, link))
    assert not named(menu, "Start the engine").isVisible()
    link.start()
    until(lambda: named(menu, "Start the engine").isVisible())
    engine.come()
    named(menu, "Start the engine").trigger()
    until(lambda: link.state is linking.State.CONNECTED)
    assert not named(menu, "Start the engine").isVisible()
    link.close()
    menu.deleteLater()
