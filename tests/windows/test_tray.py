"""Under Wine, on a screen with a tray: the program that customers start shows its icon there, and answers to clicks.

Wine hands icons to the tray of the system (XEmbed), in windows of its explorer that are cut out by the icon's picture:
a click beside the picture is none. The Windows of all other tests has no screen, so this one has a folder of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import NoReturn

import pytest
from windows.branding import CONSOLE, brand
from windows.payload import BUILD
from windows.trial import Trial
from windows.wine import prefix, windows_path

from tests.end2end import screen as screens
from tests.end2end.engines import until
from tests.end2end.installation import kill
from tests.end2end.screen import Place, Screen
from tests.windows.installation import Windows

pytestmark = [pytest.mark.timeout(900), pytest.mark.serial]  # programs start slowly in Wine, and real clicks
LATER, ANSWER = 240.0, 8.0  # seconds
# Of an icon, in parts of its side: where at least one of the five shapes has a point that is no hole.
POINTS = ((0.27, 0.5), (0.5, 0.88), (0.3, 0.3), (0.7, 0.7))


@pytest.fixture
def screen(tmp_path: Path, require: Callable[[str], NoReturn]) -> Iterator[Screen]:
    if screens.missing():
        require(f"a screen with a tray needs {', '.join(screens.missing())}")
    place = tmp_path / "screen"
    place.mkdir()
    with screens.screen(place) as made:
        yield made


@pytest.fixture
def seen(screen: Screen, windows: Windows) -> Iterator[Windows]:
    """A Windows whose desktop is on the screen."""
    folder = BUILD / "seen"
    folder.mkdir(exist_ok=True)
    environment = prefix(folder / "prefix", Path(windows.wine))
    for stale in (folder / "prefix" / "drive_c" / "users").rglob("*.lock"):
        stale.unlink()  # of a desk that was killed; numbers of processes are soon used again here
    made = Windows(Trial(windows.command, {**environment, **screen.environment, "QT_QPA_PLATFORM": "windows"}))
    made.program(Path("wineboot"), "--kill")  # its desktop may still be that of a screen of before
    with made.held():
        yield made
    made.program(Path("wineboot"), "--kill")


def test_a_click_on_the_icon_opens_the_overview_and_the_other_button_its_menu(
    payload: Path, seen: Windows, screen: Screen, tmp_path: Path
) -> None:
    data = ["--data", windows_path(tmp_path / "data")]
    (tmp_path / "data").mkdir()
    tray = seen.started(payload / brand().windowed, "tray", "--hidden", *data)
    points = cycle(POINTS)

    def answers(button: int, shown: Callable[[int], Place | None]) -> bool:
        """A click may be lost, but not every one; none is made into what the one before it may still bring."""
        icon, (right, down) = screen.any_icon(), next(points)
        if icon is not None:
            screen.point(icon.x + int(icon.width * right), icon.y + int(icon.height * down))
            screen.click_here(button)
        with suppress(AssertionError):
            until(lambda: shown(tray.pid), ANSWER)
        return shown(tray.pid) is not None

    def left() -> bool:
        """An icon that has not found its engine yet is told nothing: so again, as the setup does it."""
        assert seen.program(payload / CONSOLE, "stop", "--desks", *data).code == 0
        return tray.poll() is not None

    try:
        until(screen.any_icon, LATER)
        assert screen.window(tray.pid) is None
        screen.shot("icon")
        until(lambda: answers(1, screen.window), LATER)
        screen.shot("overview")
        until(lambda: answers(3, screen.menu), LATER)
        screen.shot("menu")
        until(left, LATER)
        said = tray.communicate(timeout=LATER)[1]
        assert (tray.returncode, "Traceback" in said) == (0, False), said
    finally:
        seen.program(payload / CONSOLE, "stop", *data)  # the engine has its pipes
        kill(tray)
