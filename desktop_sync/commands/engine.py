"""``engine``: the process that works when nobody looks. It waits for the wish to end, and ends within seconds."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
from contextlib import suppress
from types import FrameType

from desktop_sync.app import App, open_app
from desktop_sync.commands.console import Exit, counted
from desktop_sync.core.errors import SyncError
from desktop_sync.core.standing import ENGINE_SEEN
from desktop_sync.desks import collect_less
from desktop_sync.engine.minute import MINUTE
from desktop_sync.engine.timer import DateJobs
from desktop_sync.engine_process import Engine, engine, server
from desktop_sync.windows.power import PowerEvents

log = logging.getLogger("engine")
PATIENCE = 3.0  # seconds that runs have to end; what has not is recovered at the next start


def run(data: str | None, *, as_json: bool) -> int:
    """Exit 0 after an orderly end, 3 when another process owns the data folder, 4 when this account must not."""
    app = open_app(data)
    wish, gone = threading.Event(), threading.Event()
    _listen_to_signals(wish)
    timer = DateJobs()
    with engine(app, timer) as parts:
        timer.connect(parts.scheduler.ask)
        power = PowerEvents(parts.minute.resumed, wish.set, gone)
        ended = _live(app, parts, timer, power, wish, as_json=as_json)
    gone.set()
    if not ended:  # threads that hang would keep the process from ending
        logging.shutdown()
        os._exit(int(Exit.DONE))
    return int(Exit.DONE)


def _listen_to_signals(wish: threading.Event) -> None:
    def ends(number: int, frame: FrameType | None) -> None:
        wish.set()

    for name in ("SIGTERM", "SIGINT", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):  # nohup
            signal.signal(number, ends)


def _live(
    app: App, parts: Engine, timer: DateJobs, power: PowerEvents, wish: threading.Event, *, as_json: bool
) -> bool:
    """Whether all that was under way has ended."""
    door = server(app, parts)
    timer.start()
    door.start()
    power.start()
    parts.minute.start()
    parts.choring.start()
    collect_less()
    _say_ready(app, parts, as_json=as_json)
    while not wish.wait(MINUTE):
        parts.minute.look()
    log.info("the engine ends")
    timer.stop()
    ended = parts.runs.stop(PATIENCE)
    ended = parts.choring.stop(1.0) and ended
    door.close()
    with suppress(SyncError):  # a full disk, a ledger in use: then its last sign of life is five minutes older
        parts.owner.ledger.journal.note_fact(ENGINE_SEEN, str(parts.owner.clock.now()))
    return ended


def _say_ready(app: App, parts: Engine, *, as_json: bool) -> None:
    flows = [one.flow for one in parts.scheduler.plans().values() if one.schedule is not None and one.enabled]
    log.info("the engine works: %s by schedule", counted(len(flows), "flow"))
    if as_json:
        print(
            json.dumps({"event": "ready", "pid": os.getpid(), "data": str(app.folder.path), "flows": flows}), flush=True
        )
    else:
        told = f"The engine works on {app.folder.path}: {counted(len(flows), 'flow')} by schedule. Ctrl+C ends it."
        print(told, flush=True)
