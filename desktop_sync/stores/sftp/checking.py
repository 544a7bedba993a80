"""The steps of a connection test of an SFTP server. Leaves nothing behind."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from desktop_sync.core.errors import HostKeyRefused, SyncError
from desktop_sync.core.model import CheckStep, Entity, StepState
from desktop_sync.stores.probe import clock_step
from desktop_sync.stores.sftp.options import SftpOptions
from desktop_sync.stores.sftp.servers import Abilities, HostKeys
from desktop_sync.stores.sftp.session import Opening
from desktop_sync.stores.sftp.signing_in import SignIn

KEEP = 'Let the flow leave its files where they are: after_success and after_failure "keep".'


class Place(Protocol):
    """As much of the store as is tested."""

    @property
    def shown(self) -> str: ...
    def list(self) -> Iterator[Entity]: ...
    def probe(self) -> Abilities: ...


class Checking:
    """One test."""

    def __init__(
        self, options: SftpOptions, keys: HostKeys, signing: SignIn, told_to_end: Callable[[], bool], place: Place
    ) -> None:
        self._options = options
        self._keys = keys
        self._signing = signing
        self._told_to_end = told_to_end
        self._place = place
        self._opening = Opening(options, keys)

    def steps(self) -> Iterator[CheckStep]:
        """One after the other; what is not reached is said so."""
        ways = {
            "name": self._name, "reach": self._reach, "host key": self._host_key, "sign-in": self._sign_in,
            "folder": self._folder, "write and rename": self._abilities,
        }  # fmt: skip
        failed = False
        try:
            for name, way in ways.items():
                if failed:
                    yield CheckStep(name, StepState.NOT_REACHED)
                    continue
                for step in self._done(name, way):
                    failed = failed or step.state is StepState.FAILED
                    yield step
            if failed:
                yield CheckStep("clock", StepState.NOT_REACHED)
        finally:
            self._opening.close()

    def _done(self, name: str, way: Callable[[], Iterator[CheckStep]]) -> Iterator[CheckStep]:
        try:
            yield from way()
        except HostKeyRefused as error:
            yield CheckStep(name, StepState.FAILED, error.what, error.hint, error.found)
        except SyncError as error:
            yield CheckStep(name, StepState.FAILED, error.what, error.hint)

    def _name(self) -> Iterator[CheckStep]:
        """What is no name needs no finding; of one that is not found, reaching it tells."""
        try:
            found = socket.getaddrinfo(self._options.host, self._options.port, type=socket.SOCK_STREAM)
        except OSError:
            self._opening.reach()
            return
        addresses = ", ".join(dict.fromkeys(str(one[4][0]) for one in found))
        if addresses != self._options.host:
            yield CheckStep("name", StepState.OK, addresses)

    def _reach(self) -> Iterator[CheckStep]:
        address = self._opening.reach()
        self._greeting = self._opening.greet(self._keys.of(self._options.place))
        yield CheckStep("reach", StepState.OK, f"{address}, {self._greeting.software}")

    def _host_key(self) -> Iterator[CheckStep]:
        key = self._greeting.key
        self._opening.judge(key)
        step = CheckStep("host key", StepState.OK, f"{key.fingerprint} ({key.kind})")
        if self._options.allow_sha1:
            step = replace(
                step,
                state=StepState.WARNING,
                hint="SHA-1 is allowed here, and can be forged: have the server renewed, then turn allow_sha1 off.",
            )
        yield step

    def _sign_in(self) -> Iterator[CheckStep]:
        yield CheckStep("sign-in", StepState.OK, self._opening.sign_in(self._signing))
        self._opening.close()

    def _folder(self) -> Iterator[CheckStep]:
        files = sum(1 for _ in self._place.list())
        yield CheckStep("folder", StepState.OK, f"{self._place.shown} can be read; files in it: {files:,}")

    def _abilities(self) -> Iterator[CheckStep]:
        """Two steps: what the server can do, and its clock."""
        try:
            can = self._place.probe()
        except SyncError as error:
            hint = f"Files can be read, but not moved away or deleted. {error.hint} {KEEP}"
            yield CheckStep("write and rename", StepState.WARNING, error.what, hint)
            yield CheckStep("clock", StepState.NOT_REACHED)
            return
        yield _can_step(can)
        yield CheckStep("clock", StepState.NOT_REACHED) if can.clock is None else clock_step(can.clock)


def _can_step(can: Abilities) -> CheckStep:
    if not can.rename and not can.delete:
        what = "The server can neither rename nor delete for this sign-in."
        return CheckStep("write and rename", StepState.WARNING, what, KEEP)
    if not can.rename:
        what = "The server has no rename: files are copied, compared, then deleted."
        return CheckStep("write and rename", StepState.WARNING, what, "It works, more slowly.")
    if not can.delete:
        what = "This sign-in may rename and not delete."
        return CheckStep("write and rename", StepState.WARNING, what, "Let the flow move its files, not delete them.")
    precision = f"times to {can.precision:.0f} s" if can.precision else "times are not kept"
    guard = "; its rename would overwrite, which is guarded against" if can.overwrites else ""
    return CheckStep("write and rename", StepState.OK, f"{precision}{guard}")
