"""Problems in words: titles, who can fix them, what to do, since when.

It knows the rows of ``problems`` as the facade gives them, and no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from desktop_sync.core.sentence import STOPS
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.spoken import ago, moment, number

Row = dict[str, Any]
UNKNOWN = "unknown"
ELLIPSIS = "…"
ASKS = frozenset({"first run", "held"})
"""Causes that are questions, which the overview asks."""
ARRIVED = "export unknown"
"""The cause that asks whether a report has arrived, which is answered where it shows what its export has made."""


def mood(group: Row) -> str:
    """Of a group or problem: whether something stands still because of it."""
    return "stopped" if group["cause"] in STOPS else "attention"


def reference(member: Row) -> str:
    """What it is about: a document by its number, else a file by its name."""
    return said(member.get("reference") or "") or file_name(member)


def tried(group: Row) -> bool:
    """Whether somebody has had it tried again, and it waits for that."""
    return all(one["state"] in {"pending", "sending"} for one in group["examples"])


def spoken_of(group: Row, subject: str) -> bool:
    """Whether ``subject`` is this group, its cause, or a document of it."""
    return subject in {group["group"], group["cause"], *(one["reference"] for one in group["examples"])}


def file_name(member: Row) -> str:
    """Without its folder."""
    return said((member.get("path") or "").rpartition("/")[2])


class Telling(QObject):
    """``titles``: of flows, ``connections``: of connections, by id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles: Mapping[str, str] = {}
        self.connections: Mapping[str, str] = {}

    def title(self, group: Row) -> str:
        """What happened. Of several: what they have in common, where that can be told."""
        first, many = group["examples"][0], group["problems"]
        if many == 1:
            return said(first["what"])
        if group["cause"] == UNKNOWN:
            return self.tr("It is not known whether %n document(s) arrived", "", many)
        if first["note"]:
            return said(first["note"])
        if first["field"]:
            return self.tr("{field}: wrong in %n record(s)", "", many).format(field=said(first["field"]))
        return said(first["what"])

    def counted(self, group: Row, many: int | None = None) -> str:
        """``7 orders``, ``2 files``, ``3 problems``."""
        count = group["problems"] if many is None else many
        match self.kind(group):
            case "orders":
                return self.tr("%n order(s)", "", count)
            case "invoices":
                return self.tr("%n invoice(s)", "", count)
            case "documents":
                return self.tr("%n document(s)", "", count)
            case "files":
                return self.tr("%n file(s)", "", count)
            case _:
                return self.tr("%n problem(s)", "", count)

    def which(self, group: Row) -> str:
        """``7 orders: 4711, 4712, 4713, …``; empty for one, whose title names it."""
        if group["problems"] == 1:
            return ""
        named = list(dict.fromkeys(name for one in group["examples"] if (name := reference(one))))
        more = [ELLIPSIS] if group["problems"] > len(group["examples"]) else []
        return f"{self.counted(group)}: {', '.join([*named, *more])}" if named else self.counted(group)

    @staticmethod
    def kind(group: Row) -> str:
        """``orders`` or another resource where all are of one, ``documents``, ``files``, or empty."""
        found = {one["resource"] for one in group["examples"]}
        if group["documents"]:
            return str(found.pop()) if len(found) == 1 and found <= {"orders", "invoices"} else "documents"
        return "files" if all(one["item"] and one["record"] is None for one in group["examples"]) else ""

    def who(self, owner: str) -> str:
        """One word."""
        words = {"clerk": self.tr("Clerk"), "it": self.tr("IT"), "vendor": self.tr("Vendor")}
        return words.get(owner, owner)

    def who_can(self, owner: str) -> str:
        """In a sentence."""
        words = {
            "clerk": self.tr("Someone who keeps the data can fix it"),
            "it": self.tr("IT can fix it"),
            "vendor": self.tr("The vendor of the sending system, or of this program, can fix it"),
        }
        return words.get(owner, owner)

    def advice(self, group: Row) -> str:
        """What to do."""
        if tried(group):
            return self.tr("Nothing for now: the next run tries it again.")
        return said(group["advice"] or "")

    def since(self, group: Row, now: datetime) -> str:
        """``14:02, last 2 min ago``."""
        first, last = ago(group["first_at"], now), ago(group["last_at"], now)
        if first == last:
            return first
        return self.tr("{first}, last {last}").format(first=first, last=last)

    def since_in_full(self, group: Row) -> str:
        """For the tooltip."""
        return self.tr("First {first}, last {last}").format(
            first=moment(group["first_at"]), last=moment(group["last_at"])
        )

    def seen(self, group: Row) -> str:
        """``seen 12 times``; empty where each was seen once."""
        if group["times"] <= group["problems"]:
            return ""
        return self.tr("seen {times} times").format(times=number(group["times"]))

    def place(self, member: Row) -> str:
        """``ORD_0812.xml, line 214``."""
        name, line = file_name(member), member["line"]
        return self.tr("{file}, line {line}").format(file=name, line=number(line)) if name and line else name

    def flows(self, group: Row) -> str:
        """Whose: flows, else connections."""
        flows = [said(self.titles.get(one, one)) for one in group["flows"]]
        return ", ".join(flows or [self.connection(one) for one in group["connections"]])

    def connection(self, name: str) -> str:
        """By its title."""
        return said(self.connections.get(name, name))

    def note(self, group: Row, now: datetime) -> str:
        """The small line below a title."""
        first = group["examples"][0]
        about = reference(first) if group["problems"] == 1 else self.counted(group)
        since = self.tr("since {first}").format(first=ago(group["first_at"], now))
        if tried(group):
            since = self.tr("is tried again")
        return " · ".join(one for one in (self.who(group["owner"]), about, since) if one)

    def ended(self, row: Row, now: datetime) -> str:
        """Of one that has ended: why, and when."""
        return self.tr("{when}: {why}").format(when=ago(row["closed_at"], now), why=said(row["closed_by"]))
