"""The program's entry in the start menu gets the id that its windows and toasts bear (``app_id``).

An installer's language cannot write it; the program can, as the setup asks it to. Sources: propkey.h
(PKEY_AppUserModel_ID), shobjidl_core.h (IShellLinkW, IPersistFile), propsys.h (IPropertyStore).
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    import winreg
    from ctypes import wintypes
    from pathlib import Path

    from desktop_sync.windows.app_id import APP_ID, NAMED
    from desktop_sync.windows.com import Interface, com, guid, made

    _LINK = "00021401-0000-0000-C000-000000000046"  # CLSID_ShellLink
    _LINK_W, _FILE, _STORE = (
        "000214F9-0000-0000-C000-000000000046",  # IShellLinkW
        "0000010B-0000-0000-C000-000000000046",  # IPersistFile
        "886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99",  # IPropertyStore
    )
    _LOAD, _SAVE, _SET_VALUE, _COMMIT = 5, 6, 6, 7  # places of methods
    _READ_WRITE = 2  # STGM_READWRITE
    _VT_LPWSTR = 31

    class _Key(ctypes.Structure):  # PROPERTYKEY
        _fields_ = (("format", ctypes.c_ubyte * 16), ("number", wintypes.DWORD))

    class _Value(ctypes.Structure):  # PROPVARIANT
        _fields_ = (("kind", wintypes.WORD), ("reserved", wintypes.WORD * 3), ("text", wintypes.LPCWSTR),
                    ("more", ctypes.c_void_p))  # fmt: skip

    def name_entry(entry: Path) -> None:
        """Gives the id to an entry of the start menu, and the entry's name to the id. OSError when there is no such
        entry, or this may not be done.
        """
        with com(), contextlib.ExitStack() as held:

            def hold(one: Interface) -> Interface:
                held.callback(one.release)
                return one

            link = hold(made(_LINK, _LINK_W))
            file = hold(link.other(_FILE))
            file.call(_LOAD, str(entry), _READ_WRITE, types=(wintypes.LPCWSTR, wintypes.DWORD))
            store = hold(link.other(_STORE))
            key = _Key(guid("9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3"), 5)  # PKEY_AppUserModel_ID
            value = _Value(_VT_LPWSTR, text=APP_ID)
            store.call(_SET_VALUE, ctypes.byref(key), ctypes.byref(value), types=(ctypes.c_void_p, ctypes.c_void_p))
            store.call(_COMMIT)
            file.call(_SAVE, str(entry), True, types=(wintypes.LPCWSTR, wintypes.BOOL))
        access = winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, NAMED, 0, access) as named:
            winreg.SetValueEx(named, "DisplayName", 0, winreg.REG_SZ, entry.stem)
