"""A person's data is erased: no byte of it is left in ledger, WAL and spool, and the same document is still known.

The bytes are looked for in the files themselves, as somebody would who has the disk.
"""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from desktop_sync.core.errors import Rejected
from desktop_sync.engine.retention import Retention
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.history import Wish, documents
from desktop_sync.ledger.reading import trail
from desktop_sync.settings.retention import Retention as Options
from tests.crash.judge import by_reference, judge_ledger, judge_writes, open_problems, requests_of, revs, state_names
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import World, back_up

REFERENCE = "ORDER-0815471109-MUSTERMANN"
NAME = "Erika Mustermann, Heidestrasse 17"
TRACES = (REFERENCE.encode(), b"Erika", b"Heidestrasse", b"0815471109")


def _lived(folder: Path) -> World:
    """Two versions, one of them refused at first; a dry run; a file named after it; other orders in the same files."""
    world = World(folder)
    world.drop(f"{REFERENCE}.xml", [Order(REFERENCE, 1, text=NAME), Order("OTHER-1", 1)])
    world.settle_down()
    world.drop("b.xml", [Order(REFERENCE, 2, text=f"{NAME}, again", customer="UNKNOWN-9"), Order("OTHER-2", 1)])
    world.settle_down()
    world.drop("c.xml", [Order(REFERENCE, 3, text=f"{NAME}, third")])
    with world.app().owner("dry-run") as owner:
        owner.dry_run("orders")
    world.settle_down()
    return world


def _erase(world: World, kill_at: int = 0, **options: bool) -> dict[str, object]:
    with world.app(kill_at).owner("erase") as owner:
        told = owner.erasure().erase(
            REFERENCE, None, "clerk", "she asked for it", **{"keep_payloads": False, "remove_copies": False, **options}
        )
    world.stop()
    return told


def _traces(world: World) -> set[tuple[str, bytes]]:
    """In the data folder, but for the log, where it is told that something remains."""
    found = set()
    for path in world.data.rglob("*"):
        if path.is_file() and path.parent.name != "logs":
            content = path.read_bytes()
            found |= {(path.name, trace) for trace in TRACES if trace in content}
    return found


def test_nothing_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    world.stop()
    assert _traces(world)
    told = _erase(world)
    assert told["finished"] == ""
    assert _traces(world) == set()
    judge_ledger(world)
    assert requests_of(world, REFERENCE) == []
    assert state_names(world, "OTHER-1") == ["created"]
    with read_only(world.data / "ledger.db") as sql:
        assert documents(sql, Wish("Mustermann")) == []
        assert len(documents(sql, Wish("OTHER"))) == 2
        [lane] = trail(sql, REFERENCE)
    assert lane["erased_at"]
    assert lane["deliveries"] == []
    [entry] = [one for one in lane["people"] if one["action"] == "erase"]
    assert (entry["who"], entry["reason"]) == ("clerk", "she asked for it")


