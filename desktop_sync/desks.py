"""Which desk a command speaks to: the engine's, where one runs; else a facade in this process, which then owns the
installation for so long. Never two owners, never another result.

It knows the app, the facade and the pipe, and nothing of what is asked or printed.
"""

from __future__ import annotations

import getpass
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from functools import partial

from desktop_sync.app import App, Owner, open_app
from desktop_sync.bundle.offering import bundling
from desktop_sync.clock import zone_here
from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.desk import Desk
from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.events import nobody
from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead
from desktop_sync.data_folder import DataFolder, engine_in
from desktop_sync.data_folder.room import room
from desktop_sync.engine.facade import ROLES, Facade, Local
from desktop_sync.engine.facade.arriving import Arriving
from desktop_sync.engine.facade.asking import Asking
from desktop_sync.engine.facade.checking import Accounts, Checking
from desktop_sync.engine.facade.configuring import Configuring
from desktop_sync.engine.facade.copying import Copying
from desktop_sync.engine.facade.ending import Ending
from desktop_sync.engine.facade.erasing import Erasing
from desktop_sync.engine.facade.exchanging import Exchanging
from desktop_sync.engine.facade.exporting import Exporting
from desktop_sync.engine.facade.finding import Finding
from desktop_sync.engine.facade.keeping import Keeping
from desktop_sync.engine.facade.looking import Looking
from desktop_sync.engine.facade.needs import Engine
from desktop_sync.engine.facade.pausing import Noted, Pausing
from desktop_sync.engine.facade.picturing import Picturing
from desktop_sync.engine.facade.remembering import Remembering
from desktop_sync.engine.facade.repairing import Repairing
from desktop_sync.engine.facade.sampling import Sampling
from desktop_sync.engine.facade.scheduling import Scheduling, export_head, head_of
from desktop_sync.engine.facade.tracing import Tracing
from desktop_sync.engine.facade.volume import Volume
from desktop_sync.engine.facade.working import WORK, Working
from desktop_sync.engine.left_exports import LeftExports, destinations_of
from desktop_sync.engine.runs import Runs
from desktop_sync.ipc import Call, Client, Server, connect
from desktop_sync.ipc.desk import Remote
from desktop_sync.ledger.export_problems import left_untold
from desktop_sync.readings import Readings
from desktop_sync.samples import Samples
from desktop_sync.settings.heads import Glance
from desktop_sync.thrift import collect_less

STARTS = 10.0  # seconds in which an engine that has the lock opens its door


class Holds(Enum):
    """What a facade in this process has to hold for what it is asked."""

    NOTHING = "nothing"
    SETTINGS = "settings"
    LEDGER = "ledger"


@contextmanager
def open_desk(data: str | None, command: str, holds: Holds = Holds.LEDGER) -> Iterator[Desk]:
    """RetryLater when another process than an engine owns what is to be held, or an engine does not answer."""
    app = open_app(data)
    with ExitStack() as stack:
        client = engine_of(app.folder)
        if client is not None:
            yield Remote(stack.enter_context(client))
            return
        yield Local(_alone(app, command, holds, stack), myself())


def engine_of(folder: DataFolder) -> Client | None:
    """The engine at work here; one that just starts is waited for. None when none runs."""
    until = time.monotonic() + STARTS
    while (client := connect(folder)) is None and engine_in(folder.lock) is not None and time.monotonic() < until:
        time.sleep(0.1)
    return client


def engine_off(folder: DataFolder, what: str) -> None:
    """RetryLater while an engine runs, for what cannot be done beside it."""
    found = engine_in(folder.lock)
    if found is not None:
        raise RetryLater(
            f"{what} while the engine is off; it runs ({found.process}).",
            "Stop it, then try again. What it has under way ends within a second or two and goes on later.",
        )


def _alone(app: App, command: str, holds: Holds, stack: ExitStack) -> Facade:
    if holds is Holds.LEDGER:
        collect_less()
        owner = stack.enter_context(app.owner(command))
        _tell_left_exports(app, owner)
        return facade(app, owner, Runs(0, owner.clock))
    if holds is Holds.SETTINGS:
        stack.enter_context(app.alone(command))
    return Facade(Checking(app), *without_ledger(app, _nobody_reads))


