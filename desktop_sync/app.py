"""The front door: it alone knows every room, builds what a command needs, once, and hands it on.

``Parts`` makes the things that touch the world; tests replace single ones of them (a clock, a database,
a target) and leave the rest as it is. There is no hook for tests anywhere else.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from desktop_sync.clock import SystemClock
from desktop_sync.core.about import working_on
from desktop_sync.core.delivering import Policy, Promise
from desktop_sync.core.errors import Rejected, RetryLater, SettingsError, Stop
from desktop_sync.core.events import Progress
from desktop_sync.core.hold import Hold
from desktop_sync.core.model import Account, CheckStep, Fault
from desktop_sync.core.ports import Clock, Mailer, Spool, Store, Target, Token
from desktop_sync.core.problem import Problem
from desktop_sync.credentials import Credentials, RefusedSignIns
from desktop_sync.data_folder import DataFolder, Lock, data_folder, machine_id
from desktop_sync.engine.delivery import Delivery, Lines, stopped_key
from desktop_sync.engine.dry_run import DryRun
from desktop_sync.engine.import_run import ImportFlow, ImportRun, held_key
from desktop_sync.engine.location import Location, RunResult, in_words
from desktop_sync.engine.plan_run import PlanRun
from desktop_sync.engine.replay import Replay, Replayed
from desktop_sync.engine.stage import Reading, Stage
from desktop_sync.kinds import kinds, profile_of
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import BoundAccount
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.plans import PlanHead
from desktop_sync.ledger.repair import Repair
from desktop_sync.ledger.replay import Replays
from desktop_sync.ledger.restore import restore
from desktop_sync.logs import Log, LogOptions, log_to
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.mapping_history import keep_mapping
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.sources.files import FilesOptions
from desktop_sync.windows.drives import unc_of

if TYPE_CHECKING:
    from desktop_sync.acme.client import AcmeOptions
    from desktop_sync.acme.profile import Profile
    from desktop_sync.formats.archive import Archives
    from desktop_sync.sources.files import Files

MACHINE = "machine"
SWEPT = "spool swept at"
DAY = 24 * 3600.0
log = logging.getLogger("run")
LOOK = 2.0  # seconds between two looks at a young file
Model = TypeVar("Model", bound=BaseModel)


def of(options: BaseModel, kind: type[Model]) -> Model:
    """Options as the model that ``kinds`` made them."""
    if not isinstance(options, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(options).__name__}")
    return options


class Parts:
    """Makes what touches the world."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.credentials = Credentials(folder.secrets)

    def clock(self) -> Clock:
        return SystemClock()

    def machine(self) -> str:
        return machine_id()

    def threads(self) -> int | None:
        """Threads that talk to Acme; None: as many as the account allows; 0: all work is done in the caller's."""
        return None

    def database(self, file: Path | None = None) -> Database:
        return Database(file or self.folder.ledger)

    def spool(self) -> Spool:
        from desktop_sync.spool import Spool as Files

        return Files(self.folder.spool)

    def store(self, connection: Connection) -> Store:
        from desktop_sync.stores import OPTIONS, STORES

        return STORES[connection.type](of(connection.options, OPTIONS[connection.type]), unc_of)

    def source(self, flow: Flow, store: Store, clock: Clock) -> Files:
        from desktop_sync.sources import OPTIONS, SOURCES

        return SOURCES[flow.source.type](store, of(flow.source.options, OPTIONS[flow.source.type]), clock)

    def target(self, connection: Connection, clock: Clock) -> Target:
        from desktop_sync.acme.client import Acme, AcmeOptions

        options = of(connection.options, AcmeOptions)
        profile, schemas = profile_of(options)
        return Acme(
            options,
            profile,
            schemas,
            self.credentials.reader(connection.id, options),
            RefusedSignIns(self.folder.refusals, connection.id, clock),
            clock,
        )

    def mailer(self, connection: Connection, clock: Clock) -> Mailer:
        from desktop_sync.destinations import MAILERS, OPTIONS

        options = of(connection.options, OPTIONS[connection.type])
        refusals = RefusedSignIns(self.folder.refusals, connection.id, clock)
        return MAILERS[connection.type](options, self.credentials.reader(connection.id, options), refusals)


