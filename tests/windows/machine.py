"""Wine's Windows, as a setup finds and leaves it: its folders, its registry, and what the stand-in was told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from windows.payload import BUILD

from tests.windows.installation import Windows

KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Desktop Sync"
EVENTS = r"HKLM\System\CurrentControlSet\Services\EventLog\Application\Desktop Sync"
NAMED = r"HKLM\Software\Classes\AppUserModelId\DesktopSync"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"


class Machine:
    """Wine's Windows, as the setup finds and leaves it."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.drive = BUILD / "prefix" / "drive_c"
        self.place = self.drive / "Program Files" / "Desktop Sync"
        self.data = self.drive / "ProgramData" / "Desktop Sync"
        self.policy = self.drive / "ProgramData" / "Desktop Sync Policy"
        self.notes = self.drive / "stand-in"
        self.menu = self.drive / "ProgramData" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    def run(self, program: Path, *arguments: str) -> int:
        """Its exit code."""
        return self.windows.program(program, *arguments).code

    def remove(self, *arguments: str) -> int:
        """By its uninstaller, which is waited for where it is told its folder last, blanks and all, without quotes."""
        return self.run(self.place / "uninstall.exe", "/S", *arguments, *[r"_?=C:\Program", r"Files\Desktop", r"Sync"])

    def until(self, met: Callable[[], bool], within: float = 120.0) -> None:
        """Waits for it."""
        deadline = time.monotonic() + within
        while not met():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def value(self, key: str, name: str) -> str:
        """Of the registry; empty: there is none."""
        told = self._reg("query", key, "/v", name)
        found = [line.split("    ") for line in told.splitlines() if line.strip().startswith(name)]
        return found[0][-1].strip() if found else ""

    def calls(self) -> list[str]:
        """How the stand-in was called, and forgets it."""
        file = self.notes / "calls.txt"
        found = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return found

    def answer(self, command: str, code: int) -> None:
        """What the stand-in ends with."""
        (self.notes / command).write_text(str(code), encoding="utf-8")

    def held(self) -> set[str]:
        """During which commands the setup kept engines from starting."""
        return {one.name.removeprefix("held-") for one in self.notes.glob("held-*")}

    def clear(self) -> None:
        """As if nothing had ever been installed."""
        for one in (self.place, self.data, self.policy, self.notes):
            shutil.rmtree(one, ignore_errors=True)
        (self.menu / "Desktop Sync.lnk").unlink(missing_ok=True)
        self._forget()
        for one in (self.drive / "users").rglob("DesktopSync-setup.log"):
            one.unlink()
        self.notes.mkdir()

    def _forget(self) -> None:
        """Of the registry, in one go: each program of Wine takes its time to start."""
        file = self.drive / "forget.reg"
        keys = "".join(f"[-{key}]\n" for key in (KEY, EVENTS, NAMED))
        text = f'Windows Registry Editor Version 5.00\n\n{keys}[{RUN}]\n"Desktop Sync"=-\n'
        file.write_text(text.replace("HKLM", "HKEY_LOCAL_MACHINE"), encoding="utf-16", newline="\r\n")
        self._reg("import", rf"C:\{file.name}")
        file.unlink()

    def _reg(self, *arguments: str) -> str:
        return self.windows.program(Path("reg"), *arguments).out
