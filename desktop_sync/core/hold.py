"""What is too much for one run to be sent without a person's word (``hold_above``). Pure."""

from __future__ import annotations

from dataclasses import dataclass

FEW = 20  # documents; of fewer no share says anything


@dataclass(frozen=True, slots=True)
class Amount:
    """Documents, and how many of them would change what Acme is known to hold."""

    documents: int = 0
    updates: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.documents + other.documents, self.updates + other.updates)


@dataclass(frozen=True, slots=True)
class Hold:
    """``documents`` of one run, and ``updates`` in percent of them (from twenty on). None: no limit."""

    documents: int | None = None
    updates: int | None = None

    def __bool__(self) -> bool:
        return self.documents is not None or self.updates is not None

    def why(self, amount: Amount) -> str:
        """In words, why this is too much; empty when it is not."""
        if self.documents is not None and amount.documents > self.documents:
            return f"{amount.documents:,} documents in one run, more than hold_above = {self.documents}"
        share = 100 * amount.updates
        if self.updates is not None and amount.documents >= FEW and share > self.updates * amount.documents:
            return (
                f"{amount.updates:,} of {amount.documents:,} documents of one run change what Acme holds,"
                f" more than hold_above_updates = {self.updates} percent"
            )
        return ""
