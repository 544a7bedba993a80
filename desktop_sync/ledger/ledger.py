"""The ledger as the engine holds it: one database, many ways to speak to it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.core.delivering import Claimed, Move
from desktop_sync.core.ports import Clock
from desktop_sync.core.states import DeliveryState
from desktop_sync.ledger.agenda import Agenda
from desktop_sync.ledger.arrivals import Arrivals
from desktop_sync.ledger.claims import Claiming, Claims, Terms, Wanted, claim_in
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.deliveries import Deliveries
from desktop_sync.ledger.erasing import Erasing
from desktop_sync.ledger.exports import Exports
from desktop_sync.ledger.items import Items
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.notices import Notices
from desktop_sync.ledger.outcomes import Outcomes, apply_in
from desktop_sync.ledger.places import Places
from desktop_sync.ledger.plans import Plans
from desktop_sync.ledger.pruning import Pruning
from desktop_sync.ledger.search import Search
from desktop_sync.ledger.settlings import Settlings
from desktop_sync.ledger.staging import Staging


class Ledger:
    """Its methods are the seam: another database would be another implementation under the same tests."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock
        self.journal = Journal(database, clock)
        self.agenda = Agenda(database, clock)
        quiet: dict[int, int] = {}
        self.places = Places(database, clock, quiet)
        self.items = Items(database, clock, quiet)
        self.settlings = Settlings(database, clock, quiet)
        self.staging = Staging(database, clock)
        self.deliveries = Deliveries(database, clock)
        self.plans = Plans(database, clock)
        self.search = Search(database)
        self.pruning = Pruning(database, clock)
        self.erasing = Erasing(database, clock)
        self.arrivals = Arrivals(database, clock)
        self.notices = Notices(database, clock)
        self.outcomes = Outcomes(database, clock)
        self.claiming = Claiming(database, clock)
        self.exports = Exports(database, clock)

    def exchange(
        self,
        owner: str,
        moves: Sequence[tuple[Claimed, Move]],
        wanted: Sequence[Wanted],
        terms: Terms,
        heard: str = "",
    ) -> Claims:
        """What was sent ends and what goes next is claimed, in one transaction.

        Nothing of it is sent before ``flush`` has returned; outcomes that are lost with the power are looked up again.
        ``heard``: a connection whose account has answered, to be noted with it.
        """
        with self.database.transaction(flush=False) as sql:
            now = self._clock.now()
            applied = apply_in(sql, owner, moves, DeliveryState.SENDING, now)
            claims = claim_in(sql, wanted, terms, now)
            if heard:
                sql.execute("UPDATE connection_account SET noted_at = ? WHERE connection = ?", (now, heard))
        claims.count(DeliveryState.SUPERSEDED, applied.superseded)
        return claims

    def flush(self) -> None:
        """All that was committed until now survives a power cut."""
        self.database.flush()

    def close(self) -> None:
        self.database.close()
