"""Wine, the Windows Python in it, and installations there. What passes here has run under Wine, not under Windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from dev_steps import StepError
from windows.trial import missing, ready

from tests.end2end.conftest import MakesInstallations
from tests.sandbox_process import start_sandbox
from tests.windows.installation import Windows, WindowsInstallation

KEEPER = "import ctypes, sys; ctypes.windll.user32.GetDesktopWindow(); print('ready', flush=True); sys.stdin.read()"


@pytest.fixture(scope="session")
def windows(require_for_session: Callable[[str], NoReturn]) -> Iterator[Windows]:
    """Something runs in it as long as the session: Wine's services and its desktop hold the pipes of whoever needed
    them first, and would keep a test that waits for those.
    """
    if lacking := missing():
        require_for_session(f"the Windows program needs {', '.join(lacking)}")
    try:
        made = Windows(ready())
    except StepError as error:
        require_for_session(str(error))
    with made.start("-c", KEEPER) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        assert keeper.stdout.readline().strip() == "ready"
        yield made
        keeper.stdin.close()


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
