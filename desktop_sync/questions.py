"""What one export asks, opened when it is asked first: an Acme account, or an HTTP API. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from desktop_sync.builder import Tools
from desktop_sync.core.ending import unless_ended
from desktop_sync.core.errors import RetryLater, SettingsError
from desktop_sync.core.periods import Window
from desktop_sync.core.ports import Token
from desktop_sync.core.querying import QueryOptions, ask
from desktop_sync.core.reconciling import LISTING, RECONCILIATION
from desktop_sync.core.reports import Row
from desktop_sync.engine.reconciliation import CREATED, Asked, Reconciliation
from desktop_sync.kinds import profile_of
from desktop_sync.parts import of
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.model import Connection

if TYPE_CHECKING:
    from desktop_sync.acme.profile import Profile
    from desktop_sync.core.listing import Listing
    from desktop_sync.sources.http_api.querying import Queries

Rows = Callable[[Window | None], Iterator[Row]]
Reference = Callable[[Row], str]


class Question(Protocol):
    """What one export asks. Everything may raise RetryLater or Stop."""

    def title(self) -> str:
        """Of whom it asks."""

    def server_now(self) -> float:
        """Epoch seconds, by the clock of whoever is asked."""

    def asking(self) -> Asking:
        """How the rows are had."""


@dataclass(frozen=True, slots=True)
class Asking:
    """``rows``: of a period, streamed; ``reference``: names one of them; ``notes``, ``documents``: see ``Making``."""

    rows: Rows
    reference: Reference
    notes: Callable[[], Sequence[str]] = tuple
    documents: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """``zone``: in which periods are counted."""

    tools: Tools
    connection: Connection
    export: Export
    zone: ZoneInfo
    token: Token
    stack: ExitStack


def question_of(around: Around) -> Question:
    """By what the query is of."""
    return _Account(around) if isinstance(around.export.query.options, QueryOptions) else _Api(around)


class _Account:
    """Of Acme: what waits is delivered also while it is away."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._target: Asked | None = None
        self._title = ""
        self._number = 0

    def title(self) -> str:
        """Of the account, as Acme says it."""
        self._asked()
        return self._title

    def server_now(self) -> float:
        return self._asked().server_date()

    def asking(self) -> Asking:
        around = self._around
        connection, query = around.connection, of(around.export.query.options, QueryOptions)
        profile, schemas = around.tools.kept.get(
            f"profile {connection.id}", connection, lambda: profile_of(connection.options)
        )
        if query.resource == RECONCILIATION:
            wanted = ask(query, None, LISTING, around.zone).wanted
            return Asking(partial(self._reconciled, profile, wanted), partial(_named, "reference"), documents=True)
        resource = profile.resources[query.resource]
        listing = resource.listing(schemas[query.resource])
        return Asking(partial(self._rows, query, listing), partial(_named, resource.key_field), documents=True)

    def _rows(self, query: QueryOptions, listing: Listing, window: Window | None) -> Iterator[Row]:
        """The documents of a period, streamed."""
        asked, token = ask(query, window, listing, self._around.zone), self._around.token
        rows = self._asked().query(query.resource, asked.parameters, token)
        return (row for row in unless_ended(rows, token) if asked.wanted(row))

    def _reconciled(self, profile: Profile, wanted: Callable[[Row], bool], window: Window | None) -> Iterator[Row]:
        """What was sent in a period, and what came into being in Acme, document by document."""
        queries = self._asked()
        keys = {name: one.key_field for name, one in profile.resources.items()}
        since = {name: list(_created(one.listing({}))) for name, one in profile.resources.items()}
        made = Reconciliation(
            self._around.tools.ledger, queries, self._number, keys, since, profile.max_lookup, self._around.token
        )
        return (row for row in made.rows(window) if wanted(row))

    def _asked(self) -> Asked:
        if self._target is None:
            around = self._around
            shared = around.stack.enter_context(around.tools.targets.use(around.connection))
            bound = around.tools.accounts.behind(around.connection, shared.target)
            if not bound.asked:
                raise RetryLater(bound.why, "It is tried again by itself.")
            if not isinstance(shared.target, Asked):
                raise SettingsError(f'The connection "{around.connection.title}" cannot be asked for documents.')
            self._target, self._number = shared.target, bound.id
            self._title = bound.account.title or bound.account.tenant
        return self._target


class _Api:
    """Of an HTTP API."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._opened: Queries | None = None

    def title(self) -> str:
        """Of the connection."""
        return self._around.connection.title

    def server_now(self) -> float:
        return self._queries().now()

    def asking(self) -> Asking:
        queries = self._queries()
        return Asking(queries.rows, queries.reference, queries.notes)

    def _queries(self) -> Queries:
        if self._opened is None:
            around = self._around
            parts, clock = around.tools.parts, around.tools.clock
            self._opened = parts.queries(around.connection, around.export, clock, around.zone, around.token)
            around.stack.callback(self._opened.close)
        return self._opened


def _named(field: str, row: Row) -> str:
    return str(row.get(field) or "")


def _created(listing: Listing) -> Iterator[str]:
    """The API's parameters that ask for what came into being from a moment on."""
    yield from (one.parameter for one in listing.filters if (one.field, one.test) == (CREATED, "at_least"))
