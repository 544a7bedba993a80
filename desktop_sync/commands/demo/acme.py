"""The sandbox in Acme's place, as a process of its own: its address, its log of accepted writes, its customers.

It must not know the story.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Stop
from desktop_sync.program import program


class Acme:
    """A running sandbox. ``url`` has no slash at its end."""

    def __init__(self, ready: Mapping[str, str]) -> None:
        self.url = ready["url"]
        self.api_key = ready["api_key"]

    def writes(self, since: int = 0) -> list[dict[str, Any]]:
        """Accepted writes after the one numbered ``since``, oldest first: seq, action, resource, reference, body …"""
        found: list[dict[str, Any]] = self._ask(f"/control/writes?since={since}")["writes"]
        return found

    def add_customer(self, number: str) -> None:
        """As somebody who keeps the customers in Acme does."""
        self._ask("/control/customers", {"add": [number]})

    def _ask(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Api-Key": self.api_key, "Content-Type": "application/json"}
        # Its own loopback address, which no proxy may come between.
        request = urllib.request.Request(self.url + path, data, headers)  # noqa: S310
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
            return told


@contextlib.contextmanager
def acme(place: Path) -> Iterator[Acme]:
    """Runs while this is open; what it knows stays in ``place``/sandbox.db. Stop when it does not start."""
    command = [*program(), "sandbox", "--until-eof", "--database", str(place / "sandbox.db")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise Stop("The sandbox did not start.", "Try: desktop-sync sandbox")
        yield Acme(json.loads(line))
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
