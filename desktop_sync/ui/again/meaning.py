"""What reading again would mean, or has meant: the places in words, or how many documents differ and which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui import spoken
from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.tokens import INSIDE

SHOWN = 12  # documents, and faults
Row = dict[str, Any]


class Meaning(QWidget):
    """Empty until something was looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.what, self.more = section("", self), text("", self), note("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        for one in (self.title, self.what, self.more):
            column.addWidget(one)
        column.addStretch(1)

    def begin(self, *, looks: bool) -> None:
        """Something is looked at, or done."""
        self._show(self.tr("Looking…") if looks else self.tr("It is being done…"), "", "")

    def clear(self) -> None:
        """Nothing was looked at."""
        self._show("", "", "")

    def show_event(self, event: Mapping[str, Any]) -> None:
        """A progress event of the engine; other events say nothing here."""
        if event.get("event") == "progress":
            self.what.setText(self.tr("%Ln read so far", "", int(event["done"])))

    def show_told(self, told: Row, *, done: bool = False) -> int:
        """As the engine answered; how many documents would be sent, or, where it was ``done``, are."""
        if "places" in told:
            return self._places(told["places"])
        counts, faults = told["counts"], told["faults"]
        many = int(counts.get("sent", 0))
        sent = (
            self.tr("%Ln differ and are sent", "", many) if done else self.tr("%Ln differ and would be sent", "", many)
        )
        lines = [sent]
        lines += [self._counted(name, int(number)) for name, number in counts.items() if name != "sent"]
        if faults:
            lines.append(self.tr("%Ln cannot be read", "", len(faults)))
        told_of = [
            f"{one['reference']}: {one['note']}" if one["note"] else one["reference"] for one in self._sent(told)
        ]
        more = [said(", ".join(told_of)), *(said(str(fault)) for fault in faults[:SHOWN])]
        self._show(
            self.tr("%Ln file(s) read again", "", told["files"]), "\n".join(lines), "\n".join(filter(None, more))
        )
        return many

    def _places(self, places: Mapping[str, str]) -> int:
        lines = list(places.values()) if len(places) == 1 else [f"{name}: {words}" for name, words in places.items()]
        self._show(self.tr("What the next run does"), "\n".join(said(one) for one in lines), "")
        return 0

    @staticmethod
    def _sent(told: Row) -> list[Row]:
        return [one for one in told["documents"] if one["what"] == "sent"][:SHOWN]

    def _counted(self, name: str, many: int) -> str:
        words = {
            "unchanged": self.tr("are unchanged"),
            "older": self.tr("are older than what is known, not sent"),
            "edited": self.tr("were edited by a person, left so"),
            "dismissed": self.tr("were dismissed by a person, left so"),
            "on its way": self.tr("are on their way already"),
        }
        return f"{spoken.number(many)} {words.get(name, name)}"

    def _show(self, title: str, what: str, more: str) -> None:
        for label, words in ((self.title, title), (self.what, what), (self.more, more)):
            label.setText(words)
            label.setVisible(bool(words))
