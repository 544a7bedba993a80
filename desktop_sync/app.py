"""The front door: it alone knows every room, builds what a command needs, once, and hands it on.

``Parts`` makes the things that touch the world, ``Builder`` what works on one flow.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_sync import __version__
from desktop_sync.builder import Builder, Kept, Tools, flow_of, in_flight
from desktop_sync.core.about import working_on
from desktop_sync.core.ending import ending_with
from desktop_sync.core.errors import Rejected, RetryLater, SettingsError, Stop, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.host_key import HostKey
from desktop_sync.core.manner import whereabouts
from desktop_sync.core.model import Account, Again, Back, CheckStep, Entity, Fault, Standing
from desktop_sync.core.periods import given
from desktop_sync.core.ports import Spool, Target, Token
from desktop_sync.data_folder import Lock, data_folder
from desktop_sync.engine.accounts import Accounts
from desktop_sync.engine.beginning import Beginning, asked_key
from desktop_sync.engine.erasure import Erasure
from desktop_sync.engine.facade.drafted import Drafted
from desktop_sync.engine.facade.exporting import Shown
from desktop_sync.engine.heartbeat import Beat
from desktop_sync.engine.import_run import failure, held_key
from desktop_sync.engine.location import Located, RunResult, in_words
from desktop_sync.engine.replay import Replayed
from desktop_sync.engine.sharing import ClaimNames, Targets
from desktop_sync.kinds import kinds, profile_of
from desktop_sync.ledger.copies import Copies, Copy
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.opening import Mark, opened
from desktop_sync.ledger.repair import Repair
from desktop_sync.ledger.restore import newest_good, restore
from desktop_sync.logs import Log, LogOptions, log_to
from desktop_sync.mails import Mails, TestMail
from desktop_sync.parts import Parts, of
from desktop_sync.samples.reach import Reach, readable
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.general import General
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.settings.policy import PolicyFile
from desktop_sync.settings.policy_place import policy_place
from desktop_sync.settings.report import Report

if TYPE_CHECKING:
    from desktop_sync.exporter import Exporter

__all__ = ["App", "Owner", "Parts", "of", "open_app"]
MACHINE = "machine"
SWEPT = "spool swept at"
DAY = 24 * 3600.0
log = logging.getLogger("run")


class App:
    """One installation. Commands that only look need no more than this; who works opens an ``Owner``.

    ``policy``: the file of the machine's administrator, where it is not at its usual place.
    """

    def __init__(self, parts: Parts, policy: Path | None = None) -> None:
        self.parts = parts
        self.folder = parts.folder
        self.credentials = parts.credentials
        self._settings: Callable[[], Settings] | None = None
        known = kinds()
        place = PolicyFile(policy or policy_place(os.environ), known)
        self.settings_file = SettingsFile(self.folder.settings, self.folder.history, known, policy=place)

    def settings(self) -> Settings:
        """Those that hold: what the file says, unless somebody else was named."""
        return self.settings_file.load() if self._settings is None else self._settings()

    def settings_by(self, current: Callable[[], Settings]) -> None:
        """Who says from now on which settings hold."""
        self._settings = current

    def flow(self, flow_id: str) -> Flow:
        """SettingsError when there is none of this id."""
        return flow_of(self.settings(), flow_id)

    def known(self, flow_id: str) -> None:
        """SettingsError when there is neither a flow nor an export of this id."""
        _either(self.settings(), flow_id)

    def connection(self, name: str) -> Connection:
        """SettingsError when there is none of this id."""
        found = self.settings().connection_by_id.get(name)
        if found is None:
            known = ", ".join(self.settings().connection_by_id) or "none"
            raise SettingsError(f'There is no connection "{name}".', hint=f"The connections are: {known}.")
        return found

    def stored(self, reference: str) -> bool:
        """Whether there is a secret of this name. Where the keyring does not answer, a check or a run tells why."""
        try:
            return self.credentials.has(reference)
        except SyncError:
            return True

    def check(self, connection: str) -> Iterator[CheckStep]:
        """Tests a connection, as the account that runs this process."""
        yield from self.parts.check(self.connection(connection))

    def tables(self, connection: str, table: str | None, token: Token) -> Mapping[str, object]:
        """What a database has to choose from: its tables, or of one of them its columns and a few rows."""
        return self.parts.tables(self.connection(connection), table, token)

    def draft_tables(
        self, connection: str, table: str | None, text: str, secrets: Mapping[str, str], token: Token
    ) -> Mapping[str, object]:
        """The same for a connection of a settings text that is not saved yet, with secrets that are not stored yet."""
        return self.parts.lent(secrets).tables(self._drafted(connection, text), table, token)

    def check_draft(self, connection: str, text: str, secrets: Mapping[str, str]) -> Iterator[CheckStep]:
        """The same for a connection of a settings text that is not saved yet, with secrets that are not stored yet."""
        yield from self.parts.lent(secrets).check(self._drafted(connection, text))

    def reach(self, draft: Drafted | None) -> Reach:
        """Where samples are looked for: as the settings hold, or as a draft says, with the secrets that it lends."""
        from desktop_sync.samples.first_rows import first_rows

        parts = self.parts if draft is None else self.parts.lent(draft.secrets)
        settings = self.settings() if draft is None else readable(self.settings_file.validated(draft.text))
        return Reach(settings, parts.store, partial(first_rows, parts.source, parts.clock()))

    def _drafted(self, connection: str, text: str) -> Connection:
        checked = self.settings_file.validated(text)
        found = checked.settings.connection_by_id.get(connection)
        if found is None:
            checked.report.raise_errors("the draft")
            raise SettingsError(f'There is no connection "{connection}" in the draft.')
        return found

    def trust(self, key: HostKey) -> str:
        """A person has approved this key; returns the fingerprint of the former one, empty: there was none."""
        from desktop_sync.stores.sftp.servers import Approved

        former = self.parts.host_keys().approve(key.place, Approved(key.fingerprint, key.kind))
        return former.fingerprint if former is not None else ""

    def test_mail(self) -> Iterator[TestMail]:
        """A test mail to everybody who would be told of problems. SettingsError when nobody is."""
        yield from Mails(self.parts, self.settings, self.parts.clock()).test()

    @contextmanager
    def alone(self, command: str) -> Iterator[None]:
        """To be held by whoever changes this installation. RetryLater when another process holds it."""
        with Lock(self.folder.lock, command, datetime.now(UTC)):
            self.settings_file.finish()
            yield

    def settle(self, command: str) -> None:
        """Finishes a save of the settings that was cut off, before somebody reads half of it. RetryLater as above."""
        if self.settings_file.cut_off:
            with self.alone(command):
                pass

    def restore(self, copy: Path | None = None) -> tuple[Path, Path | None]:
        """Replaces the ledger by a copy (None: the newest good one), whose lanes are all in doubt.

        Returns the copy and where the former ledger is kept. Raises SettingsError when there is no good copy.
        """
        with self.alone("ledger restore"), log_to(self.folder.logs):
            copy = copy or newest_good(self.copies())
            kept = restore(copy, self.folder.ledger, self.mark, self.parts.clock(), self.parts.database)
            log.warning("the ledger was restored from %s; the former one is kept as %s", copy, kept)
        return copy, kept

    @property
    def mark(self) -> Mark:
        return Mark(self.folder.ledger_mark)

    def backups(self) -> Copies:
        """The copies that are made by themselves, where the settings name a folder for them."""
        named = self.settings().general.backup.folder
        return self.parts.copies(Path(named) if named else self.folder.backups)

    def copies(self) -> list[Copy]:
        """All of them, newest first, also when the settings cannot be read."""
        found = self.parts.copies(self.folder.backups).all()
        with suppress(SyncError, OSError):
            found += [copy for copy in self.backups().all() if copy.path.parent != self.folder.backups]
        return sorted(found, key=lambda copy: copy.made_at, reverse=True)

    def set_aside(self) -> list[Path]:
        """Files of ledgers that were damaged or replaced, and kept."""
        return sorted(self.folder.path.glob("ledger-*.db*"))

    def former(self) -> list[Path]:
        """Files that hold what ledger and spool once held: copies, and what was replaced or set aside."""
        found = [copy.path for copy in self.copies()]
        found += self.set_aside()
        return found + sorted(self.folder.spool.glob("small-damaged-*"))

    @contextmanager
    def owner(self, command: str, *, alone: bool = True) -> Iterator[Owner]:
        """The one owner of the ledger; ``alone``: with one run at a time. RetryLater when another process is."""
        with ExitStack() as stack:
            stack.enter_context(self.alone(command))
            log_file = stack.enter_context(log_to(self.folder.logs))
            parts = self.parts
            sound = opened(self.folder.ledger, self.mark, self.copies, parts.replacing, parts.database)
            ledger = Ledger(stack.enter_context(sound), parts.clock())
            spool = self.parts.spool()
            stack.callback(spool.close)
            owner = Owner(self, ledger, spool, log_file, alone=alone)
            stack.callback(owner.targets.renew)
            owner.log_as()
            yield owner


class Owner:
    """Holds the ledger and the spool, and does the work. Several threads may run different flows, unless ``alone``."""

    def __init__(
        self, app: App, ledger: Ledger, spool: Spool, log_file: Log | None = None, *, alone: bool = True
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
        self._tidying = threading.Lock()
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
        """What nobody is sending any more, though it was claimed to be sent, is unknown now. Returns how many."""
        return self.ledger.deliveries.recover(self._claims.alive()) + self.ledger.exports.recover(self._claims.alive)

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
            self.at_home()
        with self._running(flow_id, begun) as run, ExitStack() as stack:
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
        self.at_home()
        self.recover()
        with self._tidied(), ExitStack() as stack, working_on(flow_id):
            if isinstance(found, Export):
                return self._exporter(settings, found, token, stack).build(0, listen).round()
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
            importing, _ = builder.build(0, listen, notice=False)
            return importing.execute(0.0, retry_within, inline=self._parts.threads() == 0)

    def look_up(self, flow_id: str, connection: str, token: Token | None = None) -> RunResult:
        """Unknown deliveries of a flow are read and compared in Acme; nothing is noticed or sent."""
        settings = self.settings()
        self.at_home()
        self.recover()
        with self._tidied(), ExitStack() as stack, working_on(flow_id):
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
        self.at_home()
        with self._running(export_id, None) as run, ExitStack() as stack:
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
        self.at_home()
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
        self.at_home()
        with self._running(flow_id, None) as run, ExitStack() as stack, working_on(flow_id):
            builder = Builder(self._tools, settings, flow_id, token or threading.Event(), stack)
            return builder.plan_run(head, run, listen).execute(retry_within)

    @contextmanager
    def _running(self, flow: str, begun: int | None) -> Iterator[int]:
        """A run from its first line in the ledger to its last. Whatever breaks it off, it is a failed run."""
        run = self.ledger.journal.begin_run(flow) if begun is None else begun
        with working_on(flow, run), self._tidied():
            try:
                self.at_home()
                self.recover()
                yield run
            except Exception as error:
                self._broke_off(run, flow, error)
                raise

    def _broke_off(self, run: int, flow: str, error: Exception) -> None:
        with suppress(RetryLater):  # what broke it off may keep this from being written, too
            self._end_broken(run, flow, error)

    def _end_broken(self, run: int, flow: str, error: Exception) -> None:
        outcome, later = "stopped" if isinstance(error, Stop) else "failed", isinstance(error, RetryLater)
        if not self.ledger.journal.end_run(run, outcome, {}, str(error), reached=False if later else None):
            return  # told already, with its counts
        log.warning("the run broke off: %s", error)
        if not (isinstance(error, Stop | RetryLater) and self.ledger.journal.told(error.what)):
            self.ledger.journal.report([failure(flow, error)])

    @contextmanager
    def _tidied(self) -> Iterator[None]:
        """Afterwards what has come can be searched, and nobody's claims are unknown."""
        try:
            yield
        except Exception:
            with suppress(SyncError):  # what it was broken off by may stand in the way here, too; the next run does it
                self.recover()
            raise
        self.recover()  # when it was told to end, what was under way was abandoned
        if self._tidying.acquire(blocking=False):  # who does it now does it for all
            try:
                self.ledger.search.catch_up()
                self.sweep()
            finally:
                self._tidying.release()

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
        self.at_home()
        with ExitStack() as stack, working_on(flow_id):
            replay = Builder(self._tools, settings, flow_id, token or threading.Event(), stack).replay(who, listen)
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

    def ask_again(self, flow_id: str, again: Again | None, who: str, *, only_look: bool) -> dict[str, str]:
        """What the places of a flow are asked once more by the next run, in words, by connection.

        ``again`` None: undoes the last time. Rejected where a place cannot be asked so.
        """
        settings, items, found = self.settings(), self.ledger.items, dict[str, str]()
        flow = flow_of(settings, flow_id)
        if again is not None:
            _ensure_over(again, self.clock.now())
        backs: list[tuple[int, Back]] = []
        for name in flow.source.connections:
            place = items.place(flow_id, name)
            with closing(
                self._parts.source(flow, settings.connection_by_id[name], self.clock, self.spool, threading.Event())
            ) as source:
                back = source.back(items.cursor(place), again) if again is not None else items.went_back(place)
            if back is None:
                raise _no_way(undo=again is None)
            backs.append((place, back))
            found[name] = back.words
        for place, back in () if only_look else backs:
            items.go_back(place, back, who)
        return found

    def there(self, flow_id: str) -> dict[str, list[Entity] | Standing]:
        """By connection, what lies there now where nobody has said yet what shall become of it. Nothing is noticed."""
        settings, found = self.settings(), dict[str, list[Entity] | Standing]()
        flow = flow_of(settings, flow_id)
        for name in flow.source.connections:
            place, connection = self.ledger.items.place(flow_id, name), settings.connection_by_id[name]
            if self.ledger.items.begun(place) and not self.ledger.journal.is_open(asked_key(flow_id, name)):
                continue
            with closing(self._parts.source(flow, connection, self.clock, self.spool, threading.Event())) as source:
                located = Located(name, source, place, whereabouts(connection.options))
                found[name] = Beginning(located, self.ledger).there()
        return found

    def sweep(self) -> None:
        """Once a day: payloads that nothing refers to and that are older than a day (a kill may leave some)."""
        now = self.clock.now()
        last = float(self.ledger.journal.fact(SWEPT) or 0)
        if 0 <= now - last < DAY:
            return
        items, exports = self.ledger.items, self.ledger.exports
        removed = self.spool.sweep(lambda one: items.referenced(one) or exports.referenced(one), DAY)
        self.ledger.items.prune_rows()
        self.ledger.journal.note_fact(SWEPT, str(now))
        if removed:
            log.info("swept %d payloads that nothing refers to", removed)

    def accept_account(self, connection: Connection, answer: str) -> Account:
        """``same``: the same account at a new address, its lanes stay. ``another``: nothing there is known yet."""
        flows = [flow.id for flow in self.settings().flows if flow.target.connection == connection.id]
        with self.targets.use(connection) as shared:
            return self.accounts.accept(connection, shared.target, answer, flows)


