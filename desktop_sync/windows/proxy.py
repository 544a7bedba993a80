"""Which proxy Windows would take for an address: by its script (PAC), found by itself or named, or as WinHTTP has it.

A proxy that a person has typed into Windows' settings is not read here: Python's own library does that, and knows the
exceptions. An answer holds for some minutes, for a network without a script may take seconds to say so; for a shorter
time where it is doubtful: the network may not have been there yet, or may be another one now. Sources:
winhttp.h (WinHttpGetIEProxyConfigForCurrentUser, WinHttpGetProxyForUrl, WinHttpGetDefaultProxyConfiguration).
"""

from __future__ import annotations

import fnmatch
import logging
import math
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

log = logging.getLogger("proxy")
HOLDS = 300.0  # seconds
SOON = 30.0  # of an answer that is doubtful
YOUNG = 300.0  # so long after its start a process takes for possible that the network was not there yet
MANY = 64  # answers that are kept
_APART = re.compile(r"[;\s]+")


def chosen(listed: str, scheme: str) -> str:
    """The first proxy for a scheme of a list such as ``http=a:80;https=b:8080`` or ``a:80 b:80``; empty: none."""
    for one in filter(None, _APART.split(listed)):
        of, apart, proxy = one.rpartition("=")
        if not apart or of.lower() == scheme:
            return str(proxy)
    return ""


def excepted(listed: str, host: str) -> bool:
    """Whether a list such as ``*.example.com;10.*;<local>`` has the host; ``<local>`` is every name without a dot."""
    host = host.lower()
    for one in filter(None, _APART.split(listed.lower())):
        if one == "<local>" and "." not in host and ":" not in host:
            return True
        if fnmatch.fnmatchcase(host, one):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Answer:
    """``proxy``: as ``proxy_for`` has it. ``sure``: nobody who was asked has failed to answer."""

    proxy: str | None
    sure: bool = True


