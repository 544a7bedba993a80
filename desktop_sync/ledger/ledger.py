"""The ledger as the engine holds it: one database, six ways to speak to it."""

from __future__ import annotations

from desktop_sync.core.ports import Clock
from desktop_sync.ledger.claims import Claiming
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.deliveries import Deliveries
from desktop_sync.ledger.items import Items
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.outcomes import Outcomes
from desktop_sync.ledger.staging import Staging


class Ledger:
    """Its methods are the seam: another database would be another implementation under the same tests."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.journal = Journal(database, clock)
        self.items = Items(database, clock)
        self.staging = Staging(database, clock)
        self.deliveries = Deliveries(database, clock)
        self.outcomes = Outcomes(database, clock)
        self.claiming = Claiming(database, clock)

    def close(self) -> None:
        self.database.close()
