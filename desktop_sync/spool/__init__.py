"""The spool: payload bytes under their SHA-256, durable before anything refers to them. Knows no item and no ledger."""

from __future__ import annotations

from desktop_sync.spool.spool import RESERVE, Spool

__all__ = ["RESERVE", "Spool"]
