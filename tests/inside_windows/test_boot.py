"""Under Wine: tasks of its scheduler, and accounts. It starts no task, and believes every password (CHECKLIST.md)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from desktop_sync.windows.boot_task import engine_task

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the Task Scheduler of Windows")

if sys.platform == "win32":
    import contextlib
    import ctypes
    import winreg

    import pywintypes
    import win32service

    if TYPE_CHECKING:
        from _win32typing import PySC_HANDLE

    from desktop_sync.windows import boot_account, tasks
    from desktop_sync.windows.accounts import account_name, own_sid

    NAME = "Desktop Sync Engine of a test"
    SYSTEM = r"C:\windows\system32"
    SERVICES = r"SYSTEM\CurrentControlSet\Services"
    HOSTS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Svchost"
    NOT_RUNNING = -2147216619  # SCHED_E_SERVICE_NOT_RUNNING
    SOON = 30.0  # seconds
    # The prefix of the tests has no services; Windows always has these.
    WANTED = {"RpcSs": rf"{SYSTEM}\rpcss.exe", "Schedule": rf"{SYSTEM}\svchost.exe -k scheduler"}

    @pytest.fixture(scope="module")
    def scheduler() -> Iterator[None]:
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, HOSTS) as key:
            winreg.SetValueEx(key, "scheduler", 0, winreg.REG_MULTI_SZ, ["Schedule"])
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, rf"{SERVICES}\Schedule\Parameters") as key:
            winreg.SetValueEx(key, "ServiceDll", 0, winreg.REG_EXPAND_SZ, rf"{SYSTEM}\schedsvc.dll")
        made = [service(name, command) for name, command in WANTED.items()]
        try:
            wait_for_it()
            yield
        finally:
            for one in reversed(made):
                with contextlib.suppress(pywintypes.error):
                    win32service.ControlService(one, win32service.SERVICE_CONTROL_STOP)
                win32service.DeleteService(one)

    def service(name: str, command: str) -> PySC_HANDLE:
        """One that a test before did not live to take away serves, too."""
        manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
        with contextlib.suppress(pywintypes.error):
            win32service.CreateService(
                manager, name, name, win32service.SERVICE_ALL_ACCESS, win32service.SERVICE_WIN32_OWN_PROCESS,
                win32service.SERVICE_DEMAND_START, win32service.SERVICE_ERROR_NORMAL, command, None, False, None, None,
                None,
            )  # fmt: skip
        return win32service.OpenService(manager, name, win32service.SERVICE_ALL_ACCESS)

    def wait_for_it() -> None:
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                tasks.registered(NAME)
                return
            time.sleep(0.2)
        pytest.skip("Wine's Task Scheduler does not start here")

    @pytest.mark.usefixtures("scheduler")
    def test_a_task_is_registered_looked_at_and_removed() -> None:
        xml = engine_task(own_sid(), r"C:\x\desktop-sync.exe", "engine", r"C:\x")
        name = account_name(own_sid())
        assert tasks.registered(NAME) is None
        assert not tasks.remove(NAME)
        tasks.register(NAME, xml, name, "a password")
        tasks.register(NAME, xml, name, "another one, which takes its place")
        try:
            found = tasks.registered(NAME)
            assert found is not None
            assert found.state == tasks.READY
            assert "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>" in found.xml
        finally:
            assert tasks.remove(NAME)
        assert tasks.registered(NAME) is None
        with pytest.raises(OSError, match="There is no task"):
            tasks.start(NAME)

    @pytest.mark.usefixtures("scheduler")
    def test_what_is_no_task_is_refused_with_a_code() -> None:
        with pytest.raises(OSError, match="WinError") as met:
            tasks.register(NAME, "<no task>", account_name(own_sid()), "a password")
        assert met.value.winerror < 0
        assert tasks.registered(NAME) is None

    def test_accounts_are_found_by_name_by_sid_and_as_ones_own() -> None:
        sid, name = boot_account.who("")
        assert sid == own_sid()
        assert boot_account.who(name) == boot_account.who(sid) == (sid, name)
        with pytest.raises(OSError, match="WinError"):
            boot_account.who("nobody of this name")

    def test_the_right_is_granted_and_a_password_tried_without_an_error() -> None:
        boot_account.grant(own_sid())
        boot_account.sign_in(account_name(own_sid()), "any")
        assert isinstance(boot_account.administrator(), bool)

    def test_a_password_is_overwritten_whole_however_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[int] = []
        monkeypatch.setattr(ctypes, "memset", lambda place, value, length: written.append(length))
        for text in ("", "pass", "pass \N{KEY}"):
            with tasks._bstr(text):
                pass
        assert written == [0, 8, 14]
