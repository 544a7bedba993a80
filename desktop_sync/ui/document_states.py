"""What became of a version of a document: one key, one word, one mood, wherever it is told. Pure but for its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

HELD = 2  # claimable, as the ledger has it: a person has to approve it
MOODS: Mapping[str, str] = {
    "created": "well", "updated": "well", "unchanged": "well", "pending": "working", "sending": "working",
    "held": "attention", "unknown": "attention", "rejected": "attention", "superseded": "paused",
    "dismissed": "paused",
}  # fmt: skip
translate = QCoreApplication.translate


def state(row: Mapping[str, Any]) -> str:
    """The key of a row of the history or the trail: its state, or that it is held."""
    return "held" if row["state"] == "pending" and row["claimable"] == HELD else str(row["state"])


def word(key: str) -> str:
    """Of one or two words."""
    return {
        "created": translate("Documents", "Created"), "updated": translate("Documents", "Updated"),
        "unchanged": translate("Documents", "Unchanged"), "pending": translate("Documents", "Waiting"),
        "sending": translate("Documents", "On its way"), "held": translate("Documents", "Held"),
        "unknown": translate("Documents", "Not known"), "rejected": translate("Documents", "Refused"),
        "superseded": translate("Documents", "Replaced by a newer one"),
        "dismissed": translate("Documents", "Dismissed"),
    }.get(key, key)  # fmt: skip
