"""Under Wine: the setup installs, repairs, upgrades, refuses and removes, with a stand-in for the program it brings.

The stand-in notes how it is called; with the program itself the same is tried behind ``--long``.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from windows.branding import CONSOLE, brand
from windows.installing import build, whole
from windows.signing import Signer
from windows.wine import COMPILER, windows_path

from desktop_sync import __version__
from tests.certificates import code_signing
from tests.windows.installation import Windows
from tests.windows.machine import EVENTS, KEY, RUN, Machine

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]
BROKEN_OFF, IN_USE, NEWER, FOLDERS, PLACE = 2, 3, 4, 7, 8
SESSION = r"HKLM\System\CurrentControlSet\Control\Session Manager"
STARTED = r"engine start --data C:\ProgramData\Desktop Sync"


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory, windows: Windows) -> Path:
    """What a setup of these tests brings."""
    assert windows.command
    folder = tmp_path_factory.mktemp("stand-in")
    (folder / "event-texts.dll").write_bytes(b"texts")
    source = Path(__file__).with_name("stand_in.c")
    for name in ("desktop-sync.exe", "DesktopSync.exe"):
        subprocess.run([COMPILER, "-O2", "-s", "-municode", "-o", folder / name, source], check=True)
    (folder / "Lib" / "deep").mkdir(parents=True)
    (folder / "Lib" / "deep" / "module.txt").write_text("one", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def setups(tmp_path_factory: pytest.TempPathFactory, stand_in: Path, icon: Path, nsis: None) -> dict[str, Path]:
    """By version."""
    folder = tmp_path_factory.mktemp("setups")
    return {version: build(stand_in, folder / version, brand(), version, icon) for version in ("0.1.0", "0.2.0")}


def test_a_silent_setup_installs_and_its_uninstaller_leaves_nothing_but_data(
    machine: Machine, setups: dict[str, Path]
) -> None:
    assert machine.run(setups["0.1.0"], "/S", "/ENGINE=anna") == 0
    assert (machine.place / "program" / "Lib" / "deep" / "module.txt").read_text(encoding="utf-8") == "one"
    assert machine.calls() == ["prepare --engine anna"]
    assert machine.held() == {"prepare"}
    assert machine.value(KEY, "DisplayVersion") == "0.1.0"
    assert (
        machine.value(RUN, "Desktop Sync") == r'"C:\Program Files\Desktop Sync\program\DesktopSync.exe" tray --hidden'
    )
    assert (machine.menu / "Desktop Sync.lnk").exists()
    assert machine.value(EVENTS, "EventMessageFile") == r"C:\Program Files\Desktop Sync\event-texts.dll"
    assert machine.value(EVENTS, "TypesSupported") == "0x7"
    assert (machine.place / "event-texts.dll").read_bytes() == b"texts"
    machine.data.mkdir()
    (machine.data / "ledger.db").write_bytes(b"what was sent")
    machine.run(machine.place / "uninstall.exe", "/S")  # goes on as another process, which can delete this one
    machine.until(lambda: not machine.place.exists())
    assert machine.held() == {"prepare", "stop", "engine"}
    assert machine.calls() == [r"stop --desks --data C:\ProgramData\Desktop Sync", "engine remove"]
    assert not (machine.menu / "Desktop Sync.lnk").exists()
    assert (machine.value(KEY, "DisplayVersion"), machine.value(RUN, "Desktop Sync")) == ("", "")
    assert machine.value(EVENTS, "TypesSupported") == ""
    assert (machine.data / "ledger.db").read_bytes() == b"what was sent"


def test_without_a_word_the_engine_is_of_who_runs_the_setup_named_with_its_domain(
    machine: Machine, setups: dict[str, Path]
) -> None:
    """A name alone may be another's in the domain, and nobody's where it is that of a cloud."""
    assert machine.run(setups["0.1.0"], "/S") == 0
    [prepared] = machine.calls()
    account = prepared.removeprefix("prepare --engine ")
    domain, _, name = account.partition("\\")
    assert (bool(domain), bool(name)) == (True, True), prepared
    assert machine.value(KEY, "Engine") == account
    assert machine.run(setups["0.2.0"], "/S") == 0
    assert f"prepare --engine {account}" in machine.calls()
    assert machine.remove() == 0


HOLD = """
import sys, win32con, win32file
held = win32file.CreateFile(
    sys.argv[1], win32con.GENERIC_READ, int(sys.argv[2]), None, win32con.OPEN_ALWAYS, 0, None
)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(machine: Machine, path: Path, *, sharing: int = 0) -> Iterator[None]:
    """By another program, such as a virus scanner."""
    with machine.windows.start("-c", HOLD, windows_path(path), str(sharing)) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "held"
        yield
        other.stdin.close()


