"""A facade over a real owner, ledger, spool and an Acme in this process; whatever goes through it is plain JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.events import Publish, nobody
from desktop_sync.core.standing import Live
from desktop_sync.desks import facade
from desktop_sync.engine.facade import Facade
from desktop_sync.engine.facade.pausing import Noted
from desktop_sync.engine.runs import Runs
from desktop_sync.ledger.ledger import Ledger
from tests.crash.world import World

ANNA = Caller("anna", Role.CHANGE)


class Plain:
    """As the desk behind a pipe: values, answers and events are JSON, or it fails."""

    ledger: Ledger  # of the process that at_desk has made
    around: Around

    def __init__(self, facade: Facade, caller: Caller = ANNA) -> None:
        self.facade = facade
        self.caller = caller
        self.heard: list[dict[str, Any]] = []  # events of its own calls

    def ask(self, method: str, listen: Publish = nobody, /, **values: object) -> Any:  # noqa: ANN401 - plain JSON
        def hear(event: Any) -> None:  # noqa: ANN401 - an event
            self.heard.append(travelled(event))
            listen(self.heard[-1])

        return travelled(self.facade.call(method, travelled(values), self.caller, hear))


def travelled(value: object) -> Any:  # noqa: ANN401 - plain JSON
    """The same value, after a journey as JSON."""
    there = json.loads(json.dumps(value, allow_nan=False))
    assert there == value, "not plain JSON"
    return there


@contextmanager
def at_desk(
    world: World, caller: Caller = ANNA, publish: Publish = nobody, runs: Runs | None = None
) -> Iterator[Plain]:
    """A new process that owns the installation."""
    app = world.app()
    with app.owner("test") as owner:
        around = Around(publish, Noted(owner.ledger))
        desk = Plain(facade(app, owner, runs or Runs(0, owner.clock), around), caller)
        desk.ledger, desk.around = owner.ledger, around
        yield desk


@dataclass
class Around:
    """An engine without threads: what is asked of it is kept for the test to see."""

    publish: Publish
    noted: Noted
    known: Live = field(default_factory=lambda: Live(4711, 1_780_000_000.0, "1.0"))
    reloads: int = 0
    stopped_by: list[str] = field(default_factory=list)

    def live(self) -> Live:
        return self.known

    def stop(self, who: str) -> None:
        self.stopped_by.append(who)

    def reload(self) -> None:
        self.reloads += 1

    def pause(self, flow: str | None, until: datetime | None, who: str) -> None:
        self.noted.pause(flow, until, who)

    def resume(self, flow: str | None, who: str) -> bool:
        return self.noted.resume(flow, who)
