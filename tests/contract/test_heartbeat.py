"""Heartbeats of a whole installation to a real sandbox, and what 426 does to its runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.app import App, Owner, Parts, of
from desktop_sync.core.errors import Outdated
from desktop_sync.core.ports import Clock, Target
from desktop_sync.data_folder import data_folder
from desktop_sync.engine.chores import Chore
from desktop_sync.engine_parts import chores
from desktop_sync.kinds import profile_of
from desktop_sync.resources import resources
from desktop_sync.settings.model import Connection
from tests.acme_rig import refusals
from tests.sandbox_process import SandboxProcess, start_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with start_sandbox() as started:
        yield started


def installation(folder: Path, sandbox: SandboxProcess) -> App:
    """The sample's, with the API key from here instead of a keyring."""

    class WithKey(Parts):
        def target(self, connection: Connection, clock: Clock) -> Target:
            options = of(connection.options, AcmeOptions)
            profile, schemas = profile_of(options)
            return Acme(options, profile, schemas, lambda reference: sandbox.api_key, refusals(), clock)

    (folder / "drop").mkdir()
    sample = (resources() / "samples" / "erp-orders" / "settings.toml").read_text(encoding="utf-8")
    data = data_folder(str(folder / "data"))
    text = sample.replace("@FOLDER@", (folder / "drop").as_posix()).replace("@URL@", sandbox.url)
    data.settings.write_text(text, encoding="utf-8")
    return App(WithKey(data))


def beat(owner: Owner) -> None:
    """As an engine that has just started."""
    [chore] = [one for one in chores(owner, list, lambda flow: None) if one.name == "heartbeat"]
    due: Chore = chore
    assert due.due_in() <= 0
    due.do(threading.Event())
    assert due.due_in() > 100


def heard(sandbox: SandboxProcess) -> list[dict[str, Any]]:
    answer = httpx.get(f"{sandbox.url}/control/heartbeats", headers={"X-Api-Key": sandbox.api_key}, trust_env=False)
    found: list[dict[str, Any]] = answer.json()["heartbeats"]
    return found


def test_heartbeats_and_426(tmp_path: Path, sandbox: SandboxProcess) -> None:
    app = installation(tmp_path, sandbox)
    with app.owner("engine") as owner:
        beat(owner)
        assert owner.run("erp-orders", wait=False).outcome == "done"
        beat(owner)
        second, first = heard(sandbox)
        assert first["installation"] == second["installation"]
        before, after = first["flows"][0], second["flows"][0]
        assert before["last_run"] is None
        assert (after["id"], after["state"], after["last_run"]["outcome"]) == ("erp-orders", "idle", "done")
        sandbox.fault("426", on="all", path="/v1/heartbeat", next=1)
        beat(owner)
        with pytest.raises(Outdated, match="too old for Acme"):
            owner.run("erp-orders", wait=False)
        beat(owner)
        assert owner.run("erp-orders", wait=False).outcome == "done"
