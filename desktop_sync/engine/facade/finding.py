"""The theme of files on this machine: where what came lies now, for whoever wants to open it. It opens nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import whereabouts
from desktop_sync.settings.model import Settings

FOLDER = "folder"
"""The type of connections whose files lie on this machine or on a share that it reaches."""


class Finding:
    """``ledger``: its file."""

    def __init__(self, ledger: Path, settings: Callable[[], Settings]) -> None:
        self._ledger = ledger
        self._settings = settings

    def find_file(self, call: Call, *, item: int) -> Row:
        """``file`` and ``folder`` as whole paths: where it was moved to, else where it came. Rejected: it is nowhere.

        Seen by the account of the engine, which may reach what another account may not.
        """
        with read_only(self._ledger) as sql:
            row = whereabouts(sql, item)
        if row is None:
            raise Rejected("Nothing is known of this file any more.", "Look for it where it comes from.")
        for file in self._places(row):
            if os.path.lexists(file):
                return {"file": str(file), "folder": str(file.parent)}
        raise Rejected(
            f"{row['path']} does not lie where it came, nor where it was moved to.",
            "Its content as it was read stands in the trail of its documents.",
            Owner.IT,
        )

    def _places(self, row: Row) -> Iterator[Path]:
        connection = self._settings().connection_by_id.get(row["connection"])
        if connection is None or connection.type != FOLDER:
            raise Rejected(
                f"{row['path']} does not lie on this machine.",
                "Its content as it was read stands in the trail of its documents.",
            )
        root = Path(str(getattr(connection.options, "path", "")))
        for name in (row["target"], row["path"]):
            if name:
                yield root.joinpath(*str(name).split("/"))
