"""Objects of COM, called by the places of their methods in the interface; as little of it as this program needs.

The payload has no COM of pywin32. A method is named by its place, as the interface's header (or its IDL) counts it,
from 0 with the three of IUnknown. Every failure is an OSError with Windows' own words.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    import uuid
    from collections.abc import Iterator
    from typing import Any

    _IN_PROCESS = 1  # CLSCTX_INPROC_SERVER
    _APARTMENT = 2  # COINIT_APARTMENTTHREADED
    _CHANGED_MODE = -2147417850  # RPC_E_CHANGED_MODE: this thread has COM already, in another manner

    class Interface:
        """Counted: ``release`` it."""

        def __init__(self, pointer: ctypes.c_void_p) -> None:
            self._pointer = pointer

        def call(self, place: int, *arguments: object, types: tuple[Any, ...] = ()) -> int:
            """The method at that place, with the C types of its arguments. OSError when it fails."""
            table = ctypes.cast(self._pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
            method = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *types)(table[place] or 0)
            return int(method(self._pointer, *arguments))

        def given(self, place: int, *arguments: object, types: tuple[Any, ...] = ()) -> Interface:
            """The interface that this method hands out by its last argument."""
            found = ctypes.c_void_p()
            self.call(place, *arguments, ctypes.byref(found), types=(*types, ctypes.c_void_p))
            return Interface(found)

        def other(self, interface: str) -> Interface:
            """Another interface of the same object."""
            return self.given(0, guid(interface), types=(ctypes.c_void_p,))

        def release(self) -> None:
            table = ctypes.cast(self._pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
            ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)(table[2] or 0)(self._pointer)

    def guid(text: str) -> ctypes.Array[ctypes.c_ubyte]:
        """As COM takes it."""
        return (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(text).bytes_le)

    @contextlib.contextmanager
    def com() -> Iterator[None]:
        """COM in this thread, for as long as this lasts."""
        ole = ctypes.OleDLL("ole32")
        try:
            ole.CoInitializeEx(None, _APARTMENT)
        except OSError as error:
            if error.winerror != _CHANGED_MODE:
                raise
            yield
            return
        try:
            yield
        finally:
            ctypes.WinDLL("ole32").CoUninitialize()

    def made(kind: str, interface: str) -> Interface:
        """A new object of a class of this machine, by the ids of both."""
        found = ctypes.c_void_p()
        ctypes.OleDLL("ole32").CoCreateInstance(guid(kind), None, _IN_PROCESS, guid(interface), ctypes.byref(found))
        return Interface(found)
