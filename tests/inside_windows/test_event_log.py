"""Under Wine: entries are written where the setup has registered the source, and nowhere else. Wine keeps none."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from desktop_sync.windows.event_log import REGISTERED, note

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the event log of Windows")

if sys.platform == "win32":
    import winreg

    from tests.inside_windows.registry import forgotten

    @pytest.fixture(autouse=True)
    def unregistered() -> Iterator[None]:
        with forgotten(REGISTERED):
            yield

    @pytest.fixture
    def source() -> None:
        winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, REGISTERED).Close()

    def test_without_a_source_nothing_is_written() -> None:
        assert not note(1, "information", "the engine works")

    @pytest.mark.usefixtures("source")
    def test_with_it_every_level_is_taken() -> None:
        assert all(
            note(number, level, "Größe %1") for number, level in enumerate(("information", "warning", "error"), 1)
        )
