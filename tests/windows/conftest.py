"""Wine, the Windows Python in it, and installations there. What passes here has run under Wine, not under Windows."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from dev_steps import StepError
from windows.branding import brand
from windows.payload import BUILD, make_payload
from windows.trial import missing, ready

from tests.end2end.conftest import MakesInstallations
from tests.sandbox_process import start_sandbox
from tests.windows.installation import Windows, WindowsInstallation
from tests.windows.machine import Machine


@pytest.fixture(scope="session")
def windows(require_for_session: Callable[[str], NoReturn]) -> Iterator[Windows]:
    if lacking := missing():
        require_for_session(f"the Windows program needs {', '.join(lacking)}")
    try:
        made = Windows(ready())
    except StepError as error:
        require_for_session(str(error))
    with made.held():
        yield made


@pytest.fixture
def installation(tmp_path: Path, windows: Windows) -> Iterator[MakesInstallations]:
    """Makes installations; their sandboxes end with the test."""
    with ExitStack() as stack:

        def make(character: str = "both", **options: object) -> WindowsInstallation:
            acme = stack.enter_context(start_sandbox(character, **options))  # type: ignore[arg-type]  # its own names
            place = tmp_path / f"installation-{acme.port}"
            place.mkdir()
            made = WindowsInstallation(place, acme, windows)
            made.set_secret()
            return made

        yield make


@pytest.fixture
def desk(installation: MakesInstallations) -> WindowsInstallation:
    made = installation()
    assert isinstance(made, WindowsInstallation)
    return made


@pytest.fixture(scope="session")
def base(windows: Windows) -> Path:
    assert windows.command
    return BUILD / "base"


@pytest.fixture(scope="session")
def payload(base: Path) -> Path:
    """As customers get it, of the checkout as it stands."""
    make_payload(BUILD / "payload", base, brand())
    return BUILD / "payload"


@pytest.fixture(scope="session")
def nsis(require_for_session: Callable[[str], NoReturn]) -> None:
    """What makes a setup is there."""
    if shutil.which("makensis") is None:
        require_for_session("the setup needs makensis")


@pytest.fixture(scope="session")
def icon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One picture of one colour, as small as an icon may be."""
    size = 16
    pixels = b"\x40\x80\xc0\xff" * size * size + bytes(4 * size)
    head = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    entry = struct.pack("<HHHBBBBHHII", 0, 1, 1, size, size, 0, 0, 1, 32, len(head) + len(pixels), 22)
    file = tmp_path_factory.mktemp("icon") / "program.ico"
    file.write_bytes(entry + head + pixels)
    return file


@pytest.fixture(scope="session")
def any_machine(windows: Windows) -> Iterator[Machine]:
    """Left as if nothing had been installed, for whoever uses this Windows next."""
    made = Machine(windows)
    yield made
    made.clear()


@pytest.fixture
def machine(any_machine: Machine) -> Machine:
    any_machine.clear()
    return any_machine