def test_what_remains_elsewhere_is_named(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    (world.data / "backups").mkdir()
    back_up(world).rename(world.data / "backups" / "ledger-20260501T000000Z.db")
    told = _erase(world)
    assert [Path(one["file"]).name for one in told["copies"]] == ["ledger-20260501T000000Z.db"]  # type: ignore[attr-defined]
    places = [one["target"] for one in told["files"]]  # type: ignore[attr-defined]
    assert all(place.startswith(("archive/", "failed/")) for place in places)
    assert (world.root / "orders" / places[0]).exists()
    assert told["documents"][0]["remote_id"]  # type: ignore[index]


def test_copies_go_when_that_is_said(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    (world.data / "backups").mkdir()
    back_up(world).rename(world.data / "backups" / "ledger-20260501T000000Z.db")
    _erase(world, remove_copies=True)
    assert _traces(world) == set()
    assert list((world.data / "backups").iterdir()) == []


def test_payloads_stay_when_that_is_said(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    _erase(world, keep_payloads=True)
    assert {name for name, _ in _traces(world)} == {"small.db"}
    with world.app().owner("read-again") as owner:
        done = owner.read_again("orders", 0.0, 2e9, "me", only_look=True)
    assert not done.faults


def test_the_same_document_is_known_when_it_comes_again(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    _erase(world)
    world.drop("again.xml", [Order(REFERENCE, 3, text=f"{NAME}, third")])
    world.settle_down()
    assert state_names(world, REFERENCE) == ["unchanged"]
    world.drop("older.xml", [Order(REFERENCE, 1, text=NAME)])
    world.settle_down()
    world.drop("newer.xml", [Order(REFERENCE, 4, text="moved")])
    world.settle_down()
    assert state_names(world, REFERENCE) == ["unchanged", "superseded", "updated"]
    judge_writes(world)
    assert revs(world, REFERENCE) == [1, 3, 4]
    assert [one.action for one in by_reference(world)[REFERENCE]].count("create") == 1


def test_it_can_be_erased_again_when_it_came_again(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    _erase(world)
    world.drop("again.xml", [Order(REFERENCE, 4, text=NAME)])
    world.settle_down()
    world.stop()
    assert _traces(world)
    _erase(world)
    assert _traces(world) == set()
    world.drop("again2.xml", [Order(REFERENCE, 4, text=NAME)])
    world.settle_down()
    assert state_names(world, REFERENCE) == ["unchanged"]


def test_what_is_under_way_is_not_erased(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(batch=False))
    world.drop("a.xml", [Order(REFERENCE, 1)])
    world.die("before reading the answer to POST /v1/orders")
    with pytest.raises(Rejected, match="on its way to Acme"):
        _erase(world)
    world.settle_down()
    _erase(world)
    assert _traces(world) == set()


def test_what_nobody_knows_is_said(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run()
    with pytest.raises(Rejected, match="is known"):
        _erase(world)


def test_a_look_changes_nothing(tmp_path: Path) -> None:
    world = _lived(tmp_path)
    with world.app().owner("erase") as owner:
        told = owner.erasure().look(REFERENCE, None)
    assert told["counts"]["versions"] == 3
    assert [file["others"] for file in told["files"]] == [1, 1, 0]
    assert json.dumps(told)
    assert state_names(world, REFERENCE) == ["created", "rejected", "updated"]


def test_the_command_shows_asks_and_erases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = _lived(tmp_path)
    world.stop()
    command = ["erase", REFERENCE, "--data", str(world.data)]
    assert main([*command, "--dry-run"]) == 0
    shown = " ".join(capsys.readouterr().out.split())  # lines fold at the width of the terminal
    assert "3 versions" in shown
    assert "with 1 other document (--keep-payloads leaves them)" in shown
    assert "at the source, not touched: archive/" in shown
    assert main(command) == 2, "nobody was asked"
    assert "--yes" in capsys.readouterr().err
    assert main([*command, "--yes", "--reason", "she asked for it"]) == 0
    assert "Erased." in capsys.readouterr().out
    assert _traces(world) == set()
    assert main(["trail", REFERENCE, "--data", str(world.data)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert re.search(r"its data was erased on .* by \S+ \(reason: she asked for it\)", told), told
    assert "erased with all they said: 3 versions" in told
    assert "kept: Acme had taken it, as " in told
    assert "How often it was seen and sent is erased" in told
    assert "Seen" not in told
    assert "Acme took" not in told


def test_a_document_that_comes_again_after_it_was_erased_is_told_with_what_is_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = _lived(tmp_path)
    _erase(world)
    world.drop("again.xml", [Order(REFERENCE, 9)])
    world.settle_down()
    world.stop()
    assert main(["trail", REFERENCE, "--data", str(world.data)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert ": in Acme as " in told
    assert "what was here before was erased on " in told
    assert "retention" not in told
    assert "Acme took 0 creates and 1 update. Not counted here: what was removed." in told


@pytest.mark.timeout(900)
def test_killed_anywhere_it_is_whole_or_goes_on_at_night(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    world = _lived(tmp_path / "undisturbed")
    _erase(world)
    points = len(world.killer.crossings)
    assert points >= 6
    for at in range(1, points + 1, 1 if pytestconfig.getoption("--long") else 2):
        world = _lived(tmp_path / str(at))
        with pytest.raises(Killed):
            _erase(world, at)
        with world.app().owner("engine") as owner:
            Retention(
                owner.ledger, owner.spool, owner.logs, owner.clock, Options, owner.erasure().finish
            ).do(threading.Event())  # fmt: skip
        world.stop()
        left = state_names(world, REFERENCE)
        assert left in ([], ["created", "rejected", "updated"])
        assert bool(_traces(world)) is bool(left), "half of it"
        world.drop("again.xml", [Order(REFERENCE, 3, text=f"{NAME}, third")])
        world.run()
        assert state_names(world, REFERENCE)[-1] == "unchanged"
        assert not open_problems(world)
