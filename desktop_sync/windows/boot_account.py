"""An account that works with nobody signed in: its right to do so ("log on as a batch job"), and a try of its password.

OSError with the code of Windows. Sources: ntsecapi.h (LsaAddAccountRights), winbase.h (LogonUserW).
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    from collections.abc import Iterator

    import pywintypes
    import win32security

    from desktop_sync.windows.accounts import own_sid

    _RIGHT = "SeBatchLogonRight"

    def administrator() -> bool:
        """Whether this process may change the machine: an administrator's, and elevated."""
        return bool(ctypes.windll.shell32.IsUserAnAdmin())

    def who(account: str) -> tuple[str, str]:
        """SID and ``DOMAIN\\name`` of an account: as people write it, by its SID, or empty: that of this process."""
        with _translated():
            if account and not account.upper().startswith("S-1-"):
                sid, _, _ = win32security.LookupAccountName(None, account)
            else:
                sid = win32security.ConvertStringSidToSid(account or own_sid())
            name, domain, _ = win32security.LookupAccountSid(None, sid)
            return win32security.ConvertSidToStringSid(sid), f"{domain}\\{name}" if domain else str(name)

    def grant(sid: str) -> None:
        """The right; without effect when it has it."""
        with _translated():
            policy = win32security.LsaOpenPolicy(
                "", win32security.POLICY_CREATE_ACCOUNT | win32security.POLICY_LOOKUP_NAMES
            )
            win32security.LsaAddAccountRights(policy, win32security.ConvertStringSidToSid(sid), (_RIGHT,))

    def sign_in(account: str, password: str) -> None:
        """As the Task Scheduler does it, which ends with the handle that it gives."""
        domain, _, name = account.rpartition("\\")
        with _translated():
            win32security.LogonUser(
                name, domain or None, password, win32security.LOGON32_LOGON_BATCH,
                win32security.LOGON32_PROVIDER_DEFAULT,
            )  # fmt: skip

    @contextlib.contextmanager
    def _translated() -> Iterator[None]:
        try:
            yield
        except pywintypes.error as error:
            raise OSError(None, error.strerror, None, error.winerror) from error
