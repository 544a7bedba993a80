"""What the engine process does beside the runs, made from what ``app`` knows. No rule of the engine stands here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module

from desktop_sync import __version__
from desktop_sync.app import App, Owner
from desktop_sync.clock import zone_here
from desktop_sync.core.errors import SyncError
from desktop_sync.core.ports import Watched
from desktop_sync.core.standing import Live
from desktop_sync.engine.arrivals import Arrivals
from desktop_sync.engine.backup import Backup
from desktop_sync.engine.chores import Chore
from desktop_sync.engine.heartbeat import Heartbeat
from desktop_sync.engine.notices import Notices
from desktop_sync.engine.retention import Retention
from desktop_sync.parts import Parts
from desktop_sync.settings.awaited import awaited
from desktop_sync.settings.model import Flow, Settings
from desktop_sync.signs import health, whole
from desktop_sync.stores.local import Local
from desktop_sync.stores.watching import FolderEvents


def _nothing() -> None:
    """No engine: nothing is live."""


def load() -> None:
    """What runs need, before the first of them: loaded later it would lie among what they leave over, and keep it."""
    for name in ("desktop_sync.acme.client", "desktop_sync.core.mapping", "desktop_sync.formats"):
        import_module(name)


def ask_keyring(app: App) -> None:
    """The same for the keyring. A locked one may wait for a person: nobody else waits for it."""
    with suppress(SyncError):  # told by the runs that need a secret
        for reference in app.credentials.list()[:1]:
            app.credentials.has(reference)


def watched(parts: Parts, settings: Settings, events: FolderEvents) -> list[Watched]:
    """The folders of this machine and its network whose changes are worth a run at once: of flows that look often.

    A flow that runs at certain times runs at these; one without a schedule is run by hand.
    """
    flows = [
        one for one in settings.flows if one.enabled and one.schedule and (one.schedule.every or one.schedule.after)
    ]
    found = []
    for flow in flows:
        if flow.source.type != "files":
            continue
        recursive = bool(getattr(flow.source.options, "recursive", False))
        for name in flow.source.connections:
            store = parts.store(settings.connection_by_id[name])
            if isinstance(store, Local):
                source = parts.files(flow, settings.connection_by_id[name], parts.clock(), store)
                found.append(Watched(flow.id, name, source, partial(store.watch, events, recursive)))
    return found


# Chores that wait for somebody else's server, which may be silent for minutes.
APART = frozenset({Notices.name, Heartbeat.name})


def chores(
    owner: Owner,
    flows: Callable[[], Sequence[Flow]],
    wake: Callable[[str], None],
    live: Callable[[], Live | None] = _nothing,
) -> list[Chore]:
    """What the engine does beside the runs; each is one line here.

    ``flows``: those of the settings that are in force; ``wake``: has a flow look at its source soon; ``live``: what
    only the engine knows.
    """

    def finish() -> str:
        return owner.erasure().finish()

    return [
        Arrivals(lambda: awaited(flows(), zone_here), owner.ledger, owner.clock, wake),
        owner.mails().chore(owner.ledger),
        Heartbeat(owner.beats, partial(whole, owner, live), owner.ledger.journal, owner.clock, __version__),
        Retention(
            owner.ledger,
            owner.spool,
            owner.logs,
            owner.clock,
            lambda: owner.general().retention,
            finish,
            owner.set_aside,
        ),
        Backup(owner.backups, owner.ledger.journal, owner.clock, lambda: owner.general().backup),
        health(owner, live),
    ]
