"""How everything stands, as the engine told it last: one picture for tray, overview and the window's navigation.

It is asked anew when something happened, at most twice a second, and every minute; progress is put into it as it comes.
Without an engine it says so, and keeps what was known of the flows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_sync.core.sentence import Mood
from desktop_sync.ui.link import Link, State

Row = dict[str, Any]
SOON = 400  # ms in which what happens at once is asked for once
MINUTE = 60_000  # ms: times in words go on


class Picture(QObject):
    """``changed``: all of it may be another; ``progressed``: only the progress of one flow, which is named."""

    changed = Signal()
    progressed = Signal(str)

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.told: Row = {}
        self._link = link
        self._asking = False
        self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.refresh)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self.refresh)
        link.changed.connect(self._linked)
        link.happened.connect(self._happened)

    @property
    def known(self) -> bool:
        """Whether an engine has told anything yet."""
        return bool(self.told)

    @property
    def now(self) -> datetime:
        """The moment by whose zone times are told."""
        return datetime.now(UTC).astimezone()

    @property
    def flows(self) -> list[Row]:
        """As ``snapshot`` tells them; with what was known last while there is no engine."""
        return list(self.told.get("flows", ()))

    def title(self, flow: str) -> str:
        """What people call it; its id where it is not known."""
        return next((str(one["title"] or flow) for one in self.flows if one["flow"] == flow), flow)

    @property
    def connections(self) -> dict[str, str]:
        """What people call them, by id."""
        return dict(self.told.get("connections", {}))

    def exports(self, flow: str) -> bool:
        """Whether it is an export."""
        return any(one["flow"] == flow and one.get("kind") == "export" for one in self.flows)

    @property
    def problems(self) -> list[Row]:
        """That are open."""
        return list(self.told.get("problems", ()))

    @property
    def sentence(self) -> Row:
        """``mood``, ``key``, ``values``, ``proof_at`` of the honest sentence; or of the engine's absence."""
        if self._link.state is State.CONNECTED and self.told:
            return dict(self.told["sentence"])
        key = "connecting" if self._link.state in {State.CONNECTING, State.CONNECTED} else "no_engine"
        mood = Mood.PAUSED if key == "connecting" else Mood.STOPPED
        return {"mood": mood.value, "key": key, "values": {"why": self._link.why}, "text": "", "proof_at": None}

    @Slot()
    def refresh(self) -> None:
        """Asks anew; once more afterwards when it was asked for meanwhile."""
        if self._link.state is not State.CONNECTED:
            return
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._link.ask(self, "snapshot", self._show, self._failed)

    @Slot()
    def _linked(self) -> None:
        if self._link.state is State.CONNECTED:
            self._minute.start()
            self.refresh()
        else:
            self._minute.stop()
        self.changed.emit()

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if event.get("event") == "progress":
            self._progress(event)
        else:
            self._soon.start()

    def _progress(self, event: Row) -> None:
        for flow in self.told.get("flows", ()):
            if flow["flow"] == event["flow"]:
                began = flow["progress"] is None
                flow["progress"], flow["state"] = event, "syncing"
                if began:
                    self._soon.start()
                self.progressed.emit(flow["flow"])

    def _show(self, told: Row) -> None:
        self.told = told
        self._ended()
        self.changed.emit()

    def _failed(self, _: object) -> None:
        self._ended()

    def _ended(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self._soon.start()
