"""What tests of the Acme client share: a profile, a clock, requests, and an ``Acme`` that speaks to a given address."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.acme.profile import Profile
from desktop_sync.core.identity import canonical
from desktop_sync.core.model import Request
from desktop_sync.core.ports import Clock
from desktop_sync.credentials import RefusedSignIns
from desktop_sync.web import Wire
from tests.raw_server import answer

ROOT = Path(__file__).parent.parent
PROFILE = Profile.model_validate_json((ROOT / "resources/acme/profile.json").read_text(encoding="utf-8"))
SCHEMA: Mapping[str, object] = {"type": "object", "properties": {"external_reference": {"type": "string"}}}
SECRETS = {"acme/api_key": "right-key", "acme/client_id": "desk", "acme/client_secret": "s3cret"}


class SystemClock:
    """This machine's clocks."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


class HandClock:
    """Time that moves when a test says so, and when somebody waits."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self._now = now
        self.waited: list[float] = []

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._now += seconds

    def pass_by(self, seconds: float) -> None:
        self._now += seconds


def refusals(clock: Clock | None = None) -> RefusedSignIns:
    """In a file of its own."""
    return RefusedSignIns(Path(tempfile.mkdtemp(prefix="ds-refused-")) / "refused.json", "acme", clock or SystemClock())


def acme(
    url: str,
    profile: Profile = PROFILE,
    secret: Callable[[str], str] = SECRETS.__getitem__,
    clock: SystemClock | HandClock | None = None,
    open_wire: Callable[[], Wire] | None = None,
    **options: object,
) -> Acme:
    chosen: dict[str, object] = {"base_url": url, "api_key": "acme/api_key", "timeout": 20, **options}
    schemas = dict.fromkeys(profile.resources, SCHEMA)
    made = Acme(
        AcmeOptions.model_validate(chosen), profile, schemas, secret, refusals(clock), clock or SystemClock(), open_wire
    )
    _MADE.append(made)
    return made


_MADE: list[Acme] = []


def close_all() -> None:
    """Closes every client that a test made."""
    while _MADE:
        _MADE.pop().close()


def create(reference: str = "A-1", key: str | None = None, **fields: object) -> Request:
    body = canonical({"external_reference": reference, **fields})
    return Request(1, "POST", "/v1/orders", None, body, key or f"key-{reference}", "orders")


def update(reference: str = "A-1", remote_id: str = "o-A-1", version: str = "3", key: str | None = None) -> Request:
    body = canonical({"external_reference": reference, "notes": None})
    return Request(2, "PUT", f"/v1/orders/{remote_id}", version, body, key or f"key-{reference}-2", "orders")


def document(reference: str = "A-1", version: str = "1") -> dict[str, object]:
    """A document as Acme answers it."""
    return {"id": f"o-{reference}", "version": version, "external_reference": reference}


def json_answer(status: int, value: object, *headers: tuple[str, str]) -> bytes:
    return answer(status, canonical(value), (("Content-Type", "application/json"), *headers))
