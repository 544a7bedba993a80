"""A message about a group of problems for whoever can fix it: whole, polite, plain text. It sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop_sync.program import product
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row, Telling, reference
from desktop_sync.ui.spoken import moment, number

MOST = 50  # documents that are named


class Message(QObject):
    """``program``: what the engine says of itself, for the vendor."""

    def __init__(self, telling: Telling, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._telling = telling

    def text(self, group: Row, members: Sequence[Row], program: str = "") -> str:
        """``members``: as many of them as are at hand, the first ones."""
        telling = self._telling
        lines = [
            self.tr("Hello,"),
            "",
            self.tr("Desktop Sync reports a problem that needs you:"),
            telling.title(group),
            "",
            self.tr("What it is about: {what}").format(what=telling.counted(group)),
            *self._named(group, members),
        ]
        advice = telling.advice(group)
        if advice:
            lines += ["", self.tr("What to do: {advice}").format(advice=advice)]
        lines += ["", self.tr("Since: {moment}").format(moment=moment(group["first_at"]))]
        flows = telling.flows(group)
        if flows:
            lines.append(self.tr("Where: {flows}").format(flows=flows))
        if group["owner"] != "clerk":
            detail = self.tr("Technical detail: {cause}; version {program}")
            lines.append(detail.format(cause=said(group["cause"]), program=program))
        return "\n".join([*lines, "", self.tr("Please tell me when it is done. Thank you!"), ""])

    def _named(self, group: Row, members: Sequence[Row]) -> list[str]:
        named = [self._member(one) for one in members[:MOST]]
        left = group["problems"] - len(named)
        if left > 0:
            named.append(self.tr("- and {count} more").format(count=number(left)))
        return named

    def _member(self, member: Row) -> str:
        name, place = reference(member), self._telling.place(member)
        parts = [name] if name else []
        if place and place != name:
            parts.append(f"({place})" if name and member["reference"] else place)
        about = " ".join(parts)
        what = said(member["what"])
        return f"- {about}: {what}" if about else f"- {what}"

    def detail(self, group: Row, members: Sequence[Row], program: str = "") -> str:
        """Everything that is known, for support: names and values as they are in the program."""
        lines = [
            f"{product()} {program}",
            f"cause: {said(group['cause'])}",
            f"owner: {group['owner']}  problems: {group['problems']}  times: {group['times']}",
            f"flows: {', '.join(group['flows'])}  connections: {', '.join(group['connections'])}",
            f"first: {moment(group['first_at'])}  last: {moment(group['last_at'])}",
        ]
        for one in members[:MOST]:
            lines.append("")
            lines += [f"{name}: {said(str(one[name]))}" for name in _DETAIL if one[name] not in {None, ""}]
        return "\n".join([*lines, ""])


_DETAIL = (
    "problem", "key", "what", "hint", "resource", "reference", "state", "reason", "note", "path", "record", "position",
    "field", "value", "delivery", "item", "opened_at", "last_at", "times",
)  # fmt: skip
