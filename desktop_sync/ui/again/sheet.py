"""*Read again*: of a range, what was kept is read with the present mapping, or the source is asked once more.

First it is looked what that means; the button that does it does what was looked at, and nothing else. The engine works.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QRadioButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.again.meaning import Meaning
from desktop_sync.ui.again.span import Span
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.second_click import SecondClick
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.tokens import BETWEEN, GRID

Row = dict[str, Any]
KEPT, SOURCE = "read_again", "ask_again"


class AgainSheet(Sheet):
    """Of the flow of that id."""

    def __init__(self, over: QWidget, link: Link, flow: str, title: str) -> None:
        super().__init__(over, "")
        self._link, self._flow = link, flow
        self.title.setText(self.tr("Read again: {flow}").format(flow=said(title)))
        self.setAccessibleName(self.title.text())
        self._asked: Asked | None = None
        self._second = SecondClick()
        self._looked: Row | None = None  # what the look was for, and may be done
        self._shown: Row | None = None  # what that is of which it shows what it means
        self._many = 0
        self.bar = Bar(self)
        self.kept = QRadioButton(self.tr("What came here, read again with the present ma&pping"), self)
        self.source = QRadioButton(self.tr("What the source &has had, asked of it again"), self)
        self.means = note("", self)
        self.span, self.meaning = Span(self), Meaning(self)
        self.look = QPushButton(icons.action("magnify"), "", self)
        self.go, self.undo = QPushButton(self), QPushButton(self.tr("&Undo the last time"), self)
        group = Choice(self)
        for one in (self.kept, self.source):
            group.addButton(one)
            one.toggled.connect(self._dress)
        self.kept.setChecked(True)
        self.span.changed.connect(self._dress)
        self.look.clicked.connect(self._look)
        self.go.clicked.connect(self._go)
        self.undo.clicked.connect(self._undo)
        link.changed.connect(self._dress)
        self._lay_out()
        self._dress()

    @property
    def method(self) -> str:
        """What the engine would be asked."""
        return SOURCE if self.source.isChecked() else KEPT

    def close(self) -> bool:
        """A look that goes on is ended; what is being done is not, and the sheet stays."""
        if self._asked is not None and not self.busy:
            self._asked.cancel()
        return super().close()

    @property
    def _now(self) -> Row:
        """What is chosen."""
        return {"method": self.method, **self.span.told()}

    def _values(self) -> Row:
        times, keys = self.span.times, self.span.keys
        if keys is not None:
            return {"keys": keys}
        begin, end = times or (0.0, None)
        return {"since": begin, "until": end} if self.method == SOURCE else {"begin": begin, "end": end}

    # -- what lasts ---------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        if self._asked is None:
            self._second.first()
            self._ask(only_look=True)
            return
        if self._second.may_come:
            return
        self._asked.cancel()
        if self.busy:  # its end tells what has become of it
            self.look.setEnabled(False)
            return
        self._asked.forget()
        self._ended()
        self._dress()

    @Slot()
    def _go(self) -> None:
        self._ask(only_look=False)

    @Slot()
    def _undo(self) -> None:
        self._start(SOURCE, {"undo": True}, only_look=False)

    def _ask(self, *, only_look: bool) -> None:
        self._looked = None
        self._start(self.method, self._values(), only_look=only_look)

    def _start(self, method: str, values: Row, *, only_look: bool) -> None:
        if self._asked is not None:
            return
        self.bar.hide()
        self.meaning.begin(looks=only_look)
        done = self._seen if only_look else self._done
        self.busy = not only_look
        self._asked = self._link.ask(
            self, method, done, self._failed, self.meaning.show_event, flow=self._flow, only_look=only_look, **values
        )
        self._dress()

    def _seen(self, told: Row) -> None:
        self._ended()
        self._looked = self._shown = self._now
        self._many = self.meaning.show_told(told)
        self._dress()

    def _done(self, told: Row) -> None:
        self._ended()
        self._looked, self._shown = None, self._now
        if self.meaning.show_told(told, done=True) or "places" in told:
            self.bar.say("well", self.tr("It is noted. The next run of this flow does it."))
        else:
            self.bar.say("well", self.tr("Nothing of it differs; nothing is sent."))
        self._dress()

    def _failed(self, error: SyncError) -> None:
        self._ended()
        self._looked = self._shown = None
        self.bar.show_error(error)
        self._dress()

    def _ended(self) -> None:
        self._asked = None
        self.busy = False

    # -- words --------------------------------------------------------------------------------

    @Slot()
    def _dress(self) -> None:
        """The buttons, by what can be done now."""
        going, why = self._asked is not None, self._link.why_not(self.method) or self.span.why_not
        asks = self.method == SOURCE
        self.span.offer_keys(on=asks)
        self.means.setText(self._meaning())
        same = self._looked == self._now
        if not going and self._shown != self._now:
            self.meaning.clear()
        self.look.setText(self.tr("&Cancel") if going else self.tr("&Look what that is"))
        self.look.setEnabled(going or not why)
        self.look.setToolTip(why)
        self.go.setText(self._deed())
        self.go.setEnabled(same and not going and not why and (asks or self._many > 0))
        self.go.setToolTip(why or ("" if same else self.tr("First look what that is.")))
        self.undo.setVisible(asks)
        self.undo.setEnabled(not going and self._link.may(SOURCE))
        for one in (self.kept, self.source, self.span):
            one.setEnabled(not going)

    def _deed(self) -> str:
        if self.method == SOURCE:
            return self.tr("Let the next run a&sk for it")
        if self._looked != self._now:  # how many is not known
            return self.tr("Let the next run &send what differs")
        return self.tr("Let the next run &send %Ln change(s)", "", self._many)

    def _meaning(self) -> str:
        if self.method == SOURCE:
            return self.tr(
                "For databases and HTTP APIs: the next run asks the system itself, for what came too late or was "
                "missed. Acme is sent only what differs."
            )
        return self.tr(
            "For every source: files, rows and answers that came in that time and are still kept. The source is not "
            "asked. Acme is sent only what differs."
        )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for one in (self.look, self.go, self.undo):
            buttons.addWidget(one)
        buttons.addStretch(1)
        self.body.setSpacing(BETWEEN)
        for widget in (self.bar, self.kept, self.source, self.means, self.span):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.body.addWidget(self.meaning, 1)
