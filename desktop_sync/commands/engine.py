"""``engine``: the process that works when nobody looks. It waits for the wish to end, and ends within seconds."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

from desktop_sync import __version__
from desktop_sync.app import App, open_app
from desktop_sync.commands.console import Exit, counted
from desktop_sync.commands.swapped import being_swapped
from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.redaction import redact
from desktop_sync.core.standing import ENGINE_SEEN
from desktop_sync.data_folder import engine_in
from desktop_sync.engine.minute import MINUTE
from desktop_sync.engine.system_log import no_start
from desktop_sync.engine.timer import DateJobs
from desktop_sync.engine_parts import ask_keyring, load
from desktop_sync.engine_process import Engine, Manner, engine, server
from desktop_sync.program import program
from desktop_sync.thrift import collect_less, few_arenas, give_back
from desktop_sync.windows.power import PowerEvents

log = logging.getLogger("engine")
LIVES = 4  # the first, and as many more as the ledger may be replaced without anybody looking
PATIENCE = 3.0  # seconds that runs have to end; what has not is recovered at the next start


def run(data: str | None, *, as_json: bool) -> int:
    """Exit 0 after an orderly end, 3 when another process owns the data folder or a setup swaps the program, 4 when
    this account must not.
    """
    if being_swapped(Path(program()[0])):
        raise RetryLater("Desktop Sync is being set up at this moment.", "The setup starts the engine at its end.")
    few_arenas()
    app, asked, wish = open_app(data), threading.Event(), threading.Event()

    def end() -> None:
        asked.set()
        wish.set()

    _listen_to_signals(end)
    with suppress(OSError):
        app.folder.no_engine.unlink(missing_ok=True)
    for _ in range(LIVES):
        try:
            ended = _once(app, wish, end, as_json=as_json)
        except Exception as error:
            if engine_in(app.folder.lock) is None:  # else there is one
                _say_why(app, error)
            raise
        code = Exit.DONE if asked.is_set() else Exit.PERSON
        if not ended:  # threads that hang would keep the process from ending
            logging.shutdown()
            os._exit(int(code))
        if asked.is_set():
            return int(code)
        wish.clear()
        if asked.is_set():
            wish.set()
    stop = Stop(
        "The ledger was damaged again and again.", "Check the disk of this computer before it is started again."
    )
    _say_why(app, stop)
    raise stop


def _once(app: App, wish: threading.Event, end: Callable[[], None], *, as_json: bool) -> bool:
    """From its start until somebody wishes that it ends, or the ledger turns out to be damaged: then it begins anew,
    and that replaces it. Whether all that was under way has ended.
    """
    timer = DateJobs()
    with ExitStack() as last, engine(app, timer, Manner(end=end)) as parts:
        timer.connect(parts.minute.fired)
        parts.owner.ledger.database.when_suspect = wish.set
        power = PowerEvents(parts.minute.resumed, end)
        last.callback(power.stop)  # when all else has ended
        return _live(app, parts, timer, power, wish, as_json=as_json)


def _say_why(app: App, error: Exception) -> None:
    """To the system's log; and to a desk that finds no engine, unless it is a fault of the program."""
    app.parts.note_entry(no_start(error))
    if isinstance(error, SyncError):
        with suppress(OSError):  # the logs tell it too
            app.folder.no_engine.write_text(redact(str(error)), encoding="utf-8", errors="replace")


def _listen_to_signals(end: Callable[[], None]) -> None:
    def ends(number: int, frame: FrameType | None) -> None:
        end()

    for name in ("SIGTERM", "SIGINT", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):  # nohup
            signal.signal(number, ends)


def _live(
    app: App, parts: Engine, timer: DateJobs, power: PowerEvents, wish: threading.Event, *, as_json: bool
) -> bool:
    """Whether all that was under way has ended."""
    load()
    door = server(app, parts)
    timer.start()
    door.start()
    threading.Thread(target=ask_keyring, args=(app,), name="keyring", daemon=True).start()
    power.start()
    parts.minute.start()
    parts.choring.start()
    collect_less()
    with suppress(SyncError):  # as below
        parts.system.works(__version__, str(app.folder.path))
    _say_ready(app, parts, as_json=as_json)
    database = parts.owner.ledger.database
    while not wish.wait(MINUTE):
        parts.minute.look()
        if not parts.runs.going():
            database.give_back()
            give_back()
    damaged = database.suspect
    log.info("the ledger is damaged: the engine begins anew" if damaged else "the engine ends")
    timer.stop()
    ended = parts.runs.stop(PATIENCE)
    ended = parts.choring.stop(1.0) and ended
    door.close()
    with suppress(SyncError):  # a full disk, a ledger in use: then its last sign of life is five minutes older
        parts.owner.ledger.journal.note_fact(ENGINE_SEEN, str(parts.owner.clock.now()))
        if not damaged:
            parts.system.ends()
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
