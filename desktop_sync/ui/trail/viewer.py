"""A payload beside its trail: the stretch around a place, the place marked; more of it is fetched when it is read.

Only the stretch that shows is here, and never more came through the pipe than that, however large the file is.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.parts.paper import Paper
from desktop_sync.ui.spoken import number, size
from desktop_sync.ui.theme import NOTE
from desktop_sync.ui.tokens import GRID
from desktop_sync.ui.trail.words import Row

AROUND, PAGE = 1 << 14, 1 << 15  # bytes beside a place, and of one more page
ROW = 16  # bytes of a row in hexadecimal


class Viewer(QWidget):
    """``show_place`` of an item, or ``show_gone`` with why there is nothing to show."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._asked: Asked | None = None
        self._place: Row = {}
        self._told: Row = {}
        self.about = Elided("", self, size=NOTE)
        self.about.setObjectName("secondary")
        self._gone = EmptyPlace(icons.action("file-hidden"), "", "", parent=self)
        self.back = self._button("target", self.tr("Back to the marked place"))
        self._above = self._button("chevron-up", self.tr("Earlier in the file (Page up)"))
        self._below = self._button("chevron-down", self.tr("Later in the file (Page down)"))
        self.paper = Paper(self.tr("Content of the file"), self, numbered=True)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.paper)
        self._pages.addWidget(self._gone)
        self.buttons = self._above, self._below
        self._above.clicked.connect(self._go_before)
        self._below.clicked.connect(self._go_after)
        self.back.clicked.connect(self._go_back)
        self.paper.before_wanted.connect(self._go_before)
        self.paper.after_wanted.connect(self._go_after)
        head = QHBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self.about, 1)
        for one in (self.back, self._above, self._below):
            head.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._allow()

    def show_place(self, place: Row, *marks: tuple[int, int]) -> None:
        """``place``: item, member, offset and line. ``marks``: from which byte to which, the weaker ones first."""
        self._place = {**place, "marks": [list(one) for one in marks]}
        self._ask({**self._place, "before": AROUND, "after": PAGE}, self._show_marked)

    def show_gone(self, title: str, words: str = "") -> None:
        """There is nothing to show, and why."""
        self._forget()
        self._told = {}
        self._gone.show_words(title, words)
        self._pages.setCurrentWidget(self._gone)
        self.about.setText("")
        self._allow()

    def _ask(self, values: Row, done: Any) -> None:  # noqa: ANN401 - a slot
        self._forget()
        self._asked = self._link.ask(self, "payload", done, self._failed, **values)
        self._allow()

    def _forget(self) -> None:
        if self._asked is not None:
            self._asked.forget()
            self._asked = None

    def _show_marked(self, told: Row) -> None:
        self._show(told)
        if not told["marks"] and told["text"] is not None and "line" in self._place:
            self.paper.mark_line(self._place["line"])  # more of it is not known yet, or never
        self.paper.go_to_mark()

    def _show(self, told: Row) -> None:
        self._asked, self._told = None, told
        if told["text"] is None:
            self.paper.show_text(_hexadecimal(bytes.fromhex(told["bytes"]), told["start"]), 0)
        else:
            self.paper.show_text(told["text"], told["first_line"])
            self.paper.mark(*((one, other) for one, other in told["marks"]))
        self._pages.setCurrentWidget(self.paper)
        self.about.setText(self._words(told))
        self._allow()

    def _words(self, told: Row) -> str:
        if told["text"] is None:
            words = self.tr("{path} · no text, so its bytes are shown · bytes {first} to {last} of {size}")
        elif told["size"] is None:
            words = self.tr("{path} › {member} · {encoding} · from byte {first} to {last}")
        elif told["start"] == 0 and told["end"] == told["size"]:
            words = self.tr("{path} · {encoding} · {size}")
        else:
            words = self.tr("{path} · {encoding} · bytes {first} to {last} of {size}")
        return words.format(
            path=told["path"],
            member=told["member"],
            encoding=told["encoding"],
            first=number(told["start"]),
            last=number(told["end"]),
            size="" if told["size"] is None else size(told["size"]),
        )

    @Slot()
    def _go_before(self) -> None:
        if self._asked is None and self._allowed()[0]:
            told = self._told
            place = {"offset": told["start"], "line": told.get("first_line", 1)}
            self._ask({**self._place, **place, "before": PAGE, "after": AROUND}, self._show_before)

    @Slot()
    def _go_after(self) -> None:
        if self._asked is None and self._allowed()[1]:
            place = {"offset": self._told["end"], "line": self.paper.last}
            self._ask({**self._place, **place, "before": AROUND, "after": PAGE}, self._show_after)

    @Slot()
    def _go_back(self) -> None:
        self._ask({**self._place, "before": AROUND, "after": PAGE}, self._show_marked)

    def _show_before(self, told: Row) -> None:
        """What stood at the top stands there still, and more is above it."""
        self._go_on(told, self._told["start"], self.paper.first, bottom=False)

    def _show_after(self, told: Row) -> None:
        self._go_on(told, self._told["end"], self.paper.last, bottom=True)

    def _go_on(self, told: Row, offset: int, line: int, *, bottom: bool) -> None:
        """At the place up to which was read: this byte, in this line."""
        self._show(told)
        if self.paper.folds:
            self.paper.go_to_share((offset - told["start"]) / max(told["end"] - told["start"], 1))
        elif told["text"] is None:
            self.paper.go_to((offset - told["start"]) // ROW, bottom=bottom)
        else:
            self.paper.go_to(line - told["first_line"], bottom=bottom)

    def _failed(self, error: SyncError) -> None:
        self._asked = None
        self.show_gone(error.what, error.hint)

    def _allowed(self) -> tuple[bool, bool]:
        """Whether there is more above, and below."""
        told = self._told
        if not told:
            return False, False
        return told["start"] > 0, not told["ends"]

    def _allow(self) -> None:
        above, below = self._allowed()
        self._above.setEnabled(above)
        self._below.setEnabled(below)
        self.back.setEnabled(bool(self._told))

    def _button(self, icon: str, words: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icons.action(icon))
        made.setAutoRaise(True)
        made.setToolTip(words)
        made.setAccessibleName(words)
        return made


def _hexadecimal(data: bytes, start: int) -> str:
    """``00000010  3c 3f 78 6d …  <?xm…``, a row for every sixteen bytes."""
    rows = []
    for at in range(0, len(data), ROW):
        part = data[at : at + ROW]
        spelt = "".join(chr(one) if 0x20 <= one < 0x7F else "." for one in part)  # noqa: PLR2004 - printable ASCII
        rows.append(f"{start + at:08x}  {part.hex(' '):<{3 * ROW - 1}}  {spelt}")
    return "\n".join(rows)
