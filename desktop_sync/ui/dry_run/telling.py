"""A plan in words: what would become of a row, what became of it, how far a run is. It knows rows, and no widget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.spoken import number

Row = dict[str, Any]
UNREADABLE = "unreadable"
"""What would become of a file that cannot be read; the engine tells it beside the rows."""
SENT = ("created", "updated")
SENDS = (*SENT, "unchanged", "superseded")
"""What executing a plan takes along: the rest is refused or waits."""
WOULD = (*SENDS, "refused", "waits")
BECAME = (*SENDS, "rejected", "dismissed", "not sent", "pending", "sending", "unknown")
_MOODS = {
    "created": "working", "updated": "working", "unchanged": "well", "superseded": "paused", "refused": "attention",
    "waits": "paused", UNREADABLE: "attention",
}  # fmt: skip
_DONE = {
    "created": "well", "updated": "well", "unchanged": "well", "superseded": "paused", "dismissed": "paused",
    "pending": "working", "sending": "working", "unknown": "attention",
}  # fmt: skip


def file_rows(plan: Row) -> list[Row]:
    """Files of which nothing is sent, as rows that stand before all others."""
    files = plan["files"]["not_sent"]
    return [
        {
            "row": place - len(files), "path": one["path"], "position": "", "resource": None, "reference": None,
            "would": UNREADABLE, "note": one["what"], "owner": one["owner"], "hint": one["hint"], "changes": [],
            "left_alone": one["left_alone"], "state": None, "became_note": None,
        }
        for place, one in enumerate(files)
    ]  # fmt: skip


def line(row: Row) -> int | None:
    """Of the file."""
    position = row["position"]
    found = position.get("line") if isinstance(position, dict) else None
    return found if isinstance(found, int) else None


def state(row: Row, *, executed: bool) -> str:
    """What became of it, or would."""
    if not executed or row["reference"] is None:
        return str(row["would"])
    return str(row["state"] or "not sent")


def mood(row: Row, *, executed: bool) -> str:
    """Its shape."""
    return (_DONE if executed else _MOODS).get(state(row, executed=executed), "attention")


class Telling(QObject):
    """The words."""

    def would(self, what: str) -> str:
        """Of one row, in the table."""
        words = {
            "created": self.tr("would be created"),
            "updated": self.tr("would be updated"),
            "unchanged": self.tr("unchanged"),
            "superseded": self.tr("older than another version"),
            "refused": self.tr("refused"),
            "waits": self.tr("waits for another version"),
            UNREADABLE: self.tr("not sent"),
        }
        return words.get(what, what)

    def became(self, what: str) -> str:
        """As ``would``, afterwards."""
        words = {
            "created": self.tr("created"),
            "updated": self.tr("updated"),
            "unchanged": self.tr("unchanged"),
            "superseded": self.tr("older than another version"),
            "rejected": self.tr("refused"),
            "refused": self.tr("refused"),
            "dismissed": self.tr("ended by a person"),
            "pending": self.tr("waits to be sent"),
            "sending": self.tr("is being sent"),
            "unknown": self.tr("not known yet"),
            "not sent": self.tr("not sent"),
            UNREADABLE: self.tr("not sent"),
        }
        return words.get(what, what)

    def counted(self, what: str, many: int, *, executed: bool) -> str:
        """On the button of a filter: ``12 to create``, ``12 created``."""
        words = self._became_counted() if executed else self._would_counted()
        return words.get(what, "{count}").format(count=number(many))

    def _would_counted(self) -> Mapping[str, str]:
        return {
            "": self.tr("All {count}"),
            "created": self.tr("{count} to create"),
            "updated": self.tr("{count} to update"),
            "unchanged": self.tr("{count} unchanged"),
            "superseded": self.tr("{count} older"),
            "refused": self.tr("{count} refused"),
            "waits": self.tr("{count} waiting"),
        }

    def _became_counted(self) -> Mapping[str, str]:
        return {
            "": self.tr("All {count}"),
            "created": self.tr("{count} created"),
            "updated": self.tr("{count} updated"),
            "unchanged": self.tr("{count} unchanged"),
            "superseded": self.tr("{count} older"),
            "rejected": self.tr("{count} refused"),
            "dismissed": self.tr("{count} ended by a person"),
            "not sent": self.tr("{count} not sent"),
            "pending": self.tr("{count} waiting to be sent"),
            "sending": self.tr("{count} being sent"),
            "unknown": self.tr("{count} not known yet"),
        }

    def who(self, owner: str | None) -> str:
        """Who can fix it; empty where nobody has to."""
        words = {
            "clerk": self.tr("Someone who keeps the data can fix it."),
            "it": self.tr("IT can fix it."),
            "vendor": self.tr("The vendor of the sending system, or of this program, can fix it."),
        }
        return words.get(owner or "", "")

    def place(self, row: Row) -> str:
        """``ORD_0812.xml, line 214``."""
        name, at = said(row["path"].rpartition("/")[2]), line(row)
        return self.tr("{file}, line {line}").format(file=name, line=number(at)) if at else name

    def note(self, row: Row) -> str:
        """What is to be said of it: what became of it, why it was left alone, why it would be refused."""
        return said(row["became_note"] or row["left_alone"] or row["note"])

    def why(self, row: Row) -> str:
        """As ``note``, or which fields change."""
        return self.note(row) or ", ".join(said(one["field"]) for one in row["changes"])

    def step(self, event: Row) -> str:
        """How far it is."""
        done, total = number(int(event["done"])), event["total"]
        words = {
            "notice": (self.tr("Looking for files: {done}"), self.tr("Looking for files: {done} of {total}")),
            "read": (self.tr("Reading files: {done}"), self.tr("Reading files: {done} of {total}")),
            "look up": (self.tr("Asking Acme: {done} documents"), self.tr("Asking Acme: {done} of {total} documents")),
            "stage": (self.tr("Reading files: {done}"), self.tr("Reading files: {done} of {total}")),
            "deliver": (self.tr("Sending: {done} documents"), self.tr("Sending: {done} of {total} documents")),
            "settle": (self.tr("Putting files away: {done}"), self.tr("Putting files away: {done} of {total}")),
        }
        without, within = words.get(str(event["step"]), (self.tr("{done} done"), self.tr("{done} of {total} done")))
        return without.format(done=done) if total is None else within.format(done=done, total=number(int(total)))
