"""Builds what works on one flow, from the settings: a run, a round, a dry run, a replay. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from desktop_sync.core.delivering import Policy, Promise
from desktop_sync.core.errors import Rejected, SettingsError, Stop
from desktop_sync.core.events import Progress
from desktop_sync.core.first_run import ASK, FROM_NOW
from desktop_sync.core.hold import Hold
from desktop_sync.core.manner import Manner, manner, whereabouts
from desktop_sync.core.ports import Clock, Spool, Token
from desktop_sync.engine.accounts import Accounts
from desktop_sync.engine.delivery import Delivery, Lines
from desktop_sync.engine.dry_run import DryRun
from desktop_sync.engine.import_run import ImportFlow, ImportRun
from desktop_sync.engine.learning import Learning
from desktop_sync.engine.location import Location, RunResult
from desktop_sync.engine.plan_run import PlanRun
from desktop_sync.engine.replay import Replay
from desktop_sync.engine.sharing import ClaimNames, Shared, Targets
from desktop_sync.engine.stage import Reading, Stage
from desktop_sync.kinds import profile_of
from desktop_sync.ledger.journal import BoundAccount
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.plans import PlanHead
from desktop_sync.ledger.replay import Replays
from desktop_sync.parts import Parts, of
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.mapping_history import keep_mapping
from desktop_sync.settings.model import Connection, Flow, Settings

if TYPE_CHECKING:
    from desktop_sync.acme.client import AcmeOptions
    from desktop_sync.acme.profile import Profile
    from desktop_sync.core.schema import Validator
    from desktop_sync.formats.archive import Archives
    from desktop_sync.kinds import Schemas

T = TypeVar("T")


class Kept:
    """What is made once for as long as the settings are the same: a mapping, a profile."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[object, object]] = {}

    def get(self, name: str, of: object, make: Callable[[], T]) -> T:
        """What was made of this very object, or is made now."""
        found = self._made.get(name)
        if found is None or found[0] is not of:
            found = self._made[name] = (of, make())
        return cast("T", found[1])


@dataclass(frozen=True, slots=True)
class Tools:
    """What every run of this process is built from."""

    parts: Parts
    ledger: Ledger
    spool: Spool
    clock: Clock
    accounts: Accounts
    targets: Targets
    claims: ClaimNames
    history: Path  # of the settings; former mappings are kept there
    kept: Kept
    alone: bool  # one run at a time in this process: what is due of other flows is taken along


