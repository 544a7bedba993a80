"""A desk to walk through: its settings, a tray, and a person who may click and type. Nothing runs unless they want it.

``look``: the language and the theme, such as ``de-dark``. With ``--shots`` there is a picture of each step.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.data_folder import DataFolder, holder
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import until
from tests.end2end.installation import FLOW, Installation
from tests.end2end.person import Person
from tests.end2end.screen import Screen
from tests.end2end.walk.steps import told


@pytest.fixture
def desk(installation: MakesInstallations, screen: Screen, look: str) -> Iterator[Installation]:
    made = installation()
    made.flow(FLOW)["target"]["batch"] = False
    made.add_export()
    made.environment |= screen.environment
    opener = made.place / "bin" / "xdg-open"  # the system's program for any file
    opener.parent.mkdir()
    opener.write_text('#!/bin/sh\necho "$1" >> "$(dirname "$0")/opened"\n', encoding="ascii")
    opener.chmod(0o700)
    made.environment["PATH"] = f"{opener.parent}{os.pathsep}{made.environment['PATH']}"
    language, theme = look.split("-")
    chosen = Path(screen.environment["XDG_CONFIG_HOME"]) / "Desktop Sync" / "desk.conf"
    chosen.parent.mkdir()
    chosen.write_text(f"[General]\nlanguage={language}\ntheme={theme}\n[told]\nhidden=true\n", encoding="ascii")
    yield made
    found = holder(DataFolder(made.data).lock)
    if found is not None:
        os.kill(found.pid, signal.SIGKILL)


@pytest.fixture
def empty(desk: Installation) -> Installation:
    """Nobody has set anything up."""
    (desk.data / "settings.toml").unlink()
    return desk


@pytest.fixture
def person(desk: Installation, screen: Screen, look: str, request: pytest.FixtureRequest) -> Iterator[Person]:
    wanted = request.config.getoption("--shots")
    folder = None
    if wanted is not None:
        folder = Path(wanted).absolute() / f"{request.node.originalname}-{look}"
        folder.mkdir(parents=True, exist_ok=True)
    made = Person(desk, screen, folder, look.split("-", maxsplit=1)[0])
    until(lambda: told(desk, "status")["engine"])  # then the icon has its menu
    yield made
    made.ends()
    assert "Traceback" not in made.complaints, made.complaints
