"""The private keyring of the session's installations, and how tests get an installation with its sandbox."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn, Protocol

import pytest

from tests.end2end import screen as screens
from tests.end2end.installation import Installation
from tests.end2end.screen import Screen
from tests.sandbox_process import start_sandbox


class MakesInstallations(Protocol):
    """Starts a sandbox with these options (see ``start_sandbox``) and an installation that may sign in there."""

    def __call__(self, character: str = "both", **options: object) -> Installation: ...


@pytest.fixture(scope="session")
def keyring(require_for_session: Callable[[str], NoReturn]) -> Iterator[dict[str, str]]:
    """The environment of a Secret Service of our own: never the keyring of whoever runs the tests."""
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing or sys.platform != "linux":
        require_for_session(f"a keyring for the program needs {', '.join(missing) or 'Linux'}")
    from dev_secret_service import private_secret_service

    with private_secret_service(Path(sys.executable)) as environment:
        yield environment


@pytest.fixture(scope="session")
def qapp_cls() -> type[object]:
    """As for the tests of the desk: a process has one application, whichever test comes first."""
    from tests.watchdog import Watched

    return Watched


@pytest.fixture
def installation(tmp_path: Path, keyring: dict[str, str]) -> Iterator[MakesInstallations]:
    """Makes installations; their sandboxes end with the test."""
    with ExitStack() as stack:

        def make(character: str = "both", **options: object) -> Installation:
            acme = stack.enter_context(start_sandbox(character, **options))  # type: ignore[arg-type]  # its own names
            place = tmp_path / f"installation-{acme.port}"
            place.mkdir()
            made = Installation(place, acme, keyring)
            made.set_secret()
            return made

        yield make


@pytest.fixture
def screen(tmp_path: Path, require: Callable[[str], NoReturn]) -> Iterator[Screen]:
    if screens.missing() or sys.platform != "linux":
        require(f"a screen with a tray needs {', '.join(screens.missing()) or 'Linux'}")
    place = tmp_path / "screen"
    place.mkdir()
    with screens.screen(place) as made:
        yield made
