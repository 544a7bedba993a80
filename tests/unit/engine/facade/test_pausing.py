"""Pauses through the facade: remembered with the name of who asked, of one flow or of all; by hand flows still run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World
from tests.unit.engine.facade.desk import at_desk


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, setup=Setup(flows=("orders", "others")))


def test_for_a_while_until_tomorrow_and_until_resumed(world: World) -> None:
    now = datetime.fromtimestamp(HandClock(world.around.time).now(), UTC)
    with at_desk(world) as desk:
        told = desk.ask("pause", flow="orders", seconds=3600)
        assert told == {"flow": "orders", "until": (now + timedelta(hours=1)).isoformat()}
        until = datetime.fromisoformat(desk.ask("pause", flow="orders", until_tomorrow=True)["until"])
        assert now < until <= now + timedelta(hours=26)
        assert (until.astimezone().hour, until.astimezone().minute) == (0, 0)
        assert desk.ask("pause", flow="orders") == {"flow": "orders", "until": None}
    with at_desk(world) as desk:  # another process remembers
        [pause] = desk.ledger.agenda.pauses()
        assert (pause.flow, pause.until, pause.who) == ("orders", None, "anna")
        assert desk.ask("resume", flow="orders") == {"flow": "orders", "resumed": True, "all_paused": False}
        assert desk.ask("resume", flow="orders") == {"flow": "orders", "resumed": False, "all_paused": False}


def test_all_of_them(world: World) -> None:
    with at_desk(world) as desk:
        desk.ask("pause", flow="orders")
        assert desk.ask("pause") == {"flow": None, "until": None}
        assert desk.ask("resume", flow="orders") == {"flow": "orders", "resumed": True, "all_paused": True}
        assert desk.ask("resume") == {"flow": None, "resumed": True, "all_paused": False}
        assert desk.ledger.agenda.pauses() == []


def test_what_is_no_time_and_no_flow(world: World) -> None:
    with at_desk(world) as desk:
        for seconds in (0, -5, 1e12):
            with pytest.raises(SettingsError, match="no time to pause for"):
                desk.ask("pause", seconds=seconds)
        for method in ("pause", "resume"):
            with pytest.raises(SettingsError, match="no flow"):
                desk.ask(method, flow="nothing")
        assert desk.ledger.agenda.pauses() == []


def test_by_hand_a_paused_flow_runs(world: World) -> None:
    world.drop("a.xml", [Order("1", 1)])
    with at_desk(world) as desk:
        desk.ask("pause")
        assert desk.ask("run", flow="orders")["counts"]["created"] == 1
