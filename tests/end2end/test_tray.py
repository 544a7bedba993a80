"""The desk in a real tray, beside a real engine, with real clicks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_sync.data_folder import DataFolder, holder
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import SOON, until
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.legacy import Order
from tests.end2end.screen import Place, Screen

pytestmark = [pytest.mark.serial, pytest.mark.counterpart]  # a busy machine misses clicks


@pytest.fixture
def desk(installation: MakesInstallations, screen: Screen) -> Iterator[Installation]:
    made = installation()
    made.flow(FLOW)["schedule"] = {"every": "1h"}
    made.save()
    made.environment |= screen.environment
    chosen = Path(screen.environment["XDG_CONFIG_HOME"]) / "Desktop Sync" / "desk.conf"
    chosen.parent.mkdir()
    chosen.write_text("[told]\nhidden=true\n", encoding="ascii")  # else the first toast is about the window
    yield made
    found = engine_of(made)
    if found:
        os.kill(found, signal.SIGKILL)


def engine_of(desk: Installation) -> int:
    """The process that works on its data folder; 0: none."""
    found = holder(DataFolder(desk.data).lock)
    return found.pid if found is not None and found.command == "engine" else 0


def seen(what: Callable[[], Place | None]) -> Place:
    """Waits for it."""
    found: list[Place] = []

    def look() -> bool:
        place = what()
        if place is not None:
            found.append(place)
        return bool(found)

    until(look)
    return found[-1]


def test_a_day_with_the_tray(desk: Installation, screen: Screen) -> None:
    tray = desk.start("tray", "--hidden")
    try:
        icon = seen(lambda: screen.icon(tray.pid))
        assert screen.window(tray.pid) is None
        until(lambda: engine_of(desk))
        until(lambda: desk.call("status").code == 0)

        screen.click(icon)  # the overview
        seen(lambda: screen.window(tray.pid))
        screen.shot("window")

        desk.legacy.drop(Order("10001"))
        screen.click(icon, button=3)  # the menu: Run now, All flows
        seen(lambda: screen.menu(tray.pid))
        screen.shot("menu")
        screen.press("n", "a")
        until(lambda: len(desk.acme.writes()) == 1)

        screen.press("ctrl+w")  # the window is hidden, the desk stays
        until(lambda: screen.window(tray.pid) is None)
        desk.legacy.drop(Order("10002", customer="UNKNOWN-1"))  # its folder is watched
        toast = seen(lambda: screen.dialog(tray.pid))
        screen.shot("toast")
        screen.click(toast)  # leads to its problem
        seen(lambda: screen.window(tray.pid))
        screen.shot("problem")

        screen.press("ctrl+w")
        until(lambda: screen.window(tray.pid) is None)
        again = desk.call("tray")
        assert (again.code, again.err) == (0, "")
        seen(lambda: screen.window(tray.pid))

        first = engine_of(desk)
        os.kill(first, signal.SIGKILL)  # it is missed, and started again
        until(lambda: engine_of(desk) not in {0, first})

        screen.end_tray()
        screen.begin_tray()
        icon = seen(lambda: screen.icon(tray.pid))
        until(lambda: desk.call("status", "--json").json["engine"])

        screen.click(icon, button=3)  # Quit…, Stop the engine and quit
        seen(lambda: screen.menu(tray.pid))
        screen.press("q")
        question = seen(lambda: screen.dialog(tray.pid))
        screen.shot("quit")
        screen.press_in(question, "alt+s")
        said = tray.communicate(timeout=SOON)[1]
        assert (tray.returncode, "Traceback" in said) == (0, False), said
        until(lambda: not engine_of(desk))
    finally:
        if tray.poll() is None:
            kill(tray)


def test_where_there_is_no_tray_the_window_says_so_and_closing_it_asks(desk: Installation, screen: Screen) -> None:
    screen.end_tray()
    tray = desk.start("tray")
    try:
        window = seen(lambda: screen.window(tray.pid))
        until(lambda: engine_of(desk))
        until(lambda: desk.call("status").code == 0)
        screen.shot("no-tray")
        screen.press_in(window, "alt+F4")
        question = seen(lambda: screen.dialog(tray.pid))
        assert screen.window(tray.pid) is not None
        screen.press_in(question, "alt+q")  # Quit, the engine goes on
        said = tray.communicate(timeout=SOON)[1]
        assert (tray.returncode, "Traceback" in said) == (0, False), said
        assert engine_of(desk)
    finally:
        if tray.poll() is None:
            kill(tray)
