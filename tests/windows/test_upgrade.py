"""Under Wine: a newer version is set up over an engine that works, by the programs that customers get.

What a setup brings here is the payload without the libraries, which stay where the build has put them: so it is made
and unpacked in a second. The newer version has one step more in its ledger.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from windows import compiling
from windows.branding import CONSOLE, brand
from windows.installing import build
from windows.payload import PACKAGES, SEARCHED, search_path
from windows.wine import windows_path

import desktop_sync
from desktop_sync.ledger.schema import STEPS
from tests.end2end.engines import until
from tests.end2end.installation import FLOW, Done, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.sandbox_process import SandboxProcess, start_sandbox
from tests.windows.installation import Windows, WindowsInstallation
from tests.windows.machine import KEY, Machine

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]  # programs start slowly in Wine
LATER = 240.0
OLD, NEW = desktop_sync.__version__, "99.0.0"
ONE_MORE = "CREATE TABLE what_a_newer_version_has (id INTEGER PRIMARY KEY);"


class Installed(WindowsInstallation):
    """Its program is the installed one, its data folder the machine's."""

    def __init__(self, place: Path, acme: SandboxProcess, machine: Machine) -> None:
        self.file = machine.place / "program" / CONSOLE
        super().__init__(place, acme, machine.windows, machine.data)

    def call(self, *arguments: str, typed: str = "", data: bool = True) -> Done:
        assert data
        return self.windows.program(self.file, *arguments, typed=typed)

    def start(self, *arguments: str, data: bool = True) -> subprocess.Popen[str]:
        assert data
        return self.windows.started(self.file, *arguments)


@pytest.fixture(scope="module")
def lean(payload: Path, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The payload, which looks for all libraries in a base."""
    folder = tmp_path_factory.mktemp("lean")

    def libraries(place: str, names: list[str]) -> list[str]:
        return [name for name in names if name != "desktop_sync"] if place == str(payload / PACKAGES) else []

    shutil.copytree(payload, folder, ignore=libraries, dirs_exist_ok=True)
    [path] = folder.glob("python*._pth")
    path.write_bytes(search_path([*SEARCHED[:3], *(windows_path(base / line) for line in SEARCHED[2:])]))
    return folder


@pytest.fixture(scope="module")
def newer(lean: Path, windows: Windows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a later version: of another name, and with a ledger of another form."""
    changed, folder = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("newer")
    shutil.copytree(lean, folder, dirs_exist_ok=True)
    source = Path(desktop_sync.__file__).parent
    texts = {
        "__init__.py": re.sub(r'__version__ = ".*"', f'__version__ = "{NEW}"', _read(source / "__init__.py")),
        "ledger/schema.py": re.sub(r"(?m)^(STEPS: .*)\)$", rf'\1, "{ONE_MORE}")', _read(source / "ledger/schema.py")),
    }
    for name, text in texts.items():
        file = changed / "desktop_sync" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    done = windows.call(windows_path(Path(compiling.__file__)), windows_path(changed))
    assert (done.code, done.out.strip()) == (0, str(len(texts))), done
    shutil.copytree(changed, folder / PACKAGES, dirs_exist_ok=True)
    return folder


@pytest.mark.usefixtures("nsis")
def test_an_upgrade_loses_nothing_of_what_waits_and_sends_nothing_twice(
    machine: Machine, lean: Path, newer: Path, icon: Path, tmp_path: Path
) -> None:
    old = build(lean, tmp_path / "old", brand(), OLD, icon, packed=False)
    new = build(newer, tmp_path / "new", brand(), NEW, icon, packed=False)
    assert machine.run(old, "/S", "/NOSTART") == 0
    with start_sandbox() as acme:
        desk = Installed(tmp_path / "desk", acme, machine)
        desk.change_profile(max_batch=1)
        desk.set_secret()
        desk.flow(FLOW)["schedule"] = {"every": "1min"}
        desk.save()
        desk.legacy.drop(Order("10001"), Order("10002"))
        engine = desk.start("engine")
        try:
            until(lambda: len(acme.writes()) == 2, LATER)
            acme.fault("latency", seconds=10.0)
            desk.legacy.drop(Order("10001").changed(quantity="41"), *(Order(f"{no}") for no in range(20_000, 20_200)))
            desk.legacy.drop(Order("30001"))
            until(lambda: acme.requests()["faults"] != {}, LATER)
            assert machine.run(new, "/S") == 0
            said = engine.communicate(timeout=LATER)[1]
            assert (engine.returncode, "Traceback" in said) == (0, False), said
        finally:
            kill(engine)
        assert waiting(machine.data / "ledger.db") > 0
        assert machine.value(KEY, "DisplayVersion") == NEW
        assert desk.call("--version").out.split()[-1] == NEW
        acme.clear_faults()
        until(lambda: desk.run("--json").code == 0, LATER)
        assert_promise(acme.writes(), desk.legacy.expected)
        assert_files_once(desk.legacy.folder, desk.legacy.files)
    kept = machine.data / f"ledger-before-step-{len(STEPS) + 1}.db"
    assert (step(kept), step(machine.data / "ledger.db")) == (len(STEPS), len(STEPS) + 1)
    assert waiting(kept) > 0


def step(ledger: Path) -> int:
    """Of its form."""
    with closing(sqlite3.connect(ledger)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def waiting(ledger: Path) -> int:
    """How many documents are not in Acme yet, for all it knows."""
    with closing(sqlite3.connect(ledger)) as connection:
        asked = "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending', 'unknown')"
        return int(connection.execute(asked).fetchone()[0])


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