def test_a_file_that_cannot_be_written_breaks_a_silent_setup_off(machine: Machine, setups: dict[str, Path]) -> None:
    """Else what is not whole would take the place of what works, and nobody would be told."""
    assert machine.run(setups["0.1.0"], "/S") == 0
    machine.calls()
    scanned = machine.place / "program.new" / "Lib" / "deep" / "module.txt"
    scanned.parent.mkdir(parents=True)
    with held(machine, scanned):
        assert machine.run(setups["0.2.0"], "/S") == BROKEN_OFF
    assert machine.calls() == []  # the program was not even told to end
    assert machine.value(KEY, "DisplayVersion") == "0.1.0"
    assert (machine.place / "program" / "Lib" / "deep" / "module.txt").exists()
    assert not (machine.place / "program.new" / "DesktopSync.exe").exists()
    [told] = (machine.drive / "users").rglob("DesktopSync-setup.log")
    assert "virus scanner" in told.read_text(encoding="utf-16")
    assert machine.run(setups["0.2.0"], "/S") == 0
    assert not scanned.exists()
    assert machine.remove() == 0


def test_texts_that_somebody_looks_at_do_not_take_those_of_the_next_setup_away_at_a_restart(
    machine: Machine, setups: dict[str, Path]
) -> None:
    assert machine.run(setups["0.1.0"], "/S") == 0
    texts = machine.place / "event-texts.dll"
    with held(machine, texts, sharing=1):  # FILE_SHARE_READ: neither deleted nor moved
        assert machine.remove() == 0
        assert texts.exists()
        assert "event-texts.dll" not in machine.value(SESSION, "PendingFileRenameOperations")


def test_groups_are_filled_as_told_and_go_with_the_data(machine: Machine, setups: dict[str, Path]) -> None:
    told = [r"/VIEWERS=ACME\anna,bert", "/ADMINISTRATORS=carl", "/ENGINE=engine"]
    assert machine.run(setups["0.1.0"], "/S", *told) == 0
    assert machine.calls() == [r"prepare --engine engine --viewers ACME\anna,bert --administrators carl"]
    for folder in (machine.data, machine.policy):
        folder.mkdir()
        (folder / "file").write_bytes(b"")
    assert machine.remove("/PURGE") == 0
    assert machine.calls()[1:] == ["engine remove", "prepare --undo"]
    assert not machine.data.exists()
    assert not machine.policy.exists()


def test_an_upgrade_ends_the_program_and_swaps_it_and_a_downgrade_is_refused(
    machine: Machine, setups: dict[str, Path]
) -> None:
    assert machine.run(setups["0.1.0"], "/S", "/NOSTART", "/ENGINE=anna") == 0
    assert machine.value(RUN, "Desktop Sync") == ""
    stale = machine.place / "program" / "gone-in-the-next-version.txt"
    stale.write_bytes(b"")
    machine.calls()
    assert machine.run(setups["0.2.0"], "/S") == 0
    stopped, prepared, started = machine.calls()
    assert stopped.startswith("stop")
    assert prepared == "prepare --engine anna"
    assert started == STARTED
    assert machine.held() == {"stop", "prepare"}  # no engine starts in between; then the one of the boot does
    assert machine.value(KEY, "DisplayVersion") == "0.2.0"
    assert machine.value(RUN, "Desktop Sync") == ""
    assert not stale.exists()
    assert sorted(one.name for one in machine.place.iterdir()) == ["event-texts.dll", "program", "uninstall.exe"]
    assert machine.run(setups["0.1.0"], "/S") == NEWER
    assert machine.calls() == []
    assert machine.value(KEY, "DisplayVersion") == "0.2.0"
    (machine.place / "program" / "DesktopSync.exe").unlink()
    assert machine.run(setups["0.2.0"], "/S", "/ENGINE=bert") == 0  # a repair
    assert machine.calls()[-2:] == ["prepare --engine bert", STARTED]
    assert (machine.place / "program" / "DesktopSync.exe").exists()
    assert machine.remove() == 0


