"""A person at the desk: reads what shows, by the names that a screen reader says, and does things with mouse and keys.

What is wanted may take a while: it is waited for until it stands still, can be used, and nothing lies over it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.end2end.engines import until
from tests.end2end.installation import CHECKOUT, Installation
from tests.end2end.said import said_in
from tests.end2end.screen import Screen

Told = dict[str, Any]
LOOKS = 30  # a tenth of a second apart
STOPS = 60  # of Tab, in one window


class Person:
    """Starts the desk of an installation with its icon alone. ``shots``: where pictures go. The desk may be German:
    what is said here in English is looked for in German then.
    """

    def __init__(self, desk: Installation, screen: Screen, shots: Path | None = None, language: str = "en") -> None:
        self._desk, self._screen, self._shots = desk, screen, shots
        self._said = said_in(language)
        self._taken = 0
        self.has_pointer = True
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.end2end.eyes", "tray", "--hidden", "--data", str(self._desk.data)]
        with (self._desk.place / "tray.err").open("a") as errors:
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
                env=self._desk.environment, cwd=CHECKOUT,
            )  # fmt: skip

    def begins(self) -> None:
        """The desk once more, after it was quit."""
        self.ends()
        self.process = self._start()

    def ends(self) -> None:
        """If it did not end by itself."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    @property
    def complaints(self) -> str:
        """What the desk wrote to standard error."""
        return (self._desk.place / "tray.err").read_text(encoding="utf-8")

    def everything(self) -> list[Told]:
        """What shows now."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, self.complaints
        found: list[Told] = json.loads(line)
        return found

    def says(self, words: str) -> frozenset[str]:
        """As it may stand in the desk's language."""
        return self._said(words)

    def all(self, words: str, **more: object) -> list[Told]:
        """What is called so, or says so, and can be used now; with ``…`` at its begin: what says it among others."""
        wanted = self._said(words)
        windows = self._said(str(more.pop("window"))) if "window" in more else None
        return [
            one
            for one in self.everything()
            if (wanted & {one["name"], one["text"]} or (words[0] == "…" and words[1:] in one["text"]))
            and one["open"]
            and one["enabled"]
            and (windows is None or one["window"] in windows)
            and more.items() <= one.items()
        ]

    def sees(self, words: str, **more: object) -> Told:
        """Waits for it."""
        found: list[list[Told]] = [[], []]

        def still() -> bool:
            found.append(self.all(words, **more))
            return bool(found[-1]) and found[-1][0] == found[-2][0] if found[-2] else False

        self.waits(still, f"{words!r} {more or ''}")
        return found[-1][0]

    def reads(self, part: str, *, gone: bool = False) -> None:
        """Waits until it stands somewhere, also among other words; ``gone``: nowhere any more."""

        wanted = self._said(part)

        def there() -> bool:
            seen = [one for one in self.everything() if one["open"]]
            return any(words in one["text"] or words in one["name"] for words in wanted for one in seen)

        self.waits(lambda: there() is not gone, f"{part!r}{' to go' if gone else ''}")

    def waits(self, what: Callable[[], object], told: str) -> None:
        """A failure says what showed instead."""
        try:
            until(what)
        except AssertionError:
            seen = sorted({f"{one['name']!r} {one['text']!r}" for one in self.everything() if one["open"]})
            self.shot("missing")
            raise AssertionError(f"waited for {told}; there was:\n" + "\n".join(seen) + self.complaints) from None

    def clicks(self, words: str, button: int = 1, times: int = 1, **more: object) -> None:
        """In the middle of it, where it is when the pointer has come there."""
        assert self.has_pointer, "by keys alone"
        there: tuple[int, int] | None = None
        while (found := self.sees(words, **more)) and there != (now := (int(found["x"]), int(found["y"]))):
            self._screen.point(*now)
            there = now
        self._screen.click_here(button, times)

    def opens_menu(self) -> None:
        """Of the icon, which is there before its menu: where nothing comes, a person clicks again."""

        def opened() -> bool:
            self._screen.click(self.icon(), button=3)
            for _ in range(LOOKS):
                if any(one["kind"] == "QMenu" for one in self.everything()):
                    return True
                time.sleep(0.1)
            return False

        self.waits(opened, "the menu of the icon")

    def icon(self) -> Any:  # noqa: ANN401 - a place
        """In the tray."""
        until(lambda: self._screen.icon(self.process.pid) is not None)
        return self._screen.icon(self.process.pid)

    def presses(self, *keys: str) -> None:
        """One after the other, wherever the focus is."""
        self._screen.press(*keys)

    def goes_to(self, words: str, **more: object) -> None:
        """By Tab, from wherever the focus is. Each place on the way has a name that a screen reader says."""
        self.sees(words, **more)
        for _ in range(STOPS):
            if self.all(words, focus=True, **more):
                return
            self._tabs(words)
        raise AssertionError(f"Tab does not lead to {words!r}")

    def _tabs(self, to: str) -> None:
        before = self._focus()
        self._screen.tap("Tab")
        self.waits(lambda: self._focus() != before, f"Tab to lead on from {before}, to {to!r}")
        assert any(name for _, name, _, _ in self._focus()), f"after {before} a place without a name"

    def _focus(self) -> list[tuple[str, str, int, int]]:
        """What has it, and what it hands it on to."""
        found = [one for one in self.everything() if one["focus"] and one["kind"] not in {"Cell", "Tab", "Entry"}]
        return [(one["kind"], one["name"], one["x"], one["y"]) for one in found]

    def alts(self, words: str, **more: object) -> None:
        """By the letter that is underlined in it."""
        found = self.sees(words, **more)
        assert found["key"], f"{words!r} has no letter of its own"
        self.presses(f"alt+{found['key']}")

    def writes(self, words: str) -> None:
        """Instead of what is there."""
        self._screen.press("ctrl+a")
        self._screen.type(words)

    def shot(self, name: str) -> None:
        """A picture of the screen, where they are wished for."""
        if self._shots is not None:
            self._taken += 1
            self._screen.shot(f"walk-{self._taken:02}-{name}", self._shots)
