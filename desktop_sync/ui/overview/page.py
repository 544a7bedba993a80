"""The overview put together. It is filled by the picture; volume and arrivals are asked for when something changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.asks import Asks
from desktop_sync.ui.overview.card import Around, FlowCard
from desktop_sync.ui.overview.cards import Cards
from desktop_sync.ui.overview.charts import Charts
from desktop_sync.ui.overview.ghost import Ghosts
from desktop_sync.ui.overview.head import Head
from desktop_sync.ui.overview.look import Look
from desktop_sync.ui.overview.moving import Moving
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.words import Words
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.tokens import BETWEEN

Row = dict[str, Any]
REST = 5000  # ms between two questions for volume and arrivals


class Overview(QWidget):
    """``wanted``: ``dry_run``, ``activity``, ``problems`` or ``settings``, and of which flow (empty: all).

    ``trail_wanted``: the trail of a document (reference, resource). ``guide_wanted``: a first flow shall be set up.
    """

    wanted = Signal(str, str)
    trail_wanted = Signal(str, str)
    guide_wanted = Signal()
    told = Signal(str, str)

    def __init__(self, link: Link, picture: Picture, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._picture, self._kept = link, picture, kept
        self._today: Row = {}
        self._arrivals: dict[str, list[Row]] = {}
        self._again = False
        self.rest = QTimer(self, singleShot=True, interval=REST)
        self.rest.timeout.connect(self._rested)
        self._words, self.steering = Words(self), Steering(link, self)
        self._moving = Moving(link, self)
        self._asks = Asks(link, self.steering, self._words, self)
        self.head = Head(self.steering, self)
        self.charts, self.cards = Charts(self), Cards(self._card, self)
        self.none = EmptyPlace(
            icons.action("file-arrow-up-down-outline"),
            self.tr("No flow is set up yet"),
            self.tr("A flow brings what your system drops or holds to Acme. Each has its card here."),
            self.tr("Set up the &first flow"),
            self,
        )
        self.off = EmptyPlace(
            icons.action("power-plug-off-outline"),
            self.tr("There is no engine"),
            "",
            self.tr("Start the &engine"),
            self,
        )
        self._below = QStackedWidget(self)
        self._lay_out()
        self._join()
        self._show()

    def _card(self) -> FlowCard:
        return FlowCard(self.steering, self._words, self._asks)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    @Slot()
    def _pictured(self) -> None:
        """What nobody sees waits until it is seen."""
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        now, flows = self._picture.now, self._picture.flows
        self.head.show_sentence(self._picture.sentence, flows, now, strange=self._link.strange)
        self.charts.show_waiting(sum(flow["waiting"] for flow in flows))
        self.charts.setVisible(bool(flows) or self._picture.sentence["key"] == "connecting")
        if not self._picture.known:
            off = self._picture.sentence["key"] == "no_engine"
            self.off.button.setEnabled(off)
            why = str(self._picture.sentence["values"].get("why") or "")  # which the head may have no room for
            usual = self.tr("It runs the flows, also while no window is open. Their cards are here as soon as it runs.")
            self.off.show_words(self.tr("There is no engine"), why or usual)
            self.off.button.setText(self.tr("&Go on here…") if self._link.strange else self.tr("Start the &engine"))
            self._below.setCurrentWidget(self.off if off else self.ghosts)
        elif not flows:
            self._below.setCurrentWidget(self.none)
        else:
            self._fill()
            self._below.setCurrentWidget(self.cards)
        self._ask()

    @Slot(str)
    def _progressed(self, flow: str) -> None:
        if self.isVisible():
            self.cards.show_progress(flow)

    def _fill(self) -> None:
        flows = self._picture.flows
        self.cards.show_flows(flows, {flow["flow"]: self._around(flow["flow"]) for flow in flows})

    def _around(self, flow: str) -> Around:
        known = self._picture.sentence["key"] not in {"connecting", "no_engine"}
        return Around(self._picture.now, self._today.get(flow, {}), self._arrivals.get(flow, []), known)

    def _ask(self) -> None:
        """While it is seen, and not more often than every few seconds; what changed meanwhile is asked for then."""
        if not self.isVisible() or not self._picture.flows or not self._link.may("volume"):
            return
        if self.rest.isActive():
            self._again = True
            return
        self._again = False
        self.rest.start()
        self._link.ask(self, "volume", self._counted, self._unasked)
        self._link.ask(self, "arrivals", self._expected, self._unasked)

    @Slot()
    def _rested(self) -> None:
        if self._again:
            self._ask()

    def _counted(self, told: Row) -> None:
        self._today = told["today"]
        self.charts.show_volume(told)
        self._fill()

    def _expected(self, told: list[Row]) -> None:
        self._arrivals = {one["flow"]: one["expected"] for one in told if one["enabled"]}
        self._fill()

    def _unasked(self, _: object) -> None:
        """What is shown stays; the sentence tells when the engine is away."""

    @Slot(str)
    def look(self, flow: str) -> None:
        """A sheet with what a flow holds."""
        for one in self._picture.flows:
            if one["flow"] == flow:
                sheet = Look(self.window(), self._link, self.steering, self._kept, one)
                sheet.trail_wanted.connect(self.trail_wanted)
                self._picture.changed.connect(sheet.refresh)
                sheet.show()

    @Slot(str, str)
    def _noted(self, flow: str, note: str) -> None:
        self.told.emit("well", f"{self._picture.title(flow)}: {said(note)}")

    @Slot()
    def _engine_wanted(self) -> None:
        """Of a folder that comes from another machine none starts before somebody says so."""
        if self._link.strange:
            self._moving.ask()
            self._show()  # the button is for another try
        else:
            self._link.start_engine()

    @Slot()
    def _moved(self) -> None:
        words = self.tr("This data folder works on this machine now. Acme is read before anything is sent again.")
        self.told.emit("well", words)

    @Slot()
    def _switched_off(self) -> None:
        self.wanted.emit("settings", "")

    def _join(self) -> None:
        self._picture.changed.connect(self._pictured)
        self._picture.progressed.connect(self._progressed)
        self.cards.wanted.connect(self.wanted)
        for wanted in (self.head.start_wanted, self.off.wanted):
            wanted.connect(self._engine_wanted)
        self.head.settings_wanted.connect(self._switched_off)
        self.none.wanted.connect(self.guide_wanted)
        self._asks.look.connect(self.look)
        self.steering.noted.connect(self._noted)
        self._link.moved.connect(self._moved)

    def _lay_out(self) -> None:
        self.ghosts = Ghosts(self)
        for one in (self.ghosts, self.off, self.none, self.cards):
            self._below.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.head)
        column.addWidget(self.charts)
        column.addWidget(self._below, 1)