@pytest.mark.parametrize("code", [3, 4])
def test_a_program_that_does_not_end_stays_as_it_was(machine: Machine, setups: dict[str, Path], code: int) -> None:
    assert machine.run(setups["0.1.0"], "/S") == 0
    machine.answer("stop", code)
    assert machine.run(setups["0.2.0"], "/S") == IN_USE
    assert machine.value(KEY, "DisplayVersion") == "0.1.0"
    assert sorted(one.name for one in machine.place.iterdir()) == ["event-texts.dll", "program", "uninstall.exe"]
    assert machine.remove() == IN_USE
    assert (machine.place / "program" / "desktop-sync.exe").exists()
    assert machine.calls()[-1] == STARTED
    assert not (machine.place / "setup.lock").exists()
    machine.answer("stop", 0)
    assert machine.remove() == 0


def test_a_damaged_program_is_repaired_and_removed(machine: Machine, setups: dict[str, Path]) -> None:
    assert machine.run(setups["0.1.0"], "/S") == 0
    machine.answer("stop", 1)
    module = machine.place / "program" / "Lib" / "deep" / "module.txt"
    module.unlink()
    assert machine.run(setups["0.1.0"], "/S") == 0
    assert module.exists()
    assert machine.remove() == 0
    assert not module.exists()


def test_a_program_that_started_anew_meanwhile_is_ended_once_more(machine: Machine, setups: dict[str, Path]) -> None:
    """By the task of the start at boot. Wine moves a folder whose files are in use: here its new place is taken."""
    assert machine.run(setups["0.1.0"], "/S") == 0
    machine.calls()
    taken = machine.place / "program.old"
    taken.write_bytes(b"")
    with machine.windows.started(setups["0.2.0"], "/S") as setup:
        stops = 0

        def stopped_twice() -> bool:
            nonlocal stops
            stops += sum(call.startswith("stop") for call in machine.calls())
            return stops == 2

        machine.until(stopped_twice)
        taken.unlink()
        setup.communicate(timeout=120)
    assert setup.returncode == 0
    assert machine.value(KEY, "DisplayVersion") == "0.2.0"
    assert machine.remove() == 0


def test_another_folder_is_taken(machine: Machine, setups: dict[str, Path]) -> None:
    """That only administrators may write there, Wine does not show."""
    place = machine.drive / "Elsewhere"
    assert machine.run(setups["0.1.0"], "/S", r"/D=C:\Elsewhere") == 0
    assert (place / "program" / "DesktopSync.exe").exists()
    assert machine.value(KEY, "InstallLocation") == r"C:\Elsewhere"
    assert machine.run(place / "uninstall.exe", "/S", r"_?=C:\Elsewhere") == 0
    assert not (place / "program").exists()
    shutil.rmtree(place)


def test_a_folder_of_others_keeps_its_rights(machine: Machine, setups: dict[str, Path]) -> None:
    place = machine.drive / "Elsewhere"
    place.mkdir()
    (place / "theirs.txt").write_bytes(b"")
    assert machine.run(setups["0.1.0"], "/S", r"/D=C:\Elsewhere") == PLACE
    assert [one.name for one in place.iterdir()] == ["theirs.txt"]
    (place / "theirs.txt").unlink()
    for _ in range(2):  # a second time, too: then what is there is ours
        assert machine.run(setups["0.1.0"], "/S", r"/D=C:\Elsewhere") == 0
    assert machine.run(place / "uninstall.exe", "/S", r"_?=C:\Elsewhere") == 0
    shutil.rmtree(place)


def test_it_is_installed_in_one_folder_only(machine: Machine, setups: dict[str, Path]) -> None:
    assert machine.run(setups["0.1.0"], "/S") == 0
    assert machine.run(setups["0.1.0"], "/S", r"/D=C:\Elsewhere") == PLACE
    assert not (machine.drive / "Elsewhere").exists()
    [told] = (machine.drive / "users").rglob("DesktopSync-setup.log")
    assert r"is installed in C:\Program Files\Desktop Sync." in told.read_text(encoding="utf-16")
    assert machine.run(setups["0.1.0"], "/S", r"/D=c:\program files\desktop sync") == 0
    assert machine.remove() == 0


def test_folders_that_cannot_be_prepared_are_told(machine: Machine, setups: dict[str, Path]) -> None:
    machine.answer("prepare", 4)
    assert machine.run(setups["0.1.0"], "/S") == FOLDERS
    [told] = (machine.drive / "users").rglob("DesktopSync-setup.log")
    assert "it says why not: Größe" in told.read_text(encoding="utf-16")
    assert machine.remove() == 0


