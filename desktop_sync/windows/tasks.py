"""Tasks of Windows' Task Scheduler: registered, started, looked at, removed, by its own objects (taskschd.h).

Not by ``schtasks.exe``, which takes an account's password on its command line, where others can read it. OSError with
the code of Windows; a name that is not there is no error. Wine has most of it: see tests/inside_windows.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

READY, RUNNING, DISABLED = 3, 4, 1  # TASK_STATE


@dataclass(frozen=True, slots=True)
class Registered:
    """``result``: how its last start ended: an exit code, or an error of Windows as HRESULT (unsigned)."""

    state: int
    result: int
    xml: str


if sys.platform == "win32":
    import contextlib
    import ctypes
    from collections.abc import Iterator
    from ctypes import wintypes

    from desktop_sync.windows.com import Interface, com, made

    _SERVICE = ("0F87369F-A4E5-4CFC-BD3E-73E6154572DD", "2FABA4C7-4DA9-4013-9697-20CC3FD40F85")
    _GET_FOLDER, _CONNECT = 7, 10  # ITaskService
    _GET_TASK, _DELETE_TASK, _REGISTER = 13, 15, 16  # ITaskFolder
    _STATE, _RUN, _RESULT, _XML = 9, 12, 16, 20  # IRegisteredTask
    _CREATE_OR_UPDATE, _PASSWORD = 6, 1  # TASK_CREATE_OR_UPDATE, TASK_LOGON_PASSWORD
    _NOT_THERE = -2147024894  # ERROR_FILE_NOT_FOUND as HRESULT
    _VT_BSTR = 8

    class _Variant(ctypes.Structure):
        _fields_ = (("kind", wintypes.WORD), ("reserved", wintypes.WORD * 3), ("text", ctypes.c_void_p),
                    ("more", ctypes.c_void_p))  # fmt: skip

    _NOTHING = _Variant()

    def register(name: str, xml: str, account: str, password: str) -> None:
        """A new task, or another definition of one that is there. ``account``: ``DOMAIN\\name``."""
        with (
            _folder() as folder,
            _bstr(name) as path,
            _bstr(xml) as text,
            _bstr(account) as user,
            _bstr(password) as key,
        ):
            folder.given(
                _REGISTER, path, text, _CREATE_OR_UPDATE, _Variant(_VT_BSTR, text=user), _Variant(_VT_BSTR, text=key),
                _PASSWORD, _NOTHING,
                types=(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long, _Variant, _Variant, ctypes.c_int, _Variant),
            ).release()  # fmt: skip

    def registered(name: str) -> Registered | None:
        """None: there is no such task, or it is not for this account's eyes."""
        with _task(name) as task:
            if task is None:
                return None
            state, result, xml = ctypes.c_long(), ctypes.c_long(), ctypes.c_void_p()
            task.call(_STATE, ctypes.byref(state), types=(ctypes.c_void_p,))
            task.call(_XML, ctypes.byref(xml), types=(ctypes.c_void_p,))
            with contextlib.suppress(OSError):  # it never ran
                task.call(_RESULT, ctypes.byref(result), types=(ctypes.c_void_p,))
            return Registered(state.value, result.value & 0xFFFFFFFF, _taken(xml))

    def start(name: str) -> None:
        """Now; it returns at once."""
        with _task(name) as task:
            if task is None:
                raise OSError(None, f"There is no task {name}", None, _NOT_THERE)
            task.given(_RUN, _NOTHING, types=(_Variant,)).release()

    def remove(name: str) -> bool:
        """Whether there was one. What it has started goes on."""
        with _folder() as folder, _bstr(name) as path:
            try:
                folder.call(_DELETE_TASK, path, 0, types=(ctypes.c_void_p, ctypes.c_long))
            except OSError as error:
                if error.winerror != _NOT_THERE:
                    raise
                return False
            return True

    @contextlib.contextmanager
    def _folder() -> Iterator[Interface]:
        with com(), contextlib.ExitStack() as held:
            service = made(*_SERVICE)
            held.callback(service.release)
            service.call(_CONNECT, *[_NOTHING] * 4, types=(_Variant,) * 4)
            with _bstr("\\") as root:
                folder = service.given(_GET_FOLDER, root, types=(ctypes.c_void_p,))
            held.callback(folder.release)
            yield folder

    @contextlib.contextmanager
    def _task(name: str) -> Iterator[Interface | None]:
        with _folder() as folder, _bstr(name) as path:
            try:
                task = folder.given(_GET_TASK, path, types=(ctypes.c_void_p,))
            except OSError as error:
                if error.winerror != _NOT_THERE:
                    raise
                yield None
                return
            try:
                yield task
            finally:
                task.release()

    @contextlib.contextmanager
    def _bstr(text: str) -> Iterator[int]:
        """A string of COM, overwritten when it is done with, for one of them is a password."""
        strings = ctypes.WinDLL("oleaut32")
        strings.SysAllocString.argtypes = (wintypes.LPCWSTR,)
        strings.SysAllocString.restype = ctypes.c_void_p
        strings.SysStringByteLen.argtypes = strings.SysFreeString.argtypes = (ctypes.c_void_p,)
        held = strings.SysAllocString(text)
        try:
            yield held
        finally:
            ctypes.memset(held, 0, strings.SysStringByteLen(held))
            strings.SysFreeString(held)

    def _taken(text: ctypes.c_void_p) -> str:
        """Of a string that was handed out."""
        strings = ctypes.WinDLL("oleaut32")
        strings.SysFreeString.argtypes = (ctypes.c_void_p,)
        try:
            return ctypes.wstring_at(text.value) if text.value else ""
        finally:
            strings.SysFreeString(text)
