"""Starts the sandbox as a process and steers it: the counterpart of every test that needs Acme.

with start_sandbox(character="lagging", faults=["cut_after:0.1"], commit_lag=16) as acme:
    client(acme.url, acme.api_key)
    acme.person("edit", "orders", "4711", {"notes": "by hand"})
    assert [write["action"] for write in acme.writes()] == ["create", "update"]
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

_READY = 20  # seconds
_CHECKOUT = Path(__file__).resolve().parent.parent


class SandboxProcess:
    """A running sandbox. ``url`` has no slash at its end."""

    def __init__(self, process: subprocess.Popen[str], ready: Mapping[str, str]) -> None:
        self._process = process
        self.url = ready["url"]
        self.api_key = ready["api_key"]
        self.client_id = ready["client_id"]
        self.client_secret = ready["client_secret"]
        self.tenant = ready["tenant"]
        self._client = httpx.Client(base_url=self.url, headers={"X-Api-Key": self.api_key}, timeout=60, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def profile(self) -> dict[str, Any]:
        """The API profile as published."""
        return self._json("GET", "/profile")

    def schema(self, resource: str) -> dict[str, Any]:
        """The JSON Schema of a resource."""
        return self._json("GET", f"/schemas/{self.profile()['resources'][resource]['schema_file']}")

    def writes(self, resource: str | None = None, reference: str | None = None) -> list[dict[str, Any]]:
        """The log of accepted writes, oldest first, each with action, reference, by, version, key, body and so on."""
        asked = {"resource": resource, "reference": reference}
        query = {name: value for name, value in asked.items() if value is not None}
        found: list[dict[str, Any]] = self._json("GET", "/control/writes", params=query)["writes"]
        return found

    def requests(self) -> dict[str, Any]:
        """How many requests came, by kind and outcome; which faults fired; late commits still to come."""
        return self._json("GET", "/control/requests")

    def documents(self, resource: str) -> dict[str, dict[str, Any]]:
        """What is in Acme now, by reference (the newest where there are several)."""
        found: dict[str, dict[str, Any]] = {}
        cursor: dict[str, str] = {}
        told = self.profile()["resources"][resource]
        while True:
            page = self._json("GET", told["collection"], params={"limit": "200", **cursor})
            found |= {document[told["key_field"]]: document for document in page["items"]}
            if page["next"] is None:
                return found
            cursor = {"cursor": page["next"]}

    def person(
        self, action: str, resource: str, reference: str, changes: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """Somebody edits or deletes a document in Acme's own screens."""
        asked = {"action": action, "resource": resource, "reference": reference, "changes": dict(changes or {})}
        return self._json("POST", "/control/person", json=asked)

    def customers(self, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Somebody keeps the customers in Acme."""
        self._json("POST", "/control/customers", json={"add": list(add), "remove": list(remove)})

    def fault(self, kind: str, **options: object) -> None:
        """One more scripted fault: see `desktop_sync.sandbox.faults.Rule`."""
        self._json("POST", "/control/faults", json={"kind": kind, **options})

    def clear_faults(self) -> None:
        self._json("DELETE", "/control/faults")

    def stop(self) -> int:
        """Ends it (by the end of its standard input) and gives its exit code."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        return self.wait()

    def wait(self) -> int:
        """Waits until it has ended, by force after 15 s, and gives its exit code."""
        self._client.close()
        try:
            code = self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        return code

    def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what httpx takes
        answer = self._client.request(method, path, **more)
        if answer.is_error:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
        found: dict[str, Any] = answer.json()
        return found


def start_sandbox(
    character: str = "both",
    faults: Iterable[str | Mapping[str, object]] = (),
    *,
    port: int = 0,
    database: Path | None = None,
    profile: Path | None = None,
    customers: Path | None = None,
    **options: object,
) -> SandboxProcess:
    """Waits until it is ready. ``options``: further options of ``desktop-sync sandbox``, such as ``commit_lag=16``."""
    files = {"database": database, "profile": profile, "customers": customers}
    command = [sys.executable, "-m", "desktop_sync.sandbox.server", "--until-eof", "--port", str(port)]
    command += ["--character", character]
    for name, value in {**files, **options}.items():
        if value is not None and value is not False:
            command += [f"--{name.replace('_', '-')}", *([] if value is True else [str(value)])]
    for fault in faults:
        command += ["--fault", fault if isinstance(fault, str) else json.dumps(fault)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=_CHECKOUT
    )
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise AssertionError(f"The sandbox did not start: exit code {process.wait(timeout=_READY)}.")
    return SandboxProcess(process, json.loads(line))
