"""The engine as the GUI thread sees it: asked without waiting, heard by signals, found again when it was away.

Whatever may take time happens in threads of its own; what they bring is handed to the GUI thread by one queued signal,
in whose slot the answer's receiver is called. It must not know what is asked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.events import LEAVE, Event, Publish
from desktop_sync.ui.engine import Connect, Engine
from desktop_sync.ui.told import Meant, Say, answer_told, error_told, question, told

log = logging.getLogger("desk")

Done = Callable[[Any], None]
Failed = Callable[[SyncError], None]

SOON = 500  # ms between looks for an engine that was just started
LATER = 5000  # ms between looks for one that is away
STARTING = 15.0  # seconds that a started engine has until it counts as off
OFTEN = 3  # starts within a while, after which an engine that ends again and again is left alone for so long
WHILE = 300.0  # seconds

MOVE_HERE = "desktop-sync ledger move-here"
"""Named where the folder is strange; commands are the same in every language."""


class State(Enum):
    """How the connection to the engine stands."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    OFF = "off"
    REFUSED = "refused"  # it runs, and does not want this program: another account, another version


class Asked:
    """One call under way."""

    def __init__(self, owner: QObject, method: str, done: Done | None, failed: Failed | None) -> None:
        self.owner, self.method = owner, method
        self.going = True
        self._done, self._failed = done, failed
        self._lock = threading.Lock()
        self._at: tuple[Engine, int] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """The engine ends it, and still answers."""
        with self._lock:
            self._cancelled = True
            at = self._at
        if at is not None:
            at[0].cancel(at[1])

    def forget(self) -> None:
        """Its answer interests nobody any more; the engine goes on."""
        self.going = False

    def began(self, engine: Engine, number: int) -> None:
        """In the thread that waits for it."""
        with self._lock:
            self._at = engine, number
            cancelled = self._cancelled
        if cancelled:
            engine.cancel(number)

    def answer(self, value: Any, error: SyncError | None) -> None:  # noqa: ANN401 - a JSON value
        """On the GUI thread. Nothing happens when who asked is gone, or has forgotten it."""
        if not self.going:
            return
        self.going = False
        if not shiboken6.isValid(self.owner):
            return
        if error is None:
            if self._done is not None:
                self._done(value)
        elif self._failed is not None:
            self._failed(error)


