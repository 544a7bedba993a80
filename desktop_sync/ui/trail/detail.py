"""What shows beside the story: the file with its place, the record, the mapping, a request or an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.core.redaction import redact_guessing
from desktop_sync.ui import icons
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.spoken import moment, number
from desktop_sync.ui.trail import words
from desktop_sync.ui.trail.mapped import Mapped, Record
from desktop_sync.ui.trail.said import Said
from desktop_sync.ui.trail.story import At
from desktop_sync.ui.trail.viewer import Viewer
from desktop_sync.ui.trail.words import Row


class Detail(Card):
    """``show_step`` of a version. ``position_wanted``: a value's place shows now, so that step is the one."""

    position_wanted = Signal(object)

    def __init__(self, link: Link, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._asked: Asked | None = None
        self._delivery: Row = {}
        self._records: dict[int, Row] = {}
        self._wanted = ""
        self.viewer, self.said = Viewer(link, self), Said(self)
        self.record, self.mapped = Record(kept, self), Mapped(kept, self)
        self.waiting = EmptyPlace(icons.action("text-search"), "", "", parent=self)
        self._stack = QStackedWidget(self)
        for one in (self.viewer, self.record, self.mapped, self.said, self.waiting):
            self._stack.addWidget(one)
        self.record.place_wanted.connect(self._show_value)
        self.mapped.place_wanted.connect(self._show_value)
        self.body.addWidget(self._stack)

    @property
    def shown(self) -> QWidget | None:
        """The part that shows."""
        return self._stack.currentWidget()

    def show_step(self, at: At, delivery: Row, people: Sequence[Row]) -> None:
        """``people``: what was done by hand to this version."""
        self._delivery, self._wanted = delivery, at.kind
        match at.kind:
            case "file" | "position":
                self._show_file(whole=at.kind == "file")
            case "record" | "mapping":
                self._show_record()
            case "request":
                self._say_request(delivery["requests"][at.number])
            case "answer":
                self._say_answer(delivery["requests"][at.number])
            case "person":
                self._say_person(people[at.number])
            case _:
                self._say_end()

    # -- the file -----------------------------------------------------------------------------

    def _show_file(self, *, whole: bool) -> None:
        one = self._delivery
        self._stack.setCurrentWidget(self.viewer)
        if gone := words.kept(one):
            title = self.tr("Its content is not kept any more")
            words_ = self.tr("{gone} Its SHA-256 is {digest}.").format(gone=gone, digest=one["payload"])
            self.viewer.show_gone(title, words_)
        elif whole:
            self.viewer.show_place({"item": one["item"], "member": one["position"].get("member", "")})
        else:
            self._mark_record()

    def _mark_record(self) -> None:
        """At once from its first line; with all of it when its end is known."""
        told = self._records.get(self._delivery["id"])
        marks = _span(self._delivery["position"], told["length"] if told else None)
        self.viewer.show_place(self._place(), *marks)
        if told is None:
            self._ask()

    def _place(self, line: int | None = None, offset: int | None = None) -> Row:
        one, position = self._delivery, self._delivery["position"]
        place: Row = {"item": one["item"], "member": position.get("member", "")}
        if offset is None and line is None:
            offset, line = position.get("offset"), position.get("line")
        if "sheet" in position:
            return place  # a workbook is packed: its rows are no lines of its bytes
        place |= {"offset": offset} if offset is not None else {}
        return place | ({"line": line} if line is not None else {})

    @Slot(dict)
    def _show_value(self, row: Row) -> None:
        told = self._records.get(self._delivery["id"])
        marks = _span(self._delivery["position"], told["length"] if told else None)
        marks += _span(row, row["length"])
        self._wanted = "value"
        self._stack.setCurrentWidget(self.viewer)
        self.viewer.show_place(self._place(row["line"], row["offset"]), *marks)
        self.position_wanted.emit(At(self._delivery["id"], "position"))

    # -- the record ---------------------------------------------------------------------------

    def _show_record(self) -> None:
        if gone := words.kept(self._delivery):
            self._wait(self.tr("What the record said is not kept any more"), gone)
            return
        told = self._records.get(self._delivery["id"])
        if told is None:
            self._wait(self.tr("The record is being read…"), self.tr("It is read from the kept content of the file."))
            self._ask()
            return
        if self._wanted == "record":
            self.record.tell(told)
            self._stack.setCurrentWidget(self.record)
        else:
            self.mapped.tell(told, self._delivery)
            self._stack.setCurrentWidget(self.mapped)

    def _wait(self, title: str, said: str) -> None:
        self.waiting.show_words(title, said)
        self._stack.setCurrentWidget(self.waiting)

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.forget()
        number_of = self._delivery["id"]
        self._asked = self._link.ask(self, "record", self._read, self._not_read, delivery=number_of)

    def _read(self, told: Row) -> None:
        self._asked = None
        self._records[told["delivery"]] = told
        if told["delivery"] != self._delivery["id"]:
            return
        if self._wanted == "position":
            self._mark_record()
        elif self._wanted in {"record", "mapping"}:
            self._show_record()

    def _not_read(self, error: SyncError) -> None:
        self._asked = None
        if self._wanted in {"record", "mapping"}:
            self._wait(error.what, error.hint)

    # -- what was said ------------------------------------------------------------------------

    def _say_request(self, request: Row) -> None:
        self._stack.setCurrentWidget(self.said)
        facts = [
            (self.tr("Request"), f"{request['method']} {request['path']}"),
            (self.tr("Sent"), words.sent(request)),
            (self.tr("Key"), request["key"]),
            (self.tr("Only if Acme has version"), request["if_match"] or ""),
            (self.tr("Body, SHA-256"), request["body_sha256"]),
            (self.tr("Note"), request["note"]),
        ]
        body = json.dumps(self._delivery["body"], ensure_ascii=False, indent=2)
        caption = self.tr("The document of which its body was made:")
        self.said.say(self.tr("Request {number}").format(number=number(request["number"])), facts, caption, body)

    def _say_answer(self, request: Row) -> None:
        self._stack.setCurrentWidget(self.said)
        facts = [
            (self.tr("Answer"), words.answered(request)),
            (self.tr("When"), words.took(request)),
            (self.tr("Became of it"), self._delivery["note"]),
        ]
        answer = redact_guessing(words.pretty(request["answer"]))
        caption = self.tr("What Acme answered (its beginning):") if answer else ""
        self.said.say(
            self.tr("Answer to request {number}").format(number=number(request["number"])), facts, caption, answer
        )

    def _say_person(self, person: Row) -> None:
        self._stack.setCurrentWidget(self.said)
        facts = [
            (self.tr("Who"), person["who"]),
            (self.tr("When"), moment(person["at"])),
            (self.tr("What"), words.action(person["action"])),
            (self.tr("Reason"), person["reason"] or ""),
        ]
        details = person["details"] or ""
        self.said.say(self.tr("Done by hand"), facts, self.tr("In detail:") if details else "", details)

    def _say_end(self) -> None:
        self._stack.setCurrentWidget(self.said)
        one = self._delivery
        facts = [
            (self.tr("Why"), words.why(one)),
            (self.tr("Note"), one["note"]),
            (self.tr("Content"), one["hash"]),
            (self.tr("When"), moment(one["ended_at"]) if one["ended_at"] else ""),
        ]
        body = json.dumps(one["body"], ensure_ascii=False, indent=2)
        self.said.say(self.tr("Nothing was sent"), facts, self.tr("The document:"), body)


def _span(place: Row, length: int | None) -> list[tuple[int, int]]:
    """Bytes from and to; nothing where that is not known."""
    offset = place.get("offset")
    return [] if offset is None or length is None else [(offset, offset + length)]
