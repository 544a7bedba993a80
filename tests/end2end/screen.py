"""A screen of our own with a window manager and a tray, and a hand that clicks: Xvfb, openbox, tint2, xdotool.

Windows are known by the process that has them. Everything ends with the block; only processes of ours are ended.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.end2end.engines import until

PROGRAMS = ("Xvfb", "openbox", "tint2", "xdotool", "import")
WIDTH, HEIGHT = 1280, 800
STRIP = 30  # of the panel, at the bottom
PANEL = f"""\
panel_items = TSC
panel_position = bottom center horizontal
panel_size = 100% {STRIP}
panel_background_id = 1
systray_padding = 4 2 4
systray_icon_size = 22
rounded = 0
background_color = #202020 100
"""


def missing() -> list[str]:
    """What is not installed here."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@dataclass(frozen=True, slots=True)
class Place:
    """A window, and where it is."""

    id: str
    x: int
    y: int
    width: int
    height: int


class Screen:
    """``place``: a folder for what the programs of this screen keep."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._running: list[subprocess.Popen[bytes]] = []
        for folder in ("run", "config", "share", "cache"):
            (place / folder).mkdir(mode=0o700)
        self._panel = place / "tint2rc"
        self._panel.write_text(PANEL, encoding="ascii")
        self.environment: dict[str, str] = {
            "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(place / "run"), "XDG_CONFIG_HOME": str(place / "config"),
            "XDG_DATA_HOME": str(place / "share"), "XDG_CACHE_HOME": str(place / "cache"), "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self._display()
        self._start("openbox")
        self.begin_tray()

    def windows(self, process: int) -> list[Place]:
        """Those that show."""
        found = self._do("search", "--onlyvisible", "--pid", str(process), check=False).split()
        return [place for one in found if (place := self._geometry(one)) is not None]

    def panel(self) -> bool:
        """Whether the panel shows, known by its class: now and then tint2 forgets to say which process it is."""
        return bool(self._do("search", "--onlyvisible", "--class", "tint2", check=False))

    def icon(self, process: int) -> Place | None:
        """In the tray."""
        return next((one for one in self.windows(process) if one.width == one.height <= 64), None)

    def any_icon(self) -> Place | None:
        """In the tray, of a process that has another one show its icons: Wine does.

        Wine moves an icon's window at times to the corner of the screen, out of the frame that the tray has given it
        (its place there is negative then): it is shown, but no click reaches it. So it is put back. What is small and
        square elsewhere are the buttons of frames.
        """
        found = (self._geometry(one) for one in self._do("search", "--onlyvisible", "--name", "", check=False).split())
        shown = ((one, replace(one, x=abs(one.x), y=abs(one.y))) for one in found if one is not None)
        for told, icon in shown:
            if 8 < icon.width == icon.height <= STRIP and _in_strip(icon):
                if told != icon:
                    self._do("windowmove", icon.id, "0", "0", "sleep", "0.1", check=False)
                return icon
        return None

    def window(self, process: int) -> Place | None:
        """The largest, if it is no icon or menu."""
        return next((one for one in self.windows(process) if one.width > 700), None)

    def menu(self, process: int) -> Place | None:
        """What has opened above the panel: it is higher than wide, or narrow."""
        return next((one for one in self.windows(process) if 64 < one.width <= 350), None)

    def dialog(self, process: int) -> Place | None:
        """A question."""
        return next((one for one in self.windows(process) if 350 < one.width <= 700), None)

    def click(self, place: Place, button: int = 1) -> None:
        """In its middle, as a hand does."""
        self.point(place.x + place.width // 2, place.y + place.height // 2)
        self.click_here(button)

    def point(self, x: int, y: int) -> None:
        """There, and a moment."""
        self._do("mousemove", str(x), str(y), "sleep", "0.1")

    def click_here(self, button: int = 1, times: int = 1) -> None:
        """Where the pointer is; twice: a double click."""
        self._do("click", "--repeat", str(times), "--delay", "50", str(button))

    def type(self, words: str) -> None:
        """Letter by letter, where the focus is."""
        self._do("type", "--delay", "10", words)

    def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            self._do("key", key, "sleep", "0.2")

    def tap(self, key: str) -> None:
        """Without a moment after it."""
        self._do("key", key)

    def press_in(self, place: Place, key: str) -> None:
        """In a window that then has the focus."""
        self._do("windowactivate", "--sync", place.id, "sleep", "0.2", "key", key)

    def end_tray(self) -> None:
        """As a shell that has crashed."""
        self.tray.kill()
        self.tray.wait()

    def begin_tray(self) -> None:
        """As a shell that comes back."""
        self.tray = self._start("tint2", "-c", str(self._panel))

    def shot(self, name: str, folder: Path | None = None) -> Path:
        """A picture of the whole screen, in a folder; else in that of this screen."""
        file = (folder or self._place) / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(file)], env=self._env(), check=True, timeout=30)
        return file

    def close(self) -> None:
        """The last that began ends first."""
        for one in reversed(self._running):
            one.kill()
            one.wait()

    def _display(self) -> None:
        reading, writing = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{WIDTH}x{HEIGHT}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self._running.append(subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL))
        os.close(writing)
        with os.fdopen(reading) as told:
            self.environment["DISPLAY"] = f":{told.readline().strip()}"

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        self._running.append(subprocess.Popen(command, env=self._env(), stdout=nothing, stderr=nothing))
        return self._running[-1]

    def _do(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *command], env=self._env(), check=check, timeout=30, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return done.stdout

    def _geometry(self, window: str) -> Place | None:
        told = self._do("getwindowgeometry", "--shell", window, check=False)
        values = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        if "WIDTH" not in values:  # it has gone meanwhile
            return None
        return Place(window, *(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def _env(self) -> Mapping[str, str]:
        return {**os.environ, **self.environment}


def _in_strip(one: Place) -> bool:
    return one.x + one.width <= WIDTH and HEIGHT - STRIP <= one.y <= HEIGHT - one.height


@contextmanager
def screen(place: Path) -> Iterator[Screen]:
    """Until its tray can be used."""
    made = Screen(place)
    try:
        until(made.panel, within=60)
        yield made
    finally:
        made.close()
