"""The front door: it alone knows every room, builds what a command needs, once, and hands it on.

``Parts`` makes the things that touch the world, ``Builder`` what works on one flow.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from desktop_sync.builder import either_of, flow_of
from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.core.host_key import HostKey
from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Token
from desktop_sync.data_folder import Lock, data_folder
from desktop_sync.engine.facade.drafted import Drafted
from desktop_sync.kinds import kinds
from desktop_sync.ledger.copies import Copies, Copy
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.opening import Mark, opened
from desktop_sync.ledger.restore import newest_good, restore
from desktop_sync.logs import log_to
from desktop_sync.mails import Mails, TestMail
from desktop_sync.owner import Owner
from desktop_sync.parts import Parts, of
from desktop_sync.samples.reach import Reach, readable
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.settings.policy import PolicyFile
from desktop_sync.settings.policy_place import policy_place

__all__ = ["App", "Owner", "Parts", "of", "open_app"]
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
        either_of(self.settings(), flow_id)

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


def open_app(data: str | None) -> App:
    """The installation whose data folder is ``data`` (see ``data_folder``)."""
    return App(Parts(data_folder(data, by_pipe=True)))
