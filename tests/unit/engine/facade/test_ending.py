"""The end of an engine through the facade: it hears who wants it; where none runs, nothing is there that could end."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Stop
from desktop_sync.engine.facade import Facade, Local
from desktop_sync.engine.facade.ending import Ending
from tests.crash.world import World
from tests.unit.engine.facade.desk import at_desk


def test_the_engine_hears_who_wants_its_end(tmp_path: Path) -> None:
    with at_desk(World(tmp_path)) as desk:
        assert desk.ask("stop") == {"stops": True}
        assert desk.around.stopped_by == ["anna"]


def test_who_steers_only_does_not_end_it(tmp_path: Path) -> None:
    with at_desk(World(tmp_path), Caller("bob", Role.STEER)) as desk:
        with pytest.raises(Stop, match="bob may"):
            desk.ask("stop")
        assert desk.around.stopped_by == []


def test_desks_are_told_to_leave_before_it_ends() -> None:
    told: list[object] = []
    local = Local(Facade(Ending(told.append, told.append)), Caller("anna", Role.CHANGE))
    assert local.ask("stop", desks=True) == {"stops": True}
    assert told == [{"event": "leave"}, "anna"]
    assert local.ask("stop") == {"stops": True}
    assert told[2:] == ["anna"]


def test_without_an_engine_nothing_ends() -> None:
    assert Local(Facade(Ending(None)), Caller("anna", Role.CHANGE)).ask("stop") == {"stops": False}
