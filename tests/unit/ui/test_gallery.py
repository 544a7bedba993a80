"""Every screen in both languages and themes: named, reachable, whole, with its focus seen; pictures where wished."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_sync.ui.theme import Scheme
from tests import access
from tests.contrast import night
from tests.gallery_scenes import Scene, scenes, shown

SCENES = scenes()
TWICE = "QT_SCALE_FACTOR"
ROOT = Path(__file__).parents[3]
SHOWN = [
    pytest.param("de", Scheme.LIGHT, id="de-light"),
    pytest.param("en", Scheme.DARK, id="en-dark", marks=[] if TWICE in os.environ else [pytest.mark.long]),
    pytest.param("de", Scheme.DARK, id="de-dark", marks=[pytest.mark.long]),
    pytest.param("en", Scheme.LIGHT, id="en-light", marks=[pytest.mark.long]),
]
"""Each language and each theme once: German at the usual size, English at twice; all others with ``--long``."""


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    """Where the pictures go."""
    wanted = request.config.getoption("--shots")
    if wanted is None:
        return None
    Path(wanted).mkdir(parents=True, exist_ok=True)
    return Path(wanted)


def complaints(window: QWidget) -> list[str]:
    """One a line."""
    found = access.without_name(window) + access.silent_rows(window)
    found += access.same_mnemonics(window) + access.clipped(window)
    if isinstance(window, QMenu):
        return found
    unseen: list[str] = []
    stops = access.tab_stops(window, unseen)
    return found + access.unreachable(window, stops) + access.disorder(stops) + access.hidden_stops(stops) + unseen


def judge(found: list[str]) -> None:
    """Fails with every complaint, one a line."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("language,scheme", SHOWN)
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_everybody_can_use_it(
    qapp: QApplication, scene: Scene, language: str, scheme: Scheme, folder: Path | None
) -> None:
    with shown(qapp, scene, language, scheme) as window:
        if folder is not None:
            size = "-twice" if TWICE in os.environ else ""
            window.grab().save(str(folder / f"{scene}-{language}-{scheme.value}{size}.png"))
        judge(complaints(window))


@pytest.mark.parametrize("name", ["settings-connection", "overview-well", "problems-problems"])
def test_in_high_contrast_there_are_the_systems_colours_alone(
    qapp: QApplication, name: str, folder: Path | None
) -> None:
    """But for what blends into them: the edges of letters and shapes."""
    scene = next(one for one in SCENES if str(one) == name)
    with shown(qapp, scene, "de", Scheme.LIGHT, night()) as window:
        picture = window.grab()
        if folder is not None:
            picture.save(str(folder / f"{scene}-contrast.png"))
    image = picture.toImage()
    seen = [image.pixelColor(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    hues = [one for one in seen if one.saturation() > 60 and abs(one.hue() - QColor("#1AEBFF").hue()) > 12]
    assert len(hues) < len(seen) / 1000
    assert sum(one.lightness() < 40 for one in seen) > len(seen) / 2


@pytest.mark.timeout(900)
@pytest.mark.skipif(TWICE in os.environ, reason="this is that process")
def test_at_twice_the_size_too(request: pytest.FixtureRequest, folder: Path | None, tmp_path: Path) -> None:
    """The scale is set once for a process, so this is one of its own."""
    names = "test_everybody_can_use_it and " + ("light" if request.config.getoption("--long") else "en-dark")
    command = [sys.executable, "-m", "pytest", __file__, "-q", "-k", names, "-p", "no:cacheprovider"]
    command += ["--long"] if request.config.getoption("--long") else []
    command += [] if folder is None else ["--shots", str(folder.absolute())]
    screen = {"name": "notebook", "x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1.0}
    (tmp_path / "screen.json").write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    env = {TWICE: "2", "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screen.json'}"}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= len(SCENES)
