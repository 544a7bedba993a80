"""The one owner of ledger and spool in a process: it does the work that commands, schedules and people ask for.

It builds nothing of a flow itself (``builder.py``) and knows no command.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_sync import __version__
from desktop_sync.builder import Builder, Kept, Tools, either_of, flow_of, in_flight
from desktop_sync.core.about import working_on
from desktop_sync.core.ending import ending_with
from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.events import Progress
from desktop_sync.core.model import Account, Again, Entity, Fault, Standing
from desktop_sync.core.periods import given
from desktop_sync.core.ports import Spool, Target, Token
from desktop_sync.data_folder import DataFolder
from desktop_sync.engine.accounts import Accounts
from desktop_sync.engine.erasure import Erasure
from desktop_sync.engine.facade.exporting import Shown
from desktop_sync.engine.heartbeat import Beat
from desktop_sync.engine.import_run import held_key
from desktop_sync.engine.location import RunResult, in_words
from desktop_sync.engine.replay import Replayed
from desktop_sync.engine.sharing import ClaimNames, Targets
from desktop_sync.flow_places import FlowPlaces
from desktop_sync.kinds import profile_of
from desktop_sync.ledger.copies import Copies
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.repair import Repair
from desktop_sync.logs import Log, LogOptions
from desktop_sync.mails import Mails
from desktop_sync.parts import Parts
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.general import General
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.settings.report import Report
from desktop_sync.upkeep import Upkeep

if TYPE_CHECKING:
    from desktop_sync.exporter import Exporter

log = logging.getLogger("run")


class Installation(Protocol):
    """What the work needs of the installation that it is done for."""

    @property
    def parts(self) -> Parts: ...

    @property
    def folder(self) -> DataFolder: ...

    @property
    def settings_file(self) -> SettingsFile: ...

    def settings(self) -> Settings: ...

    def known(self, flow_id: str) -> None: ...

    def connection(self, name: str) -> Connection: ...

    def backups(self) -> Copies: ...

    def set_aside(self) -> list[Path]: ...

    def former(self) -> list[Path]: ...


class Owner:
    """Holds the ledger and the spool, and does the work. Several threads may run different flows, unless ``alone``."""

    def __init__(
        self, app: Installation, ledger: Ledger, spool: Spool, log_file: Log | None = None, *, alone: bool = True
    ) -> None:
        self._app = app
        self._log_file = log_file
        self._parts = app.parts
        self.folder = app.folder
        self.ledger = ledger
        self.spool = spool
        self.settings = app.settings
        self.clock = app.parts.clock()
        self.name = secrets.token_hex(8)  # names this process
        self.accounts = Accounts(ledger, self.clock, __version__)
        self.targets = Targets(
            lambda connection: app.parts.target(connection, self.clock), in_flight, self.clock, keep=not alone
        )
        self._claims = ClaimNames(self.name)
        self._upkeep = Upkeep(ledger, spool, self.clock, self._claims, app.folder.path, app.parts.machine)
        self._places = FlowPlaces(app.parts, ledger, spool, self.clock, self.settings)
        self._tools = Tools(
            app.parts,
            ledger,
            spool,
            self.clock,
            self.accounts,
            self.targets,
            self._claims,
            app.folder.history,
            Kept(),
            alone,
        )

    def beats(self) -> list[Beat]:
        """The connections to Acme that flows send to, for heartbeats."""
        settings = self.settings()
        found = []
        for connection in settings.connections:
            flows = [flow.id for flow in settings.flows if flow.target.connection == connection.id]
            if flows:
                found.append(Beat(connection.id, flows, partial(self._target, connection)))
        return found

    @contextmanager
    def _target(self, connection: Connection) -> Iterator[Target]:
        with self.targets.use(connection) as shared:
            yield shared.target

    def mails(self) -> Mails:
        """What mails about problems need, by the settings that hold."""
        return Mails(self._parts, self.settings, self.clock)

    def flows(self) -> Sequence[Flow]:
        """All that the settings have."""
        return self._app.settings().flows

    def flow(self, flow_id: str) -> Flow:
        """SettingsError when there is none of this id."""
        return flow_of(self.settings(), flow_id)

    def known(self, flow_id: str) -> None:
        """SettingsError when there is neither a flow nor an export of this id."""
        self._app.known(flow_id)

    def connection(self, name: str) -> Connection:
        """SettingsError when there is none of this id."""
        return self._app.connection(name)

    def general(self) -> General:
        """What the settings say about the installation, as they are now. Raises SettingsError."""
        return self.settings().general

    def set_aside(self) -> list[Path]:
        """Files of ledgers that were damaged or replaced, and kept."""
        return self._app.set_aside()

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self._app.folder.logs

    def erasure(self) -> Erasure:
        """What erases a person's data."""
        folder, kept = self._app.folder, self.general().retention.logs
        return Erasure(self.ledger, self.spool, folder.logs, self._app.former, self.clock, kept)

    def backups(self) -> Copies:
        """Where copies of the ledger are made by themselves."""
        return self._app.backups()

    def log_as(self, settings: Settings | None = None) -> None:
        """As these settings (or the file's, as far as it can be read) say, from the next line on."""
        with suppress(SettingsError):
            told = (settings or self.settings()).general.logs
            if self._log_file is not None:
                self._log_file.apply(
                    LogOptions(told.format == "json", told.level, dict(told.topics), told.size, told.files)
                )

    def at_home(self) -> None:
        """Stop when the data folder was copied from another machine."""
        self._upkeep.at_home()

    def move_here(self) -> None:
        """The folder works here from now on; what its copy may have sent meanwhile is read in Acme first."""
        self._upkeep.move_here()

    def recover(self) -> int:
        """What nobody is sending any more, though it was claimed to be sent, is unknown now. Returns how many."""
        return self._upkeep.recover()

    def run(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        wait: bool = True,
        retry_within: float = 60.0,
        first_run: str = "",
        begun: int | None = None,
        patience: float | None = None,
    ) -> RunResult:
        """One run of one flow. Raises SettingsError, Stop; what single files or documents meet is in the result.

        ``first_run``: a person's answer to ``RunResult.question``, in place of what the settings say. ``begun``: the
        ledger has the run already, under this number. ``patience``: seconds that it waits for young files, None: as
        long as they need; what it leaves is told by ``RunResult.ripe_in``.
        """
        settings = self.settings()
        if begun is None:
            _may_run(settings, flow_id)
            self._upkeep.at_home()
        with self._upkeep.running(flow_id, begun) as run, ExitStack() as stack:
            found = _may_run(settings, flow_id)
            if isinstance(found, Export):
                return self._exporter(settings, found, token, stack).build(run, listen).execute()
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack, first_run)
            importing, needed = builder.build(run, listen)
            patience = needed if patience is None else patience
            inline = self._parts.threads() == 0
            return importing.execute(patience if wait else 0.0, retry_within if wait else 0.0, inline=inline)

    def round(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        retry_within: float = 0.0,
    ) -> RunResult:
        """What is due of what was noticed: staged, sent, settled. It asks no source what is new, and is no run."""
        settings = self.settings()
        found = _may_run(settings, flow_id)
        self._upkeep.at_home()
        self._upkeep.recover()
        with self._upkeep.tidied(), ExitStack() as stack, working_on(flow_id):
            if isinstance(found, Export):
                return self._exporter(settings, found, token, stack).build(0, listen).round()
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
            importing, _ = builder.build(0, listen, notice=False)
            return importing.execute(0.0, retry_within, inline=self._parts.threads() == 0)

    def look_up(self, flow_id: str, connection: str, token: Token | None = None) -> RunResult:
        """Unknown deliveries of a flow are read and compared in Acme; nothing is noticed or sent."""
        settings = self.settings()
        self._upkeep.at_home()
        self._upkeep.recover()
        with self._upkeep.tidied(), ExitStack() as stack, working_on(flow_id):
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
            delivered = builder.looking_up(settings.connection_by_id[connection]).run(patience=0.0)
        return RunResult(0, flow_id, "waiting" if delivered.unknown else "done", delivered.counts)

    def issue_again(
        self,
        export_id: str,
        first: date | None,
        last: date | None,
        who: str,
        token: Token | None = None,
        listen: Callable[[Progress], None] = lambda progress: None,
    ) -> RunResult:
        """The export of these days (both included; None: all there is) once more, to every destination."""
        from desktop_sync.exporter import export_of, zone_of

        settings = self.settings()
        found = export_of(settings, export_id)
        self._upkeep.at_home()
        with self._upkeep.running(export_id, None) as run, ExitStack() as stack:
            window = None if first is None else given(first, last or first, zone_of(found))
            return self._exporter(settings, found, token, stack).build(run, listen).again(window, who)

    def preview(self, export_id: str, draft: str | None, most: int, token: Token) -> Shown:
        """How the report of an export looks, by the settings that hold or a draft of them; nothing is remembered."""
        from desktop_sync.exporter import export_of

        settings = self.settings()
        if draft is not None:
            checked = self._app.settings_file.validated(draft)
            settings = checked.settings
            wrong = tuple(one for one in checked.report.errors if one.path[:1] == ("exports",))
            known = export_id in settings.export_by_id
            Report(wrong if known else checked.report.errors).raise_errors("the draft")
        found = export_of(settings, export_id)
        with ExitStack() as stack, working_on(export_id), ending_with(token):
            return self._exporter(settings, found, token, stack).preview(most)

    def _exporter(self, settings: Settings, export: Export, token: Token | None, stack: ExitStack) -> Exporter:
        """Loaded with all that makes reports when an export is due: an engine without exports needs none of it."""
        from desktop_sync.exporter import Exporter

        return Exporter(self._tools, settings, export, token or threading.Event(), stack)

    def dry_run(
        self,
        flow_id: str,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        wait: bool = True,
        token: Token | None = None,
    ) -> int:
        """The number of a new plan: what a run would do now. Raises SettingsError, RetryLater, Stop."""
        settings = self.settings()
        self._upkeep.at_home()
        with ExitStack() as stack, working_on(flow_id):
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
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
        settings = self.settings()
        flow_of(settings, flow_id)
        head = self.ledger.plans.head(plan)
        if head is None or head.flow != flow_id or not head.ready:
            raise Rejected(f"There is no plan {plan} of {flow_id}.", f"Make one: desktop-sync dry-run {flow_id}")
        if head.expired(self.clock.now()):
            raise Rejected(
                f"Plan {plan} is older than 24 hours; nothing was sent.",
                f"Make another: desktop-sync dry-run {flow_id}",
            )
        self._upkeep.at_home()
        with self._upkeep.running(flow_id, None) as run, ExitStack() as stack, working_on(flow_id):
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
            return builder.plan_run(head, run, listen).execute(retry_within)

    def read_again(
        self,
        flow_id: str,
        begin: float,
        end: float,
        who: str,
        listen: Callable[[Progress], None] = lambda progress: None,
        *,
        only_look: bool = False,
        token: Token | None = None,
    ) -> Replayed:
        """Files noticed between two moments, with the present mapping. The next run sends what differs."""
        settings = self.settings()
        self._upkeep.at_home()
        with ExitStack() as stack, working_on(flow_id):
            replay = Builder(self._tools, settings, flow_id, token or threading.Event(), stack).replay(who, listen)
            done = replay.read(begin, end, only_look=only_look)
            log.info("read again: %d files, %s", done.files, in_words(done.counts))
        return done

    def repair(self, who: str) -> Repair:
        """For what a person does to documents and problems; ``who`` stands in the audit entries."""
        self._upkeep.at_home()
        return Repair(self.ledger.database, self.clock, who)

    def faults_of(self, delivery: int, body: Mapping[str, object]) -> list[Fault]:
        """What Acme's schema says about an edited body. Raises SettingsError."""
        from desktop_sync.core.schema import Validator

        flow_id, document = self.ledger.deliveries.document(delivery)
        settings = self.settings()
        connection = settings.connection_by_id[flow_of(settings, flow_id).target.connection]
        _, schemas = profile_of(connection.options)
        return Validator(schemas[document.resource]).faults(replace(document, body=body))

    def approve(self, flow_id: str) -> int:
        """What ``hold_above`` holds of a flow may be sent. Returns how many documents. Raises SettingsError."""
        flow = flow_of(self.settings(), flow_id)
        released = self.ledger.deliveries.release(flow.id)
        self.ledger.journal.resolve(held_key(flow.id), "approved")
        with working_on(flow.id):
            log.info("%d documents approved", released)
        return released

    def accept_account(self, connection: Connection, answer: str) -> Account:
        """``same``: the same account at a new address, its lanes stay. ``another``: nothing there is known yet."""
        flows = [flow.id for flow in self.settings().flows if flow.target.connection == connection.id]
        with self.targets.use(connection) as shared:
            return self.accounts.accept(connection, shared.target, answer, flows)

    def ask_again(self, flow_id: str, again: Again | None, who: str, *, only_look: bool) -> dict[str, str]:
        """See ``FlowPlaces``."""
        return self._places.ask_again(flow_id, again, who, only_look=only_look)

    def there(self, flow_id: str) -> dict[str, list[Entity] | Standing]:
        """See ``FlowPlaces``."""
        return self._places.there(flow_id)


def _may_run(settings: Settings, flow_id: str) -> Flow | Export:
    flow = either_of(settings, flow_id)
    if not flow.enabled:
        raise SettingsError(f'The flow "{flow_id}" is switched off.', hint="Set enabled = true in the settings.")
    return flow
