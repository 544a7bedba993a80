"""The connection test of an Acme account, step by step, each with what to do about it. Reads only."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_sync.acme.looking import Ask, read, read_account
from desktop_sync.acme.profile import Profile
from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.core.ports import Clock
from desktop_sync.web import Web
from desktop_sync.web.probe import clock_step, failed, not_reached, probe


def check_steps(ask: Ask, web: Web, profile: Profile, ca_file: str, clock: Clock) -> Iterator[CheckStep]:
    """Name, reach, proxy, TLS, sign-in, permission for each resource, clock."""
    reached = True
    for step in probe(web.route, ca_file, web.limits.connect):
        reached = reached and step.state is not StepState.FAILED
        yield step
    later = (*(f"permission: {name}" for name in profile.resources), "clock")
    if not reached:
        yield from not_reached("sign-in", *later)
        return
    signed_in = _signing_in(ask, web, profile)
    yield signed_in
    if signed_in.state is StepState.FAILED:
        yield from not_reached(*later)
        return
    for name, resource in profile.resources.items():
        yield _reading(ask, web, name, f"{resource.collection}?limit=1")
    yield clock_step(clock.now(), web.server_now() if web.heard else None)


def _signing_in(ask: Ask, web: Web, profile: Profile) -> CheckStep:
    try:
        account = read_account(ask, web, profile)
    except SyncError as error:
        return failed("sign-in", error)
    return CheckStep("sign-in", StepState.OK, f"account {account.title or account.tenant} ({account.tenant})")


def _reading(ask: Ask, web: Web, name: str, path: str) -> CheckStep:
    try:
        read(ask, web, "GET", path)
    except SyncError as error:
        return failed(f"permission: {name}", error)
    return CheckStep(f"permission: {name}", StepState.OK, "can be read")
