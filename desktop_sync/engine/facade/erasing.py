"""The theme of a person's data: what of it is here, and that it goes."""

from __future__ import annotations

from collections.abc import Callable

from desktop_sync.engine.erasure import Erasure
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row


class Erasing:
    """By the reference of a document."""

    def __init__(self, erasure: Callable[[], Erasure]) -> None:
        self._erasure = erasure

    def erasable(self, call: Call, *, reference: str, resource: str | None = None) -> Row:
        """What would be erased, and what would remain and where. Nothing is changed."""
        del call
        return self._erasure().look(reference, resource)

    def erase(
        self,
        call: Call,
        *,
        reference: str,
        resource: str | None = None,
        reason: str = "",
        keep_payloads: bool = False,
        remove_copies: bool = False,
    ) -> Row:
        """As ``erasable``, and it is gone; ``finished`` says why its bytes are still in the files, where they are."""
        return self._erasure().erase(
            reference, resource, call.who, reason, keep_payloads=keep_payloads, remove_copies=remove_copies
        )
