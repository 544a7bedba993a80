"""Under Wine: the entry of the start menu, and the id that the desk bears only where the machine knows it.

Wine's entries keep no properties; that the task bar and toasts show one name is tried by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the start menu of Windows")

if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    from desktop_sync.windows import start_menu
    from desktop_sync.windows.app_id import NAMED, be_known
    from desktop_sync.windows.com import com, made
    from tests.inside_windows.registry import forgotten

    PROGRAM = Path(r"C:\windows\system32\notepad.exe")

    @pytest.fixture(autouse=True)
    def unnamed() -> Iterator[None]:
        with forgotten(NAMED):
            yield

    def entry(path: Path, target: Path) -> None:
        """As the setup makes it."""
        with com():
            link = made(start_menu._LINK, start_menu._LINK_W)
            link.call(20, str(target), types=(wintypes.LPCWSTR,))  # SetPath
            file = link.other(start_menu._FILE)
            file.call(6, str(path), True, types=(wintypes.LPCWSTR, wintypes.BOOL))  # Save
            file.release()
            link.release()

    def test_the_entry_of_the_program_gives_its_name_to_the_id(tmp_path: Path) -> None:
        entry(tmp_path / "Order Bridge.lnk", PROGRAM)
        assert not be_known()
        start_menu.name_entry(tmp_path / "Order Bridge.lnk")
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, NAMED, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            assert winreg.QueryValueEx(key, "DisplayName")[0] == "Order Bridge"
        assert be_known()

    def test_without_an_entry_nothing_is_named(tmp_path: Path) -> None:
        with pytest.raises(OSError, match="WinError"):
            start_menu.name_entry(tmp_path / "Order Bridge.lnk")
        assert not be_known()

    def test_what_com_refuses_is_told_as_an_error_of_the_system() -> None:
        with com(), pytest.raises(OSError, match="80040154"):  # REGDB_E_CLASSNOTREG
            made("00000000-0000-0000-0000-000000000001", start_menu._LINK_W)

    def test_the_structures_are_as_windows_has_them() -> None:
        assert ctypes.sizeof(start_menu._Key) == 20  # PROPERTYKEY
        assert ctypes.sizeof(start_menu._Value) == 24  # PROPVARIANT
