"""A second volume, where this machine has one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest


@pytest.fixture
def other_volume(tmp_path: Path, require: Callable[[str], NoReturn]) -> Iterator[Path]:
    """An empty folder that no rename from ``tmp_path`` reaches."""
    memory = Path("/dev/shm")  # noqa: S108 - Linux keeps it in memory: another volume than the disk
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        require("there is no second volume on this machine")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)
