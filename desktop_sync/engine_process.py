"""The parts of the engine process, put together: who is told what, and who asks whom. It decides nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial

from desktop_sync.app import App, Owner
from desktop_sync.clock import zone_here
from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.core.standing import ENGINE_ACCOUNT
from desktop_sync.data_folder import ENGINE
from desktop_sync.desks import door, facade
from desktop_sync.engine.away import Away
from desktop_sync.engine.choring import Choring
from desktop_sync.engine.facade import Facade
from desktop_sync.engine.flow_plan import FlowPlan
from desktop_sync.engine.hub import Hub
from desktop_sync.engine.left_exports import LeftExports, destinations_of
from desktop_sync.engine.minute import MINUTE, Minute
from desktop_sync.engine.network import Network
from desktop_sync.engine.passing import Passing
from desktop_sync.engine.presence import Presence
from desktop_sync.engine.reloading import Reloading
from desktop_sync.engine.rounds import Rounds
from desktop_sync.engine.runs import Runs
from desktop_sync.engine.scheduler import Scheduler, Timer
from desktop_sync.engine.system_log import SystemLog
from desktop_sync.engine.watching import Watching
from desktop_sync.engine_parts import APART, chores, watched
from desktop_sync.hosts import Host, hosts_of
from desktop_sync.ipc import Server
from desktop_sync.ledger.agenda import as_text
from desktop_sync.settings.current import CurrentSettings
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.model import Flow, Settings
from desktop_sync.stores.watching import FolderEvents

log = logging.getLogger("engine")


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts that a process holds while it lives."""

    owner: Owner
    runs: Runs
    scheduler: Scheduler
    minute: Minute
    reloading: Reloading
    network: Network
    choring: Choring
    facade: Facade
    hub: Hub
    system: SystemLog


@dataclass(frozen=True, slots=True)
class Manner:
    """``inline``: runs are done by whoever starts them. ``every``: seconds between two calls of ``minute``. ``end`` is
    called when somebody at a desk wants the engine to end."""

    inline: bool = False
    every: float = MINUTE
    end: Callable[[], None] = lambda: None


USUAL = Manner()


@contextmanager
def engine(app: App, timer: Timer, manner: Manner = USUAL) -> Iterator[Engine]:
    """Everything made, nothing begun. RetryLater when another process owns the data folder, Stop when this may not."""
    app.settle(ENGINE)
    current = CurrentSettings(app.settings_file, app.folder.history)
    app.settings_by(current)
    with ExitStack() as stack:
        owner = stack.enter_context(app.owner(ENGINE, alone=False))
        _account(app, owner)
        owner.at_home()
        found = owner.recover()
        cut = owner.ledger.agenda.cut_off()
        if found or cut:
            log.warning("the engine ended in the middle of it: %d runs, %d documents under way", cut, found)
        yield _made(app, owner, current, timer, stack, manner)


def _made(app: App, owner: Owner, current: CurrentSettings, timer: Timer, stack: ExitStack, manner: Manner) -> Engine:
    hub, journal, clock, token = Hub(), owner.ledger.journal, owner.clock, threading.Event()
    stack.callback(token.set)
    runs = Runs(0 if manner.inline else current().general.parallel_runs, clock, journal, hub.publish)
    away = Away(clock)
    scheduler = Scheduler(owner.ledger, runs, owner, timer, clock, away, hub.publish)
    hub.subscribe(scheduler.ended)
    network = Network(away, app.parts.reaches, scheduler.ask, clock, partial(_hosts, current))
    events, watching = FolderEvents(), Watching(clock, journal)
    stack.callback(events.close)
    stack.callback(watching.stop)

    left = LeftExports(owner.ledger, lambda: destinations_of(current()))
    hub.subscribe(left.heard)

    def apply(settings: Settings) -> None:
        owner.log_as(settings)
        owner.targets.renew()
        if not manner.inline:
            runs.resize(settings.general.parallel_runs, settings.general.hangs_after)
        plans = [plan_of(settings, flow) for flow in settings.flows]
        plans += [plan_of(settings, export) for export in settings.exports]
        if not scheduler.plans():  # the start: else what is due would begin before it has waited
            wait_for_network(plans)
        scheduler.load(plans)
        left.look()
        if not manner.inline:
            watching.start(watched(app.parts, settings, events), lambda flow, _: scheduler.wake(flow))

    def wait_for_network(plans: Iterable[FlowPlan]) -> None:
        network.wait_for([one for one in plans if one.schedule is not None])
        if manner.inline:
            network.look()
        else:
            threading.Thread(target=network.watch, args=[token], name="network", daemon=True).start()

    reloading = Reloading(current, apply, journal, hub.publish)
    rounds = Rounds(owner.ledger.agenda, runs, owner, clock)
    passing = Passing(clock, app.parts.slept)
    minute = Minute(
        passing, scheduler, rounds, runs, reloading, partial(_connections, current),
        lambda: wait_for_network(scheduler.plans().values()), manner.every,
    )  # fmt: skip
    presence = Presence(scheduler, runs, hub.publish, reloading.reload, clock.now(), manner.end)
    desk = facade(app, owner, runs, presence)
    choring = Choring(chores(owner, lambda: current().flows, scheduler.wake, presence.live), journal, APART)
    system = SystemLog(app.parts.note_entry, journal)
    hub.subscribe(system.heard)
    return Engine(owner, runs, scheduler, minute, reloading, network, choring, desk, hub, system)


def _hosts(current: CurrentSettings, plan: FlowPlan) -> Collection[Host]:
    settings = current()
    every: list[Flow | Export] = [*settings.flows, *settings.exports]
    found = (one for one in every if one.id == plan.flow)
    return {host for one in found for host in hosts_of(settings, one)}


def _connections(current: CurrentSettings) -> Collection[str]:
    return current().connection_by_id


def server(app: App, engine: Engine) -> Server:
    """The pipe at which others find the engine; what is published is heard there."""
    made = door(app, engine.facade, engine.runs)
    engine.hub.subscribe(made.publish)
    return made


def plan_of(settings: Settings, flow: Flow | Export) -> FlowPlan:
    """A flow, or an export, as the scheduler sees it."""
    if flow.schedule is None:
        return FlowPlan(flow.id, enabled=flow.enabled)
    here = _zone()
    schedule = flow.schedule.schedule(here)
    text = as_text({**flow.schedule.model_dump(mode="json"), "zone": str(schedule.zone)})
    return FlowPlan(flow.id, schedule, text, hosts_of(settings, flow), flow.enabled)


def _zone() -> tzinfo:
    try:
        return zone_here()
    except SettingsError:
        return UTC


def _account(app: App, owner: Owner) -> None:
    """The account that has started it first owns the installation: its keyring holds the secrets."""
    here = app.parts.account()
    known = owner.ledger.journal.fact(ENGINE_ACCOUNT)
    if known is None:
        owner.ledger.journal.note_fact(ENGINE_ACCOUNT, here)
    elif known != here:
        raise Stop(
            f"The engine of {app.folder.path} belongs to another account of this machine.",
            "Only that account's keyring holds the secrets: start it there. Trays and commands of others can look.",
        )
