"""Makes the things that touch the world.

Tests replace single ones of them (a clock, a database, a target) and leave the rest as it is. There is no hook for
tests anywhere else.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from desktop_sync.clock import SystemClock, slept
from desktop_sync.core.errors import SettingsError
from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Clock, Mailer, Source, Spool, Store, Target, Token
from desktop_sync.credentials import Credentials, Lent, RefusedSignIns
from desktop_sync.data_folder import DataFolder
from desktop_sync.data_folder.machine import machine_id
from desktop_sync.kinds import profile_of
from desktop_sync.ledger.copies import Copies
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.replacing import Replacing
from desktop_sync.settings.model import Connection, Flow
from desktop_sync.windows.account import account_id
from desktop_sync.windows.drives import unc_of
from desktop_sync.windows.event_log import note

if TYPE_CHECKING:
    from desktop_sync.core.exporting import Destination
    from desktop_sync.engine.system_log import Entry
    from desktop_sync.settings.export_model import Export, ExportDestination
    from desktop_sync.sources.asked import Access
    from desktop_sync.sources.files import Files
    from desktop_sync.sources.http_api.querying import Queries
    from desktop_sync.sources.stability import Memory
    from desktop_sync.stores.sftp.servers import HostKeys

Model = TypeVar("Model", bound=BaseModel)


def of(options: object, kind: type[Model]) -> Model:
    """Options as the model that ``kinds`` made them."""
    if not isinstance(options, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(options).__name__}")
    return options


class Parts:
    """Makes what touches the world."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.credentials: Credentials = Credentials(folder.secrets)
        self._memories: dict[tuple[str, str], Memory] = {}

    def clock(self) -> Clock:
        return SystemClock()

    def slept(self) -> float:
        """Seconds that this machine has been asleep since it was started."""
        return slept()

    def reaches(self, host: str, port: int) -> bool:
        """Whether the network is there for this host."""
        from desktop_sync.web.reach import reaches

        return reaches(host, port)

    def account(self) -> str:
        """Under which account this process runs."""
        return account_id()

    def note_entry(self, entry: Entry) -> None:
        """Into the system's log, where this system has one and it knows this program."""
        note(entry.number, entry.level, entry.text)

    def machine(self) -> str:
        return machine_id()

    def threads(self) -> int | None:
        """Threads that talk to Acme; None: as many as the account allows; 0: all work is done in the caller's."""
        return None

    def database(self, file: Path | None = None) -> Database:
        return Database(file or self.folder.ledger)

    def free(self) -> int:
        """Bytes that the disk of the data folder has left."""
        return shutil.disk_usage(self.folder.path).free

    def replacing(self) -> Replacing:
        """What puts another ledger in the place of a damaged one."""
        return Replacing(self.folder.ledger, self.clock(), self.database)

    def copies(self, folder: Path) -> Copies:
        """Copies of the ledger in a folder."""
        return Copies(folder, self.folder.ledger)

    def spool(self) -> Spool:
        from desktop_sync.spool import Spool as Files

        return Files(self.folder.spool)

    def store(self, connection: Connection, told_to_end: Callable[[], bool] = lambda: False) -> Store:
        """``told_to_end``: whether the run that uses it shall end, asked while a server is waited for."""
        from desktop_sync.stores import STORES
        from desktop_sync.stores.reaching import Reaching

        reaching = Reaching(
            connection.id,
            self.credentials.reader(connection.title, connection.options),
            RefusedSignIns(self.folder.refusals, connection.id, self.clock()),
            self.folder.host_keys,
            self.folder.servers,
            unc_of,
            told_to_end,
        )
        return STORES[connection.type](reaching, connection.options)

    def host_keys(self) -> HostKeys:
        """Keys of servers that a person approved."""
        from desktop_sync.stores.sftp.servers import HostKeys

        return HostKeys(self.folder.host_keys)

    def files(self, flow: Flow, connection: Connection, clock: Clock, store: Store | None = None) -> Files:
        """Files over the store that a connection is, with what this process has seen of the unfinished ones."""
        from desktop_sync.sources.files import Files, FilesOptions

        source = Files(store or self.store(connection), of(flow.source.options, FilesOptions), clock)
        source.remember(self.memory(flow.id, connection.id))
        return source

    def source(self, flow: Flow, connection: Connection, clock: Clock, spool: Spool, token: Token) -> Source:
        """What a flow reads, at one of its connections."""
        from desktop_sync.sources import ASKED
        from desktop_sync.sources.asked import Asking

        make = ASKED.get(flow.source.type)
        if make is None:
            return self.files(flow, connection, clock, self.store(connection, token.is_set))
        return make(Asking(self._access(connection, clock), spool, token, flow.id), flow.source.options)

    def queries(self, connection: Connection, export: Export, clock: Clock, zone: ZoneInfo, token: Token) -> Queries:
        """What an export asks an HTTP API. ``zone``: in which its periods are counted."""
        from desktop_sync.formats import FORMATS, OPTIONS
        from desktop_sync.reports.options import ReportOptions
        from desktop_sync.sources.http_api.export_options import HttpQueryOptions
        from desktop_sync.sources.http_api.file_rows import FileRows
        from desktop_sync.sources.http_api.querying import Queries

        query, files = of(export.query.options, HttpQueryOptions), None
        reads = {field for _, field in of(export.report.options, ReportOptions).reads()}
        if export.format is not None:
            kind, options = export.format.type, of(export.format.options, OPTIONS[export.format.type])
            files = FileRows(lambda asked: FORMATS[kind](options, {"": asked}), query.paths(reads), query.path)
        return Queries(self._access(connection, clock), query, zone, token, reads, files)

    def tables(self, connection: Connection, table: str | None, token: Token) -> Mapping[str, object]:
        """What a database has to choose from, as the account that runs this process sees it. SettingsError: no such."""
        from desktop_sync.sources import TABLES

        look = TABLES.get(connection.type)
        if look is None:
            raise SettingsError(f'The connection "{connection.title}" is no database: it has no tables.')
        return look(self._access(connection, self.clock()), table, token)

    def _access(self, connection: Connection, clock: Clock) -> Access:
        from desktop_sync.sources.asked import Access

        secret = self.credentials.reader(connection.title, connection.options)
        return Access(connection.options, secret, RefusedSignIns(self.folder.refusals, connection.id, clock), clock)

    def memory(self, flow: str, connection: str) -> Memory:
        """What this process has seen of the unfinished files of one place, in runs and beside them."""
        from desktop_sync.sources.stability import Memory

        return self._memories.setdefault((flow, connection), Memory())

    def target(self, connection: Connection, clock: Clock) -> Target:
        from desktop_sync.acme.client import Acme, AcmeOptions

        options = of(connection.options, AcmeOptions)
        profile, schemas = profile_of(options)
        return Acme(
            options,
            profile,
            schemas,
            self.credentials.reader(connection.title, options),
            RefusedSignIns(self.folder.refusals, connection.id, clock),
            clock,
        )

    def lent(self, secrets: Mapping[str, str]) -> Parts:
        """These parts, which know some secrets that are stored nowhere."""
        lent = copy(self)
        lent.credentials = Lent(self.credentials, secrets)
        return lent

    def check(self, connection: Connection) -> Iterator[CheckStep]:
        """Tests a connection, as the account that runs this process."""
        if connection.type == "mail":
            yield from self.mailer(connection, self.clock()).check()
            return
        from desktop_sync.sources import CHECKS

        if connection.type in CHECKS:
            yield from CHECKS[connection.type](self._access(connection, self.clock()))
            return
        tested = self.target(connection, self.clock()) if connection.type == "acme" else self.store(connection)
        try:
            yield from tested.check()
        finally:
            tested.close()

    def destination(
        self, one: ExportDestination, connection: Connection, clock: Clock, told_to_end: Callable[[], bool]
    ) -> Destination:
        """Where finished reports go, through its connection."""
        from desktop_sync.destinations.files import FileOptions, Files
        from desktop_sync.destinations.mail_options import ReportMailOptions

        if isinstance(one.options, ReportMailOptions):
            from desktop_sync.destinations.reports_mail import ReportMail

            sender = str(getattr(connection.options, "sender", ""))
            return ReportMail(one.options, self.mailer(connection, clock), sender, clock.now)
        return Files(of(one.options, FileOptions), self.store(connection, told_to_end))

    def mailer(self, connection: Connection, clock: Clock) -> Mailer:
        from desktop_sync.destinations import MAILERS

        refusals = RefusedSignIns(self.folder.refusals, connection.id, clock)
        return MAILERS[connection.type](
            connection.options, self.credentials.reader(connection.title, connection.options), refusals, clock
        )
