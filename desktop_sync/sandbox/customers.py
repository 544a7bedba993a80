"""The customers that this Acme knows: a document of anybody else is refused as ``missing_reference``.

It knows numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_sync.sandbox.messages import unprocessable


class Customers:
    """``known`` None: everybody, except numbers that begin with UNKNOWN. What was added is known in any case."""

    def __init__(self, known: Iterable[str] | None) -> None:
        self._known = None if known is None else set(known)
        self._added: set[str] = set()
        self._removed: set[str] = set()

    def change(self, add: Iterable[str], remove: Iterable[str]) -> None:
        """Somebody keeps the customers in Acme; what is both added and removed is removed."""
        added, removed = set(add), set(remove)
        self._added = (self._added | added) - removed
        self._removed = (self._removed - added) | removed

    def check(self, body: Mapping[str, object]) -> None:
        """Raises Refused (422) for a buyer who is not known."""
        buyer = body.get("buyer")
        number = buyer.get("number") if isinstance(buyer, Mapping) else None
        if isinstance(number, str) and not self.knows(number):
            raise unprocessable(
                "/buyer/number", f"The customer number {number} is not known in Acme.", code="missing_reference"
            )

    def knows(self, number: str) -> bool:
        """Whether a document of this customer is taken."""
        if number in self._added or number in self._removed:
            return number in self._added
        return number in self._known if self._known is not None else not number.startswith("UNKNOWN")
