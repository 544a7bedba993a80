"""The jail of names, for both kinds of system."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.stores.names import parts_of


@pytest.mark.parametrize("path", ["a.xml", "b/c d/ü.xml", ".hidden", "console.xml", "a.b.c"])
@pytest.mark.parametrize("windows", [True, False])
def test_ordinary_names(path: str, windows: bool) -> None:
    assert parts_of(path, windows=windows) == path.split("/")


@pytest.mark.parametrize("path", ["", ".", "..", "/a", "a/", "a//b", "../a", "a/../b", "a\0", "\udcff.xml"])
@pytest.mark.parametrize("windows", [True, False])
def test_names_refused_everywhere(path: str, windows: bool) -> None:
    with pytest.raises(Rejected) as told:
        parts_of(path, windows=windows)
    assert told.value.reason == "name"


@pytest.mark.parametrize(
    "path",
    ["C:/a", "C:a", "a:stream", "..\\a", "\\\\server\\x", "con", "NUL.xml", "x/Com1.tar.gz", "lpt¹", "aux .x", "a.",
     "a ", "a?b", "tab\t"],
)  # fmt: skip
def test_names_refused_on_windows(path: str) -> None:
    with pytest.raises(Rejected):
        parts_of(path, windows=True)
    assert parts_of(path, windows=False)