@dataclass(slots=True)
class Builder:
    """Builds one run of one flow."""

    tools: Tools
    settings: Settings
    flow_id: str
    token: Token
    stack: ExitStack
    first_run: str = ""  # a person's answer; empty: as the settings say

    @property
    def flow(self) -> Flow:
        """SettingsError when it is gone from the settings."""
        return flow_of(self.settings, self.flow_id)

    def build(self, run: int, listen: Callable[[Progress], None], *, notice: bool = True) -> tuple[ImportRun, float]:
        """The run of that number, and how long it waits for young files (seconds); ``notice``: else nothing new."""
        connection, shared, account = self._target()
        hold = Hold(self.flow.target.hold_above, self.flow.target.hold_above_updates)
        locations = self._locations(self._how(connection), account, held=bool(hold))
        flow = ImportFlow(
            self.flow.id, locations, self._first_run(), self.first_run, hold, self.flow.title, notice, self._no_room
        )
        delivery = self._delivery(connection, shared, account)
        importing = ImportRun(flow, run, self.tools.ledger, delivery, self.tools.clock, self.token, listen)
        return importing, self._manner.patience

    def looking_up(self, connection: Connection) -> Delivery:
        """What is unknown of the flow is looked up in Acme; nothing is sent. The flow may be gone from the settings."""
        shared = self.stack.enter_context(self.tools.targets.use(connection))
        account = self.tools.accounts.behind(connection, shared.target)
        return self._delivery(connection, shared, account, look_only=True)

    def dry_run(self, listen: Callable[[Progress], None]) -> tuple[DryRun, float]:
        """The dry run, and how long it waits for young files (seconds)."""
        connection, shared, account = self._target()
        reading = self._how(connection)
        locations = self._locations(reading, account)
        profile = self._profile(connection)
        dry_run = DryRun(
            self.flow.id,
            {one.connection: one.source for one in locations},
            self.tools.ledger,
            self.tools.spool,
            reading,
            shared.target,
            self.tools.clock,
            self.token,
            account=account.id,
            policy=_policy(self.flow),
            lookup=profile.max_lookup,
            first_run=self._first_run(),
            ripe_in={one.connection: one.ripe_in for one in locations},
            listen=listen,
        )
        return dry_run, self._manner.patience

    def plan_run(self, head: PlanHead, run: int, listen: Callable[[Progress], None]) -> PlanRun:
        """Rejected when the plan was made for another account or with another mapping."""
        connection, shared, account = self._target()
        reading = self._how(connection)
        again = f"Make another plan: desktop-sync dry-run {self.flow.id}"
        if head.account != account.id:
            raise Rejected(f"Plan {head.id} was made for another account; nothing was sent.", again)
        if head.mapping != reading.mapping.version:
            raise Rejected(f"The mapping was changed since plan {head.id} was made; nothing was sent.", again)
        locations = self._locations(reading, account, plan=head.id)
        delivery = self._delivery(connection, shared, account, head.id)
        return PlanRun(
            head.id, RunResult(run, self.flow.id), locations, self.tools.ledger, self.tools.spool, delivery, self.token,
            listen,
        )  # fmt: skip

    def replay(self, who: str, listen: Callable[[Progress], None]) -> Replay:
        """Acme is not asked: what is sent is decided when it is claimed. Stop when its account was never met."""
        connection = self.settings.connection_by_id[self.flow.target.connection]
        bound = self.tools.ledger.journal.account_of(connection.id)
        if bound is None:
            raise Stop(f"The flow {self.flow.id} has never run.", f"Run it first: desktop-sync run {self.flow.id}")
        reading = self._how(connection)
        return Replay(
            self.flow.id,
            {one.connection: one.source for one in self._locations(reading, bound)},
            self.tools.ledger,
            Replays(self.tools.ledger.database, self.tools.clock, who),
            self.tools.spool,
            reading,
            account=bound.id,
            held=bool(Hold(self.flow.target.hold_above, self.flow.target.hold_above_updates)),
            token=self.token,
            listen=listen,
        )

    def _no_room(self) -> str:
        """Why nothing new may be taken in; empty: it may."""
        least = self.settings.general.retention.min_free
        free = self.tools.parts.free()
        if free >= least:
            return ""
        return (
            f"The disk of the data folder has {free / 1e6:,.0f} MB left, less than the {least / 1e6:,.0f} MB it needs."
        )

    def _first_run(self) -> str:
        """A lost ledger knew which files were there at the beginning. Nobody else does: those waiting would be left."""
        said = self._manner.first_run
        lost = said == FROM_NOW and self.tools.ledger.journal.begun_anew()
        return ASK if lost else said

    @property
    def _manner(self) -> Manner:
        return manner(self.flow.source.options)

    def _target(self) -> tuple[Connection, Shared, BoundAccount]:
        connection = self.settings.connection_by_id[self.flow.target.connection]
        shared = self.stack.enter_context(self.tools.targets.use(connection))
        return connection, shared, self.tools.accounts.behind(connection, shared.target)

    def _how(self, connection: Connection) -> Reading:
        def made() -> Reading:
            return replace(self._reading(connection), opens=archives(self.flow))

        return self.tools.kept.get(f"flow {self.flow_id}", self.flow, made)

    def _profile(self, connection: Connection) -> Profile:
        return self._profile_and_schemas(connection)[0]

    def _profile_and_schemas(self, connection: Connection) -> tuple[Profile, Schemas]:
        return self.tools.kept.get(f"profile {connection.id}", connection, lambda: profile_of(connection.options))

    def _validator(self, connection: Connection, resource: str) -> Validator:
        """All flows to one account share it: each would take most of a megabyte."""
        from desktop_sync.core.schema import Validator

        _, schemas = self._profile_and_schemas(connection)
        name = f"schema {connection.id}/{resource}"
        return self.tools.kept.get(name, connection, lambda: Validator(schemas[resource]))

    def _locations(
        self, reading: Reading, account: BoundAccount, *, held: bool = False, plan: int | None = None
    ) -> list[Location]:
        tools, locations = self.tools, []
        for name in self.flow.source.connections:
            connection = self.settings.connection_by_id[name]
            source = tools.parts.source(self.flow, connection, tools.clock, tools.spool, self.token)
            self.stack.callback(source.close)
            stage = Stage(
                self.tools.ledger,
                self.tools.spool,
                source,
                reading,
                self.tools.clock,
                account=account.id,
                min_age=self._manner.min_age,
                held=held,
                plan=plan,
            )
            learning = Learning(self.flow.id, name, self.tools.ledger, self.tools.spool, source, reading, account.id)
            at = whereabouts(connection.options)
            locations.append(Location(name, source, stage, source.ripe_in, learning, at))
        return locations

    def _reading(self, connection: Connection) -> Reading:
        from desktop_sync.core.mapping import Mapping, MappingModel, Mappings
        from desktop_sync.formats import FORMATS, OPTIONS

        profile = self._profile(connection)
        made: list[tuple[str, Mapping]] = []
        for one in self.flow.mappings:
            model = of(one.model, MappingModel)
            resource, checks = profile.resources[model.resource], self._validator(connection, model.resource)
            made.append((one.of, Mapping(model, resource.key_field, checks, tuple(resource.cancel))))
            keep_mapping(self.tools.history, made[-1][1].version, model.described())
        mappings, kind = Mappings(made), self.flow.format.type
        return Reading(FORMATS[kind](of(self.flow.format.options, OPTIONS[kind]), mappings.sources()), mappings)

    def _delivery(
        self,
        connection: Connection,
        shared: Shared,
        account: BoundAccount,
        plan: int | None = None,
        *,
        look_only: bool = False,
    ) -> Delivery:
        from desktop_sync.acme.client import AcmeOptions

        profile = self._profile(connection)
        mine = [flow for flow in self.settings.flows if flow.target.connection == connection.id]
        return Delivery(
            self.tools.ledger,
            shared.target,
            self.tools.clock,
            owner=self.stack.enter_context(self.tools.claims.name()),
            account=account.id,
            connection=connection.id,
            policies={flow.id: _policy(flow) for flow in mine},
            promise=Promise(profile.idempotency.lifetime if profile.idempotency else None, profile.commit_lag),
            lines=_lines(of(connection.options, AcmeOptions), profile, self.settings.flow_by_id.get(self.flow_id)),
            token=self.token,
            threads=self.tools.parts.threads(),
            confirm=None if account.asked else partial(self.tools.accounts.confirm, connection, shared.target),
            plan=plan,
            flow=None if self.tools.alone and not look_only else self.flow_id,
            look_only=look_only,
            breaker=shared.breaker,
            sharing=shared.sharing,
        )