class App:
    """One installation. Commands that only look need no more than this; who works opens an ``Owner``."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.folder = parts.folder
        self.credentials = parts.credentials
        self.settings_file = SettingsFile(self.folder.settings, self.folder.history, kinds())

    def settings(self) -> Settings:
        return self.settings_file.load()

    def connection(self, name: str) -> Connection:
        """SettingsError when there is none of this id."""
        found = self.settings().connection_by_id.get(name)
        if found is None:
            known = ", ".join(self.settings().connection_by_id) or "none"
            raise SettingsError(f'There is no connection "{name}".', hint=f"The connections are: {known}.")
        return found

    def check(self, connection: str) -> Iterator[CheckStep]:
        """Tests a connection, as the account that runs this process."""
        found = self.connection(connection)
        if found.type == "acme":
            target = self.parts.target(found, self.parts.clock())
            try:
                yield from target.check()
            finally:
                target.close()
            return
        if found.type == "mail":
            yield from self.parts.mailer(found, self.parts.clock()).check()
            return
        store = self.parts.store(found)
        try:
            yield from store.check()
        finally:
            store.close()

    def alone(self, command: str) -> Lock:
        """To be held by whoever changes this installation. RetryLater when another process holds it."""
        return Lock(self.folder.lock, command, datetime.now(UTC))

    def restore(self, copy: Path) -> Path | None:
        """Replaces the ledger by a copy, whose lanes are all in doubt. Returns where the former one is kept."""
        with self.alone("ledger restore"):
            return restore(copy, self.folder.ledger, self.parts.clock(), self.parts.database)

    @contextmanager
    def owner(self, command: str) -> Iterator[Owner]:
        """The one owner of the ledger. RetryLater when another process is."""
        with ExitStack() as stack:
            stack.enter_context(self.alone(command))
            log_file = stack.enter_context(log_to(self.folder.logs))
            ledger = Ledger(self.parts.database(), self.parts.clock())
            stack.callback(ledger.close)
            spool = self.parts.spool()
            stack.callback(spool.close)
            owner = Owner(self, ledger, spool, log_file)
            owner.log_as()
            yield owner


class Owner:
    """Holds the ledger and the spool, and does the work."""

    def __init__(self, app: App, ledger: Ledger, spool: Spool, log_file: Log | None = None) -> None:
        self._app = app
        self._log_file = log_file
        self._parts = app.parts
        self.ledger = ledger
        self.spool = spool
        self.clock = app.parts.clock()
        self.name = secrets.token_hex(8)  # names the claims of this process

    def flow(self, flow_id: str) -> Flow:
        """SettingsError when there is none of this id."""
        return _flow_of(self._app.settings(), flow_id)

    def connection(self, name: str) -> Connection:
        """SettingsError when there is none of this id."""
        return self._app.connection(name)

    def log_as(self, settings: Settings | None = None) -> None:
        """As these settings (or the file's, as far as it can be read) say, from the next line on."""
        with suppress(SettingsError):
            told = (settings or self._app.settings()).general.logs
            if self._log_file is not None:
                self._log_file.apply(
                    LogOptions(told.format == "json", told.level, dict(told.topics), told.size, told.files)
                )

    def at_home(self) -> None:
        """Stop when the data folder was copied from another machine."""
        here = self._parts.machine()
        known = self.ledger.journal.fact(MACHINE)
        if known is None:
            self.ledger.journal.note_fact(MACHINE, here)
        elif known != here:
            raise Stop(
                f"The data folder {self._app.folder.path} belongs to another machine. A copy would send things twice.",
                "If it was moved here and no longer runs there: desktop-sync ledger move-here. Else leave it off.",
            )

    def move_here(self) -> None:
        """The folder works here from now on; what its copy may have sent meanwhile is read in Acme first."""
        self.ledger.journal.put_in_doubt()
        self.ledger.journal.note_fact(MACHINE, self._parts.machine())

    def recover(self) -> int:
        """Once, before anything is sent: what a process that is gone was sending is unknown now."""
        return self.ledger.deliveries.recover(self.name)

    def run(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        wait: bool = True,
        retry_within: float = 60.0,
        first_run: str = "",
    ) -> RunResult:
        """One run of one flow. Raises SettingsError, Stop; what single files or documents meet is in the result.

        ``first_run``: a person's answer to ``RunResult.question``, in place of what the settings say.
        """
        settings = self._app.settings()
        flow = _flow_of(settings, flow_id)
        if not flow.enabled:
            raise SettingsError(f'The flow "{flow_id}" is switched off.', hint="Set enabled = true in the settings.")
        self.at_home()
        self.recover()
        with ExitStack() as stack, working_on(flow_id):
            builder = _Builder(self, settings, flow, token or threading.Event(), stack, first_run)
            run, patience = builder.build(listen)
            inline = self._parts.threads() == 0
            result = run.execute(patience if wait else 0.0, retry_within if wait else 0.0, inline=inline)
        self.ledger.search.catch_up()
        self.sweep()
        return result

    def dry_run(
        self,
        flow_id: str,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        wait: bool = True,
        token: Token | None = None,
    ) -> int:
        """The number of a new plan: what a run would do now. Raises SettingsError, RetryLater, Stop."""
        settings = self._app.settings()
        flow = _flow_of(settings, flow_id)
        self.at_home()
        with ExitStack() as stack, working_on(flow_id):
            builder = _Builder(self, settings, flow, token or threading.Event(), stack)
            dry_run, patience = builder.dry_run(listen)
            return dry_run.make(patience if wait else 0.0)

    def execute(
        self,
        flow_id: str,
        plan: int,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        retry_within: float = 60.0,
        token: Token | None = None,
    ) -> RunResult:
        """Sends the rows of a plan whose base still stands. Raises Rejected when it is too old or not of this flow."""
        settings = self._app.settings()
        flow = _flow_of(settings, flow_id)
        head = self.ledger.plans.head(plan)
        if head is None or head.flow != flow_id or not head.ready:
            raise Rejected(f"There is no plan {plan} of {flow_id}.", f"Make one: desktop-sync dry-run {flow_id}")
        if head.expired(self.clock.now()):
            raise Rejected(
                f"Plan {plan} is older than 24 hours; nothing was sent.",
                f"Make another: desktop-sync dry-run {flow_id}",
            )
        self.at_home()
        self.recover()
        with ExitStack() as stack, working_on(flow_id):
            run = _Builder(self, settings, flow, token or threading.Event(), stack).plan_run(head, listen)
            result = run.execute(retry_within)
        self.ledger.search.catch_up()
        return result

    def read_again(
        self,
        flow_id: str,
        begin: float,
        end: float,
        who: str,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        only_look: bool = False,
    ) -> Replayed:
        """Files noticed between two moments, with the present mapping. The next run sends what differs."""
        settings = self._app.settings()
        flow = _flow_of(settings, flow_id)
        self.at_home()
        with ExitStack() as stack, working_on(flow_id):
            replay = _Builder(self, settings, flow, threading.Event(), stack).replay(who, listen)
            done = replay.read(begin, end, only_look=only_look)
            log.info("read again: %d files, %s", done.files, in_words(done.counts))
        return done

    def repair(self, who: str) -> Repair:
        """For what a person does to documents and problems; ``who`` stands in the audit entries."""
        self.at_home()
        return Repair(self.ledger.database, self.clock, who)

    def faults_of(self, delivery: int, body: Mapping[str, object]) -> list[Fault]:
        """What Acme's schema says about an edited body. Raises SettingsError."""
        from desktop_sync.core.schema import Validator

        flow_id, document = self.ledger.deliveries.document(delivery)
        settings = self._app.settings()
        connection = settings.connection_by_id[_flow_of(settings, flow_id).target.connection]
        _, schemas = profile_of(connection.options)
        return Validator(schemas[document.resource]).faults(replace(document, body=body))

    def approve(self, flow_id: str) -> int:
        """What ``hold_above`` holds of a flow may be sent. Returns how many documents. Raises SettingsError."""
        flow = _flow_of(self._app.settings(), flow_id)
        released = self.ledger.deliveries.release(flow.id)
        self.ledger.journal.resolve(held_key(flow.id), "approved")
        with working_on(flow.id):
            log.info("%d documents approved", released)
        return released

    def sweep(self) -> None:
        """Once a day: payloads that nothing refers to and that are older than a day (a kill may leave some)."""
        now = self.clock.now()
        last = float(self.ledger.journal.fact(SWEPT) or 0)
        if 0 <= now - last < DAY:
            return
        removed = self.spool.sweep(self.ledger.items.referenced, DAY)
        self.ledger.journal.note_fact(SWEPT, str(now))
        if removed:
            log.info("swept %d payloads that nothing refers to", removed)

    def account_behind(self, connection: Connection, target: Target) -> BoundAccount:
        """As ``bind``; a Stop is also written down as a problem, until it is over."""
        key = stopped_key(connection.id)
        try:
            account = self.bind(connection, target)
        except Stop as error:
            problem = Problem(key, "stopped", error.what, error.hint, error.owner, connection=connection.id)
            self.ledger.journal.report([problem])
            raise
        self.ledger.journal.resolve(key, "it answers again")
        return account

    def bind(self, connection: Connection, target: Target) -> BoundAccount:
        """The account behind a connection, asked of Acme. Stop when it is another than before: a person must say."""
        bound = self.ledger.journal.account_of(connection.id)
        try:
            account = target.account()
        except RetryLater:
            if bound is None:
                raise
            self._same_address(connection, bound)
            return replace(bound, asked=False)
        if bound is not None and (bound.account.tenant, bound.account.base_url) != (account.tenant, account.base_url):
            raise _other_account(connection.id, bound.account, account)
        return self.ledger.journal.bind(connection.id, account)

    def confirm(self, connection: Connection, target: Target) -> None:
        """Acme could not be asked before. RetryLater while it still cannot; Stop when it is another account."""
        if not self.account_behind(connection, target).asked:
            raise RetryLater("Acme cannot be asked whose account this is.")

    def accept_account(self, connection: Connection, answer: str) -> Account:
        """``same``: the same account at a new address, its lanes stay. ``another``: nothing there is known yet."""
        target = self._parts.target(connection, self.clock)
        try:
            account = target.account()
        finally:
            target.close()
        if answer == "same":
            self.ledger.journal.move_account(connection.id, account)
        else:
            flows = [flow.id for flow in self._app.settings().flows if flow.target.connection == connection.id]
            self.ledger.items.stage_anew(flows)
            self.ledger.journal.bind(connection.id, account)
        return account

    def _same_address(self, connection: Connection, bound: BoundAccount) -> None:
        """Acme cannot be asked now; another address alone is reason enough not to go on."""
        address = str(getattr(connection.options, "base_url", "")).rstrip("/")
        if address != bound.account.base_url.rstrip("/"):
            raise _other_account(connection.id, bound.account, Account("(not reached)", address))


def _flow_of(settings: Settings, flow_id: str) -> Flow:
    flow = settings.flow_by_id.get(flow_id)
    if flow is None:
        known = ", ".join(settings.flow_by_id) or "none"
        raise SettingsError(f'There is no flow "{flow_id}".', hint=f"The flows are: {known}.")
    return flow


def _other_account(connection: str, known: Account, found: Account) -> Stop:
    return Stop(
        f'The connection "{connection}" led to {known.tenant} at {known.base_url};'
        f" now it leads to {found.tenant} at {found.base_url}.",
        f"Is it the same account at a new address? desktop-sync account {connection} same. Another account (such as"
        f" production, not test)? desktop-sync account {connection} another. A mistake? Change the settings back.",
    )


@dataclass(slots=True)
class _Builder:
    """Builds one run of one flow."""

    owner: Owner
    settings: Settings
    flow: Flow
    token: Token
    stack: ExitStack
    first_run: str = ""  # a person's answer; empty: as the settings say

    def build(self, listen: Callable[[Progress], None]) -> tuple[ImportRun, float]:
        """The run, and how long it waits for young files (seconds)."""
        connection, target, account = self._target()
        hold = Hold(self.flow.target.hold_above, self.flow.target.hold_above_updates)
        own = of(self.flow.source.options, FilesOptions)
        locations = self._locations(self._how(connection), account, held=bool(hold))
        flow = ImportFlow(self.flow.id, locations, self.first_run or own.first_run, hold)
        delivery = self._delivery(connection, target, account)
        run = ImportRun(flow, self.owner.ledger, delivery, self.owner.clock, self.token, listen)
        return run, self._patience

    def dry_run(self, listen: Callable[[Progress], None]) -> tuple[DryRun, float]:
        """The dry run, and how long it waits for young files (seconds)."""
        connection, target, account = self._target()
        reading = self._how(connection)
        locations = self._locations(reading, account)
        profile, _ = profile_of(connection.options)
        own = of(self.flow.source.options, FilesOptions)
        dry_run = DryRun(
            self.flow.id,
            {one.connection: one.source for one in locations},
            self.owner.ledger,
            self.owner.spool,
            reading,
            target,
            self.owner.clock,
            self.token,
            account=account.id,
            policy=_policy(self.flow),
            lookup=profile.max_lookup,
            first_run=own.first_run,
            ripe_in={one.connection: one.ripe_in for one in locations},
            listen=listen,
        )
        return dry_run, self._patience

    def plan_run(self, head: PlanHead, listen: Callable[[Progress], None]) -> PlanRun:
        """Rejected when the plan was made for another account or with another mapping."""
        connection, target, account = self._target()
        reading = self._how(connection)
        again = f"Make another plan: desktop-sync dry-run {self.flow.id}"
        if head.account != account.id:
            raise Rejected(f"Plan {head.id} was made for another account; nothing was sent.", again)
        if head.mapping != reading.mapping.version:
            raise Rejected(f"The mapping was changed since plan {head.id} was made; nothing was sent.", again)
        locations = self._locations(reading, account, plan=head.id)
        delivery = self._delivery(connection, target, account, head.id)
        return PlanRun(
            head.id, self.flow.id, locations, self.owner.ledger, self.owner.spool, delivery, self.token, listen
        )

    def replay(self, who: str, listen: Callable[[Progress], None]) -> Replay:
        """Acme is not asked: what is sent is decided when it is claimed. Stop when its account was never met."""
        connection = self.settings.connection_by_id[self.flow.target.connection]
        bound = self.owner.ledger.journal.account_of(connection.id)
        if bound is None:
            raise Stop(f"The flow {self.flow.id} has never run.", f"Run it first: desktop-sync run {self.flow.id}")
        reading = self._how(connection)
        return Replay(
            self.flow.id,
            {one.connection: one.source for one in self._locations(reading, bound)},
            self.owner.ledger,
            Replays(self.owner.ledger.database, self.owner.clock, who),
            self.owner.spool,
            reading,
            account=bound.id,
            held=bool(Hold(self.flow.target.hold_above, self.flow.target.hold_above_updates)),
            listen=listen,
        )

    @property
    def _patience(self) -> float:
        min_age = of(self.flow.source.options, FilesOptions).min_age
        return min_age + min(min_age, LOOK)

    def _target(self) -> tuple[Connection, Target, BoundAccount]:
        connection = self.settings.connection_by_id[self.flow.target.connection]
        target = self.owner._parts.target(connection, self.owner.clock)
        self.stack.callback(target.close)
        return connection, target, self.owner.account_behind(connection, target)

    def _how(self, connection: Connection) -> Reading:
        return replace(self._reading(connection), opens=self._archives())

    def _locations(
        self, reading: Reading, account: BoundAccount, *, held: bool = False, plan: int | None = None
    ) -> list[Location]:
        parts, clock, ledger = self.owner._parts, self.owner.clock, self.owner.ledger
        own = of(self.flow.source.options, FilesOptions)
        locations = []
        for name in self.flow.source.connections:
            store = parts.store(self.settings.connection_by_id[name])
            self.stack.callback(store.close)
            source = parts.source(self.flow, store, clock)
            stage = Stage(
                ledger,
                self.owner.spool,
                source,
                reading,
                clock,
                account=account.id,
                min_age=own.min_age,
                held=held,
                plan=plan,
            )
            locations.append(Location(name, source, stage, source.ripe_in))
        return locations

    def _archives(self) -> Archives:
        from desktop_sync.formats.archive import Archives, Limits
        from desktop_sync.sources.picking import wanted

        own = of(self.flow.source.options, FilesOptions)
        everything = "*" if own.pattern_type == "glob" else ".*"
        wants = wanted(own.members or everything, own.exclude, own.pattern_type)
        return Archives(wants, Limits(own.max_unpacked, own.max_members))

    def _reading(self, connection: Connection) -> Reading:
        from desktop_sync.core.mapping import Mapping, MappingModel, Mappings
        from desktop_sync.core.schema import Validator
        from desktop_sync.formats import FORMATS, OPTIONS

        profile, schemas = profile_of(connection.options)
        made: list[tuple[str, Mapping]] = []
        for one in self.flow.mappings:
            model = of(one.model, MappingModel)
            resource, checks = profile.resources[model.resource], Validator(schemas[model.resource])
            made.append((one.of, Mapping(model, resource.key_field, checks, tuple(resource.cancel))))
            keep_mapping(self.owner._app.folder.history, made[-1][1].version, model.described())
        mappings, kind = Mappings(made), self.flow.format.type
        return Reading(FORMATS[kind](of(self.flow.format.options, OPTIONS[kind]), mappings.sources()), mappings)

    def _delivery(
        self, connection: Connection, target: Target, account: BoundAccount, plan: int | None = None
    ) -> Delivery:
        from desktop_sync.acme.client import AcmeOptions

        options = of(connection.options, AcmeOptions)
        profile, _ = profile_of(options)
        mine = [flow for flow in self.settings.flows if flow.target.connection == connection.id]
        return Delivery(
            self.owner.ledger,
            target,
            self.owner.clock,
            owner=self.owner.name,
            account=account.id,
            connection=connection.id,
            policies={flow.id: _policy(flow) for flow in mine},
            promise=Promise(profile.idempotency.lifetime if profile.idempotency else None, profile.commit_lag),
            lines=_lines(options, profile, self.flow),
            token=self.token,
            threads=self.owner._parts.threads(),
            confirm=None if account.asked else partial(self.owner.confirm, connection, target),
            plan=plan,
        )


def _policy(flow: Flow) -> Policy:
    target = flow.target
    return Policy(
        target.on_conflict == "legacy_wins",
        target.on_deleted == "recreate",
        target.on_cancel_unknown == "create_cancelled",
    )


def _lines(options: AcmeOptions, profile: Profile, flow: Flow) -> Lines:
    connections = options.in_flight or profile.rate_limit.in_flight
    offered = all(resource.batch is not None for resource in profile.resources.values())
    batch = profile.max_batch if offered and flow.target.batch is not False else 1
    return Lines(connections, batch, profile.max_lookup)


def open_app(data: str | None) -> App:
    """The installation whose data folder is ``data`` (see ``data_folder``)."""
    return App(Parts(data_folder(data)))
