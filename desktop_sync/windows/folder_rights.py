"""Who may do what in the folders that belong to the machine: the data folder, and that of an administrator's policy.

The setup makes them before anybody else can; one that somebody has made before gets an owner and rights anew. One with
links in it is refused, for they would lead elsewhere what administrators write, and so is what an ordinary account has
put there, for it would be believed from then on. Rights are spelled as SDDL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from desktop_sync.core.errors import Stop
from desktop_sync.windows.links import is_link

Owner: TypeAlias = Callable[[str], str]
"""Whose a file or folder is, by its path: a SID, or empty where nobody is known. OSError."""

_FULL = "(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"  # SYSTEM and Administrators
MODIFY = 0x1301BF  # read, write, execute, delete
READ = 0x1200A9


def data_rights(engine: str) -> str:
    """``engine``: the SID of the account that the engine works under; empty: it is not known yet, and gets nothing."""
    return f"O:BAD:P{_FULL}" + (f"(A;OICI;{MODIFY:#x};;;{engine})" if engine else "")


def policy_rights() -> str:
    """All people of the machine may read it."""
    return f"O:BAD:P{_FULL}(A;OICI;{READ:#x};;;BU)"


def links_in(folder: Path) -> list[Path]:
    """Links and junctions, the folder itself among them. None is followed."""
    if _leads_elsewhere(folder):
        return [folder]
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        inside = [Path(place) / name for name in (*folders, *files)]
        links = [one for one in inside if _leads_elsewhere(one)]
        folders[:] = [name for name in folders if Path(place) / name not in links]
        found += links
    return found


def _leads_elsewhere(path: Path) -> bool:
    try:
        return is_link(path.lstat())
    except OSError:
        return False


def make_way(folder: Path, believed: Collection[str], owner_of: Owner) -> None:
    """A folder of somebody else goes: its owner could put anything into it at any moment. Stop when it is not empty.

    ``believed``: SIDs of those who may have made it.
    """
    if not os.path.lexists(folder):
        return
    owner = owner_of(str(folder))
    if owner and owner not in believed:
        try:
            folder.rmdir()
        except OSError as error:
            raise _made_by(owner, folder, folder) from error


def refuse_strangers(folder: Path, files: Sequence[Path], believed: Collection[str], owner_of: Owner) -> None:
    """Stop when one of its files, where they are there, is somebody else's."""
    for one in files:
        owner = owner_of(str(one)) if os.path.lexists(one) else ""
        if owner and owner not in believed:
            raise _made_by(owner, one, folder)


def _made_by(owner: str, what: Path, folder: Path) -> Stop:
    name = account_name(owner)
    return Stop(
        f"{what} was made by {name}, and what stands there would be believed.",
        f"Look at what is in {folder} and remove it, or, where it is right, make Administrators its owner. If "
        f"it is the data of an engine that works under that account: run the setup with /ENGINE={name}.",
    )


def claim(folder: Path, rights: str, believed: Collection[str], files: Sequence[Path] = ()) -> None:
    """Makes it, or takes it over, with these rights for all that is in it. Stop when there are links in it, or when it
    or one of ``files`` in it was made by others than ``believed``.
    """
    links = links_in(folder)
    if links:
        raise Stop(
            f"{links[0]} is a link to another place, which {folder} must not have in it.",
            "Find out who made it, remove it, and run the setup again.",
        )
    make_way(folder, believed, owner_of)
    take(folder, rights)  # from here on nobody else puts anything into it
    refuse_strangers(folder, files, believed, owner_of)
    give(folder)


if sys.platform == "win32":
    import contextlib

    import pywintypes
    import win32api
    import win32con
    import win32file
    import win32security

    from desktop_sync.windows.accounts import account_name, owner_of_file, security

    _KIND = win32security.SE_FILE_OBJECT
    _OWNER = win32security.OWNER_SECURITY_INFORMATION
    _DACL = win32security.DACL_SECURITY_INFORMATION
    _CUT = win32security.PROTECTED_DACL_SECURITY_INFORMATION
    _INHERIT = win32security.UNPROTECTED_DACL_SECURITY_INFORMATION

    def owner_of(path: str) -> str:
        """A SID. OSError."""
        try:
            return owner_of_file(path)
        except pywintypes.error as error:
            raise OSError(None, error.strerror, path, error.winerror) from error

    def sid_of(account: str) -> str:
        """Of ``DOMAIN\\name`` or ``name``. Stop when there is no such account."""
        try:
            sid, _, _ = win32security.LookupAccountName(None, account)
        except pywintypes.error as error:
            raise Stop(
                f"There is no account {account}: {error.strerror}", "Write it as DOMAIN\\name, or name."
            ) from error
        return win32security.ConvertSidToStringSid(sid)

    def take(folder: Path, rights: str) -> None:
        """The folder itself. One that is not there is made with its rights, without a moment in which it has others."""
        _allow_taking_over()
        told = security(rights)
        if not folder.exists():
            try:
                win32file.CreateDirectory(str(folder), told)
            except pywintypes.error as error:
                raise OSError(None, error.strerror, str(folder), error.winerror) from error
        descriptor = told.SECURITY_DESCRIPTOR
        _set(str(folder), _OWNER, descriptor.GetSecurityDescriptorOwner(), None)
        _set(str(folder), _DACL | _CUT, None, descriptor.GetSecurityDescriptorDacl())

    def give(folder: Path) -> None:
        """All that is in it has the owner of the folder, and its rights."""
        owner = win32security.ConvertStringSidToSid(owner_of(str(folder)))
        for place, folders, files in os.walk(folder):
            for name in (*folders, *files):
                path = os.path.join(place, name)  # noqa: PTH118 - many
                with contextlib.suppress(FileNotFoundError):  # it went meanwhile
                    _set(path, _OWNER, owner, None)
                    _set(path, _DACL | _INHERIT, None, win32security.ACL())

    def _set(path: str, what: int, owner: Any, listed: Any) -> None:  # noqa: ANN401 - those of pywin32
        try:
            win32security.SetNamedSecurityInfo(path, _KIND, what, owner, None, listed, None)
        except pywintypes.error as error:
            raise OSError(None, error.strerror, path, error.winerror) from error

    def _allow_taking_over() -> None:
        """An administrator may take what belongs to others, once they have said so."""
        token = win32security.OpenProcessToken(
            win32api.GetCurrentProcess(), win32con.TOKEN_ADJUST_PRIVILEGES | win32con.TOKEN_QUERY
        )
        for name in ("SeTakeOwnershipPrivilege", "SeRestorePrivilege"):
            with contextlib.suppress(pywintypes.error):  # then what follows says what is missing
                wanted: Any = [(win32security.LookupPrivilegeValue("", name), win32con.SE_PRIVILEGE_ENABLED)]
                win32security.AdjustTokenPrivileges(token, False, wanted)

else:

    def account_name(sid: str) -> str:
        """There are none here."""
        return sid

    def owner_of(path: str) -> str:
        """Nobody's whom Windows knows."""
        return ""

    def sid_of(account: str) -> str:
        """There are none here."""
        raise Stop(f"{account} has no SID: this is no Windows.")

    def take(folder: Path, rights: str) -> None:
        raise Stop(f"{folder} cannot be given rights of Windows: this is none.")

    def give(folder: Path) -> None:
        """Nothing was taken."""
