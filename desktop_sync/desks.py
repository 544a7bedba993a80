"""Which desk a command speaks to: a facade in this process, over an owner that it opens itself.

It knows the app and the facade, and nothing of what is asked or printed.
"""

from __future__ import annotations

import gc
import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_sync.app import App, Owner, open_app
from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.desk import Desk
from desktop_sync.core.events import Publish, nobody
from desktop_sync.engine.facade import Facade, Local
from desktop_sync.engine.facade.checking import Accounts, Checking
from desktop_sync.engine.facade.copying import Copying
from desktop_sync.engine.facade.repairing import Repairing
from desktop_sync.engine.facade.working import Working
from desktop_sync.engine.runs import Runs


@contextmanager
def open_desk(data: str | None, command: str) -> Iterator[Desk]:
    """For what needs ledger and spool. RetryLater when another process owns them."""
    app = open_app(data)
    collect_less()
    with app.owner(command) as owner:
        yield Local(facade(app, owner, Runs(0, owner.clock)), myself())


def facade(app: App, owner: Owner, runs: Runs, publish: Publish = nobody) -> Facade:
    """Everything that may be asked."""
    return Facade(
        Working(owner, runs),
        Repairing(owner, publish),
        Checking(app),
        Accounts(owner),
        Copying(owner),
    )


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
