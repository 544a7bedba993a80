"""The commands while an engine runs: they ask it through its pipe, and never open the ledger to write themselves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.__main__ import main
from desktop_sync.app import App
from desktop_sync.commands.status import status
from desktop_sync.core.errors import Stop
from desktop_sync.core.ports import Store
from desktop_sync.data_folder import ENGINE
from desktop_sync.desks import door, facade
from desktop_sync.engine.runs import Runs
from desktop_sync.settings import policy_place
from desktop_sync.settings.current import CurrentSettings
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World

NOBODY = "UNKNOWN-1"


@contextmanager
def engine(world: World, runs: Runs | None = None, app: App | None = None) -> Iterator[Runs]:
    """Owns the installation and opens its door, as the engine process does."""
    app = app or world.app()
    runs = runs or Runs(2, HandClock(world.around.time))
    with app.owner(ENGINE) as owner:
        server = door(app, facade(app, owner, runs), runs)
        server.start()
        try:
            yield runs
        finally:
            server.close()
            assert runs.stop(20)


class Shell:
    """The command line in this process."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = ["--data", str(world.data)]
        self._capsys = capsys

    def call(self, *arguments: str, code: int = 0) -> str:
        found = main([*arguments, *self._data])
        out, err = self._capsys.readouterr()
        assert found == code, f"exit {found}\n{out}\n{err}"
        return out + err

    def json(self, *arguments: str, code: int = 0) -> Any:  # noqa: ANN401 - whatever it printed
        return json.loads(self.call(*arguments, "--json", code=code))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One good order, one that is refused."""
    made = World(tmp_path, setup=Setup(hold="hold_above = 5\n"))
    made.drop("a.xml", [Order("4711", 1), Order("4712", 1, customer=NOBODY)])
    return made


@pytest.fixture
def shell(world: World, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(world, capsys)


def test_a_run_is_done_by_the_engine_and_told_as_ever(world: World, shell: Shell) -> None:
    with engine(world):
        said = shell.call("run", "orders", code=4)
        assert "orders: 1 created, 1 rejected. Something needs a person." in said
        assert "      4711  created" in said
        told = shell.json("run", "orders")
        assert (told["outcome"], told["files"]) == ("done", [])


def test_repairs_go_through_it(world: World, shell: Shell) -> None:
    with engine(world):
        shell.call("run", "orders", code=4)
        assert "4712: it is sent by the next run" in shell.call("retry", "4712", code=3)
        new = json.dumps({**json.loads(_body(world, "4712")), "buyer": {"number": "C-1"}})
        file = world.root / "new.json"
        file.write_text(new, encoding="utf-8")
        assert "4712" in shell.call("edit", "4712", "--file", str(file), "--reason", "typo", code=3)
        assert shell.json("run", "orders")["counts"]["created"] == 1
        assert "is no document" not in shell.call("dismiss", "4712", "--reason", "x", code=1)
        assert "no document and no problem" in shell.call("retry", "4799", code=1)


def _body(world: World, reference: str) -> str:
    import sqlite3

    with sqlite3.connect(world.data / "ledger.db") as sql:
        query = (
            "SELECT b.body FROM body b JOIN delivery d ON d.id = b.delivery JOIN lane l ON l.id = d.lane"
            " WHERE l.reference = ?"
        )
        return str(bytes(sql.execute(query, (reference,)).fetchone()[0]).decode())


def test_plans_and_reading_again(world: World, shell: Shell) -> None:
    with engine(world):
        plan = shell.json("dry-run", "orders")
        assert plan["counts"] == {"created": 2}
        shell.call("dry-run", "orders", "--execute", str(plan["plan"]), code=4)
        assert shell.json("dry-run", "orders", "--show", str(plan["plan"]))["became"]["created"] == 1
        told = shell.json("read-again", "orders", "--from", "2026-01-01", "--dry-run")
        assert told["counts"]["unchanged"] >= 1


def test_who_may_not_look_into_the_folder_is_told_by_the_engine_alone(
    world: World, shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the trays and commands of other accounts on Windows, which a local group lets ask."""
    with engine(world):
        shell.call("run", "orders", code=4)
        assert status(str(world.data), as_json=True, closed=lambda _: True) == 4
        told = json.loads(capsys.readouterr().out)
        assert [one["flow"] for one in told["flows"]] == ["orders"]
        assert told["problems"]
        assert told["owner"] is None
    with pytest.raises(Stop, match="No engine works on"):
        status(str(world.data), as_json=True, closed=lambda _: True)