def _tell_left_exports(app: App, owner: Owner) -> None:
    """What an engine sees when settings change; whoever asks next reads it."""
    with owner.ledger.database.reading() as sql:
        untold = left_untold(sql, [one.id for one in Glance(app.folder.settings).heads()])
    if untold:
        with suppress(SyncError):  # settings that cannot be read say nothing of what was removed
            LeftExports(owner.ledger, lambda: destinations_of(owner.settings())).look()


def facade(app: App, owner: Owner, runs: Runs, engine: Engine | None = None) -> Facade:
    """Everything that may be asked. ``engine``: where there is one, it is told what changed and asked what it knows."""
    reload, publish = (engine.reload, engine.publish) if engine else (_nobody_reads, nobody)
    ledger = app.folder.ledger
    readings = Readings(owner.settings, app.folder.history)
    return Facade(
        Picturing(
            ledger,
            partial(heads, owner),
            engine.live if engine else _no_engine,
            partial(around, owner),
            partial(room, app.folder),
        ),
        Looking(ledger),
        Remembering(ledger),
        Volume(ledger, zone_here, owner.clock.now),
        Asking(owner, ledger),
        Finding(ledger, owner.settings),
        Tracing(ledger, owner.spool, readings.reread),
        Scheduling(ledger, owner.settings, zone_here),
        Sampling(Samples(app.folder.path, ledger, owner.spool, app.reach)),
        Arriving(ledger, owner.settings, zone_here),
        Working(owner, runs),
        Pausing(owner, engine or Noted(owner.ledger), zone_here),
        Exporting(owner, runs, owner.preview, ledger, partial(destinations, owner)),
        Repairing(owner, publish),
        Checking(app),
        Accounts(owner),
        Copying(owner),
        Erasing(owner.erasure),
        Ending(engine.stop if engine else None, publish),
        *without_ledger(app, reload),
    )


def door(app: App, asked: Facade, runs: Runs) -> Server:
    """The pipe at which others find this facade."""

    def cancel(call: Call) -> None:
        asked.cancel(call.params)
        if call.method in WORK:  # one job for each flow: the one that is going is that of this call
            runs.cancel(str(call.params["flow"]))

    return Server(app.folder, ROLES, asked.call, cancel)


def without_ledger(app: App, reload: Callable[[], object]) -> tuple[object, ...]:
    """The themes of settings and secrets, and of what support needs."""
    settings = Configuring(app.settings_file, reload, app.stored)
    exchange = Exchanging(app.settings_file, reload, app.stored)
    return settings, exchange, Keeping(app.credentials, reload), bundling(app.folder)


def _nobody_reads() -> None:
    """No engine has read the settings: whoever runs next reads them."""


def _no_engine() -> None:
    """Nothing is live."""


def heads(owner: Owner) -> list[FlowHead]:
    """The flows at a glance, by the settings that hold."""
    settings = owner.settings()
    found = [head_of(flow, settings.connection_by_id, zone_here) for flow in settings.flows]
    return found + [export_head(one, settings.connection_by_id, zone_here) for one in settings.exports]


def destinations(owner: Owner, export: str) -> dict[str, str]:
    """What people call those of an export, by id: the connection, with the id where two lead through the same."""
    settings = owner.settings()
    found = next((one.destinations for one in settings.exports if one.id == export), ())
    many = Counter(one.connection for one in found)
    titles = {one.id: settings.connection_by_id[one.connection].title for one in found}
    return {one.id: titles[one.id] if many[one.connection] == 1 else f"{titles[one.id]} ({one.id})" for one in found}


def around(owner: Owner) -> Facts:
    """What the honest sentence needs besides what the ledger says."""
    titles = {one.id: one.title for one in owner.settings().connections}
    return Facts(datetime.fromtimestamp(owner.clock.now(), UTC).astimezone(), titles=titles)


def myself() -> Caller:
    """Who runs this process: their name on this machine. Who may start it here may do everything."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "somebody"
    return Caller(name, Role.CHANGE)
