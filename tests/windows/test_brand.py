"""Under Wine: the whole program under another vendor's name, from one ``brand.toml``: set up, tried, removed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from windows.branding import CONSOLE, Brand, brand
from windows.installing import build
from windows.payload import BUILD, PACKAGES, make_payload

from desktop_sync import __version__
from desktop_sync.commands.selftest import STEPS
from tests.end2end.engines import until
from tests.end2end.installation import Done, kill
from tests.windows.machine import EVENTS, KEY, NAMED, RUN, Machine

pytestmark = [pytest.mark.timeout(1200), pytest.mark.serial, pytest.mark.long]  # some minutes in Wine
NAME, API, LATER = "Order Bridge", "https://api.bridge.example/v1", 240.0
FILE = f"""
name = "{NAME}"
publisher = "Bridges"
home = "https://bridge.example"
support = "https://bridge.example/help"
licence = "terms.txt"
icon = "bridge.ico"
api_address = "{API}"
"""
SETTINGS = 'version = 1\n\n[[connections]]\nid = "acme"\ntype = "acme"\napi_key = "acme/api_key"\n'
SHOWN = """
import win32gui
def tell(window, _):
    if win32gui.IsWindowVisible(window):
        print(win32gui.GetWindowText(window))
win32gui.EnumWindows(tell, None)
"""
PLACES = (r"HKLM\Software", r"HKLM\System\CurrentControlSet\Services\EventLog", r"HKCU\Software")


@pytest.fixture
def other(tmp_path: Path, icon: Path) -> Brand:
    """As a vendor has it: one file, with a licence and an icon beside it."""
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "terms.txt").write_text("Terms of Bridges.\n", encoding="utf-8")
    shutil.copyfile(icon, folder / "bridge.ico")
    (folder / "brand.toml").write_text(FILE, encoding="utf-8")
    return brand(folder / "brand.toml")


class Installed:
    """Its place, and its command for consoles."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.place = machine.drive / "Program Files" / NAME

    def call(self, *arguments: str) -> Done:
        return self.machine.windows.program(self.place / "program" / CONSOLE, *arguments)


@pytest.fixture
def installed(machine: Machine, base: Path, nsis: None, other: Brand, tmp_path: Path) -> Iterator[Installed]:
    made = Installed(machine)
    make_payload(tmp_path / "payload", base, other)
    setup = build(tmp_path / "payload", tmp_path / "setup", other, __version__, BUILD / "program.ico", packed=False)
    assert setup.name == f"OrderBridge-{__version__}-setup.exe"
    assert machine.run(setup, "/S") == 0
    shutil.rmtree(tmp_path / "payload")
    yield made
    if made.place.exists():
        machine.run(made.place / "uninstall.exe", "/S", "/PURGE")
        machine.until(lambda: not made.place.exists())


def test_a_vendors_program_has_its_name_everywhere_and_leaves_nothing_but_data(
    installed: Installed, machine: Machine, other: Brand
) -> None:
    check_files(installed, other)
    check_registry(machine)
    told = installed.call("--selftest")
    assert (told.code, told.err, told.out.count("\nok ")) == (0, "", len(STEPS)), told
    assert installed.call("--version").out.strip() == f"{NAME} {__version__}"
    (machine.data / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    told = installed.call("config", "validate")
    assert (told.code, f'connections of type acme → base_url: "{API}"' in told.out) == (0, True), told
    check_window(installed)
    kept = {one.name for one in machine.data.iterdir()}
    assert {"ledger.db", "logs", "settings.toml"} <= kept
    machine.run(installed.place / "uninstall.exe", "/S")
    machine.until(lambda: not installed.place.exists())
    assert {one.name for one in machine.data.iterdir()} >= kept - {"engine.owner", "owner.lock"}
    assert leftovers(machine) == []


def check_files(installed: Installed, other: Brand) -> None:
    program = installed.place / "program"
    assert {one.name for one in program.glob("*.exe")} == {"OrderBridge.exe", CONSOLE}
    assert other.icon is not None
    assert (program / "program.ico").read_bytes() == other.icon.read_bytes()
    bill = json.loads((program / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["metadata"]["component"]["name"] == NAME
    assert _read(program / "THIRD-PARTY-LICENCES.txt").startswith(f"{NAME} is Desktop Sync under another name")
    page = _read(program / PACKAGES / "desktop_sync" / "_resources" / "docs" / "administrator.md")
    assert f"{NAME} runs on one machine of yours" in page
    assert rf"`C:\Program Files\{NAME}`" in page
    assert "OrderBridge.exe" in page
    assert r"`C:\ProgramData\Desktop Sync`" in page  # by which an installation is found, whoever ships it
    assert (installed.machine.menu / f"{NAME}.lnk").exists()
    assert f'base_url = "{API}"' in _read(installed.machine.policy / "policy.toml")


def check_registry(machine: Machine) -> None:
    key, events = (one.replace("Desktop Sync", NAME) for one in (KEY, EVENTS))
    place = rf"C:\Program Files\{NAME}"
    told = [machine.value(key, name) for name in ("DisplayName", "Publisher", "URLInfoAbout", "HelpLink")]
    assert told == [NAME, "Bridges", "https://bridge.example", "https://bridge.example/help"]
    assert machine.value(RUN, NAME) == rf'"{place}\program\OrderBridge.exe" tray --hidden'
    assert machine.value(events, "EventMessageFile") == rf"{place}\event-texts.dll"
    assert machine.value(NAMED, "DisplayName") == NAME
    assert machine.value(KEY, "DisplayName") == ""


def check_window(installed: Installed) -> None:
    """The desk starts its engine; both leave as a setup tells them to."""
    windows = installed.machine.windows
    desk = windows.started(installed.place / "program" / "OrderBridge.exe", "tray")
    try:
        until(lambda: NAME in windows.call("-c", SHOWN).out.splitlines(), LATER)
        again = windows.program(installed.place / "program" / "OrderBridge.exe", "tray")
        assert again.code == 0, again  # the first one is shown instead
        assert desk.poll() is None
        until((installed.machine.data / "engine.owner").exists, LATER)

        def left() -> bool:
            assert installed.call("stop", "--desks").code == 0
            return desk.poll() is not None

        until(left, LATER)
    finally:
        with suppress(AssertionError):
            installed.call("stop")  # the engine has its pipes
        said = kill(desk)
    assert (desk.returncode, "Traceback" in said) == (0, False), said


def leftovers(machine: Machine) -> list[str]:
    """What still bears the vendor's name: files, and lines of the registry."""
    named = (one for one in machine.drive.rglob("*") if "OrderBridge" in one.name or NAME in one.name)
    files = [str(one) for one in named if "pytest-of-" not in str(one)]  # of tests inside this Windows
    told = (machine.windows.program(Path("reg"), "query", place, "/s").out for place in PLACES)
    return files + [line for text in told for line in text.splitlines() if NAME in line or "OrderBridge" in line]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