class Link(QObject):
    """``start``, where given, starts an engine when none runs. ``changed``: state, why and role are others now."""

    changed = Signal()
    happened = Signal(dict)
    failed = Signal(object)  # a SyncError that whoever asked does not handle
    moved = Signal()  # the data folder, to this machine
    _brought = Signal(object)

    def __init__(
        self,
        connect: Connect,
        start: Callable[[], None] | None = None,
        why: Callable[[], str] = str,
        parent: QObject | None = None,
        move: Callable[[], None] | None = None,
        swapped: Callable[[], bool] = bool,
    ) -> None:
        """``why``: what the last start of an engine said when it failed; empty: nothing. ``move``: has the data folder
        work on this machine, or raises a SyncError. ``swapped``: whether a setup swaps the program at this moment; then
        the desk is told to leave, as an engine tells it before its own end.
        """
        super().__init__(parent)
        self.state = State.CONNECTING
        self.why = ""
        self.say: Say = str  # puts texts of the engine into the desk's language
        self.meant: Meant = lambda text: ()  # finds texts of the engine by words of the desk's language
        self._connect, self._start_engine, self._why, self._move = connect, start, why, move
        self._swapped = swapped
        self._engine: Engine | None = None
        self._tried: float | None = None
        self._starts: list[float] = []
        self._looks = 0
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._brought.connect(self._here, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Looks for the engine from now on."""
        self._look()

    def may(self, method: str) -> bool:
        """Whether this account may call it; False while there is no engine."""
        return self._engine is not None and self._engine.may(method)

    def why_not(self, method: str) -> str:
        """Why this account may not call it now, for a person; empty: it may."""
        engine = self._engine
        if engine is not None and engine.may(method):
            return ""
        if self.state is State.CONNECTING:
            return self.tr("The engine is being looked for.")
        if engine is None:
            return self.why or self.tr("The engine is off.")
        if engine.needs(method) is Role.CHANGE:
            return self.tr("This is for those who may change settings. The administrator of this machine can allow it.")
        return self.tr("Your account may only look here. The administrator of this machine can allow more.")

    @property
    def program(self) -> str:
        """What the engine says of itself: its version."""
        return str(getattr(self._engine, "program", ""))

    def ask(
        self,
        owner: QObject,
        method: str,
        done: Done | None = None,
        failed: Failed | None = None,
        listen: Publish | None = None,
        /,
        **values: object,
    ) -> Asked:
        """Calls ``done`` or ``failed`` on the GUI thread, unless ``owner`` is gone by then.

        ``listen`` hears the call's own events there. Without ``failed``, the window shows what went wrong.
        """
        asked = Asked(owner, method, done, failed or self.failed.emit)
        engine = self._engine
        if engine is None:
            error = RetryLater(self.why or self.tr("The engine is off."), self.tr("Start it again."))
            self._bring(partial(asked.answer, None, error))
            return asked
        heard = None if listen is None else partial(self._heard, asked, listen)
        work = partial(self._work, engine, asked, values, heard)
        threading.Thread(target=work, name=f"desk {method}", daemon=True).start()
        return asked

    def close(self) -> None:
        """Nothing is heard or asked any more."""
        self._closed = True
        self._timer.stop()
        engine, self._engine = self._engine, None
        _close(engine)

    def _work(self, engine: Engine, asked: Asked, values: dict[str, object], listen: Publish | None) -> None:
        value, error = None, None
        try:
            number = engine.start(asked.method, question(asked.method, values, self.meant), listen)
            asked.began(engine, number)
            value = engine.result(number)
        except SyncError as raised:
            error = raised
        except Exception:
            log.exception("'%s' could not be asked", asked.method)
            error = SyncError(
                "This did not work, because of a fault in the program.", "The log says more; tell support."
            )
        if error is None:
            self._bring(partial(asked.answer, answer_told(asked.method, value, self.say), None))
        else:
            self._bring(partial(asked.answer, None, error_told(error, self.say)))

    def _heard(self, asked: Asked, listen: Publish, event: Event) -> None:
        said = told(event, self.say)

        def tell() -> None:
            if asked.going and shiboken6.isValid(asked.owner):
                listen(said)

        self._bring(tell)

    def _bring(self, job: Callable[[], None]) -> None:
        """From any thread to the GUI thread."""
        try:
            self._brought.emit(job)
        except RuntimeError:  # the desk is gone
            log.debug("an answer came after the end")

    @Slot(object)
    def _here(self, job: Callable[[], None]) -> None:
        if not self._closed:
            job()

    @Slot()
    def _look(self) -> None:
        self._looks += 1
        threading.Thread(target=self._find, args=(self._looks,), name="desk connect", daemon=True).start()

    def _find(self, look: int) -> None:
        """In a thread of its own: one look for the engine. Its words are translated here: the first ones take long."""
        bring = partial(self._looked, look)
        if self._swapped():
            bring(partial(self.happened.emit, {"event": LEAVE}))
            return
        try:
            engine = self._connect()
            if engine is None:
                bring(partial(self._none, self.say(self._why())))
                return
            self._bring(partial(self._found, look, engine))
            engine.subscribe(lambda event: self._bring(partial(self._event, engine, told(event, self.say))))
        except RetryLater as error:
            bring(partial(self._away, State.OFF, self.say(str(error))))
        except SyncError as error:
            bring(partial(self._away, State.REFUSED, self.say(str(error))))
        except Exception:
            log.exception("the engine could not be looked for")
            why = self.say("The engine cannot be reached, because of a fault in the program.")
            bring(partial(self._away, State.OFF, why))

    def _looked(self, look: int, job: Callable[[], None]) -> None:
        """A look that another one has overtaken counts for nothing."""
        self._bring(lambda: job() if look == self._looks else None)

    def _found(self, look: int, engine: Engine) -> None:
        if look == self._looks:
            self._engine, self._tried, before = engine, None, self._engine
            self._now(State.CONNECTED, "")
        else:
            before = engine
        _close(before)

    def _none(self, why: str) -> None:
        """None runs: it is started, once, and has some seconds. ``why``: what the last one said that did not start."""
        now = time.monotonic()
        if self._start_engine is not None and self._tried is None:
            self._starts = [at for at in self._starts if now - at < WHILE]
            if len(self._starts) >= OFTEN:
                self._away(State.OFF, why or self.tr("The engine ends again and again. Its log says why."))
                return
            self._tried = now
            self._starts.append(now)
            threading.Thread(target=self._launch, args=(self._start_engine, self._looks), name="desk start").start()
            return
        if self._tried is not None and now - self._tried < STARTING:
            self._timer.start(SOON)
            return
        self._away(State.OFF, why or self.tr("The engine is off."))

    def _launch(self, start: Callable[[], None], look: int) -> None:
        """In a thread of its own: a process takes its time to be made, longest where a virus scanner looks at it."""
        try:
            start()
        except OSError as error:
            why = self.say(f"The engine could not be started: {error.strerror or error}.")
            self._looked(look, partial(self._away, State.OFF, why))
        else:
            self._looked(look, partial(self._timer.start, SOON))

    def start_engine(self) -> None:
        """A person wants it."""
        self._timer.stop()
        self._tried = None
        self._starts = []
        self._now(State.CONNECTING, "")
        self._look()

    @property
    def strange(self) -> bool:
        """Whether no engine runs because the data folder comes from another machine: it advises that command."""
        return self.state is State.OFF and self._move is not None and MOVE_HERE in self.why

    def move_here(self) -> None:
        """A person has said that the other machine does not work with it any more. Then an engine is started."""
        move = self._move
        if move is None or self.state is not State.OFF:
            return
        self._timer.stop()
        self._now(State.CONNECTING, "")
        threading.Thread(target=self._moving, args=(move,), name="desk move", daemon=True).start()

    def _moving(self, move: Callable[[], None]) -> None:
        try:
            move()
        except SyncError as error:
            self._bring(partial(self._not_moved, error_told(error, self.say)))
        else:
            self._bring(self._has_moved)

    def _has_moved(self) -> None:
        self.moved.emit()
        self.start_engine()

    def _not_moved(self, error: SyncError) -> None:
        self._away(State.OFF, str(error))
        self.failed.emit(error)

    def _away(self, state: State, why: str) -> None:
        self._now(state, why)
        self._timer.start(LATER)

    def _event(self, engine: Engine, event: Event) -> None:
        if engine is not self._engine:
            return
        if event.get("event") == "engine gone":
            self._engine = None
            self._now(State.CONNECTING, "")
            self._timer.start(SOON)
            return
        self.happened.emit(dict(event))

    def _now(self, state: State, why: str) -> None:
        if (state, why) != (self.state, self.why) or state is State.CONNECTED:
            self.state, self.why = state, why
            self.changed.emit()


def _close(engine: Engine | None) -> None:
    if engine is not None:
        threading.Thread(target=engine.close, name="desk close", daemon=True).start()
