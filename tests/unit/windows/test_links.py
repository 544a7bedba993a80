"""What leads elsewhere: links, and junctions, which are folders to everybody else."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import cast

import pytest

from desktop_sync.windows.links import is_link


class Told:
    """What ``lstat`` tells of a folder on Windows."""

    st_mode = stat.S_IFDIR

    def __init__(self, tag: int) -> None:
        self.st_reparse_tag = tag


@pytest.mark.parametrize(
    "tag,leads",
    [
        pytest.param(0, False, id="folder"),
        pytest.param(0xA0000003, True, id="junction"),
        pytest.param(0xA000001D, True, id="link of WSL"),
        pytest.param(0x80000013, False, id="deduplicated"),
        pytest.param(0x9000601A, False, id="in a cloud"),
    ],
)
def test_a_folder_of_windows(tag: int, leads: bool) -> None:
    assert is_link(cast("os.stat_result", Told(tag))) is leads


def test_a_symbolic_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    if not os.path.lexists(link):
        pytest.skip("Wine says that it has made it, and makes none")
    assert is_link(link.lstat())
    assert not is_link(tmp_path.lstat())