def test_another_vendor_has_its_own_name_everywhere_and_its_own_address(
    machine: Machine, stand_in: Path, icon: Path, nsis: None, tmp_path: Path
) -> None:
    home, support, api = (f"https://bridge.example/{place}" for place in ("home", "support", "api"))
    other = replace(brand(), name="Order Bridge", publisher="Bridges", home=home, support=support, api_address=api)
    program = shutil.copytree(stand_in, tmp_path / "program")
    (program / "DesktopSync.exe").rename(program / other.windowed)
    file = build(program, tmp_path / "other", other, "0.1.0", icon)
    assert file.name == "OrderBridge-0.1.0-setup.exe"
    machine.policy.mkdir()  # the stand-in prepares nothing
    assert machine.run(file, "/S") == 0
    key, events = (one.replace("Desktop Sync", "Order Bridge") for one in (KEY, EVENTS))
    place = r"C:\Program Files\Order Bridge"
    asked = ("DisplayName", "Publisher", "URLInfoAbout", "HelpLink", "DisplayIcon")
    told = [machine.value(key, name) for name in asked]
    assert told == ["Order Bridge", "Bridges", home, support, rf"{place}\program\OrderBridge.exe"]
    assert machine.value(RUN, "Order Bridge") == rf'"{place}\program\OrderBridge.exe" tray --hidden'
    assert machine.value(events, "EventMessageFile") == rf"{place}\event-texts.dll"
    assert (machine.menu / "Order Bridge.lnk").exists()
    policy = machine.policy / "policy.toml"
    assert tomllib.loads(policy.read_text(encoding="utf-8")) == {
        "version": 1,
        "connection_types": {"acme": {"base_url": api}},
    }
    policy.write_text("version = 1\n", encoding="utf-8")  # an administrator's own stays
    assert machine.run(file, "/S") == 0
    assert policy.read_text(encoding="utf-8") == "version = 1\n"
    folder = machine.drive / "Program Files" / "Order Bridge"
    machine.run(folder / "uninstall.exe", "/S")
    machine.until(lambda: not folder.exists())
    assert (machine.value(key, "DisplayName"), machine.value(events, "TypesSupported")) == ("", "")
    assert not (machine.menu / "Order Bridge.lnk").exists()


def test_two_setups_of_the_same_are_the_same(
    stand_in: Path, icon: Path, setups: dict[str, Path], tmp_path: Path
) -> None:
    again = build(shutil.copytree(stand_in, tmp_path / "elsewhere"), tmp_path / "again", brand(), "0.1.0", icon)
    assert again.read_bytes() == setups["0.1.0"].read_bytes()


def test_setup_and_uninstaller_are_signed(machine: Machine, stand_in: Path, icon: Path, tmp_path: Path) -> None:
    """By a throw-away certificate; that of a release comes from outside."""
    if shutil.which("osslsigncode") is None:
        pytest.skip("signing needs osslsigncode")
    certificate, password, issuer = code_signing(tmp_path)
    file = build(stand_in, tmp_path / "signed", brand(), "0.1.0", icon, Signer(certificate, password))
    verify = ["osslsigncode", "verify", "-CAfile", str(issuer), "-in"]
    assert machine.run(file, "/S") == 0
    for signed in (file, machine.place / "uninstall.exe"):
        told = subprocess.run([*verify, str(signed)], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told
        assert "Throw-away" in told.stdout
    file.write_bytes(file.read_bytes()[:-64] + bytes(64))
    assert subprocess.run([*verify, str(file)], capture_output=True, check=False).returncode != 0


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_program_itself_is_installed_works_and_is_replaced_while_it_works(machine: Machine) -> None:
    """Its engine works in the machine's own data folder, and ends for the setup, which runs a second time over it."""
    file = whole(None, brand())
    assert machine.run(file, "/S") == 0
    program = machine.place / "program" / CONSOLE
    told = machine.windows.program(program, "--version")
    assert (told.code, told.out.strip()) == (0, f"Desktop Sync {__version__}"), told
    assert machine.windows.program(program, "config", "validate").code == 2  # there are no settings yet
    assert machine.policy.is_dir()
    with machine.windows.started(program, "engine") as engine:
        machine.until((machine.data / "engine.owner").exists)
        ledger = machine.data / "ledger.db"
        machine.until(ledger.exists)
        assert machine.run(file, "/S") == 0
        said = engine.communicate(timeout=120)
        assert engine.returncode == 0, said
    assert machine.windows.program(program, "status").code in {0, 4}
    machine.run(machine.place / "uninstall.exe", "/S")
    machine.until(lambda: not machine.place.exists())
    assert ledger.exists()