def _ensure_over(again: Again, now: float) -> None:
    """Rejected in words: there is no such time, or it is not over."""
    if again.keys is None and not 0 < again.since <= now:
        raise Rejected("A source can only be asked again from a time that is over.", "Choose an earlier one.")
    if again.until is not None and not again.since < again.until <= now:
        raise Rejected("The end must lie behind the beginning, and be over.", "Choose another end, or none.")


def _no_way(*, undo: bool) -> Rejected:
    if undo:
        return Rejected("Nobody has had this source asked again.", "There is nothing to undo.")
    return Rejected(
        "This source is listed, not asked: files that are there are known one by one.",
        "Put a file there once more, or read what came again: desktop-sync read-again.",
    )


def _may_run(settings: Settings, flow_id: str) -> Flow | Export:
    flow = _either(settings, flow_id)
    if not flow.enabled:
        raise SettingsError(f'The flow "{flow_id}" is switched off.', hint="Set enabled = true in the settings.")
    return flow


def _either(settings: Settings, flow_id: str) -> Flow | Export:
    flow = settings.flow_by_id.get(flow_id) or settings.export_by_id.get(flow_id)
    if flow is None:
        known = ", ".join((*settings.flow_by_id, *settings.export_by_id)) or "none"
        raise SettingsError(f'There is no flow or export "{flow_id}".', hint=f"There are: {known}.")
    return flow


def open_app(data: str | None) -> App:
    """The installation whose data folder is ``data`` (see ``data_folder``)."""
    return App(Parts(data_folder(data)))
