"""What the themes need of the parts that do the work, handed in by app.py. Protocols only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desktop_sync.core.events import Event, Progress
from desktop_sync.core.host_key import HostKey
from desktop_sync.core.model import Account, Again, CheckStep, Entity, Fault, Standing
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.standing import Live
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.replay import Replayed
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.repair import Repair
from desktop_sync.settings.model import Connection, Flow

Listener = Callable[[Progress], None]


class Worker(Protocol):
    """The owner of ledger and spool."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def clock(self) -> Clock: ...

    def flows(self) -> Sequence[Flow]:
        """All that the settings have."""

    def flow(self, flow_id: str) -> Flow:
        """SettingsError when there is none of this id."""

    def known(self, flow_id: str) -> None:
        """SettingsError when there is neither a flow nor an export of this id."""

    def connection(self, name: str) -> Connection:
        """SettingsError when there is none of this id."""

    def run(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Listener = ...,
        *,
        wait: bool = True,
        retry_within: float = 60.0,
        first_run: str = "",
    ) -> RunResult: ...

    def dry_run(
        self, flow_id: str, listen: Listener = ..., *, wait: bool = True, token: Token | None = None
    ) -> int: ...

    def execute(
        self,
        flow_id: str,
        plan: int,
        listen: Listener = ...,
        *,
        retry_within: float = 60.0,
        token: Token | None = None,
    ) -> RunResult: ...

    def read_again(
        self,
        flow_id: str,
        begin: float,
        end: float,
        who: str,
        listen: Listener = ...,
        *,
        only_look: bool = False,
        token: Token | None = None,
    ) -> Replayed: ...

    def ask_again(self, flow_id: str, again: Again | None, who: str, *, only_look: bool) -> Mapping[str, str]: ...

    def approve(self, flow_id: str) -> int: ...

    def there(self, flow_id: str) -> Mapping[str, Sequence[Entity] | Standing]:
        """By connection, what lies there now where nobody has said yet what shall become of it."""

    def repair(self, who: str) -> Repair: ...

    def recover(self) -> int: ...

    def faults_of(self, delivery: int, body: Mapping[str, object]) -> list[Fault]: ...

    def accept_account(self, connection: Connection, answer: str) -> Account: ...


class Pauses(Protocol):
    """Remembers over restarts which flows do not run by themselves. ``flow`` None: all of them."""

    def pause(self, flow: str | None, until: datetime | None, who: str) -> None:
        """``until`` then; None: until it is resumed."""

    def resume(self, flow: str | None, who: str) -> bool:
        """Whether it was paused."""


class Engine(Pauses, Protocol):
    """What is around a facade in an engine: others that listen, and a scheduler."""

    def publish(self, event: Event) -> None:
        """To everybody who listens; never waits."""

    def live(self) -> Live:
        """What only it knows."""

    def stop(self, who: str) -> None:
        """It ends soon, because ``who`` wants it."""

    def reload(self) -> object:
        """The settings, and whatever secrets were read, are read anew. SettingsError: the former hold on."""


class Checker(Protocol):
    """Tests connections as whoever runs this process."""

    def check(self, connection: str) -> Iterator[CheckStep]: ...

    def check_draft(self, connection: str, text: str, secrets: Mapping[str, str]) -> Iterator[CheckStep]: ...

    def tables(self, connection: str, table: str | None, token: Token) -> Mapping[str, object]: ...

    def draft_tables(
        self, connection: str, table: str | None, text: str, secrets: Mapping[str, str], token: Token
    ) -> Mapping[str, object]: ...

    def trust(self, key: HostKey) -> str:
        """From now on only this key is the server's; the fingerprint of the former one, empty: there was none."""

    def test_mail(self) -> Iterator[Tested]:
        """To everybody who would be told of problems."""


class Tested(Protocol):
    """What became of a test mail. ``refused``: recipients who do not get it, and why."""

    @property
    def to(self) -> Sequence[str]: ...

    @property
    def refused(self) -> Mapping[str, str]: ...

    @property
    def problem(self) -> str: ...

    @property
    def hint(self) -> str: ...