def test_status_tells_what_only_the_engine_knows(world: World, shell: Shell) -> None:
    runs = Runs(2, HandClock(world.around.time))
    begun = threading.Event()

    def long_job(token: threading.Event, listen: object) -> None:
        begun.set()
        token.wait(30)

    with engine(world, runs):
        assert shell.json("status")["owner"].startswith("engine (process ")
        runs.start("orders", "schedule", long_job)  # type: ignore[arg-type]  # a token is such an event
        assert begun.wait(10)
        assert "at work already" in shell.call("run", "orders", code=3)
        assert "is cancelled" in shell.call("cancel", "orders")
        assert runs.stop(20)
        assert shell.json("cancel", "orders") == {"flow": "orders", "cancelled": False}
        assert "no flow" in shell.call("cancel", "odres", code=2)
    assert shell.call("cancel", "orders") == "orders is not at work.\n"
    with world.app().owner("run orders"):
        assert "at work is run orders (process " in shell.call("cancel", "orders", code=3)


def test_checks_and_accounts(world: World, shell: Shell) -> None:
    with engine(world):
        assert [one["state"] for one in shell.json("check", "orders")] == ["ok"] * 3
        assert shell.call("check", "acme", code=4).startswith(" ✓ name")  # there is no such Acme: it is in this process
        assert "leads to" in shell.call("account", "acme", "another")
        assert "no connection" in shell.call("check", "ftp", code=2)


def test_a_check_that_was_done_is_told_whatever_the_settings_say_by_now(
    world: World, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine goes on with those that it has; only what the administrator has set is looked up beside it."""
    policy = world.root / "policy.toml"
    policy.write_text("version = 1\n[general]\nparallel_runs = 2\n", encoding="utf-8")
    monkeypatch.setenv(policy_place.VARIABLE, str(policy))
    app = world.app()
    app.settings_by(CurrentSettings(app.settings_file, app.folder.history))
    with engine(world, app=app):
        (world.data / "settings.toml").write_text("version = ", encoding="utf-8")
        assert shell.call("check", "orders").count("✓") == 3


def test_settings_are_saved_by_the_engine_and_the_former_kept(world: World, shell: Shell) -> None:
    file = world.root / "new.toml"
    file.write_text((world.data / "settings.toml").read_text(encoding="utf-8") + "\n# new\n", encoding="utf-8")
    with engine(world):
        assert "in force from now on" in shell.call("config", "install", str(file))
        assert [one["number"] for one in shell.json("config", "history")] == [1]
        assert shell.json("config", "rollback")["ok"]
        assert "in force from now on" in shell.call("reload")
        file.write_text("version = 2", encoding="utf-8")
        told = shell.json("config", "install", str(file), code=2)
        assert told["problems"]
    assert "no engine runs" in shell.call("reload")


def test_what_needs_the_engine_to_be_off_says_so(world: World, shell: Shell) -> None:
    copy = world.root / "copy.db"
    with engine(world):
        assert "was copied" in shell.call("ledger", "backup", str(copy))
        for command in (("restore", str(copy)), ("move-here",)):
            said = shell.call("ledger", *command, code=3)
            assert "the engine" in said
            assert "Stop it" in said
    assert "restored" in shell.call("ledger", "restore", str(copy))


class Share:
    """One that answers nobody, until it is let go. Made before the stores that it stands for."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, store: Store, _: object) -> Any:  # noqa: ANN401 - a store
        return _Stalled(self, store)


class _Stalled:
    def __init__(self, share: Share, store: Store) -> None:
        self._share = share
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all that a store has
        return getattr(self._store, name)

    def list(self, *given: Any) -> Any:  # noqa: ANN401 - as the store's
        self._share.asked.set()
        assert self._share.let_go.wait(60)
        return self._store.list(*given)


def test_an_engine_that_goes_in_the_middle_is_told_in_plain_words(world: World, shell: Shell) -> None:
    runs, share = Runs(2, HandClock(world.around.time)), Share()
    world.around.store = share
    app = world.app()
    with app.owner(ENGINE) as owner:
        server = door(app, facade(app, owner, runs), runs)
        server.start()

        def stop() -> None:
            assert share.asked.wait(60)
            server.close()

        stopping = threading.Thread(target=stop)
        stopping.start()
        said = shell.call("run", "orders", code=3)
        assert "The engine is stopping." in said
        assert "look at the state before you repeat anything" in said
        share.let_go.set()
        stopping.join()
        assert runs.stop(60)


def test_the_key_of_a_server_is_approved_with_and_without_an_engine(world: World, shell: Shell) -> None:
    first, second = f"SHA256:{'a' * 43}", f"SHA256:{'b' * 43}"
    with engine(world):
        copied = f"{first[:19]}\u200b{first[19:]}"  # from where it may be broken
        assert "is approved" in shell.call("trust", "SFTP.example.com", copied)
        assert "no fingerprint" in shell.call("trust", "sftp.example.com", "MD5:aa", code=2)
    assert f"The former one, {first}" in shell.call("trust", "sftp.example.com", second)
    kept = json.loads((world.data / "host-keys.json").read_bytes())
    assert kept == {"sftp.example.com": {"fingerprint": second, "kind": ""}}
