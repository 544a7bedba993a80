"""Whose account a connection leads to: asked of Acme, remembered, and never changed without a person's word.

It must not know flows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import Account
from desktop_sync.core.ports import Clock, Target
from desktop_sync.core.problem import Problem
from desktop_sync.engine.delivery import stopped_key
from desktop_sync.engine.outdated import check_outdated
from desktop_sync.engine.unreachable import unreachable, unreachable_key
from desktop_sync.ledger.journal import BoundAccount
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.model import Connection

ACCOUNT = "account"
"""The cause of the problem that asks a person whose account a connection leads to."""


class Accounts:
    """The accounts behind the connections."""

    def __init__(self, ledger: Ledger, clock: Clock, version: str) -> None:
        self._ledger = ledger
        self._clock = clock
        self._version = version  # of this program: Acme may take no more from it

    def behind(self, connection: Connection, target: Target) -> BoundAccount:
        """As ``bind``; a Stop, and an Acme that does not answer, are also written down as a problem, until it is over.

        Outdated: Acme has said so.
        """
        check_outdated(self._ledger.journal, connection.id, self._version, self._clock.now())
        key = stopped_key(connection.id)
        try:
            account = self.bind(connection, target)
        except Stop as error:
            cause = ACCOUNT if isinstance(error, OtherAccount) else "stopped"
            problem = Problem(key, cause, error.what, error.hint, error.owner, connection=connection.id)
            self._ledger.journal.report([problem])
            raise
        self._ledger.journal.resolve(key, "it answers again")
        away = unreachable_key(connection.id)
        if account.asked and self._ledger.journal.is_open(away) and not self._ledger.deliveries.any_open(account.id):
            self._ledger.journal.resolve(away, "it answers again")  # else what waits has to be taken first
        return account

    def bind(self, connection: Connection, target: Target) -> BoundAccount:
        """The account behind a connection, asked of Acme. Stop when it is another than before: a person must say.

        RetryLater when Acme does not answer and its account was never known.
        """
        bound = self._ledger.journal.account_of(connection.id)
        try:
            account = target.account()
        except RetryLater as error:
            if bound is not None:
                _same_address(connection, bound)
            problem = unreachable(connection.id, error.what)
            self._ledger.journal.report([problem])
            if bound is None:
                raise RetryLater(problem.what, problem.hint, error.after) from error
            return replace(bound, asked=False, why=problem.what)
        if bound is not None and (bound.account.tenant, bound.account.base_url) != (account.tenant, account.base_url):
            raise _other_account(connection, bound.account, account)
        return self._ledger.journal.bind(connection.id, account)

    def confirm(self, connection: Connection, target: Target) -> None:
        """Acme could not be asked before. RetryLater while it still cannot; Stop when it is another account."""
        if not self.behind(connection, target).asked:
            raise RetryLater("Acme cannot be asked whose account this is.")

    def accept(self, connection: Connection, target: Target, answer: str, flows: Sequence[str]) -> Account:
        """``same``: the same account at a new address, its lanes stay. ``another``: nothing there is known yet.

        ``flows``: those that send there.
        """
        account = target.account()
        if answer == "same":
            self._ledger.journal.move_account(connection.id, account)
        else:
            self._ledger.items.stage_anew(flows)
            self._ledger.journal.bind(connection.id, account)
        return account


def _same_address(connection: Connection, bound: BoundAccount) -> None:
    """Acme cannot be asked now; another address alone is reason enough not to go on."""
    address = str(getattr(connection.options, "base_url", "")).rstrip("/")
    if address != bound.account.base_url.rstrip("/"):
        raise _other_account(connection, bound.account, Account("(not reached)", address))


class OtherAccount(Stop):
    """A person has to say whether it is the same account."""


def _other_account(connection: Connection, known: Account, found: Account) -> OtherAccount:
    return OtherAccount(
        f'The connection "{connection.title}" led to {known.tenant} at {known.base_url};'
        f" now it leads to {found.tenant} at {found.base_url}.",
        f"Is it the same account at a new address? desktop-sync account {connection.id} same. Another account (such as"
        f" production, not test)? desktop-sync account {connection.id} another. A mistake? Change the settings back.",
    )