def flow_of(settings: Settings, flow_id: str) -> Flow:
    """SettingsError when there is none of that name."""
    flow = settings.flow_by_id.get(flow_id)
    if flow is None and flow_id in settings.export_by_id:
        raise SettingsError(f'"{flow_id}" is an export: it brings nothing to Acme.', hint="Name a flow.")
    if flow is None:
        known = ", ".join(settings.flow_by_id) or "none"
        raise SettingsError(f'There is no flow "{flow_id}".', hint=f"The flows are: {known}.")
    return flow


def either_of(settings: Settings, flow_id: str) -> Flow | Export:
    """SettingsError when there is neither a flow nor an export of this id."""
    flow = settings.flow_by_id.get(flow_id) or settings.export_by_id.get(flow_id)
    if flow is None:
        known = ", ".join((*settings.flow_by_id, *settings.export_by_id)) or "none"
        raise SettingsError(f'There is no flow or export "{flow_id}".', hint=f"There are: {known}.")
    return flow


def archives(flow: Flow) -> Archives | None:
    """What opens the archives that a flow finds; None: it finds none."""
    from desktop_sync.formats import ZIPPED
    from desktop_sync.formats.archive import Archives, Limits
    from desktop_sync.sources.files import FilesOptions
    from desktop_sync.sources.picking import wanted

    own = flow.source.options
    if not isinstance(own, FilesOptions):
        return None
    everything = "*" if own.pattern_type == "glob" else ".*"
    wants = wanted(own.members or everything, own.exclude, own.pattern_type)
    return Archives(wants, Limits(own.max_unpacked, own.max_members), zipped=flow.format.type in ZIPPED)


def _policy(flow: Flow) -> Policy:
    target = flow.target
    return Policy(
        target.on_conflict == "legacy_wins",
        target.on_deleted == "recreate",
        target.on_cancel_unknown == "create_cancelled",
    )


def in_flight(connection: Connection) -> int:
    """How many requests may be under way there at once."""
    from desktop_sync.acme.client import AcmeOptions

    profile, _ = profile_of(connection.options)
    return of(connection.options, AcmeOptions).in_flight or profile.rate_limit.in_flight


def _lines(options: AcmeOptions, profile: Profile, flow: Flow | None) -> Lines:
    connections = options.in_flight or profile.rate_limit.in_flight
    offered = all(resource.batch is not None for resource in profile.resources.values())
    batch = profile.max_batch if offered and (flow is None or flow.target.batch is not False) else 1
    return Lines(connections, batch, profile.max_lookup)
