"""The first steps of a connection test: name, reach, proxy, TLS, clock. It signs nobody in and sends no request."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from functools import partial

from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.web.connect import issuer, reach, resolve, secure, tunnel, untrusted_issuer
from desktop_sync.web.route import Route, trust

_TOLERATED = 60.0  # seconds between our clock and the server's


def probe(route: Route, ca_file: str, timeout: float) -> Iterator[CheckStep]:
    """One step after the other on one new connection; what comes after a failure is ``not reached``."""
    names = ("name", "reach", "proxy", "TLS")
    done = 0
    with _Probe(route, ca_file, timeout) as one:
        for name, act in zip(names, (one.name, one.reach, one.proxy, one.tls), strict=True):
            step = _attempt(name, act)
            yield step
            done += 1
            if step.state is StepState.FAILED:
                break
    yield from not_reached(*names[done:])


def not_reached(*names: str) -> Iterator[CheckStep]:
    """The steps that an earlier failure keeps from being tried."""
    for name in names:
        yield CheckStep(name, StepState.NOT_REACHED)


def clock_step(ours: float, theirs: float | None) -> CheckStep:
    """Our clock against the server's Date, both in seconds since the epoch."""
    if theirs is None:
        return CheckStep("clock", StepState.WARNING, "The server does not tell its time.")
    apart = ours - theirs
    if abs(apart) <= _TOLERATED:
        return CheckStep("clock", StepState.OK, f"{abs(apart):.0f} s apart from the server's clock")
    way = "ahead of" if apart > 0 else "behind"
    return CheckStep(
        "clock",
        StepState.WARNING,
        f"This computer's clock is {abs(apart):.0f} s {way} the server's.",
        "Let the computer set its clock by itself (time server).",
    )


def failed(name: str, error: SyncError) -> CheckStep:
    """A step that ended in ``error``."""
    return CheckStep(name, StepState.FAILED, error.what, error.hint)


def _attempt(name: str, act: Callable[[], str]) -> CheckStep:
    try:
        return CheckStep(name, StepState.OK, act())
    except (SyncError, SettingsError) as error:
        return failed(name, error)


class _Probe:
    def __init__(self, route: Route, ca_file: str, timeout: float) -> None:
        self._route = route
        self._ca_file = ca_file
        self._timeout = timeout
        self._connect: Callable[[], socket.socket] | None = None
        self._sock: socket.socket | None = None

    def __enter__(self) -> _Probe:
        return self

    def __exit__(self, *_: object) -> None:
        if self._sock is not None:
            self._sock.close()

    def name(self) -> str:
        first = self._route.proxy or self._route
        found = resolve(first.host, first.port)
        self._connect = partial(reach, found, f"{first.host}:{first.port}", self._timeout)
        return f"{first.host} leads to {', '.join(sorted({str(address[0]) for _, address in found}))}"

    def reach(self) -> str:
        assert self._connect is not None  # noqa: S101 - the order of the steps
        self._sock = self._connect()
        first = self._route.proxy or self._route
        return f"{first.host}:{first.port} answers"

    def proxy(self) -> str:
        if self._route.proxy is None or self._sock is None:
            return "no proxy is used"
        tunnel(self._sock, self._route, self._route.proxy)
        return f"through {self._route.proxy}"

    def tls(self) -> str:
        if not self._route.tls or self._sock is None:
            return "not used: this computer itself"
        try:
            secured = secure(self._sock, self._route, trust(self._ca_file))
        except SyncError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                error.what += f" Issued by: {untrusted_issuer(self._route, self._timeout)}."
            raise
        self._sock = secured
        told = f"{secured.version()}, certificate issued by {issuer(secured)}"
        return f"{told}; besides the system's, {self._ca_file} is trusted" if self._ca_file else told