class Answers:
    """What was answered, for as long as it holds. ``ask`` may take seconds, and is called in any thread."""

    def __init__(self, ask: Callable[[str], Answer], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._young_until = monotonic() + YOUNG
        self._failed = -math.inf
        self._known: dict[str, tuple[float, Answer]] = {}

    def of(self, url: str) -> str | None:
        """Of an address."""
        since, answer = self._known.get(url, (-math.inf, Answer(None)))
        if self._monotonic() - since >= (SOON if self._doubtful(since, answer) else HOLDS):
            answer = self._ask(url)
            if len(self._known) >= MANY:
                self._known.clear()
            self._known[url] = self._monotonic(), answer
        return answer.proxy

    def doubt(self) -> None:
        """A connection has failed."""
        self._failed = self._monotonic()

    def _doubtful(self, since: float, answer: Answer) -> bool:
        return self._failed > since or (not answer.sure and self._monotonic() < self._young_until)


def proxy_for(url: str) -> str | None:
    """``host:port``; empty: none is wanted; None: no script and nothing of WinHTTP says anything."""
    return _answers.of(url)


def doubt() -> None:
    """A connection has failed: who should have been asked for the way may not have been there, or is another now."""
    _answers.doubt()


if sys.platform == "win32":
    import contextlib
    import ctypes
    from collections.abc import Iterator
    from ctypes import wintypes

    _NO_PROXY, _NAMED = 1, 3  # WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_ACCESS_TYPE_NAMED_PROXY
    _DETECT, _SCRIPT = 1, 2  # WINHTTP_AUTOPROXY_AUTO_DETECT, WINHTTP_AUTOPROXY_CONFIG_URL
    _PATIENCE = 5_000  # ms for each step of fetching a script
    _BY_DHCP_AND_DNS = 1 | 2  # WINHTTP_AUTO_DETECT_TYPE_DHCP, WINHTTP_AUTO_DETECT_TYPE_DNS_A

    class _OfUser(ctypes.Structure):  # WINHTTP_CURRENT_USER_IE_PROXY_CONFIG; texts stay as addresses, to be freed
        _fields_ = (("detect", wintypes.BOOL), ("script", ctypes.c_void_p), ("proxy", ctypes.c_void_p),
                    ("exceptions", ctypes.c_void_p))  # fmt: skip

    class _Wish(ctypes.Structure):  # WINHTTP_AUTOPROXY_OPTIONS
        _fields_ = (
            ("flags", wintypes.DWORD),
            ("ways", wintypes.DWORD),
            ("script", wintypes.LPCWSTR),
            ("reserved", ctypes.c_void_p),
            ("reserved_too", wintypes.DWORD),
            ("sign_in", wintypes.BOOL),
        )

    class _Info(ctypes.Structure):  # WINHTTP_PROXY_INFO
        _fields_ = (("access", wintypes.DWORD), ("proxy", ctypes.c_void_p), ("exceptions", ctypes.c_void_p))

    def _asked(url: str) -> Answer:
        system = ctypes.WinDLL("winhttp", use_last_error=True)
        detect, script, typed = _of_user(system)
        if script or detect:
            told = _by_script(system, url, script)
            if told is not None:
                return Answer(told)
        return Answer(None if typed else _of_machine(system, url), sure=not (script or detect))

    def _of_user(system: ctypes.WinDLL) -> tuple[bool, str, bool]:
        """Whether a script is looked for, the address of one, and whether a proxy was typed in."""
        found = _OfUser()
        if not system.WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(found)):
            return False, "", False
        script, typed, _ = _text(found.script), _text(found.proxy), _text(found.exceptions)
        return bool(found.detect), script, bool(typed)

    def _by_script(system: ctypes.WinDLL, url: str, script: str) -> str | None:
        """None: there is no script, or it cannot be had; browsers go on without it, too."""
        wish = _Wish(_SCRIPT if script else _DETECT, 0 if script else _BY_DHCP_AND_DNS, script or None, None, 0, True)
        info = _Info()
        with _session(system) as session:
            system.WinHttpGetProxyForUrl.argtypes = (
                ctypes.c_void_p, wintypes.LPCWSTR, ctypes.POINTER(_Wish), ctypes.POINTER(_Info)
            )  # fmt: skip
            if not system.WinHttpGetProxyForUrl(session, url, ctypes.byref(wish), ctypes.byref(info)):
                if script:
                    log.warning("the proxy script %s cannot be used: error %d", script, ctypes.get_last_error())
                return None
        listed, _ = _text(info.proxy), _text(info.exceptions)
        return chosen(listed, urlsplit(url).scheme) if info.access == _NAMED else ""

    def _of_machine(system: ctypes.WinDLL, url: str) -> str | None:
        """As ``netsh winhttp set proxy`` has it."""
        info = _Info()
        if not system.WinHttpGetDefaultProxyConfiguration(ctypes.byref(info)):
            return None
        listed, exceptions = _text(info.proxy), _text(info.exceptions)
        if info.access != _NAMED or not listed:
            return None
        address = urlsplit(url)
        return "" if excepted(exceptions, address.hostname or "") else chosen(listed, address.scheme)

    @contextlib.contextmanager
    def _session(system: ctypes.WinDLL) -> Iterator[int | None]:
        system.WinHttpOpen.restype = ctypes.c_void_p
        system.WinHttpCloseHandle.argtypes = (ctypes.c_void_p,)
        system.WinHttpSetTimeouts.argtypes = (ctypes.c_void_p, *[ctypes.c_int] * 4)
        session = system.WinHttpOpen(ctypes.c_wchar_p("Desktop Sync"), _NO_PROXY, None, None, 0)
        try:
            system.WinHttpSetTimeouts(session, *[_PATIENCE] * 4)  # name, connect, send, receive
            yield session
        finally:
            system.WinHttpCloseHandle(session)

    def _text(address: int | None) -> str:
        """Of a text that was handed out, which is freed."""
        if not address:
            return ""
        free = ctypes.WinDLL("kernel32").GlobalFree
        free.argtypes = (ctypes.c_void_p,)
        try:
            return ctypes.wstring_at(address)
        finally:
            free(address)

else:

    def _asked(url: str) -> Answer:
        """Nobody says anything here."""
        return Answer(None)


_answers = Answers(_asked)
