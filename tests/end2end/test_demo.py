"""The demo: what it promises is asked of the sandbox's log and of ``--json``, not of its words."""

from __future__ import annotations

import json
import os
import queue
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.__main__ import main
from desktop_sync.commands.demo.acme import acme
from desktop_sync.commands.demo.judge import faults, telling
from desktop_sync.commands.demo.stage import Stage
from desktop_sync.commands.demo.steps import Command, Scene
from desktop_sync.commands.demo.story import EXPECTED as STORY
from tests import odbc_drivers
from tests.end2end.installation import CHECKOUT
from tests.sandbox_process import start_sandbox

PARTNER = {("orders", "4731"): ("6",), ("orders", "4732"): ("80",)}
SHOP = {("orders", "4751"): ("10",), ("orders", "4752"): ("20",), ("orders", "4753"): ("30",)}
WAREHOUSE = {("orders", "4741"): ("120", "150"), ("orders", "4742"): ("33",)}
DRIVEN = bool(odbc_drivers.register()) or bool(os.environ.get("CI"))  # without a driver its scenes are left out
EXPECTED = {**STORY, **PARTNER, **SHOP, **(WAREHOUSE if DRIVEN else {})}


class Player:
    """Starts the demo, whose folder comes to lie below ``place``, and asks its data folder afterwards."""

    def __init__(self, place: Path, keyring: Mapping[str, str]) -> None:
        self._place = place
        self.environment = {**os.environ, **keyring, "PYTHONUTF8": "1"}
        self.environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place))
        self.environment.pop("DESKTOP_SYNC_DATA", None)
        self.environment.pop("COLUMNS", None)

    @property
    def folder(self) -> Path:
        [found] = self._place.glob("desktop-sync-demo-*")
        return found

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "desktop_sync", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=self.environment, cwd=CHECKOUT,
        )  # fmt: skip

    def call(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=240)
        assert "Traceback" not in err, err
        assert [line for line in err.splitlines() if '"warehouse" → encryption' not in line] == []  # warned of, rightly
        return process.returncode, out

    def ask(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever the command prints
        _, out = self.call(*arguments, "--data", str(self.folder / "data"), "--json")
        return json.loads(out)

    def states(self, reference: str) -> list[tuple[str, str]]:
        """Of a document: which file brought it, and what became of that."""
        [lane] = self.ask("trail", reference)
        return [(one["path"], one["state"]) for one in lane["deliveries"]]


@pytest.fixture
def player(tmp_path: Path, keyring: dict[str, str]) -> Player:
    return Player(tmp_path, keyring)


def long_by_right(line: str, player: Player) -> bool:
    """It names a folder or a fingerprint, which are not broken."""
    return str(player.folder) in line or "SHA256:" in line


@pytest.mark.timeout(300)
def test_every_scene_keeps_its_promise(player: Player) -> None:
    code, told = player.call("demo", "--full")
    assert code == 0, told
    assert [line for line in told.splitlines() if len(line) > 100 and not long_by_right(line, player)] == []

    with start_sandbox("both", database=player.folder / "sandbox.db") as there:
        writes, orders, invoices = there.writes(), there.documents("orders"), there.documents("invoices")
    assert faults(writes, EXPECTED) == []
    held = {("orders", name): telling(one) for name, one in orders.items()}
    held |= {("invoices", name): telling(one) for name, one in invoices.items()}
    assert held == {name: versions[-1] for name, versions in EXPECTED.items()}
    assert ("The scenes with a SQL Server are left out" in told) is not DRIVEN
    assert orders["4802"]["lines"][0]["unit_price"] == "0.04"
    assert invoices["G-2026-0012"]["type"] == "credit_note"
    pdf, table = sorted((player.folder / "office").iterdir(), key=lambda one: one.suffix, reverse=True)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "4711" in table.read_text(encoding="utf-8-sig")

    # the older version came late and was not sent; what was equal was not sent either
    assert player.states("4711")[-1] == ("ORD_0812.xml", "superseded")
    assert player.states("4712") == [
        ("ORD_0812.xml", "created"), ("ORD_0815.xml", "updated"), ("ORD_0812.xml", "superseded"),
    ]  # fmt: skip
    assert player.states("4713") == [("ORD_0812.xml", "created"), ("ORD_0812.xml", "unchanged")]
    # the zip: one member was refused, and came right with the next one
    assert player.states("R-2026-0931") == [("2026-08.zip", "created"), ("2026-08.zip", "unchanged")]
    assert player.states("R-2026-0932") == [("2026-08.zip", "created")]
    # the repair is in the trail, with its reason
    [lane] = player.ask("trail", "4715")
    assert [one["outcome"] for one in lane["deliveries"][0]["requests"]] == ["missing_reference", "done"]
    assert [(one["action"], one["reason"]) for one in lane["people"]] == [("retry", "customer added in Acme")]
    # the dry run foresaw what its execution then did
    plan = player.ask("dry-run", "erp-csv", "--show", "1")
    assert [(row["would"], row["reference"], row["state"]) for row in plan["rows"]] == [
        ("updated", "4802", "updated"),
        ("created", "4806", "created"),
        ("refused", None, None),
        ("refused", None, None),
    ]
    assert [(one["field"], one["old"], one["new"]) for one in plan["rows"][0]["changes"]] == [
        ("lines[1].quantity", "1250", "1300")
    ]
    # nothing is left to be repaired, and no file lies where it was dropped
    assert player.ask("problems") == []
    assert player.ask("status")["problems"] == []
    assert [path for name in ("erp-export", "invoicing") for path in (player.folder / name).glob("*.*")] == []
    assert (player.folder / "erp-export" / "failed" / "ORD_0814.xml.reason.json").is_file()


@pytest.fixture
def kept(player: Player) -> Iterator[tuple[Player, list[str], subprocess.Popen[str]]]:
    """``demo --keep`` as it waits, with the lines it has printed."""
    process = player.start("demo", "--keep")
    told: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            told.put(line)

    threading.Thread(target=read, daemon=True).start()
    lines: list[str] = []
    try:
        while "Ctrl+C" not in (lines[-1] if lines else ""):
            lines.append(told.get(timeout=60))
        yield player, lines, process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process")
def test_kept_it_says_what_can_be_pasted(kept: tuple[Player, list[str], subprocess.Popen[str]]) -> None:
    player, lines, process = kept
    environment = dict(os.environ)
    pasted = [line.strip() for line in lines if line.startswith("  ") and ("--data" in line or "export " in line)]
    for line in pasted:
        if line.startswith("export "):
            name, _, value = shlex.split(line)[1].partition("=")
            environment[name] = value
    commands = [line for line in pasted if "--data" in line]
    assert len(commands) > 4
    for command in commands:
        done = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=False)  # noqa: S602
        assert (done.returncode, done.stderr) == (4 if "--show" in command else 0, ""), (command, done)
    assert player.ask("status")["problems"] == []
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def test_a_scene_that_does_not_keep_its_promise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_SYNC_DATA", str(tmp_path / "data"))
    with acme(tmp_path) as there:
        stage = Stage(tmp_path, there, main)
        kept = Scene("quiet", "", (Command(("status",)),), "", {})
        assert stage.play(1, kept) == []
        broken = stage.play(2, Scene("loud", "", (Command(("status",), 4),), "", {"1": "create"}))
    assert broken == ["scene 2: exit code 0, expected 4", "scene 2: Acme took {}, expected {'1': 'create'}"]
