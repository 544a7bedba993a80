"""Which desk a command speaks to: a facade in this process, over an owner that it opens itself.

It knows the app and the facade, and nothing of what is asked or printed.
"""

from __future__ import annotations

import gc
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from desktop_sync.app import App, Owner, open_app
from desktop_sync.clock import zone_here
from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.desk import Desk
from desktop_sync.core.events import Publish, nobody
from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead
from desktop_sync.engine.facade import Facade, Local
from desktop_sync.engine.facade.checking import Accounts, Checking
from desktop_sync.engine.facade.configuring import Configuring
from desktop_sync.engine.facade.copying import Copying
from desktop_sync.engine.facade.keeping import Keeping
from desktop_sync.engine.facade.looking import Looking
from desktop_sync.engine.facade.needs import Engine
from desktop_sync.engine.facade.picturing import Picturing
from desktop_sync.engine.facade.repairing import Repairing
from desktop_sync.engine.facade.scheduling import Scheduling, head_of
from desktop_sync.engine.facade.working import Working
from desktop_sync.engine.runs import Runs


@contextmanager
def open_desk(data: str | None, command: str) -> Iterator[Desk]:
    """For what needs ledger and spool. RetryLater when another process owns them."""
    app = open_app(data)
    collect_less()
    with app.owner(command) as owner:
        yield Local(facade(app, owner, Runs(0, owner.clock)), myself())


def facade(app: App, owner: Owner, runs: Runs, engine: Engine | None = None) -> Facade:
    """Everything that may be asked. ``engine``: where there is one, it is told what changed and asked what it knows."""
    reload, publish = (engine.reload, engine.publish) if engine else (_nobody_reads, nobody)
    ledger = app.folder.ledger
    return Facade(
        Picturing(ledger, partial(heads, app), engine.live if engine else _no_engine, partial(around, owner)),
        Looking(ledger),
        Scheduling(ledger, app.settings, zone_here),
        Working(owner, runs),
        Repairing(owner, publish),
        Checking(app),
        Accounts(owner),
        Copying(owner),
        *without_ledger(app, reload, publish),
    )


def without_ledger(app: App, reload: Callable[[], object], publish: Publish) -> tuple[object, ...]:
    """The themes of settings and secrets."""
    return Configuring(app.settings_file, reload, publish), Keeping(app.credentials, reload)


def _nobody_reads() -> None:
    """No engine has read the settings: whoever runs next reads them."""


def _no_engine() -> None:
    """Nothing is live."""


def heads(app: App) -> list[FlowHead]:
    """The flows at a glance, by the settings that hold."""
    settings = app.settings()
    return [head_of(flow, settings.connection_by_id, zone_here) for flow in settings.flows]


def around(owner: Owner) -> Facts:
    """What the honest sentence needs besides what the ledger says."""
    return Facts(datetime.fromtimestamp(owner.clock.now(), UTC).astimezone())


def myself() -> Caller:
    """Who runs this process: their name on this machine. Who may start it here may do everything."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "somebody"
    return Caller(name, Role.CHANGE)


def collect_less() -> None:
    """For a process that works: what is loaded stays, and what is made is looked through for garbage less often.

    Python's default looks through everything so often that it is a sixth of a run's time (measured).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
