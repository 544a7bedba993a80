"""Accounts of Windows, as the engine's pipe meets them: whose process, whose object, which groups. By SID, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ntsecuritycon
import pywintypes
import win32api
import win32con
import win32security

from desktop_sync.core.callers import Caller, Role
from desktop_sync.windows.pipe_rights import ADMINISTRATORS, OPERATORS, VIEWERS

if TYPE_CHECKING:
    from _win32typing import PySECURITY_ATTRIBUTES

_LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_NONE_MAPPED = 1332  # ERROR_NONE_MAPPED: no account has this name


def own_sid() -> str:
    """The account of this process."""
    return _user_of(win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY))


def process_sid(process: int) -> str:
    """The account of a process; empty when it may not be asked (an ordinary user asks about another's)."""
    try:
        handle = win32api.OpenProcess(_LIMITED, False, process)
        return _user_of(win32security.OpenProcessToken(handle, win32con.TOKEN_QUERY))
    except pywintypes.error:
        return ""


def group_sids() -> dict[str, str]:
    """The program's local groups on this machine, by name, as far as somebody has made them."""
    found = {name: _group_sid(name) for name in (OPERATORS, ADMINISTRATORS, VIEWERS)}
    return {name: sid for name, sid in found.items() if sid}


def in_a_group() -> bool:
    """Whether the account of this process is in one of them, by the token that it got when it signed in."""
    own: Any = None  # the token of this process; the stubs know another's only
    groups = (win32security.ConvertStringSidToSid(sid) for sid in group_sids().values())
    return any(win32security.CheckTokenMembership(own, one) for one in groups)


def account_name(sid: str) -> str:
    """As people write it; the SID itself where the machine cannot say (a deleted account, no domain in reach)."""
    try:
        name, domain, _ = win32security.LookupAccountSid(None, win32security.ConvertStringSidToSid(sid))
    except pywintypes.error:
        return sid
    return f"{domain}\\{name}" if domain else str(name)


def owner_of_pipe(handle: int) -> str:
    """The account that made the object; nobody can make one in another's name."""
    found = win32security.GetSecurityInfo(
        handle, win32security.SE_KERNEL_OBJECT, win32security.OWNER_SECURITY_INFORMATION
    )
    return win32security.ConvertSidToStringSid(found.GetSecurityDescriptorOwner())


def owner_of_file(path: str) -> str:
    """The account that owns it."""
    found = win32security.GetNamedSecurityInfo(
        path, win32security.SE_FILE_OBJECT, win32security.OWNER_SECURITY_INFORMATION
    )
    return win32security.ConvertSidToStringSid(found.GetSecurityDescriptorOwner())


def security(descriptor: str) -> PySECURITY_ATTRIBUTES:
    """For a new object; never inherited by child processes."""
    attributes = pywintypes.SECURITY_ATTRIBUTES()
    attributes.SECURITY_DESCRIPTOR = win32security.ConvertStringSecurityDescriptorToSecurityDescriptor(
        descriptor, win32security.SDDL_REVISION_1
    )
    attributes.bInheritHandle = False
    return attributes


def pipe_client(handle: int) -> Caller:
    """Who is at the other end, and what they may: by their token, which they lend for identification only.

    Members of Administrators count only while elevated, as everywhere in Windows.
    """
    win32security.ImpersonateNamedPipeClient(handle)
    try:
        token = win32security.OpenThreadToken(win32api.GetCurrentThread(), win32con.TOKEN_QUERY, True)
    finally:
        win32security.RevertToSelf()
    user = _user_of(token)
    return Caller(account_name(user), _role(token, user))


def _role(token: int, user: str) -> Role:
    groups = group_sids()
    changing = [
        win32security.CreateWellKnownSid(win32security.WinLocalSystemSid, None),
        win32security.CreateWellKnownSid(win32security.WinBuiltinAdministratorsSid, None),
    ]
    if ADMINISTRATORS in groups:
        changing.append(win32security.ConvertStringSidToSid(groups[ADMINISTRATORS]))
    if user == own_sid() or any(win32security.CheckTokenMembership(token, sid) for sid in changing):
        return Role.CHANGE
    operators = groups.get(OPERATORS)
    if operators and win32security.CheckTokenMembership(token, win32security.ConvertStringSidToSid(operators)):
        return Role.STEER
    return Role.LOOK


def _group_sid(name: str) -> str:
    try:
        sid, _, kind = win32security.LookupAccountName(None, f"{machine()}\\{name}")
    except pywintypes.error as error:
        if error.winerror == _NONE_MAPPED:
            return ""
        raise
    return win32security.ConvertSidToStringSid(sid) if kind == ntsecuritycon.SidTypeAlias else ""


def machine() -> str:
    """By which its local groups are named: its own name, but that of the domain on a server that keeps the domain."""
    try:
        policy = win32security.LsaOpenPolicy("", win32security.POLICY_VIEW_LOCAL_INFORMATION)
        ask: Any = win32security.LsaQueryInformationPolicy  # which the stubs take for a procedure
        return str(ask(policy, win32security.PolicyAccountDomainInformation)[0])
    except pywintypes.error:
        return win32api.GetComputerName()


def _user_of(token: int) -> str:
    sid, _ = win32security.GetTokenInformation(token, win32security.TokenUser)
    return win32security.ConvertSidToStringSid(sid)
