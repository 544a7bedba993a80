"""Whether the desk starts when its account signs in: asked of the system each time, and set there; kept nowhere else.

Windows: the value of the account's own Run key, unless somebody switched it off among the start-up apps or a policy
forbids such values. Elsewhere: an entry of the XDG autostart folder. Files and registry are read in a thread.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_sync.program import product, program

NAME = product()  # as the setup registers it
ENTRY = "desktop-sync.desktop"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
POLICIES = r"Software\Microsoft\Windows\CurrentVersion\Policies\Explorer"
_NO_MACHINE_RUN = "DisableLocalMachineRun"
_OFF = 1  # the lowest bit of the first byte of a value of APPROVED: a person switched it off


@dataclass(frozen=True, slots=True)
class Standing:
    """``on``: it will start. ``barred``: ``policy``, ``apps`` (switched off among start-up apps), ``machine`` (it
    starts for everybody), or why it failed.
    """

    on: bool
    barred: str = ""


def command(folder: Path) -> Sequence[str]:
    """What is started at sign-in: only the icon."""
    return (*program(windowed=True), "tray", "--hidden", "--data", str(folder))


def autostart() -> Path:
    """The entry of this account (XDG autostart specification 0.5)."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(named) if named and Path(named).is_absolute() else Path.home() / ".config"
    return base / "autostart" / ENTRY


if sys.platform == "win32":
    import winreg

    def _standing() -> Standing:
        if _starts(winreg.HKEY_LOCAL_MACHINE) and _value(winreg.HKEY_LOCAL_MACHINE, POLICIES, _NO_MACHINE_RUN) != 1:
            return Standing(on=True, barred="machine")
        for root, name in (
            (winreg.HKEY_CURRENT_USER, "DisableCurrentUserRun"),
            (winreg.HKEY_LOCAL_MACHINE, "DisableCurrentUserRun"),
        ):
            if _value(root, POLICIES, name) == 1:
                return Standing(on=False, barred="policy")
        if not _value(winreg.HKEY_CURRENT_USER, RUN, NAME):
            return Standing(on=False)
        return Standing(on=True) if _starts(winreg.HKEY_CURRENT_USER) else Standing(on=False, barred="apps")

    def _starts(root: int) -> bool:
        """Whether there is a value, and nobody has switched it off."""
        approved = _value(root, APPROVED, NAME)
        off = isinstance(approved, bytes) and bool(approved[:1]) and bool(approved[0] & _OFF)
        return bool(_value(root, RUN, NAME)) and not off

    def _put(folder: Path, *, on: bool) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
            if on:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command(folder)))
            elif _value(winreg.HKEY_CURRENT_USER, RUN, NAME):
                winreg.DeleteValue(key, NAME)

    def _value(root: int, path: str, name: str) -> object:
        try:
            with winreg.OpenKey(root, path) as key:
                found: object = winreg.QueryValueEx(key, name)[0]
                return found
        except OSError:
            return None

else:

    def _standing() -> Standing:
        try:
            lines = [line.replace(" ", "") for line in autostart().read_text(encoding="utf-8").splitlines()]
        except FileNotFoundError:
            return Standing(on=False)
        except (OSError, UnicodeDecodeError) as error:
            return Standing(on=False, barred=str(error))
        off = {"Hidden=true", "X-GNOME-Autostart-enabled=false"} & set(lines)
        return Standing(on=not off)

    def _put(folder: Path, *, on: bool) -> None:
        file = autostart()
        if not on:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        line = shlex.join(command(folder)).replace("%", "%%")
        text = f"[Desktop Entry]\nType=Application\nName={NAME}\nIcon=desktop-sync\nExec={line}\nTerminal=false\n"
        file.write_text(text, encoding="utf-8")


def standing() -> Standing:
    """As the system has it now."""
    return _standing()


def put(folder: Path, *, on: bool) -> Standing:
    """Sets it, and tells what the system says then."""
    try:
        _put(folder, on=on)
    except OSError as error:
        return Standing(standing().on, error.strerror or str(error))
    return standing()


class SignInStart(QObject):
    """For the GUI thread: asks and sets in a thread; ``known`` tells a ``Standing``."""

    known = Signal(object)
    _found = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = 0
        self._found.connect(self._here, Qt.ConnectionType.QueuedConnection)

    def look(self) -> None:
        """As it is."""
        self._begin(standing)

    def put(self, folder: Path, *, on: bool) -> None:
        """As a person wants it."""
        self._begin(lambda: put(folder, on=on))

    def _begin(self, job: Callable[[], Standing]) -> None:
        self._asked += 1
        number = self._asked

        def work() -> None:
            found = job()
            try:
                self._found.emit(number, found)
            except RuntimeError:  # the dialog is gone
                return

        threading.Thread(target=work, name="desk sign-in", daemon=True).start()

    @Slot(int, object)
    def _here(self, number: int, found: Standing) -> None:
        """What was asked last counts: an earlier look may have seen it before it was set."""
        if number == self._asked:
            self.known.emit(found)
