"""Under Wine: the box that a program without a console shows, and whether a folder is closed to this account."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from desktop_sync.data_folder import closed_to_us
from desktop_sync.windows import box

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="boxes of Windows")

if sys.platform == "win32":
    import win32con
    import win32file
    import win32gui

    from desktop_sync.windows.accounts import in_a_group

    TITLE = "Desktop Sync of a test"
    SOON = 60.0  # seconds

    def test_it_shows_title_and_text_until_it_is_closed() -> None:
        shown = threading.Thread(target=box.show, args=(TITLE, "Größe \N{KEY}"), daemon=True)
        shown.start()
        until = time.monotonic() + SOON
        while not (window := win32gui.FindWindow(None, TITLE)):
            assert time.monotonic() < until
            time.sleep(0.05)
        texts: list[str] = []
        win32gui.EnumChildWindows(window, lambda one, _: texts.append(win32gui.GetWindowText(one)), None)
        win32gui.PostMessage(window, win32con.WM_CLOSE, 0, 0)
        shown.join(SOON)
        assert not shown.is_alive()
        assert "Größe \N{KEY}" in texts
        assert box.language() in {"en", "de"}

    def test_a_folder_that_cannot_be_looked_into_is_closed_to_us(tmp_path: Path) -> None:
        """Wine enforces no rights, but who shares a folder; Python says the same of both."""
        flags = win32con.FILE_FLAG_BACKUP_SEMANTICS
        held = win32file.CreateFile(str(tmp_path), win32con.GENERIC_READ, 0, None, win32con.OPEN_EXISTING, flags, None)
        assert closed_to_us(tmp_path)
        held.Close()
        assert not closed_to_us(tmp_path)
        assert not closed_to_us(tmp_path / "missing")

    def test_nobody_is_in_groups_that_are_not_there() -> None:
        assert not in_a_group()
