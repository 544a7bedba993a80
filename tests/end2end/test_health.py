"""What a monitoring system sees: the exit code and the JSON of ``status``, and the file of the engine's chore."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from desktop_sync import __version__
from desktop_sync.app import open_app
from desktop_sync.core.standing import Live
from desktop_sync.signs import health
from tests.end2end.canaries import inside, leaks, processes
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, until, working
from tests.end2end.legacy import Order
from tests.openmetrics import samples

PAGE = Path(__file__).parents[2] / "resources" / "docs" / "reference" / "health.md"


def test_status_and_metrics_tell_the_same_and_every_field_is_documented(installation: MakesInstallations) -> None:
    desk = installation()
    fresh = desk.call("status", "--json")
    assert (fresh.code, fresh.json["sentence"]) == (0, "No flow has run yet.")
    desk.legacy.drop(Order("1"), Order("2", customer="UNKNOWN-1"))
    assert desk.run().code == 4
    told = desk.call("status", "--json").json
    assert re.match("Order 2 was refused|ERP orders: Order 2 was refused", told["sentence"]), told["sentence"]
    assert (told["mood"], told["problems_by_owner"]) == ("attention", {"clerk": 1})
    assert told["totals"]["documents"] == {"erp-orders": {"created": 1, "rejected": 1}}
    assert told["accounts"][0]["answered_at"] <= told["flows"][0]["ended_at"]
    assert told["proof_at"] is not None
    assert told["room"]["ledger_bytes"] > 0
    file = desk.place / "desktop_sync.prom"
    desk.settings["general"] = {"health": {"metrics_file": file.as_posix()}}
    desk.save()
    with open_app(str(desk.data)).owner("test") as owner:
        health(owner, lambda: Live(1, 5.0, "1.0")).do(threading.Event())
    found = {(one.name, tuple(one.labels.values())): one.value for one in samples(file.read_text())}
    assert found["desktop_sync_documents_total", ("erp-orders", "created")] == 1
    assert found["desktop_sync_problems", ("clerk",)] == 1
    assert file.stat().st_mode & 0o004, "a monitoring system runs under another account"
    page = PAGE.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z_.]+)`", page, re.MULTILINE))
    names = {name.removesuffix("_total") for name, _ in found}
    assert {name for name in names if name not in documented} == set()
    assert {name for name in told if name not in documented} == set()
    assert {name for name in told["flows"][0] if f"flows.{name}" not in documented} == set()
    assert {name for name in told["room"] if f"room.{name}" not in documented} == set()


def test_a_running_engine_tells_how_it_is(installation: MakesInstallations, require: Callable[[str], NoReturn]) -> None:
    desk = installation()
    file = desk.place / "desktop_sync.prom"
    desk.settings["flows"][0]["schedule"] = {"every": "1h"}
    desk.settings["general"] = {"health": {"metrics_file": file.as_posix(), "every": "10s"}}
    desk.save()
    desk.legacy.drop(Order("1"))
    with working(desk) as engine:
        until(lambda: desk.acme.writes() and not list(desk.legacy.folder.glob("*.xml")))
        until(lambda: desk.call("status", "--json").json["mood"] == "well")
        told = desk.call("status", "--json").json
        assert told["sentence"].startswith("All is well. 1 flow, last order delivered ")
        assert ", Acme answered " in told["sentence"]
        assert (told["engine"]["process"], told["engine"]["version"]) == (engine.pid, __version__)
        assert told["flows"][0]["next"]["at"] > told["at"]
        until(file.exists)
        found = {(one.name, tuple(one.labels.values())): one.value for one in samples(file.read_text())}
        assert found["desktop_sync_next_fire_timestamp_seconds", ("erp-orders",)] > time.time()
        bundle = desk.place / "bundle.zip"
        assert desk.call("bundle", "--offline", "--out", str(bundle)).code == 0
        agenda = json.loads(dict(inside(bundle))["bundle.zip › ledger/agenda.json"])
        assert [one["flow"] for one in agenda] == ["erp-orders"]
        if sys.platform.startswith("linux"):
            assert leaks(dict(processes([engine.pid])), {"the API key": desk.acme.api_key}) == []
        else:
            require("what others see of a process is looked up in /proc")
        ends(engine)
    off = desk.call("status", "--json")
    assert (off.code, off.json["engine"]) == (4, None)
    assert re.match(r"Nothing runs: the engine is off since \d\d:\d\d\.", off.json["sentence"])


def test_a_damaged_ledger_is_told_in_the_sentence(installation: MakesInstallations) -> None:
    desk = installation()
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    ledger = desk.data / "ledger.db"
    ledger.write_bytes(b"\0" * 5000 + ledger.read_bytes()[5000:])
    told = desk.call("status", "--json")
    assert (told.code, told.json["mood"]) == (4, "stopped")
    assert told.json["sentence"].startswith("Nothing runs. The ledger ledger.db is damaged")


def test_an_engine_that_is_off_is_told_and_so_are_settings_that_cannot_be_read(
    installation: MakesInstallations,
) -> None:
    desk = installation()
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    desk.settings["flows"][0]["schedule"] = {"every": "5min"}
    desk.save()
    off = desk.call("status", "--json")
    assert (off.code, off.json["mood"]) == (4, "stopped")
    assert off.json["sentence"].startswith("Nothing runs: the engine is off")
    (desk.data / "settings.toml").write_text("version = ")
    broken = desk.call("status")
    assert broken.code == 4
    assert broken.out.startswith("Nothing runs: the settings cannot be used. settings.toml is not TOML")
